"""Soridam from Python: a few obvious calls, which `soridam` re-exports. Documented in docs/guide/python.md."""

from functools import lru_cache
from pathlib import Path

from soridam.speech.audio import Waveform
from soridam.speech.recognizer import Recognizer, load_recognizer
from soridam.speech.transcript import Segment, Task, Transcript, Word
from soridam.speech.wishes import Wishes

__all__ = ["Recognizer", "Segment", "Transcript", "Wishes", "Word", "load_recognizer", "transcribe"]


def transcribe(
    audio: Path | str | bytes | Waveform,
    model: str | Path = "base",
    *,
    language: str | None = None,
    task: Task = "transcribe",
    prompt: str = "",
    hotwords: str = "",
) -> Transcript:
    """Transcribe one recording: a path, the bytes of a file, or mono 16 kHz samples.

    The model stays in memory for the next call; to choose device or precision use `load_recognizer`. Raises AudioError
    for what holds no sound, WeightsError if there is no such model.
    """
    wishes = Wishes(language=language, task=task, prompt=prompt, hotwords=hotwords)
    return _recognizer(str(model)).transcribe(audio, wishes)


@lru_cache(maxsize=1)
def _recognizer(model: str) -> Recognizer:
    return load_recognizer(model)
