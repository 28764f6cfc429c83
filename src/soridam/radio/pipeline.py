"""From a recording to transmissions that were recognized, corrected and understood. Begin with `transcribe_radio`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from soridam.core.progress import Progress, SilentProgress
from soridam.radio.correct.guard import Corrected, Evidence
from soridam.radio.correct.snapping import EMPTY, Lists
from soridam.radio.corrector import Corrector
from soridam.radio.entities.callsigns import is_same_callsign
from soridam.radio.entities.entity import Entity
from soridam.radio.entities.find import find_entities
from soridam.radio.entities.readback import READ_BACK, Readback, compare_readback
from soridam.radio.entities.turn import Turn, guess_turn
from soridam.radio.hotwords import listen
from soridam.radio.phraseology.phrase import Phrase, read_phrase
from soridam.radio.transmissions import Transmission, find_transmissions
from soridam.speech.audio import Waveform, duration_of
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import Recognizer
from soridam.speech.recognition.transcript import Transcript

REPLY = 2  # transmissions within which a read-back follows
REPLY_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class RadioOptions:
    """How many texts are asked for (the likeliest, and drawn ones), the names of the day, and what corrects by them.

    `hotwords` are names that the recognizer is told to expect (`radio.hotwords`).
    """

    hypotheses: int = 5
    lists: Lists = EMPTY
    corrector: Corrector = field(default_factory=Corrector)
    language: str = "en"
    samples: int = 0
    hotwords: str = ""

    @property
    def asked(self) -> TranscriptionOptions:
        """What the recognizer is asked for."""
        return TranscriptionOptions(
            self.language, words=False, hotwords=self.hotwords, hypotheses=self.hypotheses, samples=self.samples
        )


@dataclass(frozen=True, slots=True)
class Message:
    """A transmission as it was understood. Times are seconds from the recording's start; `level` is in dBFS.

    `readback` compares it with the clearance that it answers, the message of number `answers`.
    """

    start: float
    end: float
    level: float
    corrected: Corrected
    phrase: Phrase
    entities: tuple[Entity, ...]
    turn: Turn
    answers: int | None = None
    readback: Readback | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "start": round(self.start, 3),
            "end": round(self.end, 3),
            "level": round(self.level, 1),
            "written": self.phrase.written,
            "spoken": self.phrase.spoken,
            "turn": self.turn.to_json(),
            "entities": [one.to_json() for one in self.entities],
            "correction": self.corrected.to_json(),
            "hypotheses": list(self.corrected.evidence.hypotheses),
            **({"answers": self.answers, "readback": self.readback.to_json()} if self.readback else {}),
        }


@dataclass(frozen=True, slots=True)
class RadioTranscript:
    """The messages of one recording, in order."""

    duration: float
    messages: tuple[Message, ...] = field(default=())

    @property
    def warnings(self) -> tuple[Message, ...]:
        """Read-backs that differ from their clearance: what a controller wants to see first."""
        return tuple(one for one in self.messages if one.readback and one.readback.match == "differs")

    def to_json(self) -> dict[str, Any]:
        return {
            "duration": round(self.duration, 3),
            "messages": [one.to_json() for one in self.messages],
            "warnings": [number for number, one in enumerate(self.messages) if one in self.warnings],
        }


def transcribe_radio(
    recognizer: Recognizer, samples: Waveform, options: RadioOptions, progress: Progress | None = None
) -> RadioTranscript:
    """Transcribe a recording at 16 kHz. Progress counts seconds of sound."""
    transmissions = find_transmissions(samples)
    waves = [one.samples for one in transmissions]
    transcripts = listen(recognizer, waves, options.asked, progress or SilentProgress())
    heard = [evidence_of(transcript) for transcript in transcripts]
    spoken = [(one, evidence) for one, evidence in zip(transmissions, heard, strict=True) if evidence is not None]
    corrected = options.corrector.correct_all([evidence for _, evidence in spoken], [options.lists] * len(spoken))
    messages = [understand(one, result, options.lists) for (one, _), result in zip(spoken, corrected, strict=True)]
    return RadioTranscript(duration_of(samples), tuple(with_readbacks(messages)))


def evidence_of(transcript: Transcript) -> Evidence | None:
    """Return the texts of a transcript with their scores, the best first; None where nothing was said."""
    if transcript.hypotheses:
        scores = tuple(one.average_log_probability for one in transcript.hypotheses)
        return Evidence(tuple(one.text for one in transcript.hypotheses), scores=scores)
    return Evidence((transcript.text,)) if transcript.text else None


def understand(transmission: Transmission, corrected: Corrected, lists: Lists) -> Message:
    """Find what a transmission names, and who speaks."""
    phrase = read_phrase(corrected.text)
    entities = find_entities(phrase, lists.waypoints, lists.callsigns_by_words())
    turn = guess_turn(phrase, entities)
    return Message(transmission.start, transmission.end, transmission.level, corrected, phrase, entities, turn)


def with_readbacks(messages: Sequence[Message]) -> Iterator[Message]:
    """Yield the messages; a pilot's answer is compared with the clearance before it."""
    for number, message in enumerate(messages):
        answered = _answered(messages, number)
        if answered is None:
            yield message
        else:
            compared = compare_readback(messages[answered].entities, message.entities)
            yield replace(message, answers=answered, readback=compared)


def _answered(messages: Sequence[Message], number: int) -> int | None:
    """Return the number of the clearance that a message reads back: a controller's, just before, to the aircraft."""
    message = messages[number]
    if message.turn.speaker != "pilot" or not _named(message):
        return None
    for before in range(number - 1, max(-1, number - 1 - REPLY), -1):
        clearance = messages[before]
        if clearance.turn.speaker != "controller" or message.start - clearance.end > REPLY_SECONDS:
            continue
        if any(one.kind in READ_BACK for one in clearance.entities) and _may_answer(clearance, message):
            return before
    return None


def _may_answer(clearance: Message, answer: Message) -> bool:
    """Return whether a callsign of one may be a shortened one of the other."""
    first, second = _named(clearance), _named(answer)
    return any(is_same_callsign(one, two) or is_same_callsign(two, one) for one in first for two in second)


def _named(message: Message) -> list[str]:
    return [one.value for one in message.entities if one.kind == "callsign"]
