"""What routes need, as annotated types: the studio's parts, and who is asking. Begin with `Me` and `Parts`."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from soridam.studio.accounts import User
from soridam.studio.admission import SESSION_COOKIE as SESSION_COOKIE
from soridam.studio.parts import StudioParts


def get_parts(connection: HTTPConnection) -> StudioParts:
    parts: StudioParts = connection.app.state.parts
    return parts


Parts = Annotated[StudioParts, Depends(get_parts)]


def get_user(connection: HTTPConnection) -> User:
    """Whom `Admission` has let in."""
    user: User = connection.state.user
    return user


Me = Annotated[User, Depends(get_user)]
