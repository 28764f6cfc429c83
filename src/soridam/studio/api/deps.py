"""What routes need, as annotated types: the studio's parts, who asks, what is theirs. Begin with `Me` and `Parts`.

What every route needs is `async`, though it waits for nothing: FastAPI sends all else to a thread and back.
"""

from typing import Annotated

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from soridam.studio.corpora.corpora import Corpora
from soridam.studio.http.answers import SESSION_COOKIE as SESSION_COOKIE
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import User
from soridam.studio.tuning.runs import Runs


async def get_parts(connection: HTTPConnection) -> StudioParts:
    parts: StudioParts = connection.app.state.parts
    return parts


Parts = Annotated[StudioParts, Depends(get_parts)]


async def get_user(connection: HTTPConnection) -> User:
    """The user whom `Admission` has authenticated."""
    user: User = connection.state.user
    return user


Me = Annotated[User, Depends(get_user)]


async def get_corpora(parts: Parts) -> Corpora:
    return parts.corpora


OwnCorpora = Annotated[Corpora, Depends(get_corpora)]


async def get_runs(parts: Parts) -> Runs:
    return parts.runs


OwnRuns = Annotated[Runs, Depends(get_runs)]


def address_of(request: Request, parts: StudioParts) -> str:
    """The address of the studio without a slash at its end: as people reach it, or else as this request did."""
    return (parts.settings.public_url or str(request.base_url)).rstrip("/")
