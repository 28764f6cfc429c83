"""Speech turned into text while somebody speaks, over a websocket. Begin with `LiveTranscript.run`.

What is being said is heard again and again, and told as `partial`; when the speaker pauses it is told as `final` and
forgotten. Sound is 16-bit little-endian mono at 16 kHz, in messages of any length; the text message `end` ends it.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from soridam.core.errors import SoridamError
from soridam.studio.http.wording import language_of, tell
from soridam.studio.openai.speech_process import SpeechProcess

RATE = 16_000 * 2  # bytes a second
STEP = RATE // 2  # new sound that is worth hearing it all again
PAUSE = 0.8  # seconds of silence that end an utterance
LONGEST = 25 * RATE  # an utterance without a pause is cut there: the model hears 30 s at once
MOST_LIVE_BYTES = 1800 * RATE  # of one connection
TOO_BIG = 1009  # RFC 6455, 7.4.1


class LiveTranscript:
    """One connection, from its first sound to its end."""

    def __init__(self, socket: WebSocket, speech: SpeechProcess, request: Mapping[str, Any]) -> None:
        self._socket, self._speech, self._request = socket, speech, request
        self._sound = bytearray()  # of the utterance that goes on
        self._heard = 0  # how much of it has been heard
        self._news = asyncio.Event()
        self._is_over = False

    async def run(self) -> None:
        """Listen until the speaker ends it or goes away."""
        hearing = asyncio.create_task(self._hear())
        try:
            await self._receive()
        except WebSocketDisconnect:
            hearing.cancel()
            return
        self._is_over = True
        self._news.set()
        await hearing
        await self._tell({"type": "done"})
        await self._socket.close()

    async def _receive(self) -> None:
        received = 0
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1000))
            if message.get("text") == "end":
                return
            piece = message.get("bytes") or b""
            received += len(piece)
            if received > MOST_LIVE_BYTES:
                await self._socket.close(TOO_BIG, "That is too much for one connection.")
                raise WebSocketDisconnect(TOO_BIG)
            self._sound += piece
            self._news.set()

    async def _hear(self) -> None:
        while not self._is_over or len(self._sound) > self._heard:
            await self._news.wait()
            self._news.clear()
            if self._sound and (self._is_over or len(self._sound) - self._heard >= STEP):
                await self._hear_once()

    async def _hear_once(self) -> None:
        sound = bytes(self._sound[: len(self._sound) - len(self._sound) % 2][:LONGEST])
        try:
            text, silence = await asyncio.to_thread(self._ask, sound)
        except SoridamError as error:
            told = tell(error, language_of(self._socket))
            await self._tell({"type": "error", **asdict(told)})
            text, silence = "", PAUSE
        self._heard = len(sound)
        is_final = silence >= PAUSE or len(sound) >= LONGEST or (self._is_over and len(sound) >= len(self._sound) - 1)
        if is_final:
            del self._sound[: len(sound)]
            self._heard = 0
            if self._is_over and len(self._sound) < 2:
                self._sound.clear()
            self._news.set()
        if text:
            await self._tell({"type": "final" if is_final else "partial", "text": text})

    def _ask(self, sound: bytes) -> tuple[str, float]:
        """Recognize what was said; returns it and the seconds of silence after it."""
        (answer,) = self._speech.stream("listen", self._request, sound)
        return answer.body["text"], answer.body["silence"]

    async def _tell(self, body: Mapping[str, Any]) -> None:
        await self._socket.send_text(json.dumps(body, ensure_ascii=False))
