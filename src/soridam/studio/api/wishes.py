"""Hearing a wish: a recording in, what was said and the topic in it out. Nothing of it is kept."""

import asyncio

from fastapi import APIRouter, Request
from pydantic import BaseModel

from soridam.book.listen import MOST_BYTES
from soridam.book.story import Language
from soridam.core.errors import AudioError
from soridam.studio.api.needs import Parts

router = APIRouter(prefix="/api/wishes", tags=["books"])


class HeardView(BaseModel):
    """For the one who spoke to read, and to correct."""

    transcript: str
    topic: str
    language: Language


BODY = {"requestBody": {"content": {"audio/*": {"schema": {"type": "string", "format": "binary"}}}, "required": True}}


@router.post("", openapi_extra=BODY)
async def hear(request: Request, parts: Parts, language: Language | None = None) -> HeardView:
    """The recording is the body itself: a form's files would be put on disk while they come in."""
    recording = bytearray()
    async for piece in request.stream():
        recording += piece
        if len(recording) > MOST_BYTES:
            raise AudioError(
                "audio.too-large",
                "The recording has more than {size} MB.",
                hint="Say it in a few sentences.",
                size=MOST_BYTES // 2**20,
            )
    heard = await asyncio.to_thread(parts.ear.listen, bytes(recording), language)
    return HeardView(transcript=heard.transcript, topic=heard.topic, language=heard.language)
