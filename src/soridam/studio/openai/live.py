"""Speech turned into text while somebody speaks, over a websocket. Begin with `LiveTranscript.run`.

What is being said is heard again and again, and told as `partial`; when the speaker pauses it is told as `final` and
forgotten. Sound is 16-bit little-endian mono at 16 kHz, in messages of any length; the text message `end` ends it.

Of radio (`LiveRadio`) each transmission is told once, when it is over, as `transmission`. Its sound may have another
rate, and the names of the day may be sent before it, as JSON.
"""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from soridam.core.errors import SoridamError
from soridam.studio.http.wording import language_of, tell
from soridam.studio.openai.speech_process import SpeechProcess
from soridam.studio.storage.places import new_id

RATE = 16_000 * 2  # bytes a second
STEP = RATE // 2  # new sound that is worth hearing it all again
PAUSE = 0.8  # seconds of silence that end an utterance
LONGEST = 25 * RATE  # an utterance without a pause is cut there: the model hears 30 s at once
MOST_LIVE_BYTES = 1800 * RATE  # of one connection
MOST_SECONDS_WAITING = 60  # of radio that is received ahead of the recognizer
TOO_BIG = 1009  # RFC 6455, 7.4.1


class LiveSound(ABC):
    """One connection, from its first sound to its end. `step` is how many new bytes are worth hearing."""

    most = MOST_LIVE_BYTES
    most_waiting = MOST_LIVE_BYTES  # to be heard; then no more is received

    def __init__(self, socket: WebSocket, speech: SpeechProcess, step: int = STEP) -> None:
        self._socket, self._speech, self._step = socket, speech, step
        self._sound = bytearray()  # of the utterance that goes on
        self._heard = 0  # how much of it has been heard
        self._news, self._room = asyncio.Event(), asyncio.Event()
        self._is_over = False

    async def run(self) -> None:
        """Listen until the speaker ends it or goes away."""
        hearing, receiving = asyncio.create_task(self._hear()), asyncio.create_task(self._receive())
        try:
            await asyncio.wait((hearing, receiving), return_when=asyncio.FIRST_COMPLETED)
            if hearing.done():  # before the speaker has ended: who was told something has gone
                hearing.result()
            await receiving
            self._is_over = True
            self._news.set()
            await hearing
            await self._tell({"type": "done"})
            await self._socket.close()
        except WebSocketDisconnect:
            return
        finally:
            for task in (hearing, receiving):
                task.cancel()
            await asyncio.gather(hearing, receiving, return_exceptions=True)

    async def _receive(self) -> None:
        received = 0
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1000))
            if message.get("text") == "end":
                return
            if message.get("text"):
                await self._take(message["text"])
            piece = message.get("bytes") or b""
            received += len(piece)
            if received > self.most:
                await self._socket.close(TOO_BIG, "That is too much for one connection.")
                raise WebSocketDisconnect(TOO_BIG)
            self._sound += piece
            self._news.set()
            if len(self._sound) > self.most_waiting:
                self._room.clear()
                await self._room.wait()

    async def _take(self, text: str) -> None:
        """Take a text other than `end`; here it means nothing."""
        return

    async def _hear(self) -> None:
        while not self._is_over or len(self._sound) > self._heard:
            await self._news.wait()
            self._news.clear()
            if self._sound and (self._is_over or len(self._sound) - self._heard >= self._step):
                await self._hear_once()
                self._room.set()

    @abstractmethod
    async def _hear_once(self) -> None:
        """Hear what there is."""

    async def _complain(self, error: SoridamError) -> None:
        await self._tell({"type": "error", **asdict(tell(error, language_of(self._socket)))})

    async def _tell(self, body: Mapping[str, Any]) -> None:
        await self._socket.send_text(json.dumps(body, ensure_ascii=False))


class LiveTranscript(LiveSound):
    """Speech, utterance by utterance."""

    def __init__(self, socket: WebSocket, speech: SpeechProcess, request: Mapping[str, Any]) -> None:
        super().__init__(socket, speech)
        self._request = request

    async def _hear_once(self) -> None:
        sound = bytes(self._sound[: len(self._sound) - len(self._sound) % 2][:LONGEST])
        try:
            text, silence = await asyncio.to_thread(self._ask, sound)
        except SoridamError as error:
            await self._complain(error)
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


class LiveRadio(LiveSound):
    """Radio, transmission by transmission. `view` is how one is shown to its reader, `names` those of the day."""

    most = 12 * 3600 * RATE * 3  # half a day, at three times the usual rate

    def __init__(
        self,
        socket: WebSocket,
        speech: SpeechProcess,
        request: Mapping[str, Any],
        names: Callable[[str], Mapping[str, Any]],
        view: Callable[[dict[str, Any]], Mapping[str, Any]],
    ) -> None:
        super().__init__(socket, speech, step=request["rate"] // 2)
        self.most_waiting = MOST_SECONDS_WAITING * 2 * request["rate"]
        self._request = {**request, "session": new_id(), "callsigns": (), "waypoints": ()}
        self._names, self._view = names, view
        self._at = self._number = 0  # samples that were heard, transmissions that were told

    async def _take(self, text: str) -> None:
        try:
            self._request |= self._names(text)
        except SoridamError as error:
            await self._complain(error)

    async def _hear(self) -> None:
        await super()._hear()
        await self._hear_piece(b"", is_last=True)

    async def _hear_once(self) -> None:
        piece = bytes(self._sound[: len(self._sound) - len(self._sound) % 2])
        del self._sound[: len(self._sound) if self._is_over else len(piece)]  # half a sample at the end is none
        await self._hear_piece(piece, is_last=False)

    async def _hear_piece(self, piece: bytes, *, is_last: bool) -> None:
        asked = {**self._request, "at": self._at, "number": self._number, "last": is_last}
        self._at += len(piece) // 2
        try:
            for message in await asyncio.to_thread(self._ask, asked, piece):
                await self._tell({"type": "transmission", "number": self._number, "message": self._view(message)})
                self._number += 1
        except SoridamError as error:
            await self._complain(error)

    def _ask(self, asked: Mapping[str, Any], piece: bytes) -> list[dict[str, Any]]:
        return [answer.body["message"] for answer in self._speech.stream("radio", asked, piece)]
