"""Transcripts as txt, srt, vtt, tsv and json. Begin with `write_transcript`.

Cues hold at most two lines of a length that a reader takes in at a glance, which for Hangul, kana and Chinese
characters is less than for letters.
"""

import json
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import Self

from soridam.core.errors import UsageError
from soridam.core.files import write_text
from soridam.speech.recognition.segmentation import SENTENCE_END, WIDE_SENTENCE_END, join_words
from soridam.speech.recognition.transcript import Segment, Transcript, Word
from soridam.speech.recognition.vocabulary import UNSPACED

LETTER_COLUMNS = 42
# Columns of a terminal, in which these characters take two: 16 Hangul or Chinese characters, 13 kana.
COLUMNS = {"ko": 32, "zh": 32, "yue": 32, "ja": 26}


@dataclass(frozen=True, slots=True)
class Layout:
    """The limits of a cue: columns a line, lines, and seconds."""

    columns: int
    lines: int = 2
    longest: float = 7.0
    spaced: bool = True  # lines break between words; otherwise between characters

    @classmethod
    def of(cls, language: str, columns: int | None = None, lines: int | None = None) -> Self:
        """Return the usual layout of a language, with the given overrides."""
        return cls(columns or COLUMNS.get(language, LETTER_COLUMNS), lines or 2, spaced=language not in UNSPACED)


@dataclass(frozen=True, slots=True)
class Cue:
    """The text on the screen from `start` to `end`, in seconds."""

    start: float
    end: float
    lines: tuple[str, ...]


def iter_cues(transcript: Transcript, layout: Layout) -> Iterator[Cue]:
    """Segments cut to the layout; a cue ends before the next one begins."""
    cues = [cue for segment in transcript.segments for cue in _cues_of(segment, layout)]
    for cue, following in zip_longest(cues, cues[1:]):
        end = min(cue.end, following.start) if following else cue.end
        yield Cue(cue.start, max(cue.start, end), cue.lines)


def _cues_of(segment: Segment, layout: Layout) -> Iterator[Cue]:
    group: list[Word] = []
    for word in _unbreakable(segment.words or _guess_words(segment, layout), layout):
        if group and not _fits([*group, word], layout):
            yield _cue(group, layout)
            group = []
        group.append(word)
    if group:
        yield _cue(group, layout)


def _unbreakable(words: Sequence[Word], layout: Layout) -> list[Word]:
    """Return words joined with those that follow without a space: 5-0 is two to the model and one to a reader."""
    joined: list[Word] = []
    for word in words:
        if joined and layout.spaced and not word.spaced:
            joined[-1] = replace(joined[-1], text=joined[-1].text + word.text, end=word.end)
        else:
            joined.append(word)
    return joined


def _fits(words: Sequence[Word], layout: Layout) -> bool:
    lasts = words[-1].end - words[0].start
    return lasts <= layout.longest and len(wrap(join_words(words), layout)) <= layout.lines


def _cue(words: Sequence[Word], layout: Layout) -> Cue:
    return Cue(words[0].start, words[-1].end, tuple(wrap(join_words(words), layout)))


def _guess_words(segment: Segment, layout: Layout) -> list[Word]:
    """Return where no word times were asked for: the segment's time shared out by the width of its words."""
    pieces = segment.text.split() if layout.spaced else list(segment.text)
    whole = sum(width(piece) for piece in pieces)
    words, start = [], segment.start
    for piece in pieces:
        end = start + (segment.end - segment.start) * width(piece) / max(1, whole)
        words.append(Word(piece, start, end, 0.0, spaced=layout.spaced))
        start = end
    return words


def wrap(text: str, layout: Layout) -> list[str]:
    """Lines of at most the layout's columns, two of them of similar length; a longer word has a line of its own."""
    parts = text.split() if layout.spaced else list(" ".join(text.split()))
    lines = _fill(parts, layout.columns, layout.spaced)
    if len(lines) != 2:
        return lines
    narrower = range(max(map(width, parts)), layout.columns)
    balanced = (_fill(parts, columns, layout.spaced) for columns in narrower)
    return next((shorter for shorter in balanced if len(shorter) == 2), lines)


def _fill(parts: Sequence[str], columns: int, spaced: bool) -> list[str]:
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{' ' if spaced else ''}{part}" if lines else part
        if lines and width(longer) <= columns:
            lines[-1] = longer
        else:
            lines.append(part)
    return [line.strip() for line in lines]


def width(text: str) -> int:
    """Columns of a terminal: wide East Asian characters take two, marks that combine none (Unicode UAX 11)."""
    composed = unicodedata.normalize("NFC", text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in composed
    )


def as_txt(transcript: Transcript, layout: Layout) -> str:
    """Return one line for each segment, or for each sentence of one whose words have no times."""
    lines = (line for segment in transcript.segments for line in _sentences_of(segment))
    return "".join(line + "\n" for line in lines)


def _sentences_of(segment: Segment) -> Iterator[str]:
    """With word times segments are about a sentence long already."""
    if segment.words:
        yield _one_line(segment.text)
        return
    line: list[str] = []
    for word in segment.text.split():
        line.append(word)
        if word.endswith((*SENTENCE_END, *WIDE_SENTENCE_END)):
            yield " ".join(line)
            line = []
    if line:
        yield " ".join(line)


def as_srt(transcript: Transcript, layout: Layout) -> str:
    cues = enumerate(iter_cues(transcript, layout), start=1)
    return "\n".join(f"{number}\n{_times(cue, ',')}\n{_lines(cue)}\n" for number, cue in cues)


def as_vtt(transcript: Transcript, layout: Layout) -> str:
    """WebVTT (W3C); its three special characters are escaped."""
    cues = [f"{_times(cue, '.')}\n{_escaped(_lines(cue))}\n" for cue in iter_cues(transcript, layout)]
    return "\n".join(["WEBVTT\n", *cues])


def as_tsv(transcript: Transcript, layout: Layout) -> str:
    """Whisper's columns: start and end in milliseconds, text."""
    rows = [
        f"{round(segment.start * 1000)}\t{round(segment.end * 1000)}\t{_one_line(segment.text)}\n"
        for segment in transcript.segments
    ]
    return "".join(["start\tend\ttext\n", *rows])


def as_json(transcript: Transcript, layout: Layout) -> str:
    """OpenAI's verbose_json with the words of each segment."""
    return json.dumps(transcript.to_json(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


FORMATS: Mapping[str, Callable[[Transcript, Layout], str]] = MappingProxyType(
    {"txt": as_txt, "srt": as_srt, "vtt": as_vtt, "tsv": as_tsv, "json": as_json}
)


def parse_formats(names: Sequence[str], known: Collection[str] = tuple(FORMATS)) -> tuple[str, ...]:
    """Return the output formats that were asked for, each once: `srt`, `srt,vtt` or `all`, of those that are `known`.

    Raises UsageError for an unknown one.
    """
    asked = [name.strip().lower() for part in names for name in part.split(",") if name.strip()]
    for name in asked:
        if name not in known and name != "all":
            raise UsageError(
                "transcription.format",
                "There is no output format '{name}'.",
                hint="Use {names}, or all.",
                name=name,
                names=", ".join(known),
            )
    return tuple(known) if "all" in asked else tuple(dict.fromkeys(asked))


def write_transcript(
    transcript: Transcript, stem: Path, formats: Sequence[str], layout: Layout, warnings: Sequence[object] = ()
) -> list[Path]:
    """Write `stem`.srt and so on, each whole or not at all; returns the paths. Warnings have room in JSON alone."""
    paths = [stem.with_name(f"{stem.name}.{name}") for name in formats]
    for name, path in zip(formats, paths, strict=True):
        text = FORMATS[name](transcript, layout)
        write_text(path, _with_warnings(text, warnings) if name == "json" and warnings else text)
    return paths


def _with_warnings(text: str, warnings: Sequence[object]) -> str:
    body = {**json.loads(text), "warnings": list(map(str, warnings))}
    return json.dumps(body, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _times(cue: Cue, point: str) -> str:
    return f"{_clock(cue.start, point)} --> {_clock(cue.end, point)}"


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"


def _lines(cue: Cue) -> str:
    return "\n".join(cue.lines)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _one_line(text: str) -> str:
    return " ".join(text.split())
