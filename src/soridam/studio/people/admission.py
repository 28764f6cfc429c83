"""ASGI middleware that authenticates and authorizes each request before its body is read. Begin with `Admission`."""

import asyncio

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from soridam.core.errors import SoridamError
from soridam.studio.http.answers import SESSION_COOKIE, answer_error
from soridam.studio.http.wording import language_of, tell
from soridam.studio.people.access import check_access, find_rule
from soridam.studio.people.accounts import Accounts, User
from soridam.studio.people.consents import Consents
from soridam.studio.people.limits import Limits, network


class Admission:
    """ASGI middleware. What no rule names passes: to the page, or to a route, which `refuse_unnamed` closes."""

    def __init__(self, app: ASGIApp, accounts: Accounts, limits: Limits, consents: Consents | None) -> None:
        """Without `consents` nobody is asked for any."""
        self._app, self._accounts, self._limits, self._consents = app, accounts, limits, consents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        try:
            await asyncio.to_thread(self._admit, connection)
        except SoridamError as error:
            if scope["type"] == "websocket":
                reason = tell(error, language_of(connection)).error
                await send({"type": "websocket.close", "code": 1008, "reason": reason})
            else:
                await answer_error(error, connection)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _admit(self, connection: HTTPConnection) -> None:
        """Raises AccountError (401), ForbiddenError (403), TooOftenError (429)."""
        rule = find_rule(connection.scope.get("method", "GET"), connection.scope["path"])
        connection.state.user = user = None if rule is None else self._find(connection)
        if rule is None:
            return
        check_access(rule, user)
        if rule.consent is not None and user is not None and self._consents is not None:
            self._consents.check(user.id, rule.consent)
        if rule.limit is not None:
            self._limits.count(rule.limit, user.id if user and rule.role else place(connection))

    def _find(self, connection: HTTPConnection) -> User | None:
        """Authenticate by token where one is sent, by session otherwise; None if there is neither."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._accounts.find(token.strip(), "token")
        session = connection.cookies.get(SESSION_COOKIE)
        return self._accounts.find(session, "session") if session else None


async def refuse_unnamed(connection: HTTPConnection) -> None:
    """A dependency of every route: raises ForbiddenError for one that no rule names."""
    if find_rule(connection.scope.get("method", "GET"), connection.scope["path"]) is None:
        check_access(None, None)


def place(connection: HTTPConnection) -> str:
    """Return the network that a request comes from, for counting."""
    return network(connection.client.host if connection.client else "")
