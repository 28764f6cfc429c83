"""Drawings that people photographed, cut out, to be heroes of their books. Begin with `Drawings`.

A photograph comes from anybody: it is cut out in a process of its own, which ends after a while whatever it was given.
Only the cut-out is kept, in `<studio>/drawings/<id>/drawing.png`, until its owner deletes it. A book keeps a copy of
the drawing that it was made from.
"""

import json
import subprocess
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine, RowMapping, delete, func, insert, select

from soridam.book.draw.cutout.drawing import CutOut, hero_from
from soridam.book.story import Character
from soridam.core.errors import NotFoundError, StoryError, from_report
from soridam.core.files import replacing
from soridam.studio.database import now_ms, open_reader
from soridam.studio.environment import child_environment
from soridam.studio.people.accounts import User
from soridam.studio.records import drawings
from soridam.studio.storage.copies import Copies
from soridam.studio.storage.deletions import note_deleted, sweep_folders
from soridam.studio.storage.extents import Area

AREA: Area = "drawings"
FILE = "drawing.png"
MOST = 100  # of one person
TIMEOUT_SECONDS = 60.0
LENGTH = 8  # bytes that say how long the head of the answer is


class Drawings:
    """The drawings of a studio, whose folder is `folder`. Safe to use from several threads."""

    def __init__(self, engine: Engine, copies: Copies, folder: Path) -> None:
        self._engine, self._copies, self._folder = engine, copies, folder

    def add(self, me: User, photo: bytes) -> RowMapping:
        """Cut a photographed drawing out and keep it. Raises StoryError as `cut_out` does, or if there are too many."""
        with open_reader(self._engine) as connection:
            count = connection.execute(select(func.count()).where(drawings.c.owner == me.id)).scalar_one()
        if count >= MOST:
            raise StoryError(
                "drawing.too-many", "There are {count} drawings already.", hint="Delete some of them.", count=count
            )
        cut, id = _cut_apart(photo), str(uuid.uuid4())
        coat, color = cut.colors
        with self._copies.changing(AREA, id) as place:
            place.mkdir(parents=True, exist_ok=True)
            with replacing(place / FILE) as temporary:
                temporary.write_bytes(cut.png)
        values = {"id": id, "owner": me.id, "digest": cut.digest, "coat": coat, "color": color}
        with self._engine.begin() as connection:
            connection.execute(insert(drawings).values(created=now_ms(), **values))
        return self.find(me, id)

    def all(self, me: User) -> Sequence[RowMapping]:
        """List somebody's drawings, the newest first."""
        wanted = select(drawings).where(drawings.c.owner == me.id).order_by(drawings.c.created.desc())
        with open_reader(self._engine) as connection:
            return connection.execute(wanted).mappings().all()

    def find(self, me: User, id: str) -> RowMapping:
        """Return the row of a drawing. Raises NotFoundError, also for somebody else's."""
        with open_reader(self._engine) as connection:
            wanted = select(drawings).where(drawings.c.id == id, drawings.c.owner == me.id)
            row = connection.execute(wanted).mappings().one_or_none()
        if row is None:
            raise NotFoundError("drawing.not-there", "There is no such drawing.", hint="Add it again.")
        return row

    def read(self, me: User, id: str) -> bytes:
        """Return the PNG of a drawing. Raises NotFoundError as `find` does."""
        return read_png(self._copies, self.find(me, id)["id"])

    def delete(self, me: User, id: str) -> None:
        """Delete a drawing for good. Books that were made from it keep their pictures. Raises NotFoundError."""
        row = self.find(me, id)
        with self._engine.begin() as connection:
            connection.execute(delete(drawings).where(drawings.c.id == row["id"]))
            note_deleted(connection, row["id"])
        sweep_folders(self._engine, self._folder)


def read_png(copies: Copies, id: str) -> bytes:
    """Return the PNG of a drawing. Raises NotFoundError if it was deleted."""
    path = copies.refresh(AREA, id) / FILE
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError("drawing.not-there", "There is no such drawing.", hint="Add it again.") from None


def hero_of(row: RowMapping, hero: Character) -> Character:
    """Return a hero that is shown as the drawing of this row."""
    return hero_from(hero, row["digest"], (row["coat"], row["color"]))


def _cut_apart(photo: bytes) -> CutOut:
    """Cut a drawing out in a process of its own. Raises StoryError."""
    command = [sys.executable, "-m", "soridam.studio.books.cutting_process"]
    try:
        done = subprocess.run(
            command, input=photo, stdout=subprocess.PIPE, env=child_environment(), timeout=TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _died() from None
    head = int.from_bytes(done.stdout[:LENGTH], "big")
    if done.returncode != 0 or not head:
        raise _died()
    facts = json.loads(done.stdout[LENGTH : LENGTH + head])
    if "error" in facts:
        raise from_report(StoryError, facts["error"])
    return CutOut(done.stdout[LENGTH + head :], facts["width"], facts["height"], tuple(facts["colors"]))


def _died() -> StoryError:
    return StoryError(
        "drawing.process-died",
        "The drawing could not be cut out.",
        hint="Try a smaller photograph, or another one.",
    )
