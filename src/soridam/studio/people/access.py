"""Who may use which route: one table, asked in one place (`admission`). What the table does not name is closed.

Begin with `RULES`. A path of the table is compared with that of the request: `*` stands for one part of it, `/**` for
any number of parts. The first rule that fits counts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from soridam.core.errors import AccountError, ForbiddenError
from soridam.studio.people.accounts import ALL, User
from soridam.studio.people.consents import Purpose
from soridam.studio.people.limits import Limited
from soridam.studio.records import Role

Scope = Literal["books", "speech", "language", "pictures", "tuning", "metrics"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
ROLES: tuple[Role, ...] = ("listener", "maker", "owner")  # each may do what those before it may


@dataclass(frozen=True)
class Rule:
    """The minimum role for a route (None: public) and the token scopes that grant it.

    A route without scopes needs a session: no token reaches it, whatever its scope.
    """

    methods: str
    path: str
    role: Role | None
    scopes: Sequence[Scope] = ()
    limit: Limited | None = None
    consent: Purpose | None = None  # without which it is closed, in a studio with accounts

    def fits(self, method: str, path: str) -> bool:
        return (self.methods == "any" or method in self.methods.split()) and bool(self._pattern.fullmatch(path))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.path).replace(r"/\*\*", r"(?:/.*)?").replace(r"\*", r"[^/]+"))


ANY_WORK: tuple[Scope, ...] = ("books", "speech", "language", "pictures", "tuning")

RULES: Sequence[Rule] = (
    # logging in, and whether the studio is well
    Rule("GET", "/login", None, limit="logins"),
    Rule("POST", "/api/login", None, limit="logins"),
    Rule("POST", "/api/join", None, limit="logins"),
    Rule("GET", "/api/door", None),
    Rule("GET", "/api/oidc/**", None, limit="logins"),
    Rule("GET", "/health", None),
    Rule("GET", "/healthz", None),
    Rule("GET", "/readyz", None),
    Rule("GET", "/api/shared/**", None),
    # oneself
    Rule("GET", "/api/me", "listener", (*ANY_WORK, "metrics")),
    Rule("any", "/api/me/tokens/**", "maker"),
    Rule("PUT DELETE", "/api/me/consents/*", "maker"),
    Rule("any", "/api/me/**", "listener"),
    # a child's device: makes books and reads them
    Rule("GET", "/api/heroes", "listener", ["books"]),
    Rule("POST", "/api/drawings", "listener", ["books"], limit="uploads", consent="store"),
    Rule("any", "/api/drawings/**", "listener", ["books"]),
    Rule("GET", "/api/sample/**", "listener", ["books"]),
    Rule("POST", "/api/heroes/portrait", "listener", ["books"]),
    Rule("POST", "/api/wishes", "listener", ["books", "speech"], limit="wishes", consent="transcribe"),
    Rule("POST", "/api/wishes/understanding", "listener", ["books"], limit="wishes"),
    Rule("GET", "/api/wishes/recognizer", "listener", ["books", "speech"]),
    Rule("any", "/api/wishes/confidences/**", "maker"),  # grown-ups only, and no token
    Rule("GET", "/api/live", "listener", ["speech"], limit="wishes", consent="transcribe"),  # a websocket
    Rule("GET", "/api/live/radio", "maker", ["speech"], limit="wishes", consent="transcribe"),  # another one
    Rule("POST", "/api/books", "listener", ["books"], limit="jobs"),
    Rule("POST", "/api/books/*/pages/*/redraw", "listener", ["books"], limit="jobs"),
    Rule("GET", "/api/books/family", "maker", ["books"]),
    Rule("GET", "/api/books/*/shares", "maker", ["books"]),
    Rule("GET", "/api/books/**", "listener", ["books"]),
    Rule("GET POST", "/api/jobs/**", "listener", ANY_WORK),
    # grown-ups
    Rule("POST", "/api/books/*/shares", "maker", ["books"], consent="share"),
    Rule("any", "/api/books/**", "maker", ["books"]),
    Rule("POST", "/api/corpora/*/draft", "maker", ["tuning"], limit="jobs", consent="transcribe"),
    Rule("POST", "/api/corpora/**", "maker", ["tuning"], limit="uploads", consent="store"),
    Rule("PUT", "/api/corpora/**", "maker", ["tuning"], limit="pieces", consent="store"),
    Rule("any", "/api/corpora/**", "maker", ["tuning"]),
    Rule("any", "/api/recipes/**", "maker", ["tuning"]),
    Rule("POST", "/api/runs/**", "maker", ["tuning"], limit="jobs", consent="train"),
    Rule("any", "/api/runs/**", "maker", ["tuning"]),
    Rule("PUT", "/api/transcriptions/**", "maker", ["tuning"], limit="pieces", consent="store"),
    Rule("POST", "/api/transcriptions/*/corpus", "maker", ["tuning"], limit="jobs", consent="store"),
    Rule("POST", "/api/transcriptions/*/start", "maker", ["tuning"], limit="jobs", consent="transcribe"),
    Rule("PUT", "/api/documents/files", "maker", ["tuning"], limit="pieces", consent="store"),
    Rule("POST", "/api/documents/questions", "maker", ["tuning"], limit="answers"),
    Rule("any", "/api/documents/**", "maker", ["tuning"]),
    Rule("POST", "/api/evaluations", "maker", ["tuning"], limit="jobs", consent="transcribe"),
    *(
        rule
        for noun in ("exports", "evaluations", "transcriptions")
        for rule in (
            Rule("POST", f"/api/{noun}/**", "maker", ["tuning"], limit="jobs"),
            Rule("any", f"/api/{noun}/**", "maker", ["tuning"]),
        )
    ),
    Rule("POST", "/api/models/**", "maker", ["tuning", "speech"], limit="wishes", consent="transcribe"),
    Rule("any", "/api/models/**", "maker", ["tuning"]),
    Rule("POST", "/api/playground/answers", "maker", ["language"], limit="answers"),
    Rule("POST", "/api/playground/inner", "maker", ["language"], limit="answers"),
    Rule("POST", "/api/playground/heard", "maker", ["speech"], limit="answers", consent="transcribe"),
    Rule("GET", "/api/playground/recognizers/**", "maker", ["speech"]),
    Rule("GET", "/api/playground/recording", "maker", ["speech"], limit="answers"),
    Rule("POST", "/api/playground/pictures", "maker", ["pictures"], limit="pictures"),
    Rule("POST", "/api/playground/pictures/adjusted", "maker", ["pictures"], limit="jobs"),
    Rule("GET", "/api/playground/pictures/**", "maker", ["pictures"]),
    Rule("POST", "/api/playground/models/*/health", "maker", ["language"], limit="jobs"),
    Rule("POST", "/api/playground/adjusted", "maker", ["language"], limit="jobs"),
    Rule("any", "/api/playground/**", "maker", ["language"]),
    Rule("POST", "/v1/chat/completions", "maker", ["language"], limit="answers"),
    Rule("POST", "/v1/completions", "maker", ["language"], limit="answers"),
    Rule("POST", "/v1/audio/speech", "maker", ["speech"], limit="speech"),
    Rule("POST", "/v1/audio/**", "maker", ["speech"], limit="speech", consent="transcribe"),
    Rule("POST", "/v1/images/generations", "maker", ["pictures"], limit="pictures"),
    Rule("GET", "/v1/models/**", "maker", ["speech", "language", "pictures"]),
    # who keeps the studio
    Rule("any", "/api/accounts/**", "owner"),
    Rule("GET", "/api/audit", "owner"),
    Rule("GET", "/metrics", "owner", ["metrics"]),
)


FOR_ANY_TOKEN = ("/api/me",)  # a token may always ask whose it is


def find_rule(method: str, path: str) -> Rule | None:
    """Return the rule for a request; None for one that nobody may make. HEAD is asked like GET, a websocket too."""
    asked = "GET" if method == "HEAD" else method
    return next((rule for rule in RULES if rule.fits(asked, path)), None)


def check_access(rule: Rule | None, user: User | None) -> None:
    """Raise AccountError for who is not logged in, ForbiddenError for who may not do this."""
    if rule is None:
        raise ForbiddenError(
            "access.closed-route", "This route is closed.", hint="A line in soridam/studio/people/access.py opens it."
        )
    if rule.role is None:
        return
    if user is None:
        raise AccountError(
            "access.not-in", "You are not logged in.", hint="Open the link that the studio printed, or log in."
        )
    if ROLES.index(user.role) < ROLES.index(rule.role):
        raise ForbiddenError(
            "access.role",
            "This needs the role '{wanted}'; yours is '{mine}'.",
            hint="Ask the owner of the studio.",
            wanted=rule.role,
            mine=user.role,
        )
    if user.scope != ALL and not set(user.scope.split()) & set(rule.scopes):
        wanted = " or ".join(rule.scopes)
        raise ForbiddenError(
            "access.scope",
            "The token's scope does not cover this.",
            hint="Use one with the scope {scopes}." if wanted else "Log in on the page for this.",
            scopes=wanted,
        )


def check_scope(scope: Scope, user: User) -> None:
    """Raise ForbiddenError for a scope whose every route is closed to this person: such a token would do nothing."""
    roles = [rule.role for rule in RULES if scope in rule.scopes and rule.path not in FOR_ANY_TOKEN]
    least = min(ROLES.index(role) for role in roles if role is not None)
    if ROLES.index(user.role) < least:
        raise ForbiddenError(
            "access.scope-role",
            "A token with the scope '{scope}' needs the role '{wanted}'; yours is '{mine}'.",
            hint="Ask the owner of the studio.",
            scope=scope,
            wanted=ROLES[least],
            mine=user.role,
        )
