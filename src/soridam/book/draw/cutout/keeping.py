"""The drawings of a book, in a folder beside its pages. Begin with `keep_drawing`.

Each is a file that is named by its digest, so that a book which is copied or backed up holds all that its pictures are
drawn from.
"""

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from soridam.book.draw.cast.portrait import portrait_picture
from soridam.book.story import Character
from soridam.core.errors import StoryError
from soridam.core.files import replacing

FOLDER = "drawings"  # in the folder of a book
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


def keep_drawing(book: Path, png: bytes) -> str:
    """Write a drawing into the folder of a book; returns its digest."""
    digest = hashlib.sha256(png).hexdigest()
    folder = book / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(folder / f"{digest}.png") as temporary:
        temporary.write_bytes(png)
    return digest


def read_drawing(book: Path, digest: str) -> bytes:
    """Return the PNG of a drawing. Raises StoryError if it is not there, or is not what it was."""
    path = book / FOLDER / f"{digest}.png"
    data = path.read_bytes() if _DIGEST.match(digest) and path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != digest:
        raise StoryError(
            "drawing.gone",
            "The drawing of the hero is not in the book's folder.",
            hint="Make the book again with --hero-drawing, or choose another hero.",
        )
    return data


def portrait_of(drawings: Callable[[str], bytes] | None, hero: Character) -> Image.Image:
    """Return the hero, or the drawing in its place, on white: what a painter's adapter is shown of it.

    `drawings` finds a drawing by its digest.
    """
    if hero.drawing is None or drawings is None:
        return portrait_picture(hero)
    return _on_white(drawings(hero.drawing))


def _on_white(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        layer = image.convert("RGBA")
    side = max(layer.size)
    ground = Image.new("RGBA", (side, side), "white")
    ground.alpha_composite(layer, ((side - layer.width) // 2, (side - layer.height) // 2))
    return ground.convert("RGB")
