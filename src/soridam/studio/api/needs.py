"""What routes need, as annotated types: the studio's parts, and who is asking. Begin with `Me` and `Parts`."""

from typing import Annotated

from fastapi import Depends, Request

from soridam.core.errors import AccountError
from soridam.studio.accounts import User
from soridam.studio.parts import StudioParts

SESSION_COOKIE = "soridam_session"


def get_parts(request: Request) -> StudioParts:
    parts: StudioParts = request.app.state.parts
    return parts


Parts = Annotated[StudioParts, Depends(get_parts)]


def get_user(request: Request, parts: Parts) -> User:
    """Raises AccountError (401) for who has neither a session nor a token."""
    token = request.headers.get("authorization", "")
    if token.startswith("Bearer "):
        user = parts.accounts.find(token.removeprefix("Bearer "), "token")
    else:
        user = parts.accounts.find(request.cookies.get(SESSION_COOKIE, ""), "session")
    if user is None:
        raise AccountError("You have not come in yet.", hint="Open the link that the studio printed, or log in.")
    return user


Me = Annotated[User, Depends(get_user)]
