"""From a recording to transmissions that were recognized, corrected and understood. Begin with `transcribe_radio`."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
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
from soridam.radio.entities.turn import Relation, Turn, follow_turn, guess_turn
from soridam.radio.hotwords import listen
from soridam.radio.overlap import NONE, Overlap, find_overlap
from soridam.radio.phraseology.phrase import Phrase, read_phrase
from soridam.radio.stream import iter_transmissions
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
    overlap: Overlap = NONE
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
            **self.overlap.to_json(),
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


def transcribe_stream(recognizer: Recognizer, blocks: Iterable[Waveform], options: RadioOptions) -> Iterator[Message]:
    """Yield each transmission of a 16 kHz stream when it is over. A read-back is compared with what came before it."""
    heard = (hear_transmission(recognizer, one, options) for one in iter_transmissions(blocks))
    yield from with_readbacks(message for message in heard if message is not None)


def hear_transmission(recognizer: Recognizer, transmission: Transmission, options: RadioOptions) -> Message | None:
    """Transcribe a transmission; None where nothing was said."""
    (transcript,) = listen(recognizer, [transmission.samples], options.asked, SilentProgress())
    evidence = evidence_of(transcript)
    if evidence is None:
        return None
    (corrected,) = options.corrector.correct_all([evidence], [options.lists])
    return understand(transmission, corrected, options.lists)


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
    turn, overlap = guess_turn(phrase, entities), find_overlap(transmission.samples)
    return Message(transmission.start, transmission.end, transmission.level, corrected, phrase, entities, turn, overlap)


def with_readbacks(messages: Iterable[Message]) -> Iterator[Message]:
    """Yield the messages as they follow one another: who speaks, and which clearance a pilot's answer reads back."""
    yield from map(Conversation().add, messages)


class Conversation:
    """Messages as they come; remembers no more than may still be answered."""

    def __init__(self, number: int = 0) -> None:
        """Begin with the number of the first message."""
        self._number = number
        self._before: deque[tuple[int, Message]] = deque(maxlen=REPLY)

    def add(self, message: Message) -> Message:
        """Return the next message, with who probably speaks after those before, and what it answers."""
        if self._before:
            message = _follow(self._before[-1][1], message)
        answered = _answered(self._before, message)
        self._before.append((self._number, message))
        self._number += 1
        if answered is None:
            return message
        place, clearance = answered
        return replace(message, answers=place, readback=compare_readback(clearance.entities, message.entities))


def _follow(before: Message, message: Message) -> Message:
    if message.start - before.end > REPLY_SECONDS:
        return message
    relation: Relation = "unknown"
    if _named(before) and _named(message):
        relation = "same" if _may_answer(before, message) else "other"
    return replace(message, turn=follow_turn(message.turn, before.turn, relation))


def _answered(before: Sequence[tuple[int, Message]], message: Message) -> tuple[int, Message] | None:
    """Return the clearance that a message reads back: a controller's, just before, to the aircraft."""
    if message.turn.speaker != "pilot" or not _named(message):
        return None
    for number, clearance in reversed(before):
        if clearance.turn.speaker != "controller" or message.start - clearance.end > REPLY_SECONDS:
            continue
        if any(one.kind in READ_BACK for one in clearance.entities) and _may_answer(clearance, message):
            return number, clearance
    return None


def _may_answer(clearance: Message, answer: Message) -> bool:
    """Return whether a callsign of one may be a shortened one of the other."""
    first, second = _named(clearance), _named(answer)
    return any(is_same_callsign(one, two) or is_same_callsign(two, one) for one in first for two in second)


def _named(message: Message) -> list[str]:
    return [one.value for one in message.entities if one.kind == "callsign"]
