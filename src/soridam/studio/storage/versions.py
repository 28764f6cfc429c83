"""Which version of a place in the store counts: one row each. What they are is in `copies`."""

from sqlalchemy import Connection, Engine, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from soridam.core.errors import StorageError
from soridam.studio.database import now_ms
from soridam.studio.records import books, corpora, deletions, drawings, runs, stored
from soridam.studio.storage.extents import Area

# Whose rows own the places.
OWNERS: dict[Area, Table] = {"books": books, "corpora": corpora, "runs": runs, "drawings": drawings}


def read_version(engine: Engine, id: str) -> str | None:
    """Return None as long as the store has none."""
    with engine.connect() as connection:
        return connection.execute(select(stored.c.version).where(stored.c.place == id)).scalar_one_or_none()


def read_all(engine: Engine) -> list[tuple[str, str, str]]:
    """(area, id, version)"""
    with engine.connect() as connection:
        return [(row.room, row.place, row.version) for row in connection.execute(select(stored))]


def point_at(connection: Connection, area: str, id: str, version: str) -> None:
    """Make this the version that counts, from the end of this transaction on."""
    _refuse_deleted(connection, id)
    changed = update(stored).where(stored.c.place == id).values(version=version, at=now_ms())
    if connection.execute(changed).rowcount == 0:
        connection.execute(insert(stored).values(place=id, room=area, version=version, at=now_ms()))


def replace_version(engine: Engine, area: str, id: str, base: str | None, version: str) -> bool:
    """Replace the version if `base` still counts (None: none does). Returns whether it did."""
    changed = update(stored).where(stored.c.place == id, stored.c.version == base).values(version=version, at=now_ms())
    new = insert(stored).values(place=id, room=area, version=version, at=now_ms())
    try:
        with engine.begin() as connection:
            _refuse_deleted(connection, id)
            return connection.execute(new if base is None else changed).rowcount == 1
    except IntegrityError:
        return False


def read_places(engine: Engine, area: Area) -> list[str]:
    """Return the ids of all that belong to somebody, in the store or not."""
    with engine.connect() as connection:
        return list(connection.execute(select(OWNERS[area].c.id)).scalars())


def _refuse_deleted(connection: Connection, id: str) -> None:
    if connection.execute(select(deletions.c.id).where(deletions.c.id == id)).first():
        raise StorageError("storage.deleted", "This was deleted meanwhile.", hint="Nothing of it is kept.")


def forget(connection: Connection, id: str) -> None:
    connection.execute(delete(stored).where(stored.c.place == id))
