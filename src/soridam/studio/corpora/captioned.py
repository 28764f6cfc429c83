"""Pictures that people caption: rows with a version each, so that nobody overwrites what they have not seen.

Begin with `CaptionedPictures`. Files lie in `ready/corpus` of the corpus, small ones for looking through beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, RowMapping, delete, func, or_, select, update

from soridam.core.errors import NotFoundError
from soridam.core.files import iter_json_lines, read_json, write_json, write_json_lines
from soridam.studio.records import pictures
from soridam.studio.storage.copies import Copies
from soridam.studio.storage.extents import FIGURES
from soridam.studio.storage.places import CorpusPlace

Mark = Literal["uncaptioned", "alike"]
THUMBNAILS = "thumbnails"  # inside of what is ready
METADATA_FILE = "metadata.jsonl"  # in the corpus: the captions as a training reads them


class OutdatedCaptionError(Exception):
    """Somebody else changed the caption since; `current` is how it is now."""

    def __init__(self, current: RowMapping) -> None:
        super().__init__(current["id"])
        self.current = current


@dataclass(frozen=True, slots=True)
class PicturePage:
    """Pictures of one page; `total` is how many fit, `counts` are those of the whole corpus by mark."""

    total: int
    counts: Mapping[Mark, int]
    rows: list[RowMapping]


class CaptionedPictures:
    """The pictures of one corpus."""

    def __init__(self, engine: Engine, copies: Copies, place: CorpusPlace) -> None:
        self._engine, self._copies, self._place, self._corpus = engine, copies, place, place.folder.name

    def page(self, mark: Mark | None, offset: int, limit: int) -> PicturePage:
        """List pictures in their order; those of one mark only, if asked for."""
        mine = pictures.c.corpus == self._corpus
        marks = {"uncaptioned": pictures.c.caption == "", "alike": self._is_alike()}
        other = pictures.alias("other")
        wanted = select(pictures, other.c.name.label("alike_name")).outerjoin_from(
            pictures, other, pictures.c.alike == other.c.id
        )
        fitting = (mine, marks[mark]) if mark else (mine,)
        with self._engine.connect() as connection:
            total = _count(connection, *fitting)
            counts: dict[Mark, int] = {
                "uncaptioned": _count(connection, mine, marks["uncaptioned"]),
                "alike": _count(connection, mine, marks["alike"]),
            }
            page = wanted.where(*fitting).order_by(pictures.c.number).offset(offset).limit(limit)
            return PicturePage(total, counts, list(connection.execute(page).mappings().all()))

    def caption(self, picture: str, version: int, text: str) -> RowMapping:
        """Save a caption, its spaces tidied. Raises NotFoundError, OutdatedCaptionError."""
        where = (pictures.c.id == picture, pictures.c.corpus == self._corpus, pictures.c.version == version)
        values = {"caption": " ".join(text.split()), "version": version + 1}
        with self._engine.begin() as connection:
            changed = connection.execute(update(pictures).where(*where).values(values))
            now = self._read(connection, picture)
        if changed.rowcount != 1:
            raise OutdatedCaptionError(now)
        return now

    def delete(self, picture: str) -> None:
        """Delete a picture with its files; the files go first, so that none is learned that nobody sees.

        Raises NotFoundError.
        """
        with self._engine.connect() as connection:
            row = self._read(connection, picture)
        with self._copies.changing("corpora", self._corpus):
            self._file(row).unlink(missing_ok=True)
            self._thumbnail(row).unlink(missing_ok=True)
            write_figures(self._place.ready)
        with self._engine.begin() as connection:
            connection.execute(delete(pictures).where(pictures.c.id == picture))
            self._name_another(connection, picture)

    def file(self, picture: str) -> Path:
        """Return the picture itself. Raises NotFoundError."""
        with self._engine.connect() as connection:
            return self._file(self._read(connection, picture))

    def thumbnail(self, picture: str) -> Path:
        """Return a small WebP. Raises NotFoundError."""
        with self._engine.connect() as connection:
            return self._thumbnail(self._read(connection, picture))

    def are_captions_written(self) -> bool:
        """Return whether a job that learns from the pictures would read the captions as they are now."""
        path = self._place.corpus / METADATA_FILE
        return path.is_file() and list(iter_json_lines(path)) == self._captions()

    def write_captions(self) -> None:
        """Write the captions as they are now beside the pictures, for a job that learns from them."""
        captions = self._captions()
        with self._copies.changing("corpora", self._corpus):
            write_json_lines(self._place.corpus / METADATA_FILE, captions)

    def _captions(self) -> list[dict[str, str]]:
        """Return the lines of the metadata."""
        mine = select(pictures).where(pictures.c.corpus == self._corpus).order_by(pictures.c.number)
        with self._engine.connect() as connection:
            rows = connection.execute(mine).mappings().all()
        names = [self._file(row).relative_to(self._place.corpus).as_posix() for row in rows]
        return [{"file_name": name, "text": row["caption"]} for name, row in zip(names, rows, strict=True)]

    def _is_alike(self) -> Any:
        """Return the condition for pictures that are almost the same as another one, the first of them too."""
        others = pictures.alias("others")
        first = select(others.c.alike).where(others.c.corpus == self._corpus, others.c.alike.is_not(None))
        return or_(pictures.c.alike.is_not(None), pictures.c.id.in_(first))

    def _name_another(self, connection: Connection, gone: str) -> None:
        """Let those that were like a picture which is gone be like the first of themselves."""
        wanted = select(pictures.c.id).where(pictures.c.alike == gone).order_by(pictures.c.number)
        left = list(connection.execute(wanted).scalars())
        for index, id in enumerate(left):
            values = {"alike": left[0] if index else None}
            connection.execute(update(pictures).where(pictures.c.id == id).values(values))

    def _read(self, connection: Connection, picture: str) -> RowMapping:
        other = pictures.alias("other")
        wanted = select(pictures, other.c.name.label("alike_name"))
        wanted = wanted.outerjoin_from(pictures, other, pictures.c.alike == other.c.id)
        wanted = wanted.where(pictures.c.id == picture, pictures.c.corpus == self._corpus)
        row = connection.execute(wanted).mappings().one_or_none()
        if row is None:
            raise NotFoundError("pictures.none", "There is no such picture.", hint="See the pictures of the corpus.")
        return row

    def _file(self, row: RowMapping) -> Path:
        return self._place.corpus / row["part"] / f"{row['id']}{row['suffix']}"

    def _thumbnail(self, row: RowMapping) -> Path:
        return self._place.ready / THUMBNAILS / f"{row['id']}.webp"


def write_figures(ready: Path) -> dict[str, Any]:
    """Count the pictures of each part that lie below a folder, and write what lists show."""
    corpus = ready / "corpus"
    parts = sorted(path for path in corpus.iterdir() if path.is_dir()) if corpus.is_dir() else []
    counts = {part.name: sum(not path.name.startswith(".") for path in part.iterdir()) for part in parts}
    splits = {name: count for name, count in counts.items() if count}
    before = read_json(ready / FIGURES) if (ready / FIGURES).is_file() else {}
    figures = {"quarantined": 0, **before, "utterances": sum(splits.values()), "splits": splits}
    write_json(ready / FIGURES, figures)
    return figures


def _count(connection: Connection, *fitting: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(pictures).where(*fitting)).scalar_one())
