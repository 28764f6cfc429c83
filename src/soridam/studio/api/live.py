"""Live transcription for the studio's own pages: sound comes in and text goes out while somebody speaks."""

import asyncio
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, WebSocket
from pydantic import BaseModel, Field, ValidationError

from soridam.core.errors import SoridamError, UsageError
from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.transcriptions import MOST_NAMES, view_heard
from soridam.studio.http.wording import language_of, tell
from soridam.studio.openai.live import LiveRadio, LiveTranscript
from soridam.studio.openai.speech_models import DEFAULT_RECOGNIZER
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import User

router = APIRouter(tags=["live"])


@router.websocket("/api/live")
async def transcribe(
    socket: WebSocket, parts: Parts, me: Me, model: str = DEFAULT_RECOGNIZER, language: str = ""
) -> None:
    """Receive messages of 16 kHz, 16-bit mono sound, then `end`; answers are JSON: partial, final, error, done."""
    found = await _accept(socket, parts, me, model)
    if found is None:
        return
    await LiveTranscript(socket, parts.speech, {"model": found, "language": language or None}).run()


@router.websocket("/api/live/radio")
async def transcribe_radio(
    socket: WebSocket,
    parts: Parts,
    me: Me,
    model: str = DEFAULT_RECOGNIZER,
    rate: Annotated[int, Query(ge=8_000, le=192_000)] = 16_000,
) -> None:
    """Receive messages of 16-bit mono sound at `rate` Hz, then `end`; answers are JSON: transmission, error, done.

    Before the sound may come the names of the day, {"callsigns": "KAL701 …", "waypoints": "ABLAN …"}. A `transmission`
    has its `number`, and the `message` as `RadioMessage`.
    """
    found = await _accept(socket, parts, me, model)
    if found is None:
        return
    await LiveRadio(socket, parts.speech, {"model": found, "rate": rate}, _read_names, _view).run()


async def _accept(socket: WebSocket, parts: StudioParts, me: User, model: str) -> str | None:
    """Open a connection; returns the place of the model, None where it was closed because there is none."""
    await socket.accept()
    try:
        return str((await asyncio.to_thread(parts.speech_models.find_recognizer, me, model)).place)
    except SoridamError as error:
        told = tell(error, language_of(socket))
        await socket.send_json({"type": "error", **asdict(told)})
        await socket.close()
        return None


class NamesForm(BaseModel):
    """The names of the day, between spaces, commas or line breaks."""

    callsigns: str = Field(default="", max_length=MOST_NAMES)
    waypoints: str = Field(default="", max_length=MOST_NAMES)


def _read_names(text: str) -> dict[str, Any]:
    from soridam.studio.transcripts.radio import lists_of

    try:
        form = NamesForm.model_validate_json(text)
    except ValidationError:
        raise UsageError(
            "live.names",
            "The names of the day could not be read.",
            hint="Send them as JSON, callsigns and waypoints, at most 50,000 letters each.",
        ) from None
    lists = lists_of(form.callsigns, form.waypoints)
    return {"callsigns": lists.callsigns, "waypoints": lists.waypoints}


def _view(message: dict[str, Any]) -> dict[str, Any]:
    return view_heard(message).model_dump()
