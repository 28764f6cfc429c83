"""UWB-ATCC: Czech air traffic at 8 kHz, transcribed with Transcriber (`.trs`, cp1250). License CC BY-NC-SA."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from soridam.core.errors import CorpusError
from soridam.speech.corpus.labels import LabelFile, SoundFinder, iter_label_files
from soridam.speech.corpus.rows import Row, RowError, attempt, cut, nothing_found, parse_xml, required
from soridam.speech.corpus.utterance import Rejection, Utterance
from soridam.text.telephony import ALPHABET

EXPECTED = ".trs files beside wav files"
SOUNDS = ("ehm", "noise", "background_speech", "speaker", "unintelligible", "breath", "cough", "click")
FOREIGN = ("no_eng", "czech", "slovak", "german", "other_language")
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ABBREVIATIONS = {"RWY": "runway", "FL": "flight level"}
PIECE = re.compile(r"\[([^\[\]]*)\]|([()])|([^\[\]()|\s]+)|(\s+)|(.)", re.DOTALL)
WORD_PARTS = re.compile(r"([0-9])|(?<=[0-9])([.,])(?=[0-9])|([^0-9.,]+|[.,])")


@dataclass(frozen=True, slots=True)
class Segment:
    """The text between two marks of time in one turn; several speakers talk at once in some."""

    start: str
    end: str
    text: str
    speakers: tuple[str, ...]


def iter_utterances(folder: Path) -> Iterator[Row]:
    finder, empty = SoundFinder(folder), True
    for label in iter_label_files(folder, ".trs"):
        empty = False
        yield from _recording(label, finder)
    if empty:
        raise nothing_found(folder, EXPECTED, "uwb_atcc")


def _recording(label: LabelFile, finder: SoundFinder) -> Iterator[Row]:
    try:
        document = parse_xml(label.read(), default_encoding="cp1250")
        turns = list(document.iter("Turn"))
        if not turns:
            raise RowError("unreadable-label", "The transcription holds no Turn.")
    except CorpusError as error:
        yield Rejection(label.id, "unreadable-label", error.message)
        return
    names = {entry.get("id", ""): entry.get("name", "") for entry in document.iter("Speaker")}
    segments = (segment for turn in turns for segment in _segments(turn))
    for index, segment in enumerate(segments):
        row_id = f"{label.id}/{index:05}"
        yield attempt(row_id, _utterance, row_id, segment, names, label, finder)


def _segments(turn: Element) -> Iterator[Segment]:
    """Cut a turn at its Sync marks; what other elements are followed by belongs to the text."""
    speakers = tuple(turn.get("speaker", "").split())
    start, text = turn.get("startTime", ""), turn.text or ""
    for child in turn:
        if child.tag == "Sync":
            time = child.get("time", "")
            if text.strip() or time != start:
                yield Segment(start, time, text, speakers)
            start, text = time, ""
        text += " " + (child.tail or "")
    yield Segment(start, turn.get("endTime", ""), text, speakers)


def _utterance(
    row_id: str, segment: Segment, names: dict[str, str], label: LabelFile, finder: SoundFinder
) -> Utterance:
    transcript = " ".join(segment.text.split())
    required(transcript)
    if len(segment.speakers) > 1:
        raise RowError("overlapping-speech", transcript)
    text = plain_text(transcript)
    sound = finder.find(label, label.stem).clip
    clip = cut(sound.path, segment.start, segment.end, sound.member)
    speaker = segment.speakers[0] if segment.speakers else ""
    name = names.get(speaker, speaker)
    return Utterance(
        id=row_id,
        clip=clip,
        transcript=transcript,
        readings=(text,),
        speaker=name,
        source=f"uwb_atcc/{role_of(name)}",
        language="en",
        declared_duration=(clip.end or 0) - (clip.start or 0),
    )


def role_of(name: str) -> str:
    """Return "controller", "pilot" or "unknown" for a speaker's name."""
    lowered = name.lower()
    if any(word in lowered for word in ("atc", "control", "tower", "radar")):
        return "controller"
    return "pilot" if "pilot" in lowered else "unknown"


def plain_text(text: str) -> str:
    """Give the words in full: digits one by one, RWY as runway, FL as flight level, `(H(otel))` as hotel.

    Raises RowError: "broken-marks", "foreign" (nothing else was said), "empty-after-marks".
    """
    marked = _Words(text)
    words = [part for word in marked.words for part in _in_full(word)]
    if not words:
        raise RowError("foreign" if marked.has_foreign else "empty-after-marks", text)
    return " ".join(words)


class _Words:
    """Walks a transcript once, keeping what is open: `[x_|]…[|_x]` stretches and `(A(b))` brackets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.has_foreign = False
        self._stretches: list[str] = []
        self._depth = 0
        for mark, bracket, word, space, stray in PIECE.findall(text):
            if stray:
                raise self._broken()
            if bracket:
                self._bracket(bracket)
            elif word and self._depth < 2 and not self._is_hidden():
                self.words.append(word)
            elif not word and not space:
                self._mark(mark.strip().lower())
        if self._stretches or self._depth:
            raise self._broken()

    def _is_hidden(self) -> bool:
        return any(name == "comment" or name.startswith(FOREIGN) for name in self._stretches)

    def _bracket(self, bracket: str) -> None:
        self._depth += 1 if bracket == "(" else -1
        if bracket == "(" and self._depth == 2 and self.words:
            self.words[-1] = ALPHABET.get(self.words[-1].upper(), self.words[-1])
        if not 0 <= self._depth <= 2:
            raise self._broken()

    def _mark(self, mark: str) -> None:
        if mark.startswith("|"):
            if not self._stretches or self._stretches.pop() != mark.lstrip("|_"):
                raise self._broken()
            return
        name = mark.rstrip("|").rstrip("_") if mark.endswith("|") else mark
        if not name.startswith(("comment", *SOUNDS, *FOREIGN)):
            raise self._broken()
        self.has_foreign = self.has_foreign or name.startswith(FOREIGN)
        if mark.endswith("|"):
            self._stretches.append(name)

    def _broken(self) -> RowError:
        return RowError("broken-marks", self.text)


def _in_full(word: str) -> Iterator[str]:
    if not any(character in "0123456789" for character in word):
        yield ABBREVIATIONS.get(word, word)
        return
    for digit, point, rest in WORD_PARTS.findall(word):
        if digit:
            yield DIGITS[int(digit)]
        elif point:
            yield "decimal"
        elif rest.isalnum():
            yield ABBREVIATIONS.get(rest, rest)
