"""The part of jobs that makes a corpus of pictures, or adds pictures to one. Begin with `add_pictures`.

Each picture is decoded and saved anew, so that nothing but its pixels is kept: photographs say where they were taken.
What was uploaded is removed once it has been read.
"""

import hashlib
import io
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import Connection, delete, func, insert, select, update

from soridam.core.errors import CorpusError
from soridam.core.files import iter_json_lines, read_json, write_json, write_json_lines
from soridam.core.progress import progress_shown_by, show_progress
from soridam.image.data.likeness import find_alike, reduce_colors
from soridam.image.data.opened import PictureError, decode_picture
from soridam.image.data.picture import CaptionedPicture, Rejection
from soridam.image.data.preflight import part_of
from soridam.image.data.readers import list_pictures
from soridam.studio.corpora.captioned import THUMBNAILS, write_figures
from soridam.studio.corpora.making import changing_place, finish, was_made_by
from soridam.studio.corpora.unpacking import unpack_all, upload_errors
from soridam.studio.jobs.context import JobContext
from soridam.studio.records import pictures, uploads
from soridam.studio.storage.extents import FIGURES
from soridam.studio.storage.places import CorpusPlace

MOST_SIDE = 2048  # pixels of the longer side of what is kept: twice what models are trained with
THUMBNAIL_SIDE = 320
LOSSY = (".jpg", ".jpeg", ".webp")  # endings of what was compressed already, and is kept as JPEG
ADDED_FILE = "added.jsonl"  # in what is ready: the rows of the pictures that the latest job has added

Row = dict[str, Any]


def prepare_pictures(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Add every uploaded picture to the corpus; returns what is there now and what was set aside."""
    return add_pictures(context, payload["corpus"], unpack_all)


def add_pictures(context: JobContext, corpus: str, find: Callable[[CorpusPlace], Path]) -> dict[str, Any]:
    """Add the pictures of the folder that `find` returns, which lies among the uploads and is removed with them."""
    with changing_place(context, corpus) as place, progress_shown_by(context.show):
        if not was_made_by(place, context.job):
            _make(context, place, find(place))
        shutil.rmtree(place.files, ignore_errors=True)
        rows, figures = list(iter_json_lines(place.ready / ADDED_FILE)), read_json(place.ready / FIGURES)
    context.commit(partial(_insert_rows, corpus=corpus, rows=rows))
    return {"corpus": corpus, "written": figures["utterances"], "quarantined": figures["quarantined"]}


def _make(context: JobContext, place: CorpusPlace, source: Path) -> None:
    making = place.making(context.job)
    shutil.rmtree(making, ignore_errors=True)
    for kept in (place.corpus, place.ready / THUMBNAILS):
        if kept.is_dir():  # linked, not copied: a file of a picture is never written to again
            shutil.copytree(kept, making / kept.name, copy_function=os.link)
    with upload_errors(source):
        rows, rejected = _save_all(source, making, uuid.UUID(place.folder.name))
    write_json_lines(place.quarantine, [dict(rejection.to_json()) for rejection in rejected])
    if not write_figures(making)["utterances"]:
        raise CorpusError(
            "corpus.no-usable-picture",
            "None of the {count} pictures can be used.",
            hint="See what was set aside and why, and upload others.",
            count=len(rejected),
        )
    write_json(making / FIGURES, {**read_json(making / FIGURES), "quarantined": len(rejected)})
    write_json_lines(making / ADDED_FILE, rows)
    finish(context, place)


def _save_all(source: Path, making: Path, corpus: uuid.UUID) -> tuple[list[Row], list[Rejection]]:
    """Save each picture of a folder anew; returns their rows, and what cannot be used or is there already."""
    listed = list_pictures(source)
    rows: dict[str, Row] = {}
    rejected = list(listed.rejected)
    known = {path.stem for path in (making / THUMBNAILS).glob("*.webp")}
    with show_progress("Reading pictures", len(listed.found), "pictures") as progress:
        for picture in listed.found:
            try:
                row = _save(picture, making, corpus)
            except PictureError as error:
                rejected.append(Rejection(picture.place, error.reason, str(error)))
            else:
                if row["id"] in rows:
                    rejected.append(
                        Rejection(picture.place, "duplicate", f"it is the same as {rows[row['id']]['name']}")
                    )
                elif row["id"] in known and not picture.caption:
                    rejected.append(Rejection(picture.place, "duplicate", "it is in the corpus already"))
                else:
                    rows[row["id"]] = row
            progress.advance()
    return list(_with_alike(list(rows.values()), sorted(known), making / THUMBNAILS)), rejected


def _save(picture: CaptionedPicture, making: Path, corpus: uuid.UUID) -> Row:
    """Write the pixels of a picture, and a small one; returns its row. The same pixels have the same id."""
    image = decode_picture(picture.path)
    image.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS)
    suffix = ".jpg" if picture.path.suffix.lower() in LOSSY else ".png"
    data = _encoded(image, "JPEG", quality=95, subsampling=0) if suffix == ".jpg" else _encoded(image, "PNG")
    id, part = str(uuid.uuid5(corpus, hashlib.sha256(data).hexdigest())), part_of(picture)
    row = {"id": id, "part": part, "suffix": suffix, "width": image.width, "height": image.height}
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    small = making / THUMBNAILS / f"{id}.webp"
    if not small.exists():  # otherwise it is there, perhaps as one of another part
        _write(making / "corpus" / part / f"{id}{suffix}", data)
        _write(small, _encoded(image, "WEBP", quality=80))
    return {**row, "name": picture.place, "caption": picture.caption}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _encoded(image: Image.Image, kind: str, **how: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def _with_alike(rows: Sequence[Row], known: Sequence[str], thumbnails: Path) -> Iterator[Row]:
    """Yield the rows, each with the picture that it is almost the same as: one from before, or one before it."""
    ids = [*known, *(row["id"] for row in rows if row["id"] not in known)]
    first = find_alike([reduce_colors(decode_picture(thumbnails / f"{id}.webp")) for id in ids])
    alike = {id: ids[index] for id, index in zip(ids, first, strict=True)}
    for row in rows:
        yield {**row, "alike": alike[row["id"]] if alike[row["id"]] != row["id"] else None}


def _insert_rows(connection: Connection, corpus: str, rows: Sequence[Row]) -> None:
    """Insert what is not there yet; a picture that is there without a caption takes the one that has come with it."""
    mine = pictures.c.corpus == corpus
    known = connection.execute(select(pictures.c.id, pictures.c.caption).where(mine)).all()
    there = {row.id: row.caption for row in known}
    number = connection.execute(select(func.coalesce(func.max(pictures.c.number), -1)).where(mine)).scalar_one()
    new = [row for row in rows if row["id"] not in there]
    if new:
        numbered = [{**row, "corpus": corpus, "number": number + at, "version": 1} for at, row in enumerate(new, 1)]
        connection.execute(insert(pictures), numbered)
    for row in rows:
        if there.get(row["id"]) == "" and row["caption"]:
            values = {"caption": row["caption"], "version": pictures.c.version + 1}
            connection.execute(update(pictures).where(pictures.c.id == row["id"]).values(values))
    whole = (uploads.c.place == corpus, uploads.c.received == uploads.c.bytes)
    connection.execute(delete(uploads).where(*whole))
