"""The log of who did what, when and from where, without contents. Begin with `Audit`."""

import asyncio
import logging
from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import DBAPIError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from soridam.studio.database import now_ms
from soridam.studio.http.guard import SAFE_METHODS
from soridam.studio.people.accounts import ALL, DAY, User
from soridam.studio.records import audit
from soridam.studio.storage.disk import full_disk

ALWAYS = ("/login", "/api/oidc/")  # ways in that a browser follows by GET
# Asked at each move of a slider; they change nothing.
QUESTIONS = ("/api/playground/answers", "/api/playground/inner", "/api/playground/heard", "/api/playground/pictures")
WAYS_IN = (*ALWAYS, "/api/login", "/api/join")
REFUSED_UNSEEN = (404, 405, 429)  # nothing there to be changed, or too often
LONGEST = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `at` in milliseconds since 1970; `user` is None for requests without a login."""

    number: int
    at: int
    user: str | None
    token: bool
    action: str
    status: int
    address: str


class Audit:
    """ASGI middleware: every request that may change something is in the log before its answer begins."""

    def __init__(self, app: ASGIApp, engine: Engine) -> None:
        self._app, self._engine = app, engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_told(scope):
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})  # where the route's own scope puts who is logged in

        async def telling(message: Message) -> None:
            user: User | None = state.get("user")
            if message["type"] == "http.response.start" and _is_worth_a_line(scope, user, message["status"]):
                await asyncio.to_thread(_try_to_write, self._engine, scope, user, message["status"])
            await send(message)

        await self._app(scope, receive, telling)


def _try_to_write(engine: Engine, scope: Scope, user: User | None, status: int) -> None:
    """On a full disk people must still be able to delete; the server's own log has it then."""
    try:
        write_entry(engine, scope, user, status)
    except DBAPIError as error:
        if full_disk(error) is None:
            raise
        log.error("%s %s was answered with %d; the disk has no room for it.", scope["method"], scope["path"], status)


def write_entry(engine: Engine, scope: Scope, user: User | None, status: int) -> None:
    values = {
        "user": user.id if user else None,
        "token": user is not None and user.scope != ALL,
        "action": f"{scope['method']} {scope['path']}"[:LONGEST],
        "status": status,
        "address": (scope["client"] or ("",))[0][:45],
    }
    with engine.begin() as connection:
        connection.execute(insert(audit).values(at=now_ms(), **values))


def read_entries(engine: Engine, before: int | None, limit: int) -> list[Entry]:
    """Return the newest first; `before` is the `number` of the last one that was shown."""
    wanted = select(audit).order_by(audit.c.number.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(audit.c.number < before)
    with engine.connect() as connection:
        return [Entry(**row) for row in connection.execute(wanted).mappings()]


def forget_entries(engine: Engine, days: int) -> int:
    """Returns how many were older than that."""
    with engine.begin() as connection:
        return connection.execute(delete(audit).where(audit.c.at < now_ms() - days * DAY * 1000)).rowcount


def _is_worth_a_line(scope: Scope, user: User | None, status: int) -> bool:
    """Requests without a login write nothing, or anybody could fill the disk; attempts to log in are limited."""
    if status in REFUSED_UNSEEN:
        return False
    return user is not None or scope["path"].startswith(WAYS_IN)


def _is_told(scope: Scope) -> bool:
    changes = scope["method"] not in SAFE_METHODS and scope["path"] not in QUESTIONS
    return changes or scope["path"].startswith(ALWAYS)
