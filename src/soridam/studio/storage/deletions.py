"""What was deleted: a row each, so that its folders go even if the studio is killed in between.

Begin with `note_deleted`. What something has on disk is in folders of its id: `<studio>/<anything>/<id>`. How whole
accounts go is in `deletion`.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from soridam.studio.database import now_ms
from soridam.studio.records import deletions
from soridam.studio.storage.versions import forget


def note_deleted(connection: Connection, id: str) -> None:
    """Note a deletion in the transaction that deletes the row: a sweep then removes its folders, in the store too."""
    forget(connection, id)
    connection.execute(insert(deletions).values(id=id, at=now_ms()))


def sweep_folders(engine: Engine, folder: Path) -> Sequence[str]:
    """Remove the folders of what was deleted from this machine; returns the ids. Workers elsewhere keep copies too."""
    with engine.connect() as connection:
        ids = connection.execute(select(deletions.c.id)).scalars().all()
    for area in _areas(folder):
        for doomed in (area / id for id in ids):
            with suppress(FileNotFoundError):  # somebody else on this machine sweeps too
                shutil.rmtree(doomed)
    return ids


def _areas(folder: Path) -> Iterator[Path]:
    """Return the folders in which things have folders of their own: books, jobs, corpora and so on."""
    return (area for area in folder.iterdir() if area.is_dir()) if folder.is_dir() else iter(())
