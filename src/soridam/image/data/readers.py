"""Readers of the folders in which people keep captioned pictures. Begin with `read_pictures`.

A caption stands in a `.txt` beside the picture, in a `metadata.jsonl` (as `imagefolder` of Hugging Face has it), in the
name of a folder such as `10_tokti fox` (as kohya's scripts have it, 10 being the repeats), or in the story of a book
that the product made. Folders may be mixed. What cannot be read becomes a Rejection, and the rest is read all the same.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from soridam.core.errors import CorpusError
from soridam.image.data.book_pictures import BOOK_FILE, read_book_pictures
from soridam.image.data.opened import PictureError, decode_picture
from soridam.image.data.picture import CaptionedPicture, Rejection, place_of

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".bmp")
OTHER_PICTURES = (".svg", ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".psd", ".ico")
METADATA_FILE = "metadata.jsonl"
CAPTION_KEYS = ("text", "caption")
ENCODINGS = ("utf-8-sig", "cp949", "cp1252")
MOST_CAPTION = 20_000  # bytes of a caption's file
REPEATED = re.compile(r"(\d{1,3})_(.+)")  # at most three digits: 2026_summer is a year


@dataclass(frozen=True, slots=True)
class Pictures:
    """What was found in a folder, in order of the places, and what could not be used."""

    found: tuple[CaptionedPicture, ...]
    rejected: tuple[Rejection, ...]


class _EntryError(ValueError):
    """A line of metadata that names no picture, with the kind of reason."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass
class _Listing:
    """What has been found so far below `root`; `captions` are those of the metadata, by path."""

    root: Path
    captions: dict[Path, str] = field(default_factory=dict)
    found: list[CaptionedPicture] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)

    def reject(self, place: str, reason: str, detail: str) -> None:
        self.rejected.append(Rejection(place, reason, detail))


def read_pictures(folder: Path) -> Pictures:
    """Return the pictures of a folder and of those below it; each has been decoded once.

    Raises CorpusError if there is no such folder, or no picture in it.
    """
    listed = list_pictures(folder)
    found, rejected = [], list(listed.rejected)
    for picture in listed.found:
        try:
            decode_picture(picture.path)
            found.append(picture)
        except PictureError as fault:
            rejected.append(Rejection(picture.place, fault.reason, str(fault)))
    return Pictures(tuple(found), tuple(sorted(rejected, key=_by_place)))


def list_pictures(folder: Path) -> Pictures:
    """Return what `read_pictures` does, without a look into the pictures. Raises as it does."""
    if not folder.is_dir():
        raise CorpusError(
            "picture.no-folder", "There is no folder {path}.", hint="Name a folder of pictures.", path=folder
        )
    listing = _Listing(folder.resolve())
    for inner, names in _folders(listing):
        _list_folder(listing, inner, names)
    if not listing.found and not listing.rejected:
        raise CorpusError(
            "picture.none",
            "{path} holds no pictures that can be read.",
            hint="Use pictures of these kinds: {kinds}.",
            path=folder,
            kinds=", ".join(PICTURES),
        )
    found = sorted(listing.found, key=_by_place)
    return Pictures(tuple(found), tuple(sorted(listing.rejected, key=_by_place)))


def _by_place(one: CaptionedPicture | Rejection) -> str:
    return one.place


def _folders(listing: _Listing) -> Iterator[tuple[Path, list[str]]]:
    """Yield the folders below the root, those above first, with the names of their files; hidden ones are left out."""

    def refuse(error: OSError) -> None:
        listing.reject(
            place_of(Path(error.filename), listing.root), "unreadable", f"it cannot be read: {error.strerror}"
        )

    for path, folders, files in os.walk(listing.root, onerror=refuse):
        inner = Path(path)
        for name in [name for name in folders if (inner / name).is_symlink()]:
            if not _is_inside(inner / name, listing.root):
                listing.reject(place_of(inner / name, listing.root), "outside", "the link leaves the folder")
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        if BOOK_FILE in files:
            folders.clear()
        yield inner, sorted(name for name in files if not _is_hidden(name))


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def _list_folder(listing: _Listing, folder: Path, names: list[str]) -> None:
    if BOOK_FILE in names:
        book = read_book_pictures(folder, listing.root)
        listing.found += [one for one in book if isinstance(one, CaptionedPicture)]
        listing.rejected += [one for one in book if isinstance(one, Rejection)]
        return
    if METADATA_FILE in names:
        _read_metadata(listing, folder)
    repeats, class_name = _repeats_of(folder, listing.root)
    for path in (folder / name for name in names):
        suffix, place = path.suffix.lower(), place_of(path, listing.root)
        if suffix in OTHER_PICTURES:
            listing.reject(place, "unknown-kind", f"{suffix} is not read; save it as PNG")
        elif suffix in PICTURES and not _is_inside(path, listing.root):
            listing.reject(place, "outside", "the link leaves the folder")
        elif suffix in PICTURES and not path.is_file():
            listing.reject(place, "broken", "it is no file")
        elif suffix in PICTURES:
            caption = listing.captions.get(path) or _caption_beside(listing, path)
            if caption is not None:
                listing.found.append(CaptionedPicture(place, path, caption or class_name, repeats))


def _repeats_of(folder: Path, root: Path) -> tuple[int, str]:
    """Return how often pictures of the folder are seen, and their caption if they have none, by kohya's names.

    The root's own name counts too: `10_tokti fox` may be what the user named.
    """
    inner = [root.resolve().name, *folder.relative_to(root).parts]
    matches = [match for name in reversed(inner) if (match := REPEATED.fullmatch(name))]
    return (max(1, int(matches[0][1])), matches[0][2].strip()) if matches else (1, "")


def _caption_beside(listing: _Listing, picture: Path) -> str | None:
    """Return the text of the caption's file, empty if there is none; None if it was rejected."""
    path = picture.with_suffix(".txt")
    place = place_of(picture, listing.root)
    if not path.is_file():
        return ""
    if not _is_inside(path, listing.root):
        listing.reject(place, "outside", "its caption is a link that leaves the folder")
        return None
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_CAPTION + 1)
    except OSError as error:
        listing.reject(place, "unreadable", f"its caption cannot be read: {error.strerror}")
        return None
    if len(raw) > MOST_CAPTION:
        listing.reject(place, "unreadable", f"its caption has more than {MOST_CAPTION:,} bytes")
        return None
    return _on_one_line(_decoded(raw))


def _decoded(raw: bytes) -> str:
    """Decode a text in the first encoding that fits."""
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


def _on_one_line(text: str) -> str:
    """Return a caption without line breaks and without what no file or database takes."""
    whole = text.replace("\0", " ").encode("utf-8", errors="replace").decode("utf-8")
    return " ".join(whole.split())


def _read_metadata(listing: _Listing, folder: Path) -> None:
    """Remember the captions of a metadata file. Its names are relative to its own folder."""
    file = folder / METADATA_FILE
    place = place_of(file, listing.root)
    if not _is_inside(file, listing.root):
        listing.reject(place, "outside", "the link leaves the folder")
        return
    try:
        lines = _decoded(file.read_bytes()).split("\n")
    except OSError as error:
        listing.reject(place, "unreadable", f"it cannot be read: {error.strerror}")
        return
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            path, caption = _entry(line, folder, listing)
            if path in listing.captions:
                raise _EntryError("named-twice", f"{place_of(path, listing.root)} is named twice")
            listing.captions[path] = caption
        except _EntryError as error:
            listing.reject(f"{place}:{number}", error.reason, str(error))


def _entry(line: str, folder: Path, listing: _Listing) -> tuple[Path, str]:
    """Return the picture and the caption of one line. Raises _EntryError."""
    try:
        record: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _EntryError("unreadable", f"it is no JSON: {error}") from None
    name = record.get("file_name") if isinstance(record, dict) else None
    if not isinstance(name, str) or not name or "\0" in name:
        raise _EntryError("unreadable", "it has no file_name")
    texts = [record[key] for key in CAPTION_KEYS if record.get(key) is not None]
    if not all(isinstance(text, str) for text in texts):
        raise _EntryError("unreadable", "its caption is no text")
    path = Path(os.path.normpath(folder / name.replace("\\", "/")))
    if not path.is_relative_to(folder) or not _is_inside(path, listing.root):
        raise _EntryError("outside", f"{name} lies outside the folder")
    if not path.is_file():
        raise _EntryError("missing", f"there is no {name}")
    if path.suffix.lower() not in PICTURES:
        raise _EntryError("unknown-kind", f"{name} is not read; save it as PNG")
    return path, _on_one_line(texts[0]) if texts else ""


def _is_inside(path: Path, root: Path) -> bool:
    """Return whether a path, links followed, lies below the root."""
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link to itself, or a name that is too long
        return False
