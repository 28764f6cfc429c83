"""Recognizers whose sliders are moved, in a process that keeps them. Begin with `Hearing.hear`.

Both sides are here: `Hearing` is the server's, `LoadedRecognizers` that of the process.
"""

import base64
import sys
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from soridam.core.errors import AudioError, from_report
from soridam.studio.resident import IDLE_SECONDS, ModelCache, Resident, answer

if TYPE_CHECKING:
    from soridam.speech.adjusting import AdjustableWhisper

Language = Literal["ko", "en"]
MOST_SECONDS = 30.0  # what Whisper hears at once
TIMEOUT_SECONDS = 300.0  # for one answer, in which a model may have to be fetched
SAMPLES: Mapping[Language, tuple[str, str]] = {  # a voice, and what it says
    "en": ("jf_alpha", "Tell me a story about a whale that sings in the evening."),
    "ko": ("jf_alpha", "저녁마다 노래하는 고래 이야기를 들려줘."),
}


class Hearing:
    """Safe to use from several threads; questions are answered one after the other."""

    def __init__(self, idle: float = IDLE_SECONDS, timeout: float = TIMEOUT_SECONDS) -> None:
        self._resident = Resident(__name__, idle, timeout)

    def open(self, weights: str) -> dict[str, Any]:
        """Load a model; returns the facts that the page shows beside its sliders. Raises as `hear`."""
        return self._ask({"work": "open", "model": weights})

    def hear(self, weights: str, recording: bytes, language: str, sliders: Mapping[str, Any]) -> dict[str, Any]:
        """Return {duration, text}: the seconds of the recording, and what the model hears with these sliders.

        Raises AudioError for what is no sound or longer than 30 s, and if no answer comes in time.
        """
        return self._ask({"work": "hear", "model": weights, "language": language, "sliders": dict(sliders)}, recording)

    def say(self, language: Language) -> bytes:
        """Return a sentence in a built-in voice, as FLAC, for who has no recording at hand. Raises as `hear`."""
        return base64.b64decode(self._ask({"work": "say", "language": language})["flac"])

    def close(self) -> None:
        self._resident.close()

    def _ask(self, question: Mapping[str, Any], body: bytes = b"") -> dict[str, Any]:
        told = self._resident.ask(question, body)
        if told is None:
            raise AudioError(
                "audio.no-answer", "There was no answer in time.", hint="Try a shorter recording, or a smaller model."
            )
        if "error" in told:
            raise from_report(AudioError, told["error"])
        return told


class LoadedRecognizers:
    """What the process keeps: recognizers by their weights, loaded when they are asked for."""

    def __init__(self) -> None:
        self._models: ModelCache[AdjustableWhisper] = ModelCache(_load)

    def reply(self, asked: dict[str, Any], recording: bytes) -> dict[str, Any]:
        """Answer one question of `Hearing`. Raises ValueError for a work that there is not."""
        match asked["work"]:
            case "open":
                return _describe(self._models.find(asked["model"]))
            case "hear":
                return self._hear(asked, recording)
            case "say":
                return {"flac": base64.b64encode(_say(asked["language"])).decode()}
        raise ValueError(asked["work"])

    def _hear(self, asked: dict[str, Any], recording: bytes) -> dict[str, Any]:
        from soridam.speech.audio import duration_of
        from soridam.speech.decoding import decode_short
        from soridam.training.adjust import Adjustment

        wave = decode_short(recording, most_seconds=MOST_SECONDS, hint="Say a few sentences.")
        model = self._models.find(asked["model"])
        text = model.transcribe(wave, asked["language"], Adjustment.from_json(asked["sliders"]))
        return {"duration": round(duration_of(wave), 2), "text": text}


def _load(weights: str) -> "AdjustableWhisper":
    from soridam.speech.adjusting import AdjustableWhisper

    return AdjustableWhisper.load(weights)


def _describe(model: "AdjustableWhisper") -> dict[str, Any]:
    adjustable = model.adjustable
    return {
        "kind": type(adjustable.model).__name__,
        "layers": adjustable.layers,
        "epsilon": adjustable.epsilon,
        "norms": len(adjustable.norms),
        "all_tensors": len(adjustable.sizes),
        "all_parameters": sum(adjustable.sizes),
        "sites": [
            {
                "branch": site.branch,
                "layer": site.layer,
                "name": site.name,
                "sizes": site.sizes,
                "is_cross": site.is_cross,
            }
            for site in adjustable.sites
        ],
    }


@cache
def _say(language: Language) -> bytes:
    from soridam.speech.audio import SAMPLE_RATE, encode_flac, resample
    from soridam.speech.synthesis.spoken import VOICE_RATE
    from soridam.speech.synthesis.voice import Voice

    voice, text = SAMPLES[language]
    return encode_flac(resample(Voice().say(text, language, {voice: 1.0}, 1.0).wave, VOICE_RATE, SAMPLE_RATE))


if __name__ == "__main__":
    answer(LoadedRecognizers().reply, sys.stdin.buffer, sys.stdout.buffer)
