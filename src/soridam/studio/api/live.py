"""Live transcription for the studio's own pages: sound comes in and text goes out while somebody speaks."""

import asyncio
from dataclasses import asdict

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from soridam.core.errors import SoridamError
from soridam.studio.api.deps import Me, Parts
from soridam.studio.http.wording import language_of, tell
from soridam.studio.openai.live import LiveTranscript
from soridam.studio.openai.speech_models import DEFAULT_RECOGNIZER

router = APIRouter(tags=["live"])


@router.websocket("/api/live")
async def transcribe(
    socket: WebSocket, parts: Parts, me: Me, model: str = DEFAULT_RECOGNIZER, language: str = ""
) -> None:
    """Receive messages of 16 kHz, 16-bit mono sound, then `end`; answers are JSON: partial, final, error, done."""
    await socket.accept()
    try:
        found = await asyncio.to_thread(parts.speech_models.find_recognizer, me, model)
    except SoridamError as error:
        told = tell(error, language_of(socket))
        await socket.send_json({"type": "error", **asdict(told)})
        await socket.close()
        return
    try:
        await LiveTranscript(socket, parts.speech, {"model": found.place, "language": language or None}).run()
    except WebSocketDisconnect:  # gone while it was told something
        return
