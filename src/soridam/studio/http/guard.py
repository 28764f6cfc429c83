"""Checks before every route: hosts and origins, sizes, headers. Begin with `Guard`.

A browser can be made to send requests to a studio on its own machine; what it cannot be made to do is to lie about
where they come from. So a request with a foreign Host or Origin is refused, event streams included, on 127.0.0.1 too.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from soridam.core.errors import ForbiddenError, UsageError
from soridam.studio.database import nul_error
from soridam.studio.http.answers import answer_error

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
}
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
TOO_LARGE = UsageError("access.too-large", "That is too large.", hint="Send less at a time.")
FOREIGN_HOST = ForbiddenError(
    "access.foreign-host",
    "This studio does not answer requests for that host.",
    hint="Open the studio at its own address.",
)
FOREIGN_PAGE = ForbiddenError(
    "access.foreign-page", "Requests from other pages are refused.", hint="Open the studio at its own address."
)
TOO_SLOW = UsageError("access.too-slow", "The request did not arrive in time.", hint="Send it again.")
BODY_TIMEOUT_SECONDS = 60.0  # that a body may take to begin, and between two pieces
LEAST_BYTES_PER_SECOND = (
    1_000  # bytes a second, on average after the first BODY_TIMEOUT_SECONDS: a bad telephone line has more
)


class _TooLargeError(BaseException):
    """Ends the reading of a body; not an Exception, so that no route takes it for a bad body."""


class _TooSlowError(BaseException):
    """Ends the reading of a body that is too slow, in the same way."""


class Guard:
    """ASGI middleware. `hosts` are the names that this studio answers to, without port."""

    def __init__(
        self, app: ASGIApp, hosts: Sequence[str], most_bytes: int, timeout: float = BODY_TIMEOUT_SECONDS
    ) -> None:
        self._app, self._hosts, self._most_bytes, self._timeout = app, frozenset(hosts), most_bytes, timeout

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(headers, scope.get("method", "GET"))
        if refusal is not None:
            await answer_error(refusal, HTTPConnection(scope))(scope, receive, send)
        elif "\0" in scope["path"] or b"%00" in scope["query_string"]:
            await answer_error(nul_error(), HTTPConnection(scope))(scope, receive, send)
        elif _declared_length(headers) > self._most_bytes:
            await _answer_too_large(scope, receive, send)
        else:
            await self._pass_on(scope, receive, _with_headers(send))

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what really comes, whatever its sender declares, and wait for it no longer than it may take."""
        received, begun, is_whole = 0, False, scope["type"] != "http"
        waited = 0.0  # for the sender alone; what a route does before it reads is not the sender's time

        async def counting() -> Message:
            nonlocal received, is_whole, waited
            if is_whole:  # what comes now is only that somebody has gone, or messages of a websocket
                return await receive()
            left, begun_at = self._timeout + received / LEAST_BYTES_PER_SECOND - waited, time.monotonic()
            try:
                message = await asyncio.wait_for(receive(), min(self._timeout, max(0.0, left)))
            except TimeoutError:
                raise _TooSlowError from None
            waited += time.monotonic() - begun_at
            is_whole = not message.get("more_body", False)
            received += len(message.get("body", b""))
            if received > self._most_bytes:
                raise _TooLargeError
            return message

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, counting, noting)
        except _TooLargeError:
            if not begun:
                await _answer_too_large(scope, receive, send)
        except _TooSlowError:
            if not begun:
                answer = answer_error(TOO_SLOW, HTTPConnection(scope), 408)
                answer.headers["Connection"] = "close"
                await answer(scope, receive, send)

    def _refusal(self, headers: Headers, method: str) -> ForbiddenError | None:
        if _name(f"//{headers.get('host', '')}") not in self._hosts:
            return FOREIGN_HOST
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != headers["host"]:
            return FOREIGN_PAGE
        if headers.get("sec-fetch-site") == "cross-site" and not _is_navigation(headers, method):
            return FOREIGN_PAGE
        return None


async def _answer_too_large(scope: Scope, receive: Receive, send: Send) -> None:
    await answer_error(TOO_LARGE, HTTPConnection(scope), 413)(scope, receive, send)


def _is_navigation(headers: Headers, method: str) -> bool:
    """Return a link on another page that leads here; it carries no SameSite cookie and changes nothing."""
    return method in SAFE_METHODS and headers.get("sec-fetch-mode") == "navigate"


def _declared_length(headers: Headers) -> int:
    """Return the length that the sender declares; what is not a number counts as too much for any studio."""
    declared = headers.get("content-length") or "0"
    return int(declared) if declared.isascii() and declared.isdigit() else sys.maxsize


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _with_headers(send: Send) -> Send:
    async def adding(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return adding
