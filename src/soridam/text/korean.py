"""Transcription marks of Korean corpora, parsed instead of substituted. Begin with `readings`.

ETRI and KsponSpeech write `b/ 아/ 모+ (70%)/(칠 십 퍼센트) n/`; AI-Hub free talk writes (NO:) (SN:) (SP:x) (FP:x).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from soridam.core.errors import CorpusError
from soridam.text.spacing import tidy

NOISES = {"b/": "breath", "l/": "laugh", "o/": "other speech", "n/": "noise", "u/": "unintelligible"}
WORD_MARKS = "/+*"
CLOSING_PUNCTUATION = ".,?!~…"
AIHUB_MARK = re.compile(r"\( ?(NO|SN|SP|FP) ?:", re.IGNORECASE)
NOISE_RUN = re.compile(r"(?:[blonu]/)+")
NOISE_BEFORE_BRACKET = re.compile(r"(?:^|\s)[blonu]/$")
GAP_BEFORE_BRACKET = re.compile(r"[\s,.·|\\:;~-]{0,5}(?=\()")
READ_ALOUD = re.compile(r"[0-9A-Za-z%]")  # what is said in other letters than it is written in
DUAL_SLASH = re.compile(r" ?/+ ?(?=\()")
LOOSE_SLASH = re.compile(r" ?/+ ?")
MOST_BRACKETS = 100  # the parsers recurse; real transcripts never have a hundred brackets
MARK_INSIDE = re.compile(r"(?<=[가-힣][+*])(?=[가-힣])")
# `#@이름#` and its kin in AI-Hub, `&name1&` in the corpora of the National Institute of Korean Language.
DEIDENTIFIED = re.compile(r"#@|#[가-힣]+\d*#|&[a-z][a-z-]*\d*&")


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word without its marks."""

    text: str
    filler: bool = False
    repeated: bool = False
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Noise:
    """A sound that is not a word; `kind` is a value of NOISES."""

    kind: str


Token = Word | Noise
Side = Literal["spelling", "pronunciation", "both"]


@dataclass(frozen=True, slots=True)
class ParsedTranscript:
    """A transcript as it is spelled and as it is pronounced, and what is wrong with its marks.

    Both readings are equal where nothing is transcribed twice. With `problems` both hold every word of the line,
    spelled and pronounced ones one after another: set such a row aside.
    """

    spelling: tuple[Token, ...]
    pronunciation: tuple[Token, ...]
    problems: tuple[str, ...] = ()


def readings(text: str, *, keep_fillers: bool) -> tuple[str, ...]:
    """Return the plain texts of an ETRI transcript: one, or (spelling, pronunciation) when they differ.

    A transcript of nothing but marks, such as `u/`, has the one reading "". Raises CorpusError when brackets or
    dual marks are broken, so that a reader can set the row aside.
    """
    parsed = parse_transcript(text)
    if parsed.problems:
        raise CorpusError(
            "text.broken-mark",
            "Broken transcription mark ({reason}): {text}",
            hint="Fix the line: a dual transcription is written (spelling)/(pronunciation).",
            reason=", ".join(parsed.problems),
            text=text,
        )
    spelling = plain(parsed.spelling, keep_fillers=keep_fillers)
    pronunciation = plain(parsed.pronunciation, keep_fillers=keep_fillers)
    return (spelling,) if spelling == pronunciation else (spelling, pronunciation)


def parse_transcript(text: str) -> ParsedTranscript:
    """Parse ETRI and KsponSpeech marks by recursive descent.

    - A noise mark counts only as a token of its own: "km/h" and "5 l/분" stay.
    - `(a)/(b)` may be nested and may touch other words, as in "(70%)/(칠십 퍼센트)는"; spaces around the slash are
      forgiven. The spelling of a nested dual is the spelling inside the spelling.
    - `(a)` alone is no mark: its words stay and its brackets go.
    - A bracket without its partner, `(a)(b)`, `(a)/b` and an empty side are problems; every word stays.

    Raises CorpusError for more brackets than a person writes.
    """
    parser = _BracketParser(_parsable(text))
    pieces = parser.parse()
    sides: tuple[Side, Side] = ("both", "both") if parser.problems else ("spelling", "pronunciation")
    spelling, pronunciation = (_render(pieces, side) for side in sides)
    return ParsedTranscript(tuple(_iter_tokens(spelling)), tuple(_iter_tokens(pronunciation)), tuple(parser.problems))


def plain(tokens: tuple[Token, ...], *, keep_fillers: bool) -> str:
    """Return the words of a reading, without noises and, if so wished, without fillers."""
    words = (token for token in tokens if isinstance(token, Word))
    return " ".join(word.text for word in words if keep_fillers or not word.filler)


def has_deidentified_name(text: str) -> bool:
    """Return whether a name or number was masked, as in `#@이름#`: sound and text then disagree."""
    return DEIDENTIFIED.search(tidy(text)) is not None


def strip_aihub_marks(text: str) -> str:
    """Remove (NO:) (SN:) (SP:x) (FP:x) and keep every x. Raises CorpusError when a mark is not closed."""
    return " ".join(_AihubParser(_parsable(text)).parse().split())


def _parsable(text: str) -> str:
    tidied = tidy(text)
    if tidied.count("(") > MOST_BRACKETS:
        raise CorpusError(
            "text.many-brackets",
            "More than {count} brackets in one transcript: {text}…",
            hint="This is not a transcript; check what the file holds.",
            count=MOST_BRACKETS,
            text=tidied[:40],
        )
    return tidied


@dataclass(frozen=True, slots=True)
class _Group:
    pieces: tuple["_Piece", ...]


@dataclass(frozen=True, slots=True)
class _Dual:
    spelling: tuple["_Piece", ...]
    pronunciation: tuple["_Piece", ...]


_Piece = str | _Group | _Dual


class _BracketParser:
    """sequence: (text | group | dual)*;  dual: group "/" group;  group: "(" sequence ")"."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.problems: list[str] = []

    def parse(self) -> tuple[_Piece, ...]:
        pieces = self._sequence()
        while self.at < len(self.text):
            self._report("unopened bracket")
            self.at += 1
            pieces = (*pieces, " ", *self._sequence())
        return pieces

    def _sequence(self) -> tuple[_Piece, ...]:
        pieces: list[_Piece] = []
        while self.at < len(self.text) and self.text[self.at] != ")":
            pieces.append(self._group_or_dual() if self.text[self.at] == "(" else self._plain_text())
        return tuple(pieces)

    def _plain_text(self) -> str:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in "()":
            self.at += 1
        run = self.text[start : self.at]
        return run + " " if NOISE_BEFORE_BRACKET.search(run) else run

    def _group_or_dual(self) -> _Piece:
        left = self._group()
        if slash := DUAL_SLASH.match(self.text, self.at):
            self.at = slash.end()
            return self._dual(left, self._group())
        if self._is_dual_without_slash(left):
            self._report("missing slash")
        elif slash := LOOSE_SLASH.match(self.text, self.at):
            self.at = slash.end()
            self._report("missing pronunciation")
            return _Group((*left, " "))
        return _Group(left)

    def _is_dual_without_slash(self, left: tuple[_Piece, ...]) -> bool:
        """Return whether another bracket follows that was meant as the pronunciation: "(70%) (칠십 퍼센트)"."""
        gap = GAP_BEFORE_BRACKET.match(self.text, self.at)
        if gap is None:
            return False
        return not gap[0].isspace() or bool(READ_ALOUD.search(_render(left, "spelling")))

    def _dual(self, left: tuple[_Piece, ...], right: tuple[_Piece, ...]) -> _Dual:
        if not _render(left, "spelling").strip() or not _render(right, "pronunciation").strip():
            self._report("empty side")
        return _Dual(left, right)

    def _group(self) -> tuple[_Piece, ...]:
        self.at += 1
        inside = self._sequence()
        if self.at == len(self.text):
            self._report("unclosed bracket")
        self.at = min(self.at + 1, len(self.text))
        return inside

    def _report(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def _render(pieces: tuple[_Piece, ...], side: Side) -> str:
    text = ""
    for piece in pieces:
        match piece:
            case str():
                text += piece
            case _Group(inner):
                text += " " + _render(inner, side)  # its neighbor is another word
            case _Dual() if side == "both":
                text += f" {_render(piece.spelling, side)} {_render(piece.pronunciation, side)}"
            case _Dual():
                text += _render(piece.spelling if side == "spelling" else piece.pronunciation, side)
    return text


def _iter_tokens(text: str) -> Iterator[Token]:
    for token in MARK_INSIDE.sub(" ", text).split():
        if NOISE_RUN.fullmatch(token.rstrip("+*")):
            yield from (Noise(NOISES[f"{letter}/"]) for letter in token.rstrip("+*").split("/")[:-1])
        else:
            yield _parse_word(token)


def _parse_word(token: str) -> Word:
    body = token.rstrip(WORD_MARKS + CLOSING_PUNCTUATION)
    if not body:
        return Word(token)
    tail = token[len(body) :]
    punctuation = "".join(character for character in tail if character not in WORD_MARKS)
    return Word(body + punctuation, filler="/" in tail, repeated="+" in tail, unclear="*" in tail)


class _AihubParser:
    """sequence: (text | mark | "(" sequence ")")*;  mark: "(" tag ":" sequence ")"."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def parse(self) -> str:
        clean = self._sequence()
        while self.at < len(self.text):  # a bracket of the text itself, such as a smiley
            self.at += 1
            clean += ")" + self._sequence()
        return clean

    def _sequence(self) -> str:
        clean = ""
        while self.at < len(self.text) and self.text[self.at] != ")":
            if mark := AIHUB_MARK.match(self.text, self.at):
                clean += self._mark(mark)
            elif self.text[self.at] == "(":
                clean += self._bracket()
            else:
                clean += self.text[self.at]
                self.at += 1
        return clean

    def _mark(self, mark: re.Match[str]) -> str:
        self.at = mark.end()
        inside = self._sequence()
        if self.at == len(self.text):
            raise CorpusError(
                "text.open-mark",
                "The mark {mark} is not closed: {text}",
                hint="Fix the line: a mark is written (SP:word).",
                mark=mark.group(),
                text=self.text,
            )
        self.at += 1
        return f" {inside} " if mark[1].upper() == "FP" else inside  # a filled pause is a word of its own

    def _bracket(self) -> str:
        self.at += 1
        inside = self._sequence()
        closed = self.at < len(self.text)
        self.at = min(self.at + 1, len(self.text))
        return f"({inside})" if closed else f"({inside}"
