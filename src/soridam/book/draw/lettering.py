"""Titles as outlines: broken into lines, made as large as they fit, bent a little, readable on any picture.

Begin with `letter_title`. Letters become paths, so that an SVG shows them where the font is not installed.
"""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from soridam.book.draw.svg import Box, group, path
from soridam.book.fonts import ROLES, characters_of, subset, writable

LINE = 1.14  # from line to line, in sizes
LARGEST = 168.0  # pixels
BEND = 26.0  # pixels by which the ends of a full line hang lower than its middle
MOST_LINES = 4
_STAND_INS = str.maketrans({"’": "'", "‘": "'", "…": "...", "–": "-", "—": "-", "\u00a0": " "})  # signs that Jua lacks


class Letters:
    """The outlines of the characters of one text: of Jua, and of Gowun Dodum for those that Jua lacks."""

    def __init__(self, text: str) -> None:
        self._owner: dict[str, TTFont] = {}
        wanted = set(text)
        for role in ROLES:
            here = wanted & characters_of(role)
            if here:
                font = TTFont(io.BytesIO(subset(role, "".join(sorted(here)), "truetype")))
                self._owner |= dict.fromkeys(here, font)
                wanted -= here

    def width(self, text: str) -> float:
        """In em. Characters that neither font has take no room."""
        return sum(self._advance(character) for character in text)

    def outline(self, text: str, size: float, x: float, y: float, bend: float, span: float) -> str:
        """Return path data of a line about (x, y), its ends hanging `bend` pixels lower if it were `span` wide."""
        pieces = []
        at = -self.width(text) * size / 2
        curve = bend / (span / 2) ** 2
        for character in text:
            advance = self._advance(character) * size
            middle = at + advance / 2
            turn = math.atan(2 * curve * middle)
            pieces.append(self._glyph(character, size, x + middle, y + curve * middle**2, turn, advance))
            at += advance
        return "".join(pieces)

    def _advance(self, character: str) -> float:
        font = self._owner.get(character)
        if font is None:
            return 0.0
        return font["hmtx"][font.getBestCmap()[ord(character)]][0] / font["head"].unitsPerEm

    def _glyph(self, character: str, size: float, x: float, y: float, turn: float, advance: float) -> str:
        font = self._owner.get(character)
        if font is None:
            return ""
        glyphs = font.getGlyphSet()
        pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.1f}".rstrip("0").rstrip("."))
        k = size / font["head"].unitsPerEm
        cos, sin = math.cos(turn) * k, math.sin(turn) * k
        start = (x - math.cos(turn) * advance / 2, y - math.sin(turn) * advance / 2)
        turned = TransformPen(pen, (cos, sin, sin, -cos, *start))
        glyphs[font.getBestCmap()[ord(character)]].draw(turned)
        return pen.getCommands()


@dataclass(frozen=True, slots=True)
class Title:
    """A lettered title and what it covers."""

    svg: str
    box: Box


def letter_title(text: str, area: Box, *, fill: str, edge: str, rim: str) -> Title:
    """Return the title in the middle of an area, as large as it fits: letters of color `fill`, edged twice."""
    text = " ".join(writable(text).translate(_STAND_INS).split())
    letters = Letters(text)
    lines, size = _best_lines(text, letters, area)
    height = size * LINE * (len(lines) - 1)
    x, first = area.center[0], area.center[1] - height / 2 + size * 0.36 - BEND * 0.3
    outline = "".join(
        letters.outline(line, size, x, first + place * size * LINE, BEND, area.width)
        for place, line in enumerate(lines)
    )
    wide = max(letters.width(line) for line in lines) * size
    box = Box(x - wide / 2, first - size * 0.86, x + wide / 2, first + height + size * 0.24 + BEND).grown(size * 0.14)
    return Title(_layered(outline, size, fill, edge, rim), box)


def _layered(outline: str, size: float, fill: str, edge: str, rim: str) -> str:
    def under(color: str, width: float, opacity: float | None = None, **move: str) -> str:
        return path(
            outline,
            color,
            stroke=color,
            stroke_width=size * width,
            stroke_linejoin="round",
            opacity=opacity,
            **move,
        )

    shade = under("#2b2140", 0.3, 0.22, transform=f"translate(0 {size * 0.07:.1f})")
    return group(shade, under(rim, 0.3), under(edge, 0.17), path(outline, fill))


def _best_lines(text: str, letters: Letters, area: Box) -> tuple[list[str], float]:
    """The division into lines that allows the largest letters. Words are kept whole; only where there is none to part,
    a word is cut."""
    words = text.split(" ")
    best: tuple[float, list[str]] = (0.0, [text])
    for count in range(1, min(MOST_LINES, len(words)) + 1):
        lines = min(_divisions(words, count), key=lambda lines: max(map(letters.width, lines)))
        size = _size(lines, letters, area)
        if size > best[0] * 1.04:  # fewer lines, unless more of them are clearly larger
            best = (size, lines)
    if best[0] < 46 and len(words) < MOST_LINES:
        cut = [text[start : start + -(-len(text) // 2)] for start in (0, -(-len(text) // 2))]
        return cut, _size(cut, letters, area)
    return best[1], best[0]


def _divisions(words: Sequence[str], count: int) -> Iterator[list[str]]:
    """Yield all ways to part words into so many lines."""
    for cuts in combinations(range(1, len(words)), count - 1):
        edges = (0, *cuts, len(words))
        yield [" ".join(words[start:stop]) for start, stop in pairwise(edges)]


def _size(lines: Sequence[str], letters: Letters, area: Box) -> float:
    widest = max(letters.width(line) for line in lines)
    tall = LINE * (len(lines) - 1) + 1.24
    return min(LARGEST, area.width / (widest + 0.3), (area.height - BEND) / tall)
