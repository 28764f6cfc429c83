"""Links that show one book to whoever holds them: unguessable, expiring, revocable. Begin with `Shares`."""

import hashlib
import secrets as randomness
import uuid
from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, select

from soridam.core.errors import NotFoundError
from soridam.studio.database import now_ms
from soridam.studio.records import shares


@dataclass(frozen=True, slots=True)
class Share:
    """A link that is in force. Times are milliseconds since 1970."""

    id: str
    created: int
    expires: int


class Shares:
    """The links of all books. A link itself is shown once, when it is made, and kept as a hash."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, book: str, lasts: float) -> tuple[Share, str]:
        """Return a new link to this book for so many seconds, and its secret."""
        secret, share = randomness.token_urlsafe(32), str(uuid.uuid4())
        expires = now_ms() + round(lasts * 1000)
        with self._engine.begin() as connection:
            values = {"id": share, "book": book, "hash": _hash(secret), "created": now_ms()}
            connection.execute(insert(shares).values(expires=expires, **values))
        return next(each for each in self.of(book) if each.id == share), secret

    def of(self, book: str) -> list[Share]:
        """Return the links of a book that are in force, the newest first."""
        wanted = select(shares.c.id, shares.c.created, shares.c.expires).where(
            shares.c.book == book, shares.c.expires > now_ms()
        )
        with self._engine.connect() as connection:
            return [Share(*row) for row in connection.execute(wanted.order_by(shares.c.created.desc()))]

    def revoke(self, book: str, share: str) -> None:
        """End a link at once. Raises NotFoundError if this book has no such link."""
        with self._engine.begin() as connection:
            gone = connection.execute(delete(shares).where(shares.c.book == book, shares.c.id == share))
        if gone.rowcount != 1:
            raise NotFoundError("book.no-link", "This book has no such link.", hint="See its links.")

    def find_book(self, secret: str) -> str:
        """The book that a link shows. Raises NotFoundError, in the same words for a wrong one and an expired one."""
        with self._engine.connect() as connection:
            wanted = select(shares.c.book).where(shares.c.hash == _hash(secret), shares.c.expires > now_ms())
            book: str | None = connection.execute(wanted).scalar_one_or_none()
        if book is None:
            raise NotFoundError("book.dead-link", "This link shows no book, or has expired.", hint="Ask for a new one.")
        return book

    def forget_expired(self) -> int:
        with self._engine.begin() as connection:
            return connection.execute(delete(shares).where(shares.c.expires <= now_ms())).rowcount


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
