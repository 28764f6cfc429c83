// Written by `npm run client:write` from the server's routes.
export interface paths {
    "/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Log In By Link
         * @description Use up a one-time link and log in.
         */
        get: operations["log_in_by_link_login_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log In
         * @description Log in with a name and a password.
         */
        post: operations["log_in_api_login_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Join
         * @description Use up an invitation, create an account and log in.
         */
        post: operations["join_api_join_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/door": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Sign In Options */
        get: operations["read_sign_in_options_api_door_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description Answer if the server is alive.
         */
        get: operations["health_healthz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description Answer if the server is alive.
         */
        get: operations["health_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready
         * @description Answer if the database answers too.
         */
        get: operations["ready_readyz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/oidc/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Go To Provider
         * @description Redirect to the provider to log in; with an invitation, a newcomer gets an account.
         */
        get: operations["go_to_provider_api_oidc_login_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go To Link
         * @description Link my account to the provider, to log in through it from now on.
         */
        post: operations["go_to_link_api_me_identity_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come Back
         * @description Finish what began at the provider: log in, create an account or link one.
         */
        get: operations["come_back_api_oidc_callback_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Me */
        get: operations["read_me_api_me_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete Me
         * @description Delete the account with all its books, recordings, models and jobs. It cannot be undone.
         */
        post: operations["delete_me_api_me_delete_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave
         * @description End this session.
         */
        post: operations["leave_api_me_leave_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/leave-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave Everywhere
         * @description End all my sessions.
         */
        post: operations["leave_everywhere_api_me_leave_everywhere_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Password
         * @description Change the password. All other sessions and all tokens end, because others may have known the old one.
         */
        post: operations["change_password_api_me_password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Consents */
        get: operations["list_consents_api_me_consents_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/consents/{purpose}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give Consent
         * @description Give a consent for oneself.
         */
        put: operations["give_consent_api_me_consents__purpose__put"];
        post?: never;
        /**
         * Withdraw Consent
         * @description Withdraw a consent; deletes what was kept because of it: recordings, models tuned on them, links.
         */
        delete: operations["withdraw_consent_api_me_consents__purpose__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tokens
         * @description List tokens, the newest first.
         */
        get: operations["list_tokens_api_me_tokens_get"];
        put?: never;
        /**
         * Make Token
         * @description Make a token for a program. It can do no more than its maker.
         */
        post: operations["make_token_api_me_tokens_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke Token */
        delete: operations["revoke_token_api_me_tokens__token__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List People */
        get: operations["list_people_api_accounts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite
         * @description Invite one person, for a week.
         */
        post: operations["invite_api_accounts_invitations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{user}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change Role */
        put: operations["change_role_api_accounts__user__role_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{user}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset
         * @description End all sessions and tokens of a person and make a login link: for a lost password or a stolen device.
         */
        post: operations["reset_api_accounts__user__reset_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{user}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Consents */
        get: operations["list_consents_api_accounts__user__consents_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{user}/consents/{purpose}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give Consent
         * @description Agree for a child, whose device this is. Grown-ups agree for themselves.
         */
        put: operations["give_consent_api_accounts__user__consents__purpose__put"];
        post?: never;
        /** Withdraw Consent */
        delete: operations["withdraw_consent_api_accounts__user__consents__purpose__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete
         * @description Delete a person with everything that is theirs: books, recordings, models, jobs.
         */
        delete: operations["delete_api_accounts__user__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Audit
         * @description List entries, the newest first; `before` is the `number` of the last one that was shown.
         */
        get: operations["read_audit_api_audit_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/heroes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Heroes
         * @description List all ready heroes, in the order of the menu.
         */
        get: operations["heroes_api_heroes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/heroes/portrait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Portrait */
        post: operations["portrait_api_heroes_portrait_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/drawings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Drawings
         * @description List one's own drawings, the newest first.
         */
        get: operations["drawings_api_drawings_get"];
        put?: never;
        /**
         * Add Drawing
         * @description Cut a drawing out of a photograph, which is the body itself and is not kept.
         */
        post: operations["add_drawing_api_drawings_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/drawings/{drawing}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Drawing Picture
         * @description Send the cut-out as PNG.
         */
        get: operations["drawing_picture_api_drawings__drawing__picture_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/drawings/{drawing}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Drawing
         * @description Delete a drawing for good; books that were made from it keep their pictures.
         */
        delete: operations["delete_drawing_api_drawings__drawing__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sample/{language}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sample
         * @description Return the state of the sample book; the first request begins to make it.
         */
        get: operations["sample_api_sample__language__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sample/{language}/reader": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sample Reader
         * @description Send the book as one page, under the same content policy as every reader.
         */
        get: operations["sample_reader_api_sample__language__reader_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sample/{language}/cover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sample Cover
         * @description Send the cover as a small JPEG.
         */
        get: operations["sample_cover_api_sample__language__cover_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wishes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hear
         * @description Recognize a wish. The recording is the body itself: files of a form would be written to disk.
         */
        post: operations["hear_api_wishes_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wishes/understanding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell Understanding
         * @description Tell what a wish would become, before a book is begun. A disclosure is kept for the grown-ups' corner.
         */
        post: operations["tell_understanding_api_wishes_understanding_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wishes/recognizer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell Recognizer
         * @description Say whether the recognizer has to be fetched first, which takes long.
         */
        get: operations["tell_recognizer_api_wishes_recognizer_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wishes/confidences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Confidences
         * @description List disclosures, the newest first.
         */
        get: operations["list_confidences_api_wishes_confidences_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/wishes/confidences/{confidence}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Confidence
         * @description Delete a disclosure for good.
         */
        delete: operations["delete_confidence_api_wishes_confidences__confidence__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shelf
         * @description List books, the newest first.
         */
        get: operations["shelf_api_books_get"];
        put?: never;
        /**
         * Make
         * @description Begin a book; its pages come one by one, told by the events of its job.
         */
        post: operations["make_api_books_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/painting-heroes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Painting Heroes
         * @description List the heroes that one has trained and can have painted, the newest first; none where pages are drawn.
         */
        get: operations["painting_heroes_api_books_painting_heroes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/family": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Family
         * @description List all books for the grown-ups' corner, those of children's devices too, the newest first.
         */
        get: operations["family_api_books_family_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read */
        get: operations["read_api_books__book__get"];
        put?: never;
        post?: never;
        /**
         * Delete
         * @description Delete a book for good, with all its pages and links.
         */
        delete: operations["delete_api_books__book__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve
         * @description Approve a book that a grown-up has looked at, so that it can be read.
         */
        post: operations["approve_api_books__book__approval_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/story": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Story */
        get: operations["story_api_books__book__story_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Words
         * @description Return the text of the pages, with names filled in.
         */
        get: operations["words_api_books__book__words_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/pages/{number}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Picture
         * @description Send the picture as PNG, or small as JPEG, also of an earlier version. Answers 304 if the browser has it.
         */
        get: operations["picture_api_books__book__pages__number__picture_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/pages/{number}/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sound
         * @description Send the page read aloud as FLAC. Each page has its own file, so that nobody waits for the last one.
         */
        get: operations["sound_api_books__book__pages__number__sound_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/pages/{number}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Versions
         * @description List all versions of this page, the oldest first.
         */
        get: operations["versions_api_books__book__pages__number__versions_get"];
        put?: never;
        /**
         * Show Version
         * @description Show an earlier version again, words and all; the one shown now is kept.
         */
        post: operations["show_version_api_books__book__pages__number__versions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/pages/{number}/redraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redraw
         * @description Redraw one picture; the old one is kept.
         */
        post: operations["redraw_api_books__book__pages__number__redraw_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/pages/{number}/rewrite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rewrite
         * @description Give a page other words, which are read aloud too, or have it written and drawn anew; the old one is kept.
         */
        post: operations["rewrite_api_books__book__pages__number__rewrite_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/reader": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reader
         * @description Send the book as one page, under a content policy by which it can load and send nothing. May answer 304.
         */
        get: operations["reader_api_books__book__reader_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export
         * @description Send the book as a file. It is made once and kept until the book changes. May answer 304.
         */
        get: operations["export_api_books__book__export_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Shares */
        get: operations["list_shares_api_books__book__shares_get"];
        put?: never;
        /**
         * Create
         * @description Create a link; whoever has it can read this book, and nothing else.
         */
        post: operations["create_api_books__book__shares_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/books/{book}/shares/{share}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke */
        delete: operations["revoke_api_books__book__shares__share__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{secret}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Shared
         * @description Send the reader of the shared book; it needs no login, and search engines are told not to list it.
         */
        get: operations["read_shared_api_shared__secret__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/shared/{secret}/cover.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Shared Cover
         * @description Send the cover of the shared book as JPEG, for the preview of the link.
         */
        get: operations["read_shared_cover_api_shared__secret__cover_jpg_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Limits */
        get: operations["limits_api_corpora_limits_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Folders
         * @description List a folder of the server, as far as recordings may be taken from there.
         */
        get: operations["folders_api_corpora_folders_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files */
        get: operations["files_api_corpora__corpus__files_get"];
        /**
         * Upload
         * @description Receive a piece of a file; a piece at offset 0 begins the file anew.
         */
        put: operations["upload_api_corpora__corpus__files_put"];
        post?: never;
        /** Remove File */
        delete: operations["remove_file_api_corpora__corpus__files_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Corpora
         * @description List corpora, the newest first.
         */
        get: operations["list_corpora_api_corpora_get"];
        put?: never;
        /**
         * Create Corpus
         * @description Create a corpus: empty for uploads, or of a folder of the server.
         */
        post: operations["create_corpus_api_corpora_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Sample
         * @description Make a corpus to try at once: sentences in the built-in voices, a lighthouse keeper's answers, or drawings.
         */
        post: operations["create_sample_api_corpora_sample_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Corpus */
        get: operations["read_corpus_api_corpora__corpus__get"];
        put?: never;
        post?: never;
        /**
         * Delete Corpus
         * @description Delete a corpus with all its files and transcripts; refused while something is trained or tested on it.
         *
         *     With `models` those that hold something of it are deleted too; refused while one of them is being made.
         */
        delete: operations["delete_corpus_api_corpora__corpus__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Learned Models
         * @description List the models that hold something of a corpus: tuned on it, or made from one that was.
         */
        get: operations["learned_models_api_corpora__corpus__models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/prepare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prepare
         * @description Begin the job that turns uploaded files into rows that can be looked at and trained on.
         *
         *     Pictures are added to those that are there, and their files are then no longer kept as they were uploaded.
         */
        post: operations["prepare_api_corpora__corpus__prepare_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Split
         * @description Make a new corpus with the rows of this one, split into train and test.
         */
        post: operations["split_api_corpora__corpus__split_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Quarantine
         * @description List the rows that the latest preparation set aside, and why.
         */
        get: operations["quarantine_api_corpora__corpus__quarantine_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/description": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Description
         * @description Return figures, and the data of the plots.
         */
        get: operations["description_api_corpora__corpus__description_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/utterances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Utterances
         * @description List the rows of a corpus, a page at a time.
         */
        get: operations["utterances_api_corpora__corpus__utterances_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/utterances/{split}/{row}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Utterance Audio
         * @description Send the sound of a row as FLAC, 16 kHz mono.
         */
        get: operations["utterance_audio_api_corpora__corpus__utterances__split___row__audio_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/utterances/{split}/{row}/spectrogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Utterance Spectrogram
         * @description Send the spectrogram of a row as PNG without axes, 0 to 8 kHz from bottom to top.
         */
        get: operations["utterance_spectrogram_api_corpora__corpus__utterances__split___row__spectrogram_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/splits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare Splits
         * @description Preview each way of splitting; nothing is written.
         */
        get: operations["compare_splits_api_corpora__corpus__splits_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Describe Text
         * @description Return figures of a corpus of text.
         */
        get: operations["describe_text_api_corpora__corpus__text_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/examples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Examples
         * @description List the examples of a corpus of text, a page at a time.
         */
        get: operations["examples_api_corpora__corpus__examples_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin Draft
         * @description Begin the job that transcribes the recordings, or the rows of a prepared corpus.
         */
        post: operations["begin_draft_api_corpora__corpus__draft_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recordings */
        get: operations["recordings_api_corpora__corpus__recordings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/recordings/{recording}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recording Audio
         * @description Send the recording as FLAC, 16 kHz mono; ranges may be asked for.
         */
        get: operations["recording_audio_api_corpora__corpus__recordings__recording__audio_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/recordings/{recording}/spectrogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recording Spectrogram
         * @description Send the spectrogram of a stretch of at most five minutes as PNG.
         */
        get: operations["recording_spectrogram_api_corpora__corpus__recordings__recording__spectrogram_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/recordings/{recording}/peaks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recording Peaks
         * @description Return the peaks from which a waveform is drawn.
         */
        get: operations["recording_peaks_api_corpora__corpus__recordings__recording__peaks_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Segments
         * @description List segments, the least certain first or by time.
         */
        get: operations["segments_api_corpora__corpus__segments_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/segments/{segment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change
         * @description Save a segment while somebody types, and when they move an edge.
         */
        patch: operations["change_api_corpora__corpus__segments__segment__patch"];
        trace?: never;
    };
    "/api/corpora/{corpus}/segments/{segment}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Split */
        post: operations["split_api_corpora__corpus__segments__segment__split_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/segments/{segment}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merge */
        post: operations["merge_api_corpora__corpus__segments__segment__merge_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/recordings/{recording}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add
         * @description Add a segment where the recognizer heard nobody.
         */
        post: operations["add_api_corpora__corpus__recordings__recording__segments_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/recordings/{recording}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore
         * @description Restore the draft of a recording as the recognizer wrote it.
         */
        post: operations["restore_api_corpora__corpus__recordings__recording__restore_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Version
         * @description Make a new corpus of the segments as they are now; this one stays.
         */
        post: operations["make_version_api_corpora__corpus__versions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pictures
         * @description List the pictures of a corpus, a page at a time; with `mark` only those that lack a caption or have copies.
         */
        get: operations["pictures_api_corpora__corpus__pictures_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/pictures/{picture}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Thumbnail
         * @description Send a small WebP of a picture.
         */
        get: operations["thumbnail_api_corpora__corpus__pictures__picture__thumbnail_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/pictures/{picture}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Image
         * @description Send a picture as it is kept, PNG or JPEG.
         */
        get: operations["image_api_corpora__corpus__pictures__picture__image_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/corpora/{corpus}/pictures/{picture}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Picture
         * @description Delete a picture; refused while a job reads pictures, or something is trained on the corpus.
         */
        delete: operations["delete_picture_api_corpora__corpus__pictures__picture__delete"];
        options?: never;
        head?: never;
        /**
         * Caption
         * @description Save the caption of a picture.
         */
        patch: operations["caption_api_corpora__corpus__pictures__picture__patch"];
        trace?: never;
    };
    "/api/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Models
         * @description List models: one's own first, then those of the catalog.
         */
        get: operations["models_api_models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recipes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recipes
         * @description List recipes, the smallest model first, special purposes last. Values are those for speech in `language`.
         */
        get: operations["recipes_api_recipes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Model
         * @description Transcribe a short recording by a model and by the one that it was tuned from. Nothing of it is kept.
         */
        post: operations["try_model_api_models_try_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Estimate
         * @description Measure memory and time by trying the heaviest batch; nothing is kept.
         */
        post: operations["estimate_api_runs_estimate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/preflight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preflight
         * @description Begin a job that tokenizes a corpus of text: token counts, what is left out, examples in the model's template.
         */
        post: operations["preflight_api_runs_preflight_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs
         * @description List runs, the newest first.
         */
        get: operations["list_runs_api_runs_get"];
        put?: never;
        /**
         * Train
         * @description Begin a training; it can be paused, and goes on from its last checkpoint.
         */
        post: operations["train_api_runs_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare
         * @description Compare runs: the values in which they differ, and their scores.
         */
        get: operations["compare_api_runs_compare_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Run */
        get: operations["read_run_api_runs__run__get"];
        put?: never;
        post?: never;
        /**
         * Delete Run
         * @description Delete a run with its checkpoints and its model; exports stay.
         */
        delete: operations["delete_run_api_runs__run__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run}/curve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Curve
         * @description Return all metrics so far, with at most `points` points in each curve.
         */
        get: operations["curve_api_runs__run__curve_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run}/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Samples
         * @description Return references and hypotheses of a validation, the newest unless a step is named.
         */
        get: operations["samples_api_runs__run__samples_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run}/samples/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sample Picture
         * @description Return a picture that was painted at a validation.
         */
        get: operations["sample_picture_api_runs__run__samples__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Config
         * @description Return all values of the run as TOML; the corpus is named, not its folder.
         */
        get: operations["config_api_runs__run__config_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/runs/{run}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export
         * @description Convert a trained model for serving; it is compared with its original before it can be downloaded.
         */
        post: operations["export_api_runs__run__export_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exports
         * @description List exports, the newest first; with `run`, those of one training.
         */
        get: operations["exports_api_exports_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Export */
        get: operations["read_export_api_exports__export__get"];
        put?: never;
        post?: never;
        /** Delete Export */
        delete: operations["delete_export_api_exports__export__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{export}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Export
         * @description Download the folder as a zip. Raises JobError for an export that is not finished.
         */
        get: operations["download_export_api_exports__export__download_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/recognizers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recognizers
         * @description List one's own runs, then the catalog. Exported models are left out: their weights cannot be changed.
         */
        get: operations["recognizers_api_playground_recognizers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/recognizers/{recognizer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Recognizer
         * @description Load a recognizer unless it is loaded; returns what its sliders change.
         */
        get: operations["open_recognizer_api_playground_recognizers__recognizer__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/heard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hear
         * @description Hear a short recording with these sliders. Nothing of it is kept.
         */
        post: operations["hear_api_playground_heard_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sample Recording
         * @description Say a sentence in a built-in voice, for who has no recording at hand.
         */
        get: operations["sample_recording_api_playground_recording_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Evaluations
         * @description List evaluations, the newest first; with `corpus`, those on one corpus.
         */
        get: operations["evaluations_api_evaluations_get"];
        put?: never;
        /**
         * Evaluate
         * @description Score models side by side; the report shows where they differ.
         */
        post: operations["evaluate_api_evaluations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluations/{evaluation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Evaluation */
        get: operations["read_evaluation_api_evaluations__evaluation__get"];
        put?: never;
        post?: never;
        /** Delete Evaluation */
        delete: operations["delete_evaluation_api_evaluations__evaluation__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluations/{evaluation}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report
         * @description Send the report as one page, in a sandbox in which it can load and send nothing: transcripts may be hostile.
         */
        get: operations["report_api_evaluations__evaluation__report_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Transcriptions
         * @description List batches, the newest first.
         */
        get: operations["transcriptions_api_transcriptions_get"];
        put?: never;
        /**
         * Create Transcription
         * @description Create a batch, to be filled with recordings and then started.
         */
        post: operations["create_transcription_api_transcriptions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search
         * @description Find segments of one's own batches in which these words occur, the newest batch first; at most 100.
         */
        get: operations["search_api_transcriptions_search_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/{transcription}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Transcription */
        get: operations["read_transcription_api_transcriptions__transcription__get"];
        put?: never;
        post?: never;
        /**
         * Delete Transcription
         * @description Delete a transcription with its recordings and results, and what was read of it for questions.
         */
        delete: operations["delete_transcription_api_transcriptions__transcription__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/{transcription}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files */
        get: operations["files_api_transcriptions__transcription__files_get"];
        /**
         * Upload
         * @description Receive a piece of a recording; a piece at offset 0 begins it anew.
         */
        put: operations["upload_api_transcriptions__transcription__files_put"];
        post?: never;
        /** Remove File */
        delete: operations["remove_file_api_transcriptions__transcription__files_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/{transcription}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start Transcription */
        post: operations["start_transcription_api_transcriptions__transcription__start_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/{transcription}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Results
         * @description List the results so far, in the order of the files.
         */
        get: operations["results_api_transcriptions__transcription__results_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/{transcription}/results/{number}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Segments
         * @description Return one transcript by its segments, with what was corrected.
         */
        get: operations["read_segments_api_transcriptions__transcription__results__number__segments_get"];
        /**
         * Write Segments
         * @description Correct texts; segments that are not named stay. The files of all formats are written again.
         */
        put: operations["write_segments_api_transcriptions__transcription__results__number__segments_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/{transcription}/results/{number}/radio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Transmissions
         * @description List the transmissions of a recording of radio, with what they name and how they were corrected.
         */
        get: operations["read_transmissions_api_transcriptions__transcription__results__number__radio_get"];
        /**
         * Decide Corrections
         * @description Undo or redo corrections. The files of all formats are written again.
         */
        put: operations["decide_corrections_api_transcriptions__transcription__results__number__radio_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/{transcription}/results/{number}/radio/{message}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Review Transmission
         * @description Accept a transmission as it stands, or write it anew. The files of all formats are written again.
         */
        put: operations["review_transmission_api_transcriptions__transcription__results__number__radio__message__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/{transcription}/corpus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Corpus
         * @description A new corpus of the transmissions that were accepted in this batch, with their sound.
         */
        post: operations["make_corpus_api_transcriptions__transcription__corpus_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/{transcription}/results/{number}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Result Audio
         * @description Send the recording as FLAC, 16 kHz mono; ranges may be asked for.
         */
        get: operations["result_audio_api_transcriptions__transcription__results__number__audio_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/{transcription}/results/{number}/{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Result File
         * @description Send one transcript as a file.
         */
        get: operations["result_file_api_transcriptions__transcription__results__number___format__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/transcriptions/{transcription}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Transcripts
         * @description Download all transcripts in all formats as a zip, named like their recordings.
         */
        get: operations["download_transcripts_api_transcriptions__transcription__download_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Documents
         * @description All my documents.
         */
        get: operations["documents_api_documents_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Document File
         * @description One document as it was uploaded, to be saved: nothing in it is run or shown by the browser.
         */
        get: operations["document_file_api_documents_files_get"];
        /**
         * Upload Document
         * @description A piece of a document; the first one begins it anew.
         */
        put: operations["upload_document_api_documents_files_put"];
        post?: never;
        /**
         * Delete Document
         * @description Delete a document, and what was read of it.
         */
        delete: operations["delete_document_api_documents_files_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/documents/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask Question
         * @description Ask all my transcripts and documents. What is new among them is read first, which may take a while.
         */
        post: operations["ask_question_api_documents_questions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/pictures/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Picture Models
         * @description List one's own tuned and adjusted picture models, then others that are here.
         */
        get: operations["picture_models_api_playground_pictures_models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/pictures/models/{picture_model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Picture Model
         * @description Load a picture model unless it is loaded; returns what its sliders change.
         */
        get: operations["open_picture_model_api_playground_pictures_models__picture_model__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Paint
         * @description Paint a text once for each adjustment, in one batch from the same noise. Nothing of it is kept.
         */
        post: operations["paint_api_playground_pictures_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/pictures/adjusted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Adjusted Picture Models
         * @description List adjusted picture models, the newest first; they are deleted and downloaded as those of language are.
         */
        get: operations["adjusted_picture_models_api_playground_pictures_adjusted_get"];
        put?: never;
        /**
         * Write Adjusted Pictures
         * @description Write an adjustment into the weights of a model, which then is a model of its own.
         */
        post: operations["write_adjusted_pictures_api_playground_pictures_adjusted_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Models
         * @description List models: one's own first, then those of the catalog.
         */
        get: operations["models_api_playground_models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/models/{language_model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Model
         * @description Load a model unless it is loaded; returns what its sliders change, and its map of health.
         */
        get: operations["open_model_api_playground_models__language_model__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/models/{language_model}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Measure Health
         * @description Measure the map of health of a model that has none yet.
         */
        post: operations["measure_health_api_playground_models__language_model__health_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer
         * @description Answer token by token, a row for each adjustment: events {row, text, end}. Closing the connection stops it.
         */
        post: operations["answer_api_playground_answers_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/inner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look Inside
         * @description Return what the branches add in each layer, and the next token's probabilities, a row for each adjustment.
         */
        post: operations["look_inside_api_playground_inner_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Adjustments
         * @description List saved adjustments, the newest first.
         */
        get: operations["adjustments_api_playground_adjustments_get"];
        put?: never;
        /** Save Adjustment */
        post: operations["save_adjustment_api_playground_adjustments_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/adjustments/{adjustment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete Adjustment */
        delete: operations["delete_adjustment_api_playground_adjustments__adjustment__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/adjusted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Adjusted
         * @description List adjusted models, the newest first.
         */
        get: operations["adjusted_api_playground_adjusted_get"];
        put?: never;
        /**
         * Write Adjusted
         * @description Write an adjustment into the weights of a model, which then is a model of its own.
         */
        post: operations["write_adjusted_api_playground_adjusted_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/adjusted/{adjusted}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete Adjusted */
        delete: operations["delete_adjusted_api_playground_adjusted__adjusted__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/playground/adjusted/{adjusted}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Adjusted
         * @description Download the folder as a zip; its README has the code that loads it.
         */
        get: operations["download_adjusted_api_playground_adjusted__adjusted__download_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Jobs
         * @description List jobs, the newest first; `before` is `submitted.id` of the last one that was shown.
         */
        get: operations["list_jobs_api_jobs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Job */
        get: operations["read_job_api_jobs__job__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}/priority": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prioritize
         * @description Change the priority of a job; only the studio's owner may raise it.
         */
        post: operations["prioritize_api_jobs__job__priority_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Act */
        post: operations["act_api_jobs__job___action__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{job}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow
         * @description Send events after Last-Event-ID as they happen, until the job has ended, in the language of the request.
         */
        get: operations["follow_api_jobs__job__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Models
         * @description List OpenAI's names that are understood, the models on this machine, and one's own models and adjustments.
         */
        get: operations["models_v1_models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Model */
        get: operations["read_model_v1_models__model__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/transcriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transcribe
         * @description Transcribe in the language of the recording.
         */
        post: operations["transcribe_v1_audio_transcriptions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/translations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Translate
         * @description Translate into English.
         */
        post: operations["translate_v1_audio_translations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/speech": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Speak
         * @description Read the text aloud, in Korean if it holds Korean letters, in English otherwise.
         */
        post: operations["speak_v1_audio_speech_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chat/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Chat
         * @description Answer a conversation in the model's own template.
         */
        post: operations["chat_v1_chat_completions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete
         * @description Continue a text.
         */
        post: operations["complete_v1_completions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/generations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Generate
         * @description Paint pictures of a prompt. Each is looked at by the check that the pictures of books pass.
         */
        post: operations["generate_v1_images_generations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read Metrics */
        get: operations["read_metrics_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AdjustedPictureModel
         * @description A picture model with an adjustment written into its weights.
         */
        AdjustedPictureModel: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Model */
            model: string;
            sliders: components["schemas"]["PictureSliders"];
            /** Created */
            created: number;
            /** Job */
            job: string | null;
            /** State */
            state: string;
            /** Bytes */
            bytes: number | null;
        };
        /**
         * AdjustedView
         * @description A model with an adjustment written into its weights.
         */
        AdjustedView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Model */
            model: string;
            sliders: components["schemas"]["Sliders"];
            /** Created */
            created: number;
            /** Job */
            job: string | null;
            /** State */
            state: string;
            /** Bytes */
            bytes: number | null;
        };
        /**
         * AdjustmentForm
         * @description A name for settings of the sliders, and the model that they were found on.
         */
        AdjustmentForm: {
            /** Name */
            name: string;
            /** Model */
            model: string;
            sliders: components["schemas"]["Sliders"];
        };
        /** AdjustmentView */
        AdjustmentView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Model */
            model: string;
            sliders: components["schemas"]["Sliders"];
            /** Created */
            created: number;
        };
        /** AnswerForm */
        AnswerForm: {
            /** Model */
            model: string;
            /** Prompt */
            prompt: string;
            /**
             * System
             * @default
             */
            system: string;
            /**
             * Plain
             * @default false
             */
            plain: boolean;
            /** Adjustments */
            adjustments: components["schemas"]["Sliders"][];
            /**
             * @default {
             *       "most_tokens": 96,
             *       "temperature": 0,
             *       "top_p": 1,
             *       "seed": 7
             *     }
             */
            sampling: components["schemas"]["SamplingForm"];
        };
        /**
         * AnswerView
         * @description Quotes, the best first; none where the material does not answer. `values` are what transcripts say.
         */
        AnswerView: {
            /** Found */
            found: boolean;
            /** Values */
            values: string[];
            /** Quotes */
            quotes: components["schemas"]["QuoteView"][];
            /** Unread */
            unread: components["schemas"]["UnreadView"][];
        };
        /**
         * Away
         * @description The address of the provider, to which the page goes next.
         */
        Away: {
            /** Address */
            address: string;
        };
        /**
         * BookView
         * @description A book on the shelf. `pages` are those that are ready, 0 the cover. It is read when it is `approved`.
         */
        BookView: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /**
             * Language
             * @enum {string}
             */
            language: "ko" | "en";
            /** Job */
            job: string | null;
            /** Created */
            created: number;
            /** Pages */
            pages: number[];
            /** Total */
            total: number;
            /** Approved */
            approved: boolean;
            /**
             * Changed
             * @description Those of the pages that have earlier versions.
             */
            changed: number[];
        };
        /**
         * CaptionConflict
         * @description The answer 409: the caption was changed in the meantime; `current` is how it is now.
         */
        CaptionConflict: {
            /** Code */
            code: string;
            /** Error */
            error: string;
            /** Hint */
            hint: string;
            current: components["schemas"]["PictureView"];
        };
        /** CaptionForm */
        CaptionForm: {
            /** Version */
            version: number;
            /** Caption */
            caption: string;
        };
        /**
         * CareCard
         * @description A card for the grown-up: what the child said, what to do, whom to call.
         */
        CareCard: {
            /** Title */
            title: string;
            /** Said */
            said: string;
            /** Heard */
            heard: string;
            /** Steps */
            steps: string[];
            /** Lines */
            lines: components["schemas"]["HelpLine"][];
        };
        /**
         * ChatForm
         * @description A conversation to be answered. `max_completion_tokens` is the newer name of `max_tokens`.
         */
        ChatForm: {
            /** Model */
            model: string;
            /** Max Tokens */
            max_tokens?: number | null;
            /**
             * Temperature
             * @default 1
             */
            temperature: number;
            /**
             * Top P
             * @default 1
             */
            top_p: number;
            /**
             * Seed
             * @default 7
             */
            seed: number;
            /** Stop */
            stop?: string | string[];
            /**
             * N
             * @default 1
             */
            n: number;
            /**
             * Stream
             * @default false
             */
            stream: boolean;
            /**
             * @default {
             *       "include_usage": false
             *     }
             */
            stream_options: components["schemas"]["StreamOptions"];
            /** Messages */
            messages: components["schemas"]["ChatMessage"][];
            /** Max Completion Tokens */
            max_completion_tokens?: number | null;
            /**
             * Logprobs
             * @default false
             */
            logprobs: boolean;
            /**
             * Top Logprobs
             * @default 0
             */
            top_logprobs: number;
        };
        /** ChatMessage */
        ChatMessage: {
            /**
             * Role
             * @enum {string}
             */
            role: "system" | "developer" | "user" | "assistant";
            /** Content */
            content: string | components["schemas"]["TextPart-Input"][];
        };
        /**
         * ChoiceView
         * @description A language model to choose. `here`: its weights are on this machine. `parameters` in millions.
         */
        ChoiceView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Origin
             * @enum {string}
             */
            origin: "base" | "run" | "adjusted";
            /** Here */
            here: boolean;
            /** Parameters */
            parameters: number | null;
            /** License */
            license: string | null;
        };
        /** CompareView */
        CompareView: {
            /** Runs */
            runs: components["schemas"]["RunView"][];
            /** Differences */
            differences: components["schemas"]["Difference"][];
            /** Curves */
            curves: components["schemas"]["CurveView"][];
        };
        /**
         * CompletionForm
         * @description A text to be continued.
         */
        CompletionForm: {
            /** Model */
            model: string;
            /** Max Tokens */
            max_tokens?: number | null;
            /**
             * Temperature
             * @default 1
             */
            temperature: number;
            /**
             * Top P
             * @default 1
             */
            top_p: number;
            /**
             * Seed
             * @default 7
             */
            seed: number;
            /** Stop */
            stop?: string | string[];
            /**
             * N
             * @default 1
             */
            n: number;
            /**
             * Stream
             * @default false
             */
            stream: boolean;
            /**
             * @default {
             *       "include_usage": false
             *     }
             */
            stream_options: components["schemas"]["StreamOptions"];
            /** Prompt */
            prompt: string;
            /** Logprobs */
            logprobs?: number | null;
        };
        /**
         * ConfidenceView
         * @description A disclosure, for grown-ups: what a child said, when and on whose device, and what to do.
         */
        ConfidenceView: {
            /** Id */
            id: string;
            /** Maker */
            maker: string;
            /** Created */
            created: number;
            /** Said */
            said: string;
            /**
             * Language
             * @enum {string}
             */
            language: "ko" | "en";
            card: components["schemas"]["CareCard"];
        };
        /**
         * ConsentView
         * @description A consent. `given` is in milliseconds since 1970, and null if it was not given.
         */
        ConsentView: {
            /**
             * Purpose
             * @enum {string}
             */
            purpose: "store" | "transcribe" | "train" | "share";
            /** Given */
            given: number | null;
        };
        /**
         * CorpusForm
         * @description A new corpus; with `folder`, of recordings that lie on the server already.
         *
         *     `family` is that of the models that learn from it: recordings for speech, text for language, pictures for image.
         */
        CorpusForm: {
            /** Name */
            name: string;
            /**
             * Family
             * @default speech
             * @enum {string}
             */
            family: "speech" | "language" | "image";
            /**
             * Language
             * @default
             */
            language: string;
            /** Folder */
            folder?: string | null;
        };
        /**
         * CorpusView
         * @description A corpus. `splits` are rows by name; what is null is not known before it is prepared, or not of this family.
         *
         *     `normalizer` is what its text went through, such as airtraffic-train; empty where that is not known.
         */
        CorpusView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Family
             * @enum {string}
             */
            family: "speech" | "language" | "image";
            /** Language */
            language: string;
            /**
             * Origin
             * @enum {string}
             */
            origin: "upload" | "folder" | "split" | "edit" | "sample";
            /** Parent */
            parent: string | null;
            /** Folder */
            folder: string | null;
            /** Created */
            created: number;
            /** Job */
            job: string | null;
            /** Job Kind */
            job_kind: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "empty" | "uploaded" | "working" | "ready" | "failed";
            /** Files */
            files: number;
            /** Bytes */
            bytes: number;
            /** Utterances */
            utterances: number | null;
            /** Hours */
            hours: number | null;
            /** Letters */
            letters: number | null;
            /** Splits */
            splits: {
                [key: string]: number;
            };
            /** Normalizer */
            normalizer: string;
            /** Has Draft */
            has_draft: boolean;
        };
        /** CorrectedSegment */
        CorrectedSegment: {
            /** Id */
            id: number;
            /** Text */
            text: string;
        };
        /** CorrectionForm */
        CorrectionForm: {
            /** Segments */
            segments: components["schemas"]["CorrectedSegment"][];
        };
        /** Credentials */
        Credentials: {
            /** Name */
            name: string;
            /** Password */
            password: string;
        };
        /**
         * CurveView
         * @description The curves of a training, (step, value) for each metric; `metric` is the one that chooses the best model.
         */
        CurveView: {
            /** Metric */
            metric: string;
            /** Curves */
            curves: {
                [key: string]: [
                    number,
                    number
                ][];
            };
        };
        /**
         * DecisionForm
         * @description A decision on corrections of a transmission: which of them stand.
         */
        DecisionForm: {
            /** Message */
            message: number;
            /** Changes */
            changes: number[];
            /** Taken */
            taken: boolean;
        };
        /**
         * DeletionForm
         * @description The password once more; empty for a user who has none.
         */
        DeletionForm: {
            /**
             * Password
             * @default
             */
            password: string;
        };
        /** DescriptionView */
        DescriptionView: {
            /** Splits */
            splits: components["schemas"]["SplitFigures"][];
            plots: components["schemas"]["Plots"];
            /** Speakers */
            speakers: components["schemas"]["SpeakerView"][];
            /** Facts */
            facts: {
                [key: string]: components["schemas"]["ValueCount"][];
            };
            /** Findings */
            findings: components["schemas"]["FindingView"][];
            /** Leaks */
            leaks: components["schemas"]["LeakView"][];
        };
        /**
         * Difference
         * @description A value that is not the same in all runs, in their order.
         */
        Difference: {
            /** Name */
            name: string;
            /** Values */
            values: (boolean | number | string | string[] | number[])[];
        };
        /** DocumentView */
        DocumentView: {
            /** Name */
            name: string;
            /** Bytes */
            bytes: number;
        };
        /**
         * DocumentsView
         * @description One's documents, and what may be added: kinds by their endings, bytes of each, and how many.
         */
        DocumentsView: {
            /** Documents */
            documents: components["schemas"]["DocumentView"][];
            /** Suffixes */
            suffixes: string[];
            /** Most Bytes */
            most_bytes: number;
            /** Most */
            most: number;
        };
        /**
         * DraftForm
         * @description The model and language of a draft; `replace` deletes an earlier draft with all its corrections.
         */
        DraftForm: {
            /**
             * Model
             * @default base
             */
            model: string;
            /**
             * Language
             * @default
             */
            language: string;
            /**
             * Replace
             * @default false
             */
            replace: boolean;
        };
        /**
         * DrawingView
         * @description A drawing that was cut out; `created` is in milliseconds since 1970.
         */
        DrawingView: {
            /** Id */
            id: string;
            /** Created */
            created: number;
        };
        /**
         * EntryView
         * @description One line of the audit log. `at` in milliseconds since 1970.
         */
        EntryView: {
            /** Number */
            number: number;
            /** At */
            at: number;
            /** User */
            user: string | null;
            /** Token */
            token: boolean;
            /** Action */
            action: string;
            /** Status */
            status: number;
            /** Address */
            address: string;
        };
        /**
         * EvaluationForm
         * @description Models side by side on one split; without a metric, the one that speakers of its language look at.
         *
         *     Language models have no choice of metrics.
         */
        EvaluationForm: {
            /**
             * Name
             * @default
             */
            name: string;
            /** Models */
            models: string[];
            /** Corpus */
            corpus: string;
            /**
             * Split
             * @default test
             */
            split: string;
            /**
             * Limit
             * @default 0
             */
            limit: number;
            /** Metric */
            metric?: ("wer" | "cer" | "cer_no_spaces") | null;
        };
        /** EvaluationView */
        EvaluationView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Family
             * @enum {string}
             */
            family: "speech" | "language" | "image";
            /** Models */
            models: components["schemas"]["NamedModel"][];
            /** Corpus */
            corpus: string;
            /** Corpus Name */
            corpus_name: string;
            /** Split */
            split: string;
            /** Created */
            created: number;
            /** Job */
            job: string | null;
            /** State */
            state: string;
            /** Metric */
            metric: string | null;
            /** Scores */
            scores: components["schemas"]["ScoreView"][];
            /** Has Report */
            has_report: boolean;
        };
        /**
         * ExampleView
         * @description A conversation, a text, or a preference with the answer that is liked less. `place` is file and line.
         */
        ExampleView: {
            /** Split */
            split: string;
            /** Row */
            row: number;
            /** Place */
            place: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "conversation" | "text" | "preference";
            /** Turns */
            turns: components["schemas"]["TurnView"][];
            /** Text */
            text: string;
            /** Rejected */
            rejected: string | null;
        };
        /** ExamplesView */
        ExamplesView: {
            /** Total */
            total: number;
            /** Examples */
            examples: components["schemas"]["ExampleView"][];
        };
        /**
         * ExpectationView
         * @description The likeliest next tokens, and the entropy of all in bits.
         */
        ExpectationView: {
            /** Likeliest */
            likeliest: components["schemas"]["TokenShare"][];
            /** Entropy */
            entropy: number;
        };
        /**
         * ExportForm
         * @description How to write the model. Without `format` it is the first of its family; `precision` is not for pictures.
         */
        ExportForm: {
            /**
             * Precision
             * @default int8
             * @enum {string}
             */
            precision: "int8" | "float16" | "float32";
            /** Format */
            format?: ("gguf" | "ctranslate2" | "diffusers-lora" | "kohya-lora" | "merged") | null;
        };
        /**
         * ExportView
         * @description A model to serve and to take along. Scores of the trained model and of this one, on what was held out.
         *
         *     They are error rates of speech, and perplexities of language models; `parity` is the share of equal utterances, or
         *     of equal tokens.
         */
        ExportView: {
            /** Id */
            id: string;
            /** Run */
            run: string;
            /**
             * Family
             * @enum {string}
             */
            family: "speech" | "language" | "image";
            /**
             * Format
             * @enum {string}
             */
            format: "gguf" | "ctranslate2" | "diffusers-lora" | "kohya-lora" | "merged";
            /** Name */
            name: string;
            /**
             * Precision
             * @enum {string}
             */
            precision: "int8" | "float16" | "float32";
            /** Created */
            created: number;
            /** Job */
            job: string | null;
            /** State */
            state: string;
            /** Bytes */
            bytes: number | null;
            /** Parity */
            parity: number | null;
            /** Original */
            original: number | null;
            /** Exported */
            exported: number | null;
        };
        /**
         * FamilyBookView
         * @description A book as grown-ups see it: who made it, from which wish, for whom, and with what.
         */
        FamilyBookView: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /**
             * Language
             * @enum {string}
             */
            language: "ko" | "en";
            /** Job */
            job: string | null;
            /** Created */
            created: number;
            /** Pages */
            pages: number[];
            /** Total */
            total: number;
            /** Approved */
            approved: boolean;
            /**
             * Changed
             * @description Those of the pages that have earlier versions.
             */
            changed: number[];
            /** Maker */
            maker: string;
            /** Topic */
            topic: string;
            /**
             * Age Band
             * @enum {string}
             */
            age_band: "3-4" | "5-6" | "7-8";
            /** Made By */
            made_by: {
                [key: string]: string;
            };
        };
        /**
         * FileView
         * @description An uploaded file. The next piece begins at `received`; its content is checked by the job that reads it.
         */
        FileView: {
            /** Name */
            name: string;
            /** Bytes */
            bytes: number;
            /** Received */
            received: number;
            /** Complete */
            complete: boolean;
            /**
             * Kind
             * @enum {string}
             */
            kind: "recording" | "picture" | "text" | "archive" | "other";
        };
        /**
         * FilesView
         * @description A page of files; `total` and `bytes` are those of all files.
         */
        FilesView: {
            /** Total */
            total: number;
            /** Bytes */
            bytes: number;
            /** Files */
            files: components["schemas"]["FileView"][];
        };
        /** FindingView */
        FindingView: {
            /** Kind */
            kind: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "error" | "warning";
            /** Count */
            count: number;
            about: components["schemas"]["Words"];
        };
        /**
         * FolderView
         * @description A folder of the server; `reader` is the layout that was recognized in it.
         */
        FolderView: {
            /** Path */
            path: string;
            /** Parent */
            parent: string | null;
            /** Folders */
            folders: components["schemas"]["InnerFolder"][];
            /** Recordings */
            recordings: number;
            /** Reader */
            reader: string | null;
        };
        /**
         * FoundView
         * @description A segment that was found: in which batch and recording, where it begins in seconds, and its text.
         */
        FoundView: {
            /** Transcription */
            transcription: string;
            /** Batch */
            batch: string;
            /** Number */
            number: number;
            /** Name */
            name: string;
            /** Start */
            start: number;
            /** Text */
            text: string;
        };
        /** GeneratedPicture */
        GeneratedPicture: {
            /** B64 Json */
            b64_json: string;
            /** Seed */
            seed: number;
        };
        /**
         * Gone
         * @description The id of what was deleted.
         */
        Gone: {
            /** Id */
            id: string;
        };
        /**
         * HeardSegment
         * @description Seconds; `original` is what was heard. One whose text is empty is left out of the files.
         */
        HeardSegment: {
            /** Id */
            id: number;
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Text */
            text: string;
            /** Original */
            original: string;
        };
        /**
         * HeardView
         * @description What was heard, for the speaker to read and correct.
         */
        HeardView: {
            /** Transcript */
            transcript: string;
            /** Topic */
            topic: string;
            /**
             * Language
             * @enum {string}
             */
            language: "ko" | "en";
        };
        /**
         * HeardWithSliders
         * @description What was heard; `duration` is that of the recording, in seconds.
         */
        HeardWithSliders: {
            /** Duration */
            duration: number;
            /** Text */
            text: string;
        };
        /**
         * HelpLine
         * @description A help line; `number` is a telephone number, or an address where one can be found.
         */
        HelpLine: {
            /** Name */
            name: string;
            /** Number */
            number: string;
        };
        /** HeroForm */
        HeroForm: {
            /** Color */
            color?: string | null;
            outfit?: components["schemas"]["Outfit"] | null;
            /** Hair */
            hair?: string | null;
            /** Hair Style */
            hair_style?: ("short" | "bob" | "buns" | "long" | "curly") | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "cat" | "rabbit" | "bear" | "fox" | "panda" | "dog" | "tiger" | "mouse" | "penguin" | "frog" | "dinosaur" | "child";
        };
        /**
         * HeroView
         * @description A ready hero; `portrait` is a whole SVG.
         */
        HeroView: {
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "cat" | "rabbit" | "bear" | "fox" | "panda" | "dog" | "tiger" | "mouse" | "penguin" | "frog" | "dinosaur" | "child";
            /** Name */
            name: string;
            /** Color */
            color: string;
            /** Hair */
            hair: string;
            /**
             * Hair Style
             * @enum {string}
             */
            hair_style: "short" | "bob" | "buns" | "long" | "curly";
            outfit: components["schemas"]["Outfit"];
            /** Portrait */
            portrait: string;
        };
        /**
         * Histogram
         * @description A histogram: `counts[i]` values lie between `edges[i]` and `edges[i + 1]`.
         */
        Histogram: {
            /** Edges */
            edges: number[];
            /** Counts */
            counts: number[];
        };
        /** InnerFolder */
        InnerFolder: {
            /** Name */
            name: string;
            /** Path */
            path: string;
        };
        /**
         * InnerForm
         * @description A question about one token; `position` counts tokens from 0, or from the end with -1.
         */
        InnerForm: {
            /** Model */
            model: string;
            /** Prompt */
            prompt: string;
            /**
             * System
             * @default
             */
            system: string;
            /**
             * Plain
             * @default false
             */
            plain: boolean;
            /** Adjustments */
            adjustments: components["schemas"]["Sliders"][];
            /**
             * Position
             * @default -1
             */
            position: number;
        };
        /**
         * InnerView
         * @description The inner values at `position`, a row for each adjustment: the L2 norm of what each branch adds in each layer.
         */
        InnerView: {
            /** Tokens */
            tokens: string[];
            /** Position */
            position: number;
            /** Attention */
            attention: number[][];
            /** Mlp */
            mlp: number[][];
            /** Expected */
            expected: components["schemas"]["ExpectationView"][];
        };
        /**
         * Invitation
         * @description An invitation, which is shown only this once; whoever has it can create an account.
         */
        Invitation: {
            /** Invitation */
            invitation: string;
        };
        /**
         * JobRef
         * @description The job that has begun.
         */
        JobRef: {
            /** Job */
            job: string;
        };
        /**
         * JobView
         * @description A job as its owner sees it. Times are milliseconds since 1970.
         *
         *     `title` is empty for kinds whose jobs have none. `rate` is in units of `done` per second, over this part of the job;
         *     it and `seconds_left` are null while nobody knows. What is done (`message`) and what went wrong are told in the
         *     language of who asks; the `code` stays.
         */
        JobView: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Title */
            title: string;
            /** Queue */
            queue: string;
            /** State */
            state: string;
            /** Wanted */
            wanted: string;
            /** Priority */
            priority: number;
            /** Submitted */
            submitted: number;
            /** Started */
            started: number | null;
            /** Ended */
            ended: number | null;
            /** Runner */
            runner: string | null;
            /** Attempts */
            attempts: number;
            /** Done */
            done: number;
            /** Total */
            total: number | null;
            /** Rate */
            rate: number | null;
            /** Seconds Left */
            seconds_left: number | null;
            /** Message */
            message: string | null;
            /** Code */
            code: string | null;
            /** Error */
            error: string | null;
            /** Hint */
            hint: string | null;
            /** Result */
            result: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * Joining
         * @description A name and a password of one's own choice, and the invitation that allows it.
         */
        Joining: {
            /** Name */
            name: string;
            /** Password */
            password: string;
            /** Invitation */
            invitation: string;
        };
        /**
         * LeakView
         * @description A leak: what two splits share. `rows` and their counts are those of `second`.
         */
        LeakView: {
            /** First */
            first: string;
            /** Second */
            second: string;
            /** Speakers */
            speakers: number;
            /** Sentences */
            sentences: number;
            /** Rows With Shared Speaker */
            rows_with_shared_speaker: number;
            /** Rows With Shared Sentence */
            rows_with_shared_sentence: number;
            /** Rows */
            rows: number;
        };
        /**
         * LearnedModel
         * @description A model that was tuned on a corpus, exported or adjusted; `created` is in milliseconds since 1970.
         */
        LearnedModel: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "train" | "export" | "adjust";
            /** Created */
            created: number;
        };
        /**
         * LimitsView
         * @description What one corpus may hold, and below which folders of the server recordings may lie.
         */
        LimitsView: {
            /** Bytes */
            bytes: number;
            /** Files */
            files: number;
            /** Hours */
            hours: number;
            /** Piece Bytes */
            piece_bytes: number;
            /** Folders */
            folders: string[];
            /** Readers */
            readers: components["schemas"]["ReaderView"][];
        };
        /**
         * Link
         * @description A login link, which is shown only this once and works once.
         */
        Link: {
            /** Link */
            link: string;
        };
        /**
         * MapView
         * @description A map of health: what was measured at each ATTN × MLP of `gains`, and at each of `epsilons`.
         *
         *     A setting is safe while perplexity is at most `safe` times that of the untouched model, odd up to `odd` times.
         */
        MapView: {
            /** Languages */
            languages: string[];
            untouched: components["schemas"]["MeasuredView"];
            /** Gains */
            gains: number[];
            /** Measured */
            measured: components["schemas"]["MeasuredView"][][];
            /** Epsilons */
            epsilons: number[];
            /** Measured Epsilons */
            measured_epsilons: components["schemas"]["MeasuredView"][];
            /** Safe */
            safe: number;
            /** Odd */
            odd: number;
            /** Presets */
            presets: {
                [key: string]: components["schemas"]["PresetView"];
            };
        };
        /**
         * MeView
         * @description The user who asks. `scope` is "all" in a session, and a token's scopes otherwise.
         */
        MeView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "maker" | "listener";
            /** Scope */
            scope: string;
        };
        /**
         * MeasuredView
         * @description The perplexity of the texts, and the mean entropy of the next token in bits.
         */
        MeasuredView: {
            /** Perplexity */
            perplexity: number;
            /** Entropy */
            entropy: number;
        };
        /** ModelList */
        ModelList: {
            /**
             * Object
             * @default list
             * @constant
             */
            object: "list";
            /** Data */
            data: components["schemas"]["OpenaiModel"][];
        };
        /**
         * ModelView
         * @description A model to choose. `here`: its weights are on this machine; `base` is the model that it was tuned from.
         *
         *     `hub_only`: they are not here, and only the hub has them.
         */
        ModelView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Origin
             * @enum {string}
             */
            origin: "base" | "run" | "export";
            /** Here */
            here: boolean;
            /** Hub Only */
            hub_only: boolean;
            /** Parameters */
            parameters: number | null;
            /** License */
            license: string | null;
            /** Languages */
            languages: string[];
            /** Run */
            run: string | null;
            /** Base */
            base: string | null;
            /** Bytes */
            bytes: number | null;
        };
        /** NamedModel */
        NamedModel: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * NetworkSliders
         * @description Sliders of a network of a picture model; `cross` multiplies what attention to the text adds besides.
         */
        NetworkSliders: {
            /**
             * Attn
             * @default 1
             */
            attn: number;
            /**
             * Mlp
             * @default 1
             */
            mlp: number;
            /** Eps */
            eps?: number | null;
            /** Layers */
            layers?: [
                number,
                number
            ] | null;
            /**
             * Cross
             * @default 1
             */
            cross: number;
        };
        /**
         * NetworkView
         * @description The UNet, or the text encoders together: what their sliders change. A UNet's layers are its blocks.
         */
        NetworkView: {
            /** Layers */
            layers: number;
            /** Layer Names */
            layer_names: string[];
            /** Epsilon */
            epsilon: number;
            /** Norms */
            norms: number;
            /** All Tensors */
            all_tensors: number;
            /** All Parameters */
            all_parameters: number;
            /** Sites */
            sites: components["schemas"]["SpeechSiteView"][];
        };
        /** NewSegment */
        NewSegment: {
            /** Start */
            start: number;
            /** End */
            end: number;
            /**
             * Text
             * @default
             */
            text: string;
        };
        /**
         * NewShareView
         * @description A new link; `path` follows the address of the studio.
         */
        NewShareView: {
            /** Id */
            id: string;
            /** Created */
            created: number;
            /** Expires */
            expires: number;
            /** Path */
            path: string;
        };
        /**
         * NewToken
         * @description A new token, which is shown only this once.
         */
        NewToken: {
            /** Token */
            token: string;
        };
        /**
         * NewWords
         * @description Other words for a page; empty: the writer's own.
         */
        NewWords: {
            /**
             * Text
             * @default
             */
            text: string;
        };
        /** OpenaiDetails */
        OpenaiDetails: {
            /** Message */
            message: string;
            /** Type */
            type: string;
            /** Param */
            param: string | null;
            /** Code */
            code: string | null;
        };
        /**
         * OpenaiModel
         * @description A model that can be named. `created` in seconds since 1970; 0 for those that were not made here.
         */
        OpenaiModel: {
            /** Id */
            id: string;
            /**
             * Object
             * @default model
             * @constant
             */
            object: "model";
            /** Created */
            created: number;
            /** Owned By */
            owned_by: string;
        };
        /**
         * OpenaiProblem
         * @description The same as clients of the OpenAI API expect it.
         */
        OpenaiProblem: {
            error: components["schemas"]["OpenaiDetails"];
        };
        /**
         * OpenedPictureModel
         * @description A loaded picture model; `side` in pixels, `steps` and `guidance` are what it paints with by itself.
         */
        OpenedPictureModel: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Side */
            side: number;
            /** Steps */
            steps: number;
            /** Guidance */
            guidance: number;
            unet: components["schemas"]["NetworkView"];
            text_encoder: components["schemas"]["NetworkView"];
        };
        /**
         * OpenedRecognizer
         * @description A loaded recognizer, with what its sliders change.
         */
        OpenedRecognizer: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Layers */
            layers: number;
            /** Epsilon */
            epsilon: number;
            /** Norms */
            norms: number;
            /** All Tensors */
            all_tensors: number;
            /** All Parameters */
            all_parameters: number;
            /** Sites */
            sites: components["schemas"]["SpeechSiteView"][];
        };
        /**
         * OpenedView
         * @description A loaded model. `most_tokens` is what it can read, prompt and answer together; null where it sets no end.
         */
        OpenedView: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Is Chat */
            is_chat: boolean;
            /** Most Tokens */
            most_tokens: number | null;
            /** Layers */
            layers: number;
            /** Epsilon */
            epsilon: number;
            /** Norms */
            norms: number;
            /** All Tensors */
            all_tensors: number;
            /** All Parameters */
            all_parameters: number;
            /** Sites */
            sites: components["schemas"]["SiteView"][];
            map: components["schemas"]["MapView"] | null;
        };
        /**
         * Outfit
         * @description What a character wears. `accent` colors shoes, bow, buttons and whatever else is small.
         */
        Outfit: {
            /**
             * Garment
             * @default overalls
             * @enum {string}
             */
            garment: "none" | "overalls" | "dress" | "shirt" | "raincoat" | "pajamas";
            /**
             * Color
             * @default #4a86d8
             */
            color: string;
            /**
             * Accent
             * @default #e8574f
             */
            accent: string;
            /**
             * Accessories
             * @default []
             */
            accessories: ("scarf" | "cape" | "bow" | "hat" | "leaf" | "crown" | "glasses" | "backpack")[];
        };
        /**
         * PageWords
         * @description The words of a page as they are read.
         */
        PageWords: {
            /** Number */
            number: number;
            /** Text */
            text: string;
        };
        /**
         * PaintForm
         * @description A text to be painted, once for each of `adjustments`; null means as the model paints by itself.
         */
        PaintForm: {
            /** Model */
            model: string;
            /** Prompt */
            prompt: string;
            /**
             * Negative
             * @default
             */
            negative: string;
            /**
             * Seed
             * @default 7
             */
            seed: number;
            /** Steps */
            steps?: number | null;
            /** Guidance */
            guidance?: number | null;
            /** Side */
            side?: number | null;
            /** Adjustments */
            adjustments: components["schemas"]["PictureSliders"][];
        };
        /**
         * PaintedView
         * @description The pictures in the order of the adjustments, as PNG in base64.
         */
        PaintedView: {
            /** Pictures */
            pictures: string[];
        };
        /**
         * PaintingHero
         * @description A run of pictures that was trained with LoRA: a hero to paint a book with.
         */
        PaintingHero: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * PairsForm
         * @description The name of the corpus that accepted transmissions become.
         */
        PairsForm: {
            /**
             * Name
             * @default
             */
            name: string;
        };
        /**
         * PasswordForm
         * @description A change of password; `current` is empty for a user who has none yet.
         */
        PasswordForm: {
            /**
             * Current
             * @default
             */
            current: string;
            /** Password */
            password: string;
        };
        /**
         * PeaksView
         * @description The peaks of a recording: the loudest sample of each stretch, 0 to 1.
         */
        PeaksView: {
            /** Seconds */
            seconds: number;
            /** Peaks */
            peaks: number[];
        };
        /**
         * PersonView
         * @description A person of the studio. `created` is in milliseconds since 1970.
         */
        PersonView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "maker" | "listener";
            /** Created */
            created: number;
        };
        /**
         * PictureAdjustmentForm
         * @description A name for a model of one's own, the model that it is made from, and the sliders that are written into it.
         */
        PictureAdjustmentForm: {
            /** Name */
            name: string;
            /** Model */
            model: string;
            sliders: components["schemas"]["PictureSliders"];
        };
        /**
         * PictureForm
         * @description Pictures to be painted. They come as base64 only: the studio keeps none that an address could name.
         *
         *     `n` pictures have seeds that follow one another; without a seed it is drawn.
         */
        PictureForm: {
            /** Prompt */
            prompt: string;
            /**
             * Model
             * @default gpt-image-1
             */
            model: string;
            /**
             * N
             * @default 1
             */
            n: number;
            /**
             * Size
             * @default auto
             */
            size: string;
            /** Seed */
            seed?: number | null;
            /**
             * Response Format
             * @default b64_json
             * @constant
             */
            response_format: "b64_json";
            /**
             * Output Format
             * @default png
             * @constant
             */
            output_format: "png";
        };
        /**
         * PictureModelChoice
         * @description A picture model to choose: one's own, the painter of the books, or one of the catalog.
         */
        PictureModelChoice: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Origin
             * @enum {string}
             */
            origin: "base" | "run" | "adjusted" | "painter";
        };
        /**
         * PictureSliders
         * @description Sliders of the UNet, and of all text encoders.
         */
        PictureSliders: {
            /**
             * @default {
             *       "attn": 1,
             *       "mlp": 1,
             *       "cross": 1
             *     }
             */
            unet: components["schemas"]["NetworkSliders"];
            /**
             * @default {
             *       "attn": 1,
             *       "mlp": 1,
             *       "cross": 1
             *     }
             */
            text_encoder: components["schemas"]["NetworkSliders"];
        };
        /**
         * PictureView
         * @description A picture; `alike` is the id of another one that it is almost the same as, `alike_name` its name.
         */
        PictureView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Part */
            part: string;
            /** Width */
            width: number;
            /** Height */
            height: number;
            /** Caption */
            caption: string;
            /** Alike */
            alike: string | null;
            /** Alike Name */
            alike_name: string | null;
            /** Version */
            version: number;
        };
        /** Pictures */
        Pictures: {
            /** Created */
            created: number;
            /**
             * Output Format
             * @default png
             * @constant
             */
            output_format: "png";
            /** Data */
            data: components["schemas"]["GeneratedPicture"][];
        };
        /**
         * PicturesView
         * @description A page of pictures; `counts` are those of the whole corpus: without caption, and almost the same as others.
         */
        PicturesView: {
            /** Total */
            total: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Pictures */
            pictures: components["schemas"]["PictureView"][];
        };
        /**
         * Plots
         * @description Histograms of the rows: seconds, letters, letters per second, dBFS of speech, share of silence.
         */
        Plots: {
            durations: components["schemas"]["Histogram"];
            letters: components["schemas"]["Histogram"];
            rate: components["schemas"]["Histogram"];
            level: components["schemas"]["Histogram"];
            silence: components["schemas"]["Histogram"];
        };
        /**
         * PortraitView
         * @description The hero as it is dressed, from ears to shoes, as a whole SVG.
         */
        PortraitView: {
            /** Portrait */
            portrait: string;
        };
        /**
         * PrepareForm
         * @description How to prepare; what is empty is guessed from the files and the language.
         */
        PrepareForm: {
            /**
             * Language
             * @default
             */
            language: string;
            /**
             * Reader
             * @default
             */
            reader: string;
            /**
             * Normalizer
             * @default
             */
            normalizer: string;
            /**
             * Max Seconds
             * @default 30
             */
            max_seconds: number;
            /**
             * Join
             * @default false
             */
            join: boolean;
        };
        /**
         * PresetView
         * @description Settings of ATTN and MLP that were found on the map.
         */
        PresetView: {
            /** Attn */
            attn: number;
            /** Mlp */
            mlp: number;
        };
        /**
         * Priority
         * @description Jobs with a higher priority begin sooner.
         */
        Priority: {
            /** Priority */
            priority: number;
        };
        /**
         * Problem
         * @description What happened, and what to do, in the language of who asked. `code` is for programs, and stays.
         */
        Problem: {
            /** Code */
            code: string;
            /** Error */
            error: string;
            /** Hint */
            hint: string;
        };
        /** QuarantineView */
        QuarantineView: {
            /** Total */
            total: number;
            /** Reasons */
            reasons: components["schemas"]["ReasonView"][];
            /** Rows */
            rows: components["schemas"]["QuarantinedRow"][];
        };
        /** QuarantinedRow */
        QuarantinedRow: {
            /** Id */
            id: string;
            /** Reason */
            reason: string;
            /** Detail */
            detail: string;
        };
        /**
         * QuestionForm
         * @description A question in English or Korean.
         *
         *     `starts`: when recordings began whose names do not say so, such as 14:00.
         */
        QuestionForm: {
            /** Question */
            question: string;
            /**
             * Starts
             * @default
             */
            starts: string;
        };
        /**
         * QuoteView
         * @description What answers, word by word: a recording at `seconds`, or a document at `place` (a page, a row, a line).
         *
         *     `values` are those asked for that stand in it; `time` is the time of day, where it is known.
         */
        QuoteView: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "document" | "recording";
            /** Transcription */
            transcription: string;
            /** Number */
            number: number;
            /** Name */
            name: string;
            /** Text */
            text: string;
            /** Heading */
            heading: string;
            /** Place */
            place: string;
            /** Seconds */
            seconds: number | null;
            /** Time */
            time: string;
            /** Values */
            values: string[];
        };
        /**
         * RadioChange
         * @description A correction: what stands where something else was heard, why, and whether it stands.
         */
        RadioChange: {
            /** What */
            what: string;
            /** Instead Of */
            instead_of: string;
            /** Why */
            why: string;
            /** Confidence */
            confidence: number;
            /** Taken */
            taken: boolean;
        };
        /**
         * RadioDifference
         * @description A value of a clearance and what was read back, which is empty where nothing was.
         */
        RadioDifference: {
            /** Kind */
            kind: string;
            /** Cleared */
            cleared: string;
            /** Read Back */
            read_back: string;
        };
        /**
         * RadioEntity
         * @description Something that a transmission names, such as a runway; `value` is its usual form, `spoken` what was said.
         */
        RadioEntity: {
            /** Kind */
            kind: string;
            /** Value */
            value: string;
            /** Spoken */
            spoken: string;
        };
        /**
         * RadioMessage
         * @description A transmission. Seconds; `probability` is that of the speaker, who is guessed.
         *
         *     `overlap`: two stations speak at once. `accepted`: somebody says that the text is right; `edited`: they wrote it.
         */
        RadioMessage: {
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Written */
            written: string;
            /** Spoken */
            spoken: string;
            /** Heard */
            heard: string;
            /**
             * Speaker
             * @enum {string}
             */
            speaker: "controller" | "pilot";
            /** Probability */
            probability: number;
            /** Entities */
            entities: components["schemas"]["RadioEntity"][];
            /** Changes */
            changes: components["schemas"]["RadioChange"][];
            /** Suggestions */
            suggestions: components["schemas"]["RadioSuggestion"][];
            /** Answers */
            answers: number | null;
            /** Match */
            match: ("matches" | "incomplete" | "differs") | null;
            /** Differences */
            differences: components["schemas"]["RadioDifference"][];
            /** Overlap */
            overlap: boolean;
            /** Accepted */
            accepted: boolean;
            /** Edited */
            edited: boolean;
        };
        /**
         * RadioSuggestion
         * @description A correction that was not made, and why not.
         */
        RadioSuggestion: {
            /** What */
            what: string;
            /** Instead Of */
            instead_of: string;
            /** Refusal */
            refusal: string;
        };
        /**
         * RadioView
         * @description The transmissions of a recording; `warnings` are the numbers of those whose read-back differs.
         */
        RadioView: {
            /** Number */
            number: number;
            /** Seconds */
            seconds: number;
            /** Messages */
            messages: components["schemas"]["RadioMessage"][];
            /** Warnings */
            warnings: number[];
        };
        /** ReaderView */
        ReaderView: {
            /** Name */
            name: string;
            /** About */
            about: string;
        };
        /** ReasonView */
        ReasonView: {
            /** Reason */
            reason: string;
            /** Count */
            count: number;
            about: components["schemas"]["Words"];
        };
        /**
         * RecipeValue
         * @description A value that may be changed. `main` ones are worth showing first.
         */
        RecipeValue: {
            /** Name */
            name: string;
            /** Value */
            value: boolean | number | string | string[] | number[];
            /**
             * Kind
             * @enum {string}
             */
            kind: "number" | "integer" | "choice" | "boolean" | "text" | "several" | "range";
            /** Minimum */
            minimum: number | null;
            /** Maximum */
            maximum: number | null;
            /** Choices */
            choices: string[];
            /** Unit */
            unit: string;
            title: components["schemas"]["Words"];
            about: components["schemas"]["Words"];
            /** Main */
            main: boolean;
        };
        /**
         * RecipeView
         * @description A way to tune; `here`: the weights that it begins with are on this machine; `hub_only`: only the hub has them.
         */
        RecipeView: {
            /** Name */
            name: string;
            title: components["schemas"]["Words"];
            about: components["schemas"]["Words"];
            /** Model */
            model: string;
            /** Method */
            method: string;
            /** Here */
            here: boolean;
            /** Hub Only */
            hub_only: boolean;
            /** Values */
            values: components["schemas"]["RecipeValue"][];
        };
        /**
         * RecognizerChoice
         * @description A recognizer to choose. `here`: its weights are on this machine. `languages` is empty for those of all.
         */
        RecognizerChoice: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Origin
             * @enum {string}
             */
            origin: "base" | "run";
            /** Here */
            here: boolean;
            /** License */
            license: string | null;
            /** Languages */
            languages: string[];
        };
        /**
         * RecognizerView
         * @description The state of the recognizer: whether it is here, or else how many bytes the first wish has to fetch, if known.
         */
        RecognizerView: {
            /** Here */
            here: boolean;
            /** Bytes */
            bytes: number | null;
        };
        /**
         * RecordingView
         * @description A recording with the number of its segments, and how many of them are accepted.
         */
        RecordingView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Seconds */
            seconds: number;
            /** Language */
            language: string;
            /** Segments */
            segments: number;
            /** Accepted */
            accepted: number;
        };
        /** RecordingsView */
        RecordingsView: {
            /** Total */
            total: number;
            /** Recordings */
            recordings: components["schemas"]["RecordingView"][];
        };
        /** ResultView */
        ResultView: {
            /** Number */
            number: number;
            /** Name */
            name: string;
            /** Seconds */
            seconds: number;
            /** Text */
            text: string;
            /** Error */
            error: string | null;
            /** Hint */
            hint: string | null;
            /** Warnings */
            warnings: string[];
        };
        /**
         * ReviewForm
         * @description What somebody says of a transmission; `text`, in words or digits, takes its place. Null: as it was corrected.
         */
        ReviewForm: {
            /** Accepted */
            accepted: boolean;
            /** Text */
            text?: string | null;
        };
        /** RoleForm */
        RoleForm: {
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "maker" | "listener";
        };
        /**
         * RunForm
         * @description A training: corpus, recipe and model; `values` are those that differ from the recipe's.
         *
         *     Without `validation.metric`, and where the recipe has none of its own, it is the one for the corpus's language.
         */
        RunForm: {
            /** Name */
            name: string;
            /** Corpus */
            corpus: string;
            /** Recipe */
            recipe: string;
            /**
             * Model
             * @default
             */
            model: string;
            /**
             * Values
             * @default {}
             */
            values: {
                [key: string]: boolean | number | string | string[] | number[];
            };
            /**
             * Prior
             * @description Another corpus, of class pictures, for pictures.
             * @default
             */
            prior: string;
        };
        /**
         * RunSample
         * @description A sample of the validation: hypothesis and reference, or the name of a picture that was painted of `prompt`.
         *
         *     `prompt` is what a language or picture model was asked.
         */
        RunSample: {
            /** Id */
            id: string;
            /**
             * Prompt
             * @default
             */
            prompt: string;
            /**
             * Reference
             * @default
             */
            reference: string;
            /**
             * Hypothesis
             * @default
             */
            hypothesis: string;
            /**
             * Picture
             * @default
             */
            picture: string;
        };
        /**
         * RunView
         * @description A training. `state` is that of its job. Scores are of `metric`: error rates as fractions, or perplexities.
         */
        RunView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Family
             * @enum {string}
             */
            family: "speech" | "language" | "image";
            /** Corpus */
            corpus: string;
            /** Corpus Name */
            corpus_name: string;
            /** Prior Name */
            prior_name: string;
            /** Recipe */
            recipe: string;
            /** Model */
            model: string;
            /** Created */
            created: number;
            /** Job */
            job: string | null;
            /** State */
            state: string;
            /** Step */
            step: number;
            /** Steps */
            steps: number | null;
            /** Metric */
            metric: string;
            /** First Score */
            first_score: number | null;
            /** Best Score */
            best_score: number | null;
            /** Best Step */
            best_step: number | null;
            /** Values */
            values: {
                [key: string]: boolean | number | string | string[] | number[];
            };
            /** Has Model */
            has_model: boolean;
        };
        /**
         * SampleForm
         * @description What the sample holds, and in which language: spoken sentences, questions with answers, or drawings of a hero.
         */
        SampleForm: {
            /**
             * Family
             * @default speech
             * @enum {string}
             */
            family: "speech" | "language" | "image";
            /**
             * Name
             * @default Sample
             */
            name: string;
            /**
             * Language
             * @default ko
             * @enum {string}
             */
            language: "ko" | "en";
        };
        /**
         * SampleView
         * @description The state of a sample book; `title` is empty until it is ready.
         */
        SampleView: {
            /**
             * State
             * @enum {string}
             */
            state: "ready" | "making" | "failed";
            /** Title */
            title: string;
        };
        /**
         * SamplesView
         * @description The samples of the validation at `step`; `steps` are all that there are.
         */
        SamplesView: {
            /** Steps */
            steps: number[];
            /** Step */
            step: number;
            /** Samples */
            samples: components["schemas"]["RunSample"][];
        };
        /**
         * SamplingForm
         * @description Options of choosing the next token.
         */
        SamplingForm: {
            /**
             * Most Tokens
             * @default 96
             */
            most_tokens: number;
            /**
             * Temperature
             * @default 0
             */
            temperature: number;
            /**
             * Top P
             * @default 1
             */
            top_p: number;
            /**
             * Seed
             * @default 7
             */
            seed: number;
        };
        /**
         * ScoreView
         * @description A score with its 95 % interval: an error rate as a fraction, or a perplexity.
         */
        ScoreView: {
            /** Model */
            model: string;
            /** Set */
            set: string;
            /** Metric */
            metric: string;
            /** Rate */
            rate: number;
            /** Low */
            low: number | null;
            /** High */
            high: number | null;
        };
        /**
         * SegmentChange
         * @description A change of a segment; fields that are left out stay as they are.
         */
        SegmentChange: {
            /** Version */
            version: number;
            /** Text */
            text?: string | null;
            /** Start */
            start?: number | null;
            /** End */
            end?: number | null;
            /** Status */
            status?: ("draft" | "edited" | "accepted" | "rejected") | null;
            /** Speaker */
            speaker?: string | null;
        };
        /**
         * SegmentConflict
         * @description The answer 409: the segment was changed in the meantime; `current` is how it is now.
         */
        SegmentConflict: {
            /** Code */
            code: string;
            /** Error */
            error: string;
            /** Hint */
            hint: string;
            current: components["schemas"]["SegmentView"];
        };
        /** SegmentMerge */
        SegmentMerge: {
            /** Version */
            version: number;
            /** Following */
            following: string;
            /** Following Version */
            following_version: number;
        };
        /** SegmentSplit */
        SegmentSplit: {
            /** Version */
            version: number;
            /** At */
            at: number;
            /** Before */
            before: string;
            /** After */
            after: string;
        };
        /**
         * SegmentView
         * @description A segment. Times are in seconds; `original` is the text before any correction, `recognized` the recognizer's.
         */
        SegmentView: {
            /** Id */
            id: string;
            /** Recording */
            recording: string;
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Text */
            text: string;
            /** Original */
            original: string;
            /** Recognized */
            recognized: string;
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "edited" | "accepted" | "rejected";
            /** Confidence */
            confidence: number;
            /** Speaker */
            speaker: string;
            /** Words */
            words: components["schemas"]["WordView"][];
            /** Version */
            version: number;
        };
        /**
         * SegmentsView
         * @description A page of segments; `counts` are those of the whole corpus, by status.
         */
        SegmentsView: {
            /** Total */
            total: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Segments */
            segments: components["schemas"]["SegmentView"][];
        };
        /** ShareForm */
        ShareForm: {
            /**
             * Days
             * @default 30
             */
            days: number;
        };
        /**
         * ShareView
         * @description A valid link. Its address is shown only once, when it is made.
         */
        ShareView: {
            /** Id */
            id: string;
            /** Created */
            created: number;
            /** Expires */
            expires: number;
        };
        /**
         * SignInOptions
         * @description The ways to log in; `oidc` is the provider's host, or empty. `refusal`: why the latest attempt was refused.
         */
        SignInOptions: {
            /** Passwords */
            passwords: boolean;
            /** Oidc */
            oidc: string;
            refusal: components["schemas"]["Problem"] | null;
        };
        /**
         * SiteView
         * @description A tensor's module that a slider touches: its branch, layer, name, and the sizes of its tensors.
         */
        SiteView: {
            /**
             * Branch
             * @enum {string}
             */
            branch: "attention" | "mlp";
            /** Layer */
            layer: number;
            /** Name */
            name: string;
            /** Sizes */
            sizes: number[];
        };
        /**
         * Sliders
         * @description Gains of attention and MLP, the epsilon of the norms (null: the model's own), and the layers that have gains.
         */
        Sliders: {
            /**
             * Attn
             * @default 1
             */
            attn: number;
            /**
             * Mlp
             * @default 1
             */
            mlp: number;
            /** Eps */
            eps?: number | null;
            /** Layers */
            layers?: [
                number,
                number
            ] | null;
        };
        /** SpeakerView */
        SpeakerView: {
            /** Name */
            name: string;
            /** Utterances */
            utterances: number;
            /** Seconds */
            seconds: number;
        };
        /**
         * SpeechForm
         * @description A text to be read aloud. `instructions` and `stream_format` are accepted and change nothing.
         */
        SpeechForm: {
            /** Input */
            input: string;
            /**
             * Model
             * @default tts-1
             */
            model: string;
            /**
             * Voice
             * @default
             */
            voice: string;
            /**
             * Response Format
             * @default mp3
             * @enum {string}
             */
            response_format: "mp3" | "opus" | "aac" | "flac" | "wav" | "pcm";
            /**
             * Speed
             * @default 1
             */
            speed: number;
        };
        /**
         * SpeechSiteView
         * @description A module that a slider touches: its branch, layer, name, the sizes of its tensors, and whether CROSS does too.
         */
        SpeechSiteView: {
            /**
             * Branch
             * @enum {string}
             */
            branch: "attention" | "mlp";
            /** Layer */
            layer: number;
            /** Name */
            name: string;
            /** Sizes */
            sizes: number[];
            /** Is Cross */
            is_cross: boolean;
        };
        /** SplitFigures */
        SplitFigures: {
            /** Name */
            name: string;
            /** Utterances */
            utterances: number;
            /** Hours */
            hours: number;
            /** Speakers */
            speakers: number;
            /** Sentences */
            sentences: number;
            /** Median */
            median: number;
        };
        /**
         * SplitForm
         * @description What must not stand on both sides, and how much goes to each: 8:2, or 8:1:1 with validation.
         */
        SplitForm: {
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * By
             * @default speaker
             * @enum {string}
             */
            by: "speaker" | "text" | "both" | "row" | "part";
            /**
             * Ratio
             * @default 8:2
             */
            ratio: string;
            /**
             * Seed
             * @default 7
             */
            seed: number;
        };
        /**
         * SplitWay
         * @description A preview of one way of splitting.
         */
        SplitWay: {
            /** By */
            by: string;
            /** Ratio */
            ratio: string;
            /** Rows */
            rows: {
                [key: string]: number;
            };
            /** Hours */
            hours: {
                [key: string]: number;
            };
            /** Dropped */
            dropped: number;
            /** Leaks */
            leaks: components["schemas"]["LeakView"][];
        };
        /** StreamOptions */
        StreamOptions: {
            /**
             * Include Usage
             * @default false
             */
            include_usage: boolean;
        };
        /**
         * TextDescriptionView
         * @description Figures of a corpus of text; `letters` counts those of each example.
         */
        TextDescriptionView: {
            /** Splits */
            splits: components["schemas"]["TextPart-Output"][];
            /** Kinds */
            kinds: {
                [key: string]: number;
            };
            letters: components["schemas"]["Histogram"];
        };
        /**
         * TextPart
         * @description A part of a message; only text can be read.
         */
        "TextPart-Input": {
            /**
             * Type
             * @constant
             */
            type: "text";
            /** Text */
            text: string;
        };
        /** TextPart */
        "TextPart-Output": {
            /** Name */
            name: string;
            /** Examples */
            examples: number;
            /** Letters */
            letters: number;
            /** Longest */
            longest: number;
        };
        /**
         * TokenForm
         * @description The scopes of a new API token, and for how many days it is valid.
         */
        TokenForm: {
            /** Label */
            label: string;
            /** Scopes */
            scopes: ("books" | "speech" | "language" | "pictures" | "tuning" | "metrics")[];
            /**
             * Days
             * @default 90
             */
            days: number;
        };
        /**
         * TokenShare
         * @description A token as text, and its probability.
         */
        TokenShare: {
            /** Token */
            token: string;
            /** Share */
            share: number;
        };
        /**
         * TokenView
         * @description A token as it can be seen later. Times are milliseconds since 1970.
         */
        TokenView: {
            /** Id */
            id: string;
            /** Label */
            label: string;
            /** Scope */
            scope: string;
            /** Created */
            created: number;
            /** Expires */
            expires: number;
        };
        /**
         * TranscriptForm
         * @description Options of a transcription. Decoding is deterministic: every temperature is taken as 0.
         */
        TranscriptForm: {
            /** File */
            file: string;
            /**
             * Model
             * @default whisper-1
             */
            model: string;
            /**
             * Language
             * @default
             */
            language: string;
            /**
             * Prompt
             * @default
             */
            prompt: string;
            /**
             * Hotwords
             * @default
             */
            hotwords: string;
            /**
             * Temperature
             * @default 0
             */
            temperature: number;
            /**
             * Response Format
             * @default json
             * @enum {string}
             */
            response_format: "json" | "text" | "srt" | "vtt" | "verbose_json" | "diarized_json";
            /** Timestamp Granularities[] */
            "timestamp_granularities[]"?: ("word" | "segment")[] | null;
            /** Timestamp Granularities */
            timestamp_granularities?: ("word" | "segment")[] | null;
            /**
             * Stream
             * @default false
             */
            stream: boolean;
        };
        /** TranscriptView */
        TranscriptView: {
            /** Number */
            number: number;
            /** Language */
            language: string;
            /** Seconds */
            seconds: number;
            /** Segments */
            segments: components["schemas"]["HeardSegment"][];
        };
        /**
         * TranscriptionForm
         * @description Options of a batch; an empty language is detected in each recording.
         *
         *     `radio`: air-traffic radio in English, cut into transmissions; `callsigns` and `waypoints` are the names of the day.
         */
        TranscriptionForm: {
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * Model
             * @default base
             */
            model: string;
            /**
             * Language
             * @default
             */
            language: string;
            /**
             * Prompt
             * @default
             */
            prompt: string;
            /**
             * Hotwords
             * @default
             */
            hotwords: string;
            /**
             * Formats
             * @default [
             *       "txt",
             *       "srt",
             *       "json"
             *     ]
             */
            formats: ("txt" | "srt" | "vtt" | "tsv" | "json")[];
            /**
             * Radio
             * @default false
             */
            radio: boolean;
            /**
             * Callsigns
             * @default
             */
            callsigns: string;
            /**
             * Waypoints
             * @default
             */
            waypoints: string;
        };
        /**
         * TranscriptionView
         * @description A batch; `files` were uploaded, `done` and `failed` are how far it is, `accepted` the transmissions of radio.
         */
        TranscriptionView: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Model */
            model: string;
            /** Model Name */
            model_name: string;
            /** Language */
            language: string;
            /** Formats */
            formats: ("txt" | "srt" | "vtt" | "tsv" | "json")[];
            /** Radio */
            radio: boolean;
            /** Created */
            created: number;
            /** Job */
            job: string | null;
            /** State */
            state: string;
            /** Files */
            files: number;
            /** Done */
            done: number;
            /** Failed */
            failed: number;
            /** Accepted */
            accepted: number;
        };
        /**
         * TriedTranscript
         * @description A transcript by one model; `seconds` is how long it took.
         */
        TriedTranscript: {
            /** Model */
            model: string;
            /** Name */
            name: string;
            /** Text */
            text: string;
            /** Seconds */
            seconds: number;
        };
        /**
         * TryoutView
         * @description The transcripts of one recording by each model, the one that was asked for first.
         */
        TryoutView: {
            /** Duration */
            duration: number;
            /** Language */
            language: string;
            /** Transcripts */
            transcripts: components["schemas"]["TriedTranscript"][];
        };
        /** TurnView */
        TurnView: {
            /**
             * Role
             * @enum {string}
             */
            role: "system" | "user" | "assistant";
            /** Content */
            content: string;
        };
        /**
         * UnderstandingView
         * @description What a wish would become: `say` is the next sentence on the page, `readings` are wishes to choose from.
         *
         *     `wish_class` is ordinary, tender, disclosure or declined. A card for grown-ups is not among it: this is read on the
         *     child's screen.
         */
        UnderstandingView: {
            /** Wish Class */
            wish_class: string;
            /** Plot */
            plot: string;
            /** Understood */
            understood: boolean;
            /** Readings */
            readings: string[];
            /** Left Out */
            left_out: string[];
            /** Notes */
            notes: string[];
            /** Say */
            say: string;
        };
        /**
         * UnreadView
         * @description A document that cannot be read, and why.
         */
        UnreadView: {
            /** Name */
            name: string;
            /** Error */
            error: string;
            /** Hint */
            hint: string | null;
        };
        /**
         * UploadConflict
         * @description The answer 409: the upload has to go on from `received`.
         */
        UploadConflict: {
            /** Code */
            code: string;
            /** Error */
            error: string;
            /** Hint */
            hint: string;
            /** Received */
            received: number;
        };
        /**
         * UtteranceView
         * @description One row. Seconds, dBFS of speech, letters per second; `flags` are kinds of findings.
         */
        UtteranceView: {
            /** Split */
            split: string;
            /** Row */
            row: number;
            /** Id */
            id: string;
            /** Text */
            text: string;
            /** Transcript */
            transcript: string;
            /** Duration */
            duration: number;
            /** Speaker */
            speaker: string;
            /** Gender */
            gender: string;
            /** Age */
            age: string;
            /** Language */
            language: string;
            /** Level */
            level: number | null;
            /** Rate */
            rate: number;
            /** Flags */
            flags: string[];
        };
        /** UtterancesView */
        UtterancesView: {
            /** Total */
            total: number;
            /** Utterances */
            utterances: components["schemas"]["UtteranceView"][];
        };
        /** ValueCount */
        ValueCount: {
            /** Value */
            value: string;
            /** Count */
            count: number;
        };
        /** VersionForm */
        VersionForm: {
            /**
             * Name
             * @default
             */
            name: string;
            /**
             * Only Accepted
             * @default false
             */
            only_accepted: boolean;
            /**
             * Language
             * @default
             */
            language: string;
        };
        /**
         * VersionView
         * @description A page as it was, or as it is shown now.
         */
        VersionView: {
            /** Version */
            version: number;
            /** Shown */
            shown: boolean;
            /** Text */
            text: string;
        };
        /**
         * WantedVersion
         * @description The version to show again.
         */
        WantedVersion: {
            /** Version */
            version: number;
        };
        /** Welcome */
        Welcome: {
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "owner" | "maker" | "listener";
        };
        /**
         * WishForm
         * @description A wish with the hero as it is dressed.
         */
        WishForm: {
            /** Color */
            color?: string | null;
            outfit?: components["schemas"]["Outfit"] | null;
            /** Hair */
            hair?: string | null;
            /** Hair Style */
            hair_style?: ("short" | "bob" | "buns" | "long" | "curly") | null;
            /** Topic */
            topic: string;
            /**
             * Hero
             * @default rabbit
             * @enum {string}
             */
            hero: "cat" | "rabbit" | "bear" | "fox" | "panda" | "dog" | "tiger" | "mouse" | "penguin" | "frog" | "dinosaur" | "child";
            /** Name */
            name?: string | null;
            /**
             * Language
             * @default ko
             * @enum {string}
             */
            language: "ko" | "en";
            /**
             * Age Band
             * @default 5-6
             * @enum {string}
             */
            age_band: "3-4" | "5-6" | "7-8";
            /**
             * Dedication
             * @default
             */
            dedication: string;
            /**
             * Seed
             * @default 0
             */
            seed: number;
            /**
             * Drawing
             * @description A drawing of one's own that is the hero.
             */
            drawing?: string | null;
            /**
             * Adapter
             * @description A run whose LoRA the book is painted with.
             */
            adapter?: string | null;
        };
        /**
         * WishWords
         * @description A wish as it was typed or heard, and for whom.
         */
        WishWords: {
            /** Topic */
            topic: string;
            /**
             * Language
             * @default ko
             * @enum {string}
             */
            language: "ko" | "en";
            /**
             * Hero
             * @default rabbit
             * @enum {string}
             */
            hero: "cat" | "rabbit" | "bear" | "fox" | "panda" | "dog" | "tiger" | "mouse" | "penguin" | "frog" | "dinosaur" | "child";
            /**
             * Age Band
             * @default 5-6
             * @enum {string}
             */
            age_band: "3-4" | "5-6" | "7-8";
        };
        /** WordView */
        WordView: {
            /** Text */
            text: string;
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Confidence */
            confidence: number;
        };
        /**
         * Words
         * @description A text in both languages of the page.
         */
        Words: {
            /** Ko */
            ko: string;
            /** En */
            en: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    log_in_by_link_login_get: {
        parameters: {
            query: {
                link: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_in_api_login_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Welcome"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    join_api_join_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Joining"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Welcome"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_sign_in_options_api_door_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInOptions"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health_healthz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ready_readyz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    go_to_provider_api_oidc_login_get: {
        parameters: {
            query?: {
                invitation?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    go_to_link_api_me_identity_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Away"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    come_back_api_oidc_callback_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_me_api_me_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_me_api_me_delete_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeletionForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    leave_api_me_leave_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    leave_everywhere_api_me_leave_everywhere_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password_api_me_password_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_consents_api_me_consents_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    give_consent_api_me_consents__purpose__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                purpose: "store" | "transcribe" | "train" | "share";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_consent_api_me_consents__purpose__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                purpose: "store" | "transcribe" | "train" | "share";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tokens_api_me_tokens_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_token_api_me_tokens_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_token_api_me_tokens__token__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_people_api_accounts_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invite_api_accounts_invitations_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_role_api_accounts__user__role_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_api_accounts__user__reset_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_consents_api_accounts__user__consents_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    give_consent_api_accounts__user__consents__purpose__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                purpose: "store" | "transcribe" | "train" | "share";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_consent_api_accounts__user__consents__purpose__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                purpose: "store" | "transcribe" | "train" | "share";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_api_accounts__user__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_audit_api_audit_get: {
        parameters: {
            query?: {
                before?: number | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    heroes_api_heroes_get: {
        parameters: {
            query?: {
                language?: "ko" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeroView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    portrait_api_heroes_portrait_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HeroForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortraitView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drawings_api_drawings_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawingView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_drawing_api_drawings_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/*": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawingView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drawing_picture_api_drawings__drawing__picture_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                drawing: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_drawing_api_drawings__drawing__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                drawing: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gone"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sample_api_sample__language__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: "ko" | "en";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sample_reader_api_sample__language__reader_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: "ko" | "en";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Problem"];
                };
            };
        };
    };
    sample_cover_api_sample__language__cover_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language: "ko" | "en";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hear_api_wishes_post: {
        parameters: {
            query?: {
                language?: ("ko" | "en") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "audio/*": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeardView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tell_understanding_api_wishes_understanding_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WishWords"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnderstandingView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tell_recognizer_api_wishes_recognizer_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecognizerView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_confidences_api_wishes_confidences_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfidenceView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_confidence_api_wishes_confidences__confidence__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                confidence: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    shelf_api_books_get: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_api_books_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WishForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    painting_heroes_api_books_painting_heroes_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaintingHero"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    family_api_books_family_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FamilyBookView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_api_books__book__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_api_books__book__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_api_books__book__approval_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    story_api_books__book__story_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    words_api_books__book__words_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageWords"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    picture_api_books__book__pages__number__picture_get: {
        parameters: {
            query?: {
                small?: boolean;
                version?: number | null;
            };
            header?: never;
            path: {
                book: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sound_api_books__book__pages__number__sound_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    versions_api_books__book__pages__number__versions_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_version_api_books__book__pages__number__versions_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WantedVersion"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redraw_api_books__book__pages__number__redraw_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rewrite_api_books__book__pages__number__rewrite_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWords"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reader_api_books__book__reader_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_api_books__book__export_get: {
        parameters: {
            query: {
                form: "html" | "pdf" | "print" | "coloring" | "epub" | "audio" | "json";
            };
            header?: never;
            path: {
                book: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_shares_api_books__book__shares_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_api_books__book__shares_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShareForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewShareView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_api_books__book__shares__share__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                book: string;
                share: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_shared_api_shared__secret__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_shared_cover_api_shared__secret__cover_jpg_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    limits_api_corpora_limits_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    folders_api_corpora_folders_get: {
        parameters: {
            query?: {
                path?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    files_api_corpora__corpus__files_get: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilesView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_api_corpora__corpus__files_put: {
        parameters: {
            query: {
                name: string;
                total: number;
                offset?: number;
            };
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadConflict"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_file_api_corpora__corpus__files_delete: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilesView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_corpora_api_corpora_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorpusView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_corpus_api_corpora_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorpusForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorpusView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_sample_api_corpora_sample_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SampleForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorpusView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_corpus_api_corpora__corpus__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorpusView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_corpus_api_corpora__corpus__delete: {
        parameters: {
            query?: {
                models?: boolean;
            };
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gone"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    learned_models_api_corpora__corpus__models_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LearnedModel"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prepare_api_corpora__corpus__prepare_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PrepareForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRef"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    split_api_corpora__corpus__split_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorpusView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quarantine_api_corpora__corpus__quarantine_get: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    description_api_corpora__corpus__description_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptionView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    utterances_api_corpora__corpus__utterances_get: {
        parameters: {
            query?: {
                split?: string;
                search?: string;
                speaker?: string;
                flag?: string;
                sort?: "row" | "duration" | "level" | "rate";
                descending?: boolean;
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UtterancesView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    utterance_audio_api_corpora__corpus__utterances__split___row__audio_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                corpus: string;
                split: string;
                row: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    utterance_spectrogram_api_corpora__corpus__utterances__split___row__spectrogram_get: {
        parameters: {
            query?: {
                width?: number;
                height?: number;
            };
            header?: never;
            path: {
                corpus: string;
                split: string;
                row: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compare_splits_api_corpora__corpus__splits_get: {
        parameters: {
            query?: {
                ratio?: string;
                seed?: number;
            };
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SplitWay"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    describe_text_api_corpora__corpus__text_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextDescriptionView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    examples_api_corpora__corpus__examples_get: {
        parameters: {
            query?: {
                split?: string;
                search?: string;
                kind?: ("conversation" | "text" | "preference") | null;
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExamplesView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin_draft_api_corpora__corpus__draft_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRef"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordings_api_corpora__corpus__recordings_get: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordingsView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recording_audio_api_corpora__corpus__recordings__recording__audio_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recording: string;
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recording_spectrogram_api_corpora__corpus__recordings__recording__spectrogram_get: {
        parameters: {
            query?: {
                start?: number;
                end?: number | null;
                width?: number;
                height?: number;
            };
            header?: never;
            path: {
                recording: string;
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recording_peaks_api_corpora__corpus__recordings__recording__peaks_get: {
        parameters: {
            query?: {
                points?: number;
            };
            header?: never;
            path: {
                recording: string;
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeaksView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    segments_api_corpora__corpus__segments_get: {
        parameters: {
            query?: {
                recording?: string;
                status?: ("draft" | "edited" | "accepted" | "rejected") | null;
                sort?: "worst" | "time";
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentsView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_api_corpora__corpus__segments__segment__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                segment: string;
                corpus: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentView"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentConflict"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    split_api_corpora__corpus__segments__segment__split_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                segment: string;
                corpus: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentSplit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentView"][];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentConflict"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    merge_api_corpora__corpus__segments__segment__merge_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                segment: string;
                corpus: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentMerge"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentView"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentConflict"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_api_corpora__corpus__recordings__recording__segments_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recording: string;
                corpus: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSegment"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restore_api_corpora__corpus__recordings__recording__restore_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recording: string;
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentsView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_version_api_corpora__corpus__versions_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VersionForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorpusView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pictures_api_corpora__corpus__pictures_get: {
        parameters: {
            query?: {
                mark?: ("uncaptioned" | "alike") | null;
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PicturesView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    thumbnail_api_corpora__corpus__pictures__picture__thumbnail_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture: string;
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    image_api_corpora__corpus__pictures__picture__image_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture: string;
                corpus: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_picture_api_corpora__corpus__pictures__picture__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                corpus: string;
                picture: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gone"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    caption_api_corpora__corpus__pictures__picture__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture: string;
                corpus: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaptionForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PictureView"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaptionConflict"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    models_api_models_get: {
        parameters: {
            query?: {
                family?: "speech" | "language" | "image";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recipes_api_recipes_get: {
        parameters: {
            query?: {
                family?: "speech" | "language" | "image";
                language?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipeView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    try_model_api_models_try_post: {
        parameters: {
            query: {
                model: string;
                against?: string;
                language?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "audio/*": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TryoutView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    estimate_api_runs_estimate_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRef"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preflight_api_runs_preflight_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRef"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_runs_api_runs_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    train_api_runs_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compare_api_runs_compare_get: {
        parameters: {
            query: {
                run: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompareView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_run_api_runs__run__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_run_api_runs__run__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gone"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    curve_api_runs__run__curve_get: {
        parameters: {
            query?: {
                points?: number;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurveView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    samples_api_runs__run__samples_get: {
        parameters: {
            query?: {
                step?: number | null;
            };
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplesView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sample_picture_api_runs__run__samples__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    config_api_runs__run__config_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_api_runs__run__export_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exports_api_exports_get: {
        parameters: {
            query?: {
                run?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_export_api_exports__export__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_export_api_exports__export__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gone"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_export_api_exports__export__download_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recognizers_api_playground_recognizers_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecognizerChoice"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_recognizer_api_playground_recognizers__recognizer__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recognizer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedRecognizer"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hear_api_playground_heard_post: {
        parameters: {
            query: {
                model: string;
                language: string;
                attn?: number;
                cross?: number;
                mlp?: number;
                eps?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "audio/*": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeardWithSliders"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sample_recording_api_playground_recording_get: {
        parameters: {
            query: {
                language: "ko" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/flac": unknown;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluations_api_evaluations_get: {
        parameters: {
            query?: {
                corpus?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    evaluate_api_evaluations_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluationForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_evaluation_api_evaluations__evaluation__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                evaluation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_evaluation_api_evaluations__evaluation__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                evaluation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gone"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report_api_evaluations__evaluation__report_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                evaluation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Problem"];
                };
            };
        };
    };
    transcriptions_api_transcriptions_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TranscriptionView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_transcription_api_transcriptions_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TranscriptionForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TranscriptionView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_api_transcriptions_search_get: {
        parameters: {
            query: {
                words: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_transcription_api_transcriptions__transcription__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TranscriptionView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_transcription_api_transcriptions__transcription__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gone"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    files_api_transcriptions__transcription__files_get: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                transcription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilesView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_api_transcriptions__transcription__files_put: {
        parameters: {
            query: {
                name: string;
                total: number;
                offset?: number;
            };
            header?: never;
            path: {
                transcription: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadConflict"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_file_api_transcriptions__transcription__files_delete: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path: {
                transcription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilesView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_transcription_api_transcriptions__transcription__start_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TranscriptionView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    results_api_transcriptions__transcription__results_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_segments_api_transcriptions__transcription__results__number__segments_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TranscriptView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    write_segments_api_transcriptions__transcription__results__number__segments_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectionForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TranscriptView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_transmissions_api_transcriptions__transcription__results__number__radio_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RadioView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decide_corrections_api_transcriptions__transcription__results__number__radio_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RadioView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    review_transmission_api_transcriptions__transcription__results__number__radio__message__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
                number: number;
                message: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RadioView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    make_corpus_api_transcriptions__transcription__corpus_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PairsForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorpusView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    result_audio_api_transcriptions__transcription__results__number__audio_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    result_file_api_transcriptions__transcription__results__number___format__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
                number: number;
                format: "txt" | "srt" | "vtt" | "tsv" | "json";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_transcripts_api_transcriptions__transcription__download_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                transcription: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    documents_api_documents_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentsView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    document_file_api_documents_files_get: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_document_api_documents_files_put: {
        parameters: {
            query: {
                name: string;
                total: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadConflict"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_document_api_documents_files_delete: {
        parameters: {
            query: {
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gone"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_question_api_documents_questions_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuestionForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    picture_models_api_playground_pictures_models_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PictureModelChoice"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_picture_model_api_playground_pictures_models__picture_model__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                picture_model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedPictureModel"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    paint_api_playground_pictures_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaintForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaintedView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    adjusted_picture_models_api_playground_pictures_adjusted_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdjustedPictureModel"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    write_adjusted_pictures_api_playground_pictures_adjusted_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PictureAdjustmentForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdjustedPictureModel"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    models_api_playground_models_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChoiceView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_model_api_playground_models__language_model__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language_model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    measure_health_api_playground_models__language_model__health_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                language_model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRef"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answer_api_playground_answers_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    look_inside_api_playground_inner_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InnerForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InnerView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    adjustments_api_playground_adjustments_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdjustmentView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_adjustment_api_playground_adjustments_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdjustmentForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdjustmentView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_adjustment_api_playground_adjustments__adjustment__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                adjustment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gone"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    adjusted_api_playground_adjusted_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdjustedView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    write_adjusted_api_playground_adjusted_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdjustmentForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdjustedView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_adjusted_api_playground_adjusted__adjusted__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                adjusted: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gone"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_adjusted_api_playground_adjusted__adjusted__download_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                adjusted: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_jobs_api_jobs_get: {
        parameters: {
            query?: {
                limit?: number;
                before?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"][];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_job_api_jobs__job__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    prioritize_api_jobs__job__priority_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Priority"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    act_api_jobs__job___action__post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: string;
                action: "cancel" | "pause" | "resume" | "retry";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follow_api_jobs__job__events_get: {
        parameters: {
            query?: never;
            header?: {
                "last-event-id"?: number;
            };
            path: {
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    models_v1_models_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelList"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenaiProblem"];
                };
            };
        };
    };
    read_model_v1_models__model__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenaiModel"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenaiProblem"];
                };
            };
        };
    };
    transcribe_v1_audio_transcriptions_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["TranscriptForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "text/plain": string;
                    "text/event-stream": string;
                    "application/x-subrip": string;
                    "text/vtt": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenaiProblem"];
                };
            };
        };
    };
    translate_v1_audio_translations_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["TranscriptForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "text/plain": string;
                    "text/event-stream": string;
                    "application/x-subrip": string;
                    "text/vtt": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenaiProblem"];
                };
            };
        };
    };
    speak_v1_audio_speech_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpeechForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/*": unknown;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenaiProblem"];
                };
            };
        };
    };
    chat_v1_chat_completions_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "text/event-stream": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenaiProblem"];
                };
            };
        };
    };
    complete_v1_completions_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompletionForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                    "text/event-stream": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenaiProblem"];
                };
            };
        };
    };
    generate_v1_images_generations_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PictureForm"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pictures"];
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenaiProblem"];
                };
            };
        };
    };
    read_metrics_metrics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": components["schemas"]["Problem"];
                };
            };
        };
    };
}
