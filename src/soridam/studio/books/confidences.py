"""What children disclosed in wishes, kept for the grown-ups who look after them. Begin with `Confidences`.

Only words are kept, only where a book was asked for and none was made, and only until a grown-up deletes them or the
time of `retention.confidences_days` is over. No job, log or record of requests holds them.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Engine, RowMapping, delete, insert, or_, select

from soridam.book.care.classify import Judgement, listen_closely
from soridam.book.story import Language
from soridam.core.errors import NotFoundError
from soridam.studio.database import now_ms, open_reader
from soridam.studio.people.accounts import DAY, User
from soridam.studio.records import confidences, users

MOST_SHOWN = 200


class Confidences:
    """The notes of what children disclosed. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def listen(self, me: User, said: str, language: Language) -> Judgement:
        """Hear how a wish is to be treated, and keep what was said if it is a disclosure."""
        judgement = listen_closely(said, language)
        if judgement.is_disclosure:
            self.keep(me, said, language, judgement.kind)
        return judgement

    def keep(self, me: User, said: str, language: Language, kind: str) -> None:
        """Keep what was said, once a day however often it is said; `kind` is what is disclosed."""
        plain = " ".join(said.split())
        known = select(confidences.c.id).where(
            confidences.c.owner == me.id,
            confidences.c.said == plain,
            confidences.c.created > now_ms() - DAY * 1000,
        )
        values = {"id": str(uuid.uuid4()), "owner": me.id, "said": plain, "language": language}
        with self._engine.begin() as connection:
            if connection.execute(known).first() is None:
                connection.execute(insert(confidences).values(kind=kind, created=now_ms(), **values))

    def reachable(self, me: User) -> Sequence[RowMapping]:
        """Read the notes, the newest first; `maker` names whose device it was. A child's device reaches none."""
        wanted = select(confidences, users.c.name.label("maker")).join_from(confidences, users).where(_mine(me))
        with open_reader(self._engine) as connection:
            return connection.execute(wanted.order_by(confidences.c.created.desc()).limit(MOST_SHOWN)).mappings().all()

    def delete(self, me: User, id: str) -> None:
        """Delete a note for good. Raises NotFoundError, also for somebody else's."""
        with self._engine.begin() as connection:
            gone = connection.execute(delete(confidences).where(confidences.c.id == id, _mine(me))).rowcount
        if not gone:
            raise NotFoundError("confidence.none", "There is no such note.", hint="See the grown-ups' corner.")


def _mine(me: User) -> ColumnElement[bool]:
    """Select what was said on my device, and for the owner of the studio on children's devices too."""
    if me.role != "owner":
        return confidences.c.owner == me.id
    children = select(users.c.id).where(users.c.role == "listener")
    return or_(confidences.c.owner == me.id, confidences.c.owner.in_(children))
