"""Who somebody is: people and passwords, sessions, one-time links, API tokens, invitations. Begin with `Accounts`."""

import hashlib
import secrets as randomness
import threading
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any, Literal

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from soridam.core.errors import AccountError, NotFoundError, UsageError
from soridam.studio.database import now_ms, open_reader
from soridam.studio.records import Role, identities, invitations, secrets, users

SecretKind = Literal["session", "link", "token"]

DAY = 24 * 3600
SESSION_LASTS = 30 * DAY  # seconds
LINK_LASTS = DAY
INVITATION_LASTS = 7 * DAY
SHORTEST_PASSWORD = 10
LOCAL_USER = "owner"
ALL = "all"  # the scope of somebody who is logged in by a session
HASHING_AT_ONCE = 2  # each hash takes 64 MB and most of a core
# What a password is compared with where there is nobody of that name, so that it takes as long. Nobody knows what it
# is the hash of; it is made beforehand, because making one takes a good part of the time in which a studio starts.
DUMMY_HASH = "$argon2id$v=19$m=65536,t=3,p=4$WPqMlVXqq0B75J0MoXQjGQ$CT19EMgwtKcWja5DwZuCySWXmUrGVoa7QXY1OLBSUh4"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who is logged in, and how far: `scope` is "all" for a session, an API token's own otherwise."""

    id: str
    name: str
    role: Role
    scope: str = ALL


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the owner of the studio sees them; `created` in milliseconds since 1970."""

    id: str
    name: str
    role: Role
    created: int


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as its holder sees it later: all but the token."""

    id: str
    label: str
    scope: str
    created: int
    expires: int


class Accounts:
    """The people of a studio. Safe to use from several threads."""

    def __init__(self, engine: Engine, hasher: PasswordHasher | None = None) -> None:
        """Passwords are hashed as `hasher` does it, by default at argon2's own cost."""
        self._engine = engine
        self._hasher = hasher or PasswordHasher()
        self._hashing = threading.BoundedSemaphore(HASHING_AT_ONCE)

    # --- people -------------------------------------------------------------------------------------------------------

    def count(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(users)).scalar_one())

    def people(self) -> list[Person]:
        with self._engine.connect() as connection:
            wanted = select(users.c.id, users.c.name, users.c.role, users.c.created).order_by(users.c.created)
            return [Person(**row) for row in connection.execute(wanted).mappings()]

    def create(self, name: str, role: Role, password: str | None = None) -> User:
        """Create an account. Raises UsageError if the name is taken or empty, or the password too short."""
        hashed = self._hash_password(password) if password is not None else None
        with self._engine.begin() as connection:
            return _add(connection, name, role, hashed)

    def find_or_create_local(self) -> User:
        """Return the one user of a studio without accounts."""
        with self._engine.connect() as connection:
            row = connection.execute(select(users).where(users.c.name == LOCAL_USER)).one_or_none()
        return _user(row._mapping) if row else self.create(LOCAL_USER, "owner")

    def check_password(self, name: str, password: str) -> User:
        """Raises AccountError, in the same words and time whether the name or the password is wrong."""
        with self._engine.connect() as connection:
            row = connection.execute(select(users).where(users.c.name == clean_name(name))).one_or_none()
        is_right = self._verify((row.password if row else None) or DUMMY_HASH, password)
        if not is_right or row is None or row.password is None:
            raise AccountError("account.wrong-password-or-name", "Name or password is wrong.", hint="Try again.")
        return _user(row._mapping)

    def change_password(self, user: User, current: str, new: str) -> None:
        """Change the password and revoke all existing sessions and tokens. `current` may be empty if none is set.

        Raises UsageError if the current one is wrong or the new one too short.
        """
        self.confirm_password(user, current)
        hashed = self._hash_password(new)
        with self._engine.begin() as connection:
            connection.execute(update(users).where(users.c.id == user.id).values(password=hashed))
            connection.execute(delete(secrets).where(secrets.c.user == user.id))

    def confirm_password(self, user: User, password: str) -> None:
        """Raises UsageError if it is not the password of who has one."""
        with self._engine.connect() as connection:
            known = connection.execute(select(users.c.password).where(users.c.id == user.id)).scalar_one()
        if known is not None and not self._verify(known, password):
            raise UsageError("account.wrong-password", "The password is wrong.", hint="Try again.")

    def reset(self, user: str) -> str:
        """Forget somebody's password and end all their sessions and tokens; returns a link for them to log in by."""
        with self._engine.begin() as connection:
            _find_person(connection, user)
            connection.execute(update(users).where(users.c.id == user).values(password=None))
            connection.execute(delete(secrets).where(secrets.c.user == user))
            return _issue(connection, user, "link", LINK_LASTS)

    def change_role(self, user: str, role: Role) -> None:
        """Raises UsageError if nobody would be left to keep the studio."""
        with self._engine.begin() as connection:
            person = _find_person(connection, user)
            if person.role == "owner" and role != "owner":
                _check_not_last_owner(connection)
            connection.execute(update(users).where(users.c.id == user).values(role=role))

    def check_may_leave(self, user: str) -> None:
        """Raises UsageError if nobody would be left to keep the studio, NotFoundError for nobody."""
        with self._engine.begin() as connection:
            if _find_person(connection, user).role == "owner":
                _check_not_last_owner(connection)

    def delete(self, user: str) -> None:
        """Forget somebody, with all their ways in. What else is theirs must be deleted before: see `deletion`.

        Raises UsageError if nobody would be left to keep the studio.
        """
        with self._engine.begin() as connection:
            if _find_person(connection, user).role == "owner":
                _check_not_last_owner(connection)
            connection.execute(delete(users).where(users.c.id == user))

    # --- secrets ------------------------------------------------------------------------------------------------------

    def issue(self, user: User, kind: SecretKind, lasts: float, scope: str = ALL, label: str = "") -> str:
        """Return a new secret for this user; it is shown once and kept as a hash."""
        with self._engine.begin() as connection:
            return _issue(connection, user.id, kind, lasts, scope, label)

    def find(self, secret: str, kind: SecretKind) -> User | None:
        """Find the holder of a secret that has not expired."""
        with open_reader(self._engine) as connection:
            return _find(connection, secret, kind)

    def use_link(self, secret: str) -> User | None:
        """Find the holder of a one-time link and use it up: of two who use it at once, one succeeds."""
        with self._engine.begin() as connection:
            user = _find(connection, secret, "link")
            used = connection.execute(delete(secrets).where(secrets.c.hash == _hash(secret), secrets.c.kind == "link"))
            return user if used.rowcount == 1 else None

    def revoke(self, secret: str) -> None:
        """End a session or a token."""
        with self._engine.begin() as connection:
            connection.execute(delete(secrets).where(secrets.c.hash == _hash(secret)))

    def tokens(self, user: User) -> list[Token]:
        wanted = select(secrets).where(secrets.c.user == user.id, secrets.c.kind == "token")
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(secrets.c.created.desc())).all()
        return [Token(row.hash, row.label, row.scope, row.created, row.expires) for row in rows]

    def revoke_token(self, user: User, token: str) -> None:
        """Raises NotFoundError, also for the token of somebody else."""
        own = (secrets.c.hash == token, secrets.c.kind == "token", secrets.c.user == user.id)
        with self._engine.begin() as connection:
            if connection.execute(delete(secrets).where(*own)).rowcount != 1:
                raise NotFoundError("account.no-token", "There is no such token.", hint="See the list of tokens.")

    def end_sessions(self, user: User) -> None:
        """Everywhere; tokens go on."""
        with self._engine.begin() as connection:
            connection.execute(delete(secrets).where(secrets.c.user == user.id, secrets.c.kind != "token"))

    def forget_expired(self) -> int:
        """Returns how many secrets and invitations were forgotten."""
        with self._engine.begin() as connection:
            return sum(
                connection.execute(delete(table).where(table.c.expires < now_ms())).rowcount
                for table in (secrets, invitations)
            )

    # --- invitations and identities -----------------------------------------------------------------------------------

    def invite(self, role: Role, lasts: float = INVITATION_LASTS) -> str:
        """Return an invitation for one; it is shown once and kept as a hash."""
        invitation = randomness.token_urlsafe(32)
        with self._engine.begin() as connection:
            expires = now_ms() + round(lasts * 1000)
            values = {"hash": _hash(invitation), "role": role, "created": now_ms(), "expires": expires}
            connection.execute(insert(invitations).values(values))
        return invitation

    def join(self, invitation: str, name: str, password: str) -> User:
        """Create an account by an invitation.

        Raises UsageError as `create` does, AccountError for an invitation that is used up or has expired.
        """
        hashed = self._hash_password(password)
        with self._engine.begin() as connection:
            return _add(connection, name, _use_invitation(connection, invitation), hashed)

    def find_identity(self, issuer: str, subject: str) -> User | None:
        wanted = select(users).join_from(identities, users)
        with self._engine.connect() as connection:
            row = connection.execute(wanted.where(identities.c.hash == _identity(issuer, subject))).one_or_none()
        return _user(row._mapping) if row else None

    def link_identity(self, user: str, issuer: str, subject: str) -> None:
        """Link an identity of the provider to this user. Raises AccountError if it is somebody's already."""
        try:
            with self._engine.begin() as connection:
                _link(connection, user, issuer, subject)
        except IntegrityError:
            raise AccountError(
                "account.identity-taken",
                "That identity is already connected to an account here.",
                hint="Log in with it instead.",
            ) from None

    def join_by_identity(self, issuer: str, subject: str, name: str, invitation: str, role: Role | None) -> User:
        """Become somebody without a password: with an invitation, or with the role that needs none.

        A name that is taken gets a number, since who is meant is told by the subject. Raises AccountError without both.
        """
        with self._engine.begin() as connection:
            if invitation or role is None:
                role = _use_invitation(connection, invitation)
            user = _add(connection, _free_name(connection, name), role, None)
            _link(connection, user.id, issuer, subject)
            return user

    # --- passwords: slow on purpose, and so never inside a transaction ------------------------------------------------

    def _hash_password(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise UsageError(
                "account.short-password",
                "A password has at least {count} characters.",
                hint="A few words in a row make a good password.",
                count=SHORTEST_PASSWORD,
            )
        with self._hashing:
            return self._hasher.hash(_composed(password))

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            with self._hashing:
                return self._hasher.verify(hashed, _composed(password))
        except VerificationError:
            return False


def clean_name(name: str) -> str:
    """One form of a name however it was typed: composed letters, single spaces. May be empty."""
    return " ".join("".join(letter for letter in _composed(name) if letter.isprintable() or letter.isspace()).split())


def _composed(text: str) -> str:
    """NFC: a Korean name or password typed on a Mac is then the one that was typed on a telephone."""
    return unicodedata.normalize("NFC", text)


def _add(connection: Connection, name: str, role: Role, hashed: str | None) -> User:
    user = User(str(uuid.uuid4()), clean_name(name), role)
    if not 0 < len(user.name) <= 80:
        raise UsageError("account.name-length", "A name has 1 to 80 characters.", hint="Choose another one.")
    values = {"id": user.id, "name": user.name, "role": role, "password": hashed}
    try:
        connection.execute(insert(users).values(created=now_ms(), **values))
    except IntegrityError:
        raise UsageError(
            "account.name-taken", "The name '{name}' is taken.", hint="Choose another one.", name=user.name
        ) from None
    return user


def _free_name(connection: Connection, name: str) -> str:
    wanted = clean_name(name)[:70] or "guest"
    taken = set(
        connection.execute(select(users.c.name).where(users.c.name.startswith(wanted, autoescape=True))).scalars()
    )
    names = [wanted, *(f"{wanted} {number}" for number in range(2, len(taken) + 3))]
    return next(each for each in names if each.casefold() not in {name.casefold() for name in taken})


def _find_person(connection: Connection, user: str) -> Any:
    row = connection.execute(select(users).where(users.c.id == user)).one_or_none()
    if row is None:
        raise NotFoundError("account.nobody", "There is no person with that id.", hint="See the list of people.")
    return row


def _check_not_last_owner(connection: Connection) -> None:
    """Locks the owners, so that two who leave at the same time take turns."""
    owners = connection.execute(select(users.c.id).where(users.c.role == "owner").with_for_update()).all()
    if len(owners) < 2:
        raise UsageError("account.last-owner", "The studio needs an owner.", hint="Make somebody else an owner first.")


def _issue(connection: Connection, user: str, kind: SecretKind, lasts: float, scope: str = ALL, label: str = "") -> str:
    secret = randomness.token_urlsafe(32)
    values = {"hash": _hash(secret), "kind": kind, "user": user, "scope": scope, "label": clean_name(label)}
    connection.execute(insert(secrets).values(expires=now_ms() + round(lasts * 1000), created=now_ms(), **values))
    return secret


def _find(connection: Connection, secret: str, kind: SecretKind) -> User | None:
    wanted = (
        select(users.c.id, users.c.name, users.c.role, secrets.c.scope)
        .join_from(secrets, users)
        .where(secrets.c.hash == _hash(secret), secrets.c.kind == kind, secrets.c.expires > now_ms())
    )
    row = connection.execute(wanted).one_or_none()
    return _user(row._mapping) if row else None


def _use_invitation(connection: Connection, invitation: str) -> Role:
    """Use up an invitation: of two who use it at once, one succeeds."""
    wanted = (invitations.c.hash == _hash(invitation), invitations.c.expires > now_ms())
    role: Role | None = connection.execute(select(invitations.c.role).where(*wanted)).scalar_one_or_none()
    if role is None or connection.execute(delete(invitations).where(*wanted)).rowcount != 1:
        raise AccountError(
            "account.invitation-used", "This invitation was used already, or has expired.", hint="Ask for a new one."
        )
    return role


def _link(connection: Connection, user: str, issuer: str, subject: str) -> None:
    values = {"hash": _identity(issuer, subject), "user": user}
    connection.execute(insert(identities).values(created=now_ms(), **values))


def _identity(issuer: str, subject: str) -> str:
    return _hash(f"{issuer}\n{subject}")


def _user(row: RowMapping) -> User:
    return User(row["id"], row["name"], row["role"], row.get("scope", ALL))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
