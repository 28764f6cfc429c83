"""The result of a recognizer: a transcript, its segments, their words. Times are seconds from the start."""

import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

Task = Literal["transcribe", "translate"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written, with its punctuation; `probability` is the mean over its tokens.

    `spaced` words follow a space; Chinese and Japanese ones do not.
    """

    text: str
    start: float
    end: float
    probability: float
    spaced: bool = True

    def to_json(self) -> dict[str, Any]:
        return {
            "word": self.text,
            "start": round(self.start, 3),
            "end": round(self.end, 3),
            "probability": round(self.probability, 4),
        }


@dataclass(frozen=True, slots=True)
class Segment:
    """A time range and what was said in it. `average_log_probability` is the mean over its tokens, natural log."""

    start: float
    end: float
    text: str
    tokens: tuple[int, ...] = ()
    words: tuple[Word, ...] = ()
    average_log_probability: float = 0.0
    no_speech_probability: float = 0.0
    window_start: float = 0.0  # of the window of sound that it was written from

    def to_json(self, number: int) -> dict[str, Any]:
        """Return the fields of OpenAI's verbose_json, and the words as Whisper's own JSON has them.

        `seek` is where its window begins, in frames of 10 ms.
        """
        return {
            "id": number,
            "seek": round(self.window_start * 100),
            "start": round(self.start, 3),
            "end": round(self.end, 3),
            "text": self.text,
            "tokens": list(self.tokens),
            "temperature": 0.0,
            "avg_logprob": round(self.average_log_probability, 4),
            "compression_ratio": round(compression_ratio(self.text), 3),
            "no_speech_prob": round(self.no_speech_probability, 4),
            "words": [word.to_json() for word in self.words],
        }


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several texts that a recognizer found likely. The log-probability is the mean over its tokens."""

    text: str
    average_log_probability: float
    words: tuple[Word, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "avg_logprob": round(self.average_log_probability, 4),
            "words": [word.to_json() for word in self.words],
        }


@dataclass(frozen=True, slots=True)
class Transcript:
    """The transcript of one recording. No speech gives no segments and an empty text.

    `hypotheses` are the likeliest texts, the best first, if several were asked for and the recording is at most 30 s.
    """

    segments: tuple[Segment, ...]
    language: str  # ISO-639-1
    language_probability: float  # 1 where the language was not detected but known
    duration: float
    task: Task = "transcribe"
    hypotheses: tuple[Alternative, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for segment in self.segments for word in segment.words)

    def to_json(self) -> dict[str, Any]:
        """OpenAI's verbose_json."""
        return {
            "task": self.task,
            "language": self.language,
            "language_probability": round(self.language_probability, 4),
            "duration": round(self.duration, 3),
            "text": self.text,
            "segments": [segment.to_json(number) for number, segment in enumerate(self.segments)],
            "words": [word.to_json() for word in self.words],
            **({"hypotheses": [one.to_json() for one in self.hypotheses]} if self.hypotheses else {}),
        }

    def to_fields(self) -> dict[str, Any]:
        """Return all that it holds, unrounded, for `from_fields`."""
        return asdict(self)

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Self:
        """As `to_fields` gave it, also once it was JSON."""
        segments = (
            Segment(
                **{
                    **segment,
                    "tokens": tuple(segment["tokens"]),
                    "words": tuple(Word(**word) for word in segment["words"]),
                }
            )
            for segment in fields["segments"]
        )
        hypotheses = (
            Alternative(**{**one, "words": tuple(Word(**word) for word in one["words"])})
            for one in fields.get("hypotheses", ())
        )
        return cls(**{**fields, "segments": tuple(segments), "hypotheses": tuple(hypotheses)})


def compression_ratio(text: str) -> float:
    """Return how many times zlib shrinks the text; beyond 2.4 it repeats itself."""
    data = text.encode()
    return len(data) / len(zlib.compress(data))
