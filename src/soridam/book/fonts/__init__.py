"""The book's two fonts: Jua for titles, Gowun Dodum for texts (both SIL OFL 1.1). Begin with `subset`.

They are kept as WOFF, a fifth of their size as TrueType; WOFF2 takes seconds to unpack in Python. A book carries only
the letters that it shows.
"""

import io
import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Literal, get_args

from fontTools import subset as cutting
from fontTools.ttLib import TTFont

Role = Literal["title", "text"]
Flavor = Literal["woff2", "truetype"]
ROLES: tuple[Role, ...] = get_args(Role)
_PLAIN = {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i"}  # letters whose mark is no accent to Unicode
_FILES: dict[Role, str] = {"title": "Jua-Regular.woff", "text": "GowunDodum-Regular.woff"}


@cache
def truetype(role: Role) -> bytes:
    """Return the whole font as TrueType, for what reads nothing else."""
    font = _open(role)
    font.flavor = None
    return _saved(font)


@cache
def characters_of(role: Role) -> frozenset[str]:
    """Return what the font can write. Jua has the 2,350 common syllables and a few more; Gowun Dodum has all 11,172."""
    return frozenset(map(chr, _open(role).getBestCmap()))


def writable(text: str) -> str:
    """The text in what the fonts can write: an accent they lack is left off, a letter they lack wholly is left out.

    For pages and outlines of our own; screens have more fonts.
    """
    known = characters_of("title") | characters_of("text") | {"\n"}
    kept = (
        character if character in known else unicodedata.normalize("NFD", _PLAIN.get(character, character))[0]
        for character in unicodedata.normalize("NFC", text)
    )
    return re.sub(" +", " ", "".join(character for character in kept if character in known))


def subset(role: Role, characters: str, flavor: Flavor = "woff2") -> bytes:
    """Return a font of these characters alone; those that it lacks are left out."""
    font = _open(role)
    options = cutting.Options(notdef_outline=True, layout_features=["*"])
    cutter = cutting.Subsetter(options)
    cutter.populate(text=characters + " ")
    cutter.subset(font)
    font.flavor = "woff2" if flavor == "woff2" else None
    return _saved(font)


def _open(role: Role) -> TTFont:
    return TTFont(io.BytesIO(resources.files(__name__).joinpath(_FILES[role]).read_bytes()), recalcTimestamp=False)


def _saved(font: TTFont) -> bytes:
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=False)
    return buffer.getvalue()
