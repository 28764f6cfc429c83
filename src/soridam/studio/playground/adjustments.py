"""Settings of the sliders that people saved, by name. Begin with `Adjustments`."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, RowMapping, delete, insert, select

from soridam.core.errors import NotFoundError, UsageError
from soridam.studio.database import now_ms
from soridam.studio.people.accounts import User
from soridam.studio.records import adjustments
from soridam.studio.storage.places import new_id

MOST_ADJUSTMENTS = 200  # of one person


@dataclass(frozen=True, slots=True)
class SavedAdjustment:
    """A name, the id of the model that it was found on, and the sliders as `Adjustment.to_json` writes them."""

    id: str
    name: str
    model: str
    sliders: dict[str, Any]
    created: int


@dataclass(frozen=True, slots=True)
class Adjustments:
    """All that a person may do to their own; everybody else's do not exist for them."""

    engine: Engine

    def all(self, me: User) -> list[SavedAdjustment]:
        """Return the newest first."""
        wanted = select(adjustments).where(adjustments.c.owner == me.id).order_by(adjustments.c.created.desc())
        with self.engine.connect() as connection:
            return [_saved(row) for row in connection.execute(wanted).mappings()]

    def save(self, me: User, name: str, model: str, sliders: dict[str, Any]) -> SavedAdjustment:
        """Raises UsageError for a name that is taken (programs ask for it), and for more than MOST_ADJUSTMENTS."""
        own = self.all(me)
        if len(own) >= MOST_ADJUSTMENTS:
            raise UsageError(
                "adjustment.most", "You have saved {count} adjustments.", hint="Delete some first.", count=len(own)
            )
        if any(each.name == name for each in own):
            raise UsageError(
                "adjustment.taken", "You have an adjustment called '{name}' already.", hint="Choose another name.",
                name=name,
            )  # fmt: skip
        values = {"id": new_id(), "owner": me.id, "name": name, "model": model, "sliders": json.dumps(sliders)}
        with self.engine.begin() as connection:
            connection.execute(insert(adjustments).values(created=now_ms(), **values))
        return next(each for each in self.all(me) if each.id == values["id"])

    def delete(self, me: User, id: str) -> None:
        """Raises NotFoundError for what is not there, or somebody else's."""
        own = (adjustments.c.owner == me.id) & (adjustments.c.id == id)
        with self.engine.begin() as connection:
            if connection.execute(delete(adjustments).where(own)).rowcount == 0:
                raise NotFoundError("adjustment.none", "There is no such adjustment.", hint="See the list.")


def _saved(row: RowMapping) -> SavedAdjustment:
    return SavedAdjustment(row["id"], row["name"], row["model"], json.loads(row["sliders"]), row["created"])
