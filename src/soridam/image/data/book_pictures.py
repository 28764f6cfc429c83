"""Pictures of a book that the product made, with captions from its story. Begin with `read_book_pictures`.

Only what is needed of `book.json` is read: who is in a picture, how each looks, and what happens. A caption has the
order of the prompts that a page is painted with: first the looks, then the scene.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from soridam.image.data.picture import CaptionedPicture, Rejection, place_of

BOOK_FILE = "book.json"
COVER = 0  # the number of the cover among the sheets


def read_book_pictures(folder: Path, root: Path) -> list[CaptionedPicture | Rejection]:
    """Return the cover and the pages of a book as they are shown now; earlier versions are left out.

    Places are relative to `root`.
    """
    place = place_of(folder / BOOK_FILE, root)
    try:
        if not (folder / BOOK_FILE).resolve().is_relative_to(root.resolve()):
            return [Rejection(place, "outside", "the link leaves the folder")]
        record = json.loads((folder / BOOK_FILE).read_text(encoding="utf-8"))
        return list(_pictures(record, folder, root))
    except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        return [Rejection(place, "unreadable", f"it is no book of the product: {error}")]


def _pictures(record: Mapping[str, Any], folder: Path, root: Path) -> Iterator[CaptionedPicture | Rejection]:
    looks = {str(one["id"]): str(one["look_en"]) for one in record["story"]["characters"]}
    for sheet in record["sheets"]:
        picture = record["story"]["cover"] if sheet["number"] == COVER else sheet["page"]["picture"]
        path = folder / str(sheet["picture"])
        if not path.resolve().is_relative_to(folder.resolve()):
            yield Rejection(place_of(folder / BOOK_FILE, root), "outside", f"{sheet['picture']} lies outside the book")
        elif not path.is_file():
            yield Rejection(place_of(folder / BOOK_FILE, root), "missing", f"there is no {sheet['picture']}")
        else:
            yield CaptionedPicture(place_of(path, root), path, _caption(picture, looks))


def _caption(picture: Mapping[str, Any], looks: Mapping[str, str]) -> str:
    """Return the looks of who is seen and the scene; place and time where the writer has described none."""
    cast = [looks[str(member["id"])] for member in picture["cast"]]
    scene = picture.get("prompt_en") or f"{str(picture['place']).replace('-', ' ')}, {picture['time']}"
    return " ".join(", ".join([*cast, str(scene)]).split())
