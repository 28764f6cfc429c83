"""What routes need, as annotated types: the studio's parts, who asks, what is theirs. Begin with `Me` and `Parts`.

What every route needs is `async`, though it waits for nothing: FastAPI sends all else to a thread and back.
"""

from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from soridam.studio.access import SESSION_COOKIE as SESSION_COOKIE
from soridam.studio.accounts import User
from soridam.studio.parts import StudioParts
from soridam.studio.speech.corpora import Corpora
from soridam.studio.speech.models import build_runs
from soridam.studio.speech.places import Places
from soridam.studio.speech.runs import Runs
from soridam.studio.speech.uploads import Caps


async def get_parts(connection: HTTPConnection) -> StudioParts:
    parts: StudioParts = connection.app.state.parts
    return parts


Parts = Annotated[StudioParts, Depends(get_parts)]


async def get_user(connection: HTTPConnection) -> User:
    """Whom `Admission` has authenticated."""
    user: User = connection.state.user
    return user


Me = Annotated[User, Depends(get_user)]


def get_corpora(parts: Parts) -> Corpora:
    places = Places(Path(parts.settings.folder))
    return Corpora(parts.engine, parts.jobs, places, parts.copies, Caps.of(parts.settings))


OwnCorpora = Annotated[Corpora, Depends(get_corpora)]


def get_runs(parts: Parts) -> Runs:
    return build_runs(parts)


OwnRuns = Annotated[Runs, Depends(get_runs)]


def address_of(request: Request, parts: StudioParts) -> str:
    """The address of the studio without a slash at its end: as people reach it, or else as this request did."""
    return (parts.settings.public_url or str(request.base_url)).rstrip("/")
