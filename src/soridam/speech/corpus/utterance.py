"""The data types of a corpus: an utterance's sound, text and speaker, and the reason why a row was set aside."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Clip:
    """The place of one utterance's sound.

    `path` is an audio file, or an archive (the first part of a split one) that holds it as `member`.
    `start` and `end` (seconds) cut a segment out of a recording. `pcm_rate` (Hz) marks headerless
    little-endian 16-bit mono samples, as KsponSpeech has them.
    """

    path: Path
    member: str = ""
    start: float | None = None
    end: float | None = None
    pcm_rate: int | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """One stretch of speech with its transcript and facts, as a reader found it.

    `transcript` is what the corpus wrote, marks and all. `readings` are its plain texts: one, or for a dual
    transcription two, spelling first and pronunciation second; the error rate takes the better one.
    `declared_duration` (seconds) is what the corpus claims; `part` is the public split it belongs to, if any.
    """

    id: str
    clip: Clip
    transcript: str
    readings: tuple[str, ...]
    speaker: str = ""
    age: str = ""
    gender: str = ""  # "female", "male" or ""
    region: str = ""
    source: str = ""
    language: str = ""  # ISO 639-1
    part: str = ""
    declared_duration: float | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that is set aside: which one, why in a word that can be counted, and the particulars."""

    id: str
    reason: str
    detail: str = ""
