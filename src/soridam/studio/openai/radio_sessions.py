"""Radio that comes in pieces, in the speech process: a session for each connection.

Begin with `RadioSessions.find`.
"""

from collections import OrderedDict
from collections.abc import Iterator

import numpy as np
import soxr

from soridam.radio.pipeline import Conversation, Message, RadioOptions, hear_transmission
from soridam.radio.stream import TransmissionCutter
from soridam.radio.transmissions import Transmission
from soridam.speech.audio import SAMPLE_RATE
from soridam.speech.recognition.recognizer import Recognizer

MOST_SESSIONS = 32  # each keeps half a minute of sound; the one that was silent longest goes


class RadioSession:
    """What one connection has sent: sound that is not decided yet, and messages that may still be answered."""

    def __init__(self, at: int, number: int, rate: int) -> None:
        self.at = at  # samples that were heard
        self._cutter = TransmissionCutter(at / rate)
        self._conversation = Conversation(number)
        self._resampler = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ")

    def hear(self, sound: bytes, recognizer: Recognizer, options: RadioOptions, *, is_last: bool) -> Iterator[Message]:
        """Yield the transmissions that have ended with 16-bit samples."""
        self.at += len(sound) // 2
        for transmission in self._cut(sound, is_last=is_last):
            message = hear_transmission(recognizer, transmission, options)
            if message is not None:
                yield self._conversation.add(message)

    def _cut(self, sound: bytes, *, is_last: bool) -> Iterator[Transmission]:
        samples = np.frombuffer(sound, dtype="<i2").astype(np.float32) / 32768
        yield from self._cutter.add(self._resampler.resample_chunk(samples, last=is_last))
        if is_last:
            yield from self._cutter.finish()


class RadioSessions:
    """The sessions of a process. One that is not here, because the process is new, begins where its sound goes on."""

    def __init__(self) -> None:
        self._sessions: OrderedDict[str, RadioSession] = OrderedDict()

    def find(self, session: str, at: int, number: int, rate: int) -> RadioSession:
        """Return a session that has heard `at` samples and told `number` messages."""
        found = self._sessions.get(session)
        if found is None or found.at != at:
            found = self._sessions[session] = RadioSession(at, number, rate)
        self._sessions.move_to_end(session)
        if len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return found

    def end(self, session: str) -> None:
        self._sessions.pop(session, None)
