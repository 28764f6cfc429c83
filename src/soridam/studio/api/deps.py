"""What routes need, as annotated types: the studio's parts, who asks, what is theirs. Begin with `Me` and `Parts`.

These are `async` although they wait for nothing: FastAPI would run each of them in a thread otherwise.
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
    """Return the user whom `Admission` has authenticated."""
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
    """Return the address of the studio without a final slash: the public one, or else that of this request."""
    return (parts.settings.public_url or str(request.base_url)).rstrip("/")
