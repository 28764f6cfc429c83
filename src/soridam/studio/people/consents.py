"""What somebody agrees to have done with recordings and pictures, purpose by purpose. Nothing is agreed to by silence.

Begin with `Consents`. They are asked for in a studio with accounts, where one keeps recordings and pictures of
others; a grown-up agrees for a child's device. To withdraw one deletes what rested on it.
"""

from typing import Literal, get_args

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from soridam.core.errors import ForbiddenError
from soridam.studio.database import now_ms
from soridam.studio.records import consents

Purpose = Literal["store", "transcribe", "train", "share"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
MEANINGS: dict[Purpose, str] = {
    "store": "that recordings and pictures are kept (녹음·그림 보관)",
    "transcribe": "that recordings are turned into text (받아쓰기)",
    "train": "that models are tuned on recordings, texts and pictures (모델 학습)",
    "share": "that what was made is shown to others (공유)",
}


class Consents:
    """Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, user: str) -> dict[Purpose, int]:
        """List the purposes that were agreed to, and when (milliseconds since 1970)."""
        wanted = select(consents.c.purpose, consents.c.given).where(consents.c.user == user)
        with self._engine.connect() as connection:
            return {row.purpose: row.given for row in connection.execute(wanted)}

    def give(self, user: str, purpose: Purpose) -> None:
        """Record a consent; once given, the first time counts."""
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(consents).values(user=user, purpose=purpose, given=now_ms()))
        except IntegrityError:
            return

    def withdraw(self, user: str, purpose: Purpose) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(consents).where(consents.c.user == user, consents.c.purpose == purpose))

    def check(self, user: str, purpose: Purpose) -> None:
        """Raises ForbiddenError if it was not given."""
        if purpose not in self.of(user):
            raise ForbiddenError(
                "consent.missing",
                "Nobody has agreed yet {purpose}.",
                hint="Agree on the account page; for a child's device the owner does. 계정 화면에서 동의해 주세요.",
                purpose=MEANINGS[purpose],
            )
