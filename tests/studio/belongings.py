"""One of everything that somebody can have in a studio, for tests of who reaches it.

A new kind of thing takes one line in `give_belongings`, under the name of the parameter of its routes; a new route with
a body one in `BODIES`, one that needs a query in `QUERIES`.
"""

from typing import Any

from sqlalchemy import insert
from tests.book.small_book import write_small_book

from soridam.studio.accounts import User
from soridam.studio.database import now_ms
from soridam.studio.jobs.store import JobOrder
from soridam.studio.parts import StudioParts
from soridam.studio.records import books
from soridam.studio.shares import Shares

BODIES: dict[str, Any] = {
    "POST /api/login": {"name": "x", "password": "x"},
    "POST /api/join": {"invitation": "x", "name": "x", "password": "x"},
    "POST /api/me/password": {"current": "wrong", "password": "a long password"},
    "POST /api/me/delete": {"password": "wrong"},
    "POST /api/me/tokens": {"label": "x", "scopes": ["books"]},
    "POST /api/accounts/invitations": {"role": "maker"},
    "PUT /api/accounts/{user}/role": {"role": "maker"},
    "POST /api/heroes/portrait": {"kind": "fox"},
    "POST /api/wishes": b"",
    "POST /api/books": {"topic": "A kite", "language": "en"},
    "POST /api/books/{book}/pages/{number}/rewrite": {"text": "A fox."},
    "POST /api/books/{book}/shares": {},
    "POST /api/jobs/{job}/priority": {"priority": 0},
    "POST /v1/audio/speech": {"input": "x", "model": "none"},
    "POST /v1/audio/transcriptions": b"",
    "POST /v1/audio/translations": b"",
}


QUERIES = {"POST /api/wishes": {"language": "xx"}, "GET /api/books/{book}/export": {"form": "json"}}


def give_belongings(parts: StudioParts, user: User) -> dict[str, str]:
    parts.accounts.issue(user, "token", 60, "books", "tablet")
    book = _give_book(parts, user)
    job = parts.jobs.submit(JobOrder("book", user.id, {}))
    parts.jobs.cancel(job)  # so that its events end
    share, secret = Shares(parts.engine).create(book, 600)
    return {
        "book": book,
        "share": share.id,
        "secret": secret,
        "model": "none",
        "number": "1",
        "job": job,
        "action": "cancel",
        "token": parts.accounts.tokens(user)[0].id,
        "user": user.id,
        "purpose": "share",
    }


def _give_book(parts: StudioParts, user: User) -> str:
    name = "6a3c2f60-0000-4000-8000-000000000009"
    written = write_small_book(parts.books_folder / name, "en")
    values = {"id": name, "owner": user.id, "title": "x", "language": "en", "complete": True}
    with parts.engine.begin() as connection:
        connection.execute(insert(books).values(created=now_ms(), wish=written.record.wish.model_dump_json(), **values))
    return name
