"""Who somebody is: people, passwords, sessions, one-time links, API tokens. Begin with `Accounts`."""

import hashlib
import secrets as randomness
import uuid
from dataclasses import dataclass
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from soridam.core.errors import AccountError
from soridam.studio.database import now_ms
from soridam.studio.records import Role, secrets, users

SecretKind = Literal["session", "link", "token"]

DAY = 24 * 3600
SESSION_LASTS = 30 * DAY  # seconds
LINK_LASTS = DAY
SHORTEST_PASSWORD = 10
LOCAL_USER = "owner"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who has come in, and how far: `scope` is "all" for a session, an API token's own otherwise."""

    id: str
    name: str
    role: Role
    scope: str = "all"


class Accounts:
    """The people of a studio."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._hasher = PasswordHasher()
        self._dummy = self._hasher.hash("nobody has this password")

    def count(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(users)).scalar_one())

    def create(self, name: str, role: Role, password: str | None = None) -> User:
        """Raises AccountError for a name that is taken, and for a password that is too short."""
        if password is not None and len(password) < SHORTEST_PASSWORD:
            raise AccountError(
                f"A password has at least {SHORTEST_PASSWORD} characters.", hint="A few words make a good one."
            )
        user = User(str(uuid.uuid4()), name.strip(), role)
        values = {"id": user.id, "name": user.name, "role": role, "created": now_ms()}
        try:
            with self._engine.begin() as connection:
                hashed = self._hasher.hash(password) if password is not None else None
                connection.execute(insert(users).values(password=hashed, **values))
        except IntegrityError:
            raise AccountError(f"The name '{user.name}' is taken.", hint="Choose another one.") from None
        return user

    def find_or_create_local(self) -> User:
        """The one user of a studio without accounts."""
        with self._engine.connect() as connection:
            row = connection.execute(select(users).where(users.c.name == LOCAL_USER)).one_or_none()
        return _user(row._mapping) if row else self.create(LOCAL_USER, "owner")

    def check_password(self, name: str, password: str) -> User:
        """Raises AccountError, in the same words and time whether the name or the password is wrong."""
        with self._engine.connect() as connection:
            row = connection.execute(select(users).where(users.c.name == name)).one_or_none()
        try:
            self._hasher.verify((row.password if row else None) or self._dummy, password)
        except VerificationError:
            row = None
        if row is None or row.password is None:
            raise AccountError("Name or password is wrong.", hint="Try again.")
        return _user(row._mapping)

    def issue(self, user: User, kind: SecretKind, lasts: float, scope: str = "all") -> str:
        """A new secret for this user; it is shown once and kept as a hash."""
        secret = randomness.token_urlsafe(32)
        values = {"kind": kind, "user": user.id, "scope": scope, "created": now_ms()}
        with self._engine.begin() as connection:
            expires = now_ms() + round(lasts * 1000)
            connection.execute(insert(secrets).values(hash=_hash(secret), expires=expires, **values))
        return secret

    def find(self, secret: str, kind: SecretKind) -> User | None:
        """Who holds this secret, if it is one and has not expired."""
        with self._engine.connect() as connection:
            return self._find(connection, secret, kind)

    def use_link(self, secret: str) -> User | None:
        """Like `find` for a one-time link, which this uses up: of two who come with it, one gets in."""
        with self._engine.begin() as connection:
            user = self._find(connection, secret, "link")
            used = connection.execute(delete(secrets).where(secrets.c.hash == _hash(secret), secrets.c.kind == "link"))
            return user if used.rowcount == 1 else None

    def revoke(self, secret: str) -> None:
        """End a session or a token."""
        with self._engine.begin() as connection:
            connection.execute(delete(secrets).where(secrets.c.hash == _hash(secret)))

    def forget_expired(self) -> int:
        with self._engine.begin() as connection:
            return connection.execute(delete(secrets).where(secrets.c.expires < now_ms())).rowcount

    def _find(self, connection: Connection, secret: str, kind: SecretKind) -> User | None:
        wanted = (
            select(users.c.id, users.c.name, users.c.role, secrets.c.scope)
            .join_from(secrets, users)
            .where(secrets.c.hash == _hash(secret), secrets.c.kind == kind, secrets.c.expires > now_ms())
        )
        row = connection.execute(wanted).one_or_none()
        return _user(row._mapping) if row else None


def _user(row: RowMapping) -> User:
    return User(row["id"], row["name"], row["role"], row.get("scope", "all"))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
