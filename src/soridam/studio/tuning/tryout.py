"""Trying models on one short recording, side by side, in a process that keeps them. Begin with `Tryout.transcribe`."""

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from soridam.core.errors import AudioError, from_report
from soridam.studio.resident import IDLE_SECONDS, TIMEOUT_SECONDS, ModelCache, Resident, answer
from soridam.studio.tuning.models import Model

if TYPE_CHECKING:
    from soridam.speech.evaluation.hypotheses import Recognizer

MOST_TRYOUT_BYTES = 32 * 2**20
MOST_TRYOUT_SECONDS = 30.0  # what Whisper hears at once


class Tryout:
    """Safe to use from several threads; recordings are heard one after the other."""

    def __init__(self, idle: float = IDLE_SECONDS, timeout: float = TIMEOUT_SECONDS) -> None:
        self._resident = Resident(__name__, idle, timeout)

    def transcribe(self, recording: bytes, models: Sequence[Model], language: str) -> dict[str, Any]:
        """{duration, transcripts: [{model, name, text, seconds}]}, in the order of the models.

        Raises AudioError for what is no sound or too long, and if no answer comes in time.
        """
        asked = [{"id": model.id, "name": model.name, "weights": model.weights} for model in models]
        told = self._resident.ask({"models": asked, "language": language}, recording)
        if told is None:
            raise AudioError(
                "audio.no-answer", "There was no answer in time.", hint="Try a shorter recording, or a smaller model."
            )
        if "error" in told:
            raise from_report(AudioError, told["error"])
        return told

    def close(self) -> None:
        self._resident.close()


class LoadedModels:
    """The other side: models that are loaded when they are asked for; the one that was not used longest goes."""

    def __init__(self) -> None:
        self._models: ModelCache[Recognizer] = ModelCache(_load)

    def reply(self, asked: dict[str, Any], recording: bytes) -> dict[str, Any]:
        from soridam.speech.audio import duration_of
        from soridam.speech.decoding import decode_short

        wave = decode_short(recording, most_seconds=MOST_TRYOUT_SECONDS, hint="Say a few sentences.")
        seconds = duration_of(wave)
        transcripts = []
        for model in asked["models"]:
            recognizer = self._models.find(model["weights"])
            begun = time.perf_counter()
            (text,) = recognizer.recognize([wave], asked["language"])
            took = round(time.perf_counter() - begun, 2)
            transcripts.append({"model": model["id"], "name": model["name"], "text": text, "seconds": took})
        return {"duration": round(seconds, 2), "transcripts": transcripts}


def _load(weights: str) -> "Recognizer":
    from soridam.speech.evaluation.candidates import find_candidates

    return find_candidates([weights])[0].load()


if __name__ == "__main__":
    answer(LoadedModels().reply, sys.stdin.buffer, sys.stdout.buffer)
