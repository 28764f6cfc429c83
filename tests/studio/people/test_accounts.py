import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event, select, update
from tests.studio.databases import KINDS, fresh_database
from tests.studio.hashing import QUICK_HASHER

from soridam.core.errors import AccountError, NotFoundError, UsageError
from soridam.studio.database import now_ms, open_database
from soridam.studio.people.accounts import DUMMY_HASH, Accounts
from soridam.studio.records import secrets, users


@pytest.fixture(params=KINDS)
def engine(request, tmp_path):
    with fresh_database(request.param, tmp_path) as address:
        opened = open_database(address)
        yield opened
        opened.dispose()


@pytest.fixture
def accounts(engine):
    return Accounts(engine, QUICK_HASHER)


def test_a_password_lets_its_owner_in_and_is_kept_as_a_hash_of_argon2s_own_cost(engine):
    accounts = Accounts(engine)
    user = accounts.create("미나", "maker", "a long password")
    assert accounts.check_password("미나", "a long password") == user
    with engine.connect() as connection:
        kept = connection.execute(select(users.c.password)).scalar_one()
    assert kept.startswith("$argon2id$") and not PasswordHasher().check_needs_rehash(kept)


def test_a_name_that_nobody_has_takes_as_much_work_as_one_that_somebody_has():
    assert not PasswordHasher().check_needs_rehash(DUMMY_HASH)


@pytest.mark.parametrize(("name", "password"), [("mina", "wrong password"), ("nobody", "a long password")])
def test_a_wrong_name_and_a_wrong_password_are_told_in_the_same_words(accounts, name, password):
    accounts.create("mina", "maker", "a long password")
    with pytest.raises(AccountError, match="Name or password is wrong"):
        accounts.check_password(name, password)


def test_who_has_no_password_does_not_get_in_by_one(accounts):
    local = accounts.find_or_create_local()
    with pytest.raises(AccountError):
        accounts.check_password(local.name, "nobody has this password")
    assert accounts.find_or_create_local() == local


def test_a_short_password_and_a_taken_name_are_refused(accounts):
    with pytest.raises(UsageError, match="at least"):
        accounts.create("mina", "maker", "short")
    accounts.create("mina", "maker", "a long password")
    with pytest.raises(UsageError, match="taken"):
        accounts.create("mina", "maker", "another long password")


def test_a_link_lets_one_in_once(accounts):
    user = accounts.find_or_create_local()
    link = accounts.issue(user, "link", 60)
    assert accounts.use_link(link) == user
    assert accounts.use_link(link) is None


def test_a_secret_counts_for_its_kind_only_and_until_it_is_revoked(accounts):
    user = accounts.find_or_create_local()
    session = accounts.issue(user, "session", 60)
    assert accounts.find(session, "session") == user
    assert accounts.find(session, "token") is None
    accounts.revoke(session)
    assert accounts.find(session, "session") is None


def test_an_expired_secret_counts_for_nothing_and_is_forgotten(accounts, engine):
    user = accounts.find_or_create_local()
    session = accounts.issue(user, "session", 60)
    with engine.begin() as connection:
        connection.execute(update(secrets).values(expires=now_ms() - 1))
    assert accounts.find(session, "session") is None
    assert accounts.forget_expired() == 1


def test_the_table_holds_no_secret(accounts, engine):
    session = accounts.issue(accounts.find_or_create_local(), "session", 60)
    with engine.connect() as connection:
        assert session not in repr(connection.execute(select(secrets)).all())


def test_a_name_and_a_password_are_the_same_however_they_were_typed(accounts):
    decomposed = unicodedata.normalize("NFD", "미나")
    accounts.create(f"  {decomposed}\t", "maker", unicodedata.normalize("NFD", "긴 비밀번호입니다"))
    assert accounts.check_password("미나", "긴 비밀번호입니다").name == "미나"


@pytest.mark.parametrize("name", ["", "  ", "\u200b\x00", "x" * 81])
def test_a_name_that_is_none_is_refused(accounts, name):
    with pytest.raises(UsageError, match="1 to 80"):
        accounts.create(name, "maker")


def test_a_password_is_hashed_while_no_transaction_waits_for_it(accounts, engine, monkeypatch):
    open_connections = []
    monkeypatch.setattr(
        accounts, "_hasher", _Watched(accounts._hasher, lambda: open_connections.append(engine.pool.checkedout()))
    )
    mina = accounts.create("mina", "maker", "a long password")
    accounts.check_password("mina", "a long password")
    accounts.change_password(mina, "a long password", "another long password")
    accounts.join(accounts.invite("maker"), "jun", "a long password")
    assert open_connections == [0] * 5


class _Watched:
    """The real hasher, and a look at what is open while it works."""

    def __init__(self, hasher, look):
        self._hasher, self._look = hasher, look

    def __getattr__(self, name):
        self._look()
        return getattr(self._hasher, name)


def test_a_new_password_ends_what_the_old_one_opened(accounts):
    mina = accounts.create("mina", "maker", "a long password")
    session, token = accounts.issue(mina, "session", 60), accounts.issue(mina, "token", 60, "books")
    with pytest.raises(UsageError, match="wrong"):
        accounts.change_password(mina, "wrong", "another long password")
    assert accounts.find(session, "session") == mina
    accounts.change_password(mina, "a long password", "another long password")
    assert accounts.find(session, "session") is accounts.find(token, "token") is None
    assert accounts.check_password("mina", "another long password") == mina


def test_who_lost_a_password_comes_in_by_a_link_and_chooses_a_new_one(accounts):
    mina = accounts.create("mina", "maker", "a long password")
    session = accounts.issue(mina, "session", 60)
    link = accounts.reset(mina.id)
    assert accounts.find(session, "session") is None
    with pytest.raises(AccountError):
        accounts.check_password("mina", "a long password")
    accounts.change_password(accounts.use_link(link), "", "another long password")
    assert accounts.check_password("mina", "another long password") == mina


def test_an_invitation_makes_one_person_with_its_role(accounts):
    invitation = accounts.invite("listener")
    assert accounts.join(invitation, "소라", "a long password").role == "listener"
    with pytest.raises(AccountError, match="invitation"):
        accounts.join(invitation, "jun", "a long password")


def test_a_name_that_is_taken_does_not_use_up_the_invitation(accounts):
    accounts.create("mina", "maker")
    invitation = accounts.invite("maker")
    with pytest.raises(UsageError, match="taken"):
        accounts.join(invitation, "mina", "a long password")
    assert accounts.join(invitation, "jun", "a long password").role == "maker"


def test_the_studio_keeps_an_owner(accounts):
    first, second = accounts.create("first", "owner"), accounts.create("second", "owner")
    accounts.change_role(first.id, "maker")
    for change in (lambda: accounts.change_role(second.id, "maker"), lambda: accounts.delete(second.id)):
        with pytest.raises(UsageError, match="needs an owner"):
            change()
    accounts.delete(first.id)
    assert [person.name for person in accounts.people()] == ["second"]


def test_two_owners_who_leave_at_the_same_time_do_not_leave_the_studio_alone(accounts):
    owners = [accounts.create(name, "owner") for name in ("first", "second")]

    def leave(owner):
        try:
            accounts.delete(owner.id)
        except UsageError:
            return False
        return True

    with ThreadPoolExecutor() as threads:
        assert sorted(threads.map(leave, owners)) == [False, True]


def test_a_deleted_account_has_no_way_in_left(accounts):
    accounts.create("owner", "owner")
    mina = accounts.create("mina", "maker", "a long password")
    accounts.link_identity(mina.id, "https://id.example", "1")
    token = accounts.issue(mina, "token", 60, "books")
    accounts.delete(mina.id)
    assert accounts.find(token, "token") is accounts.find_identity("https://id.example", "1") is None
    with pytest.raises(NotFoundError):
        accounts.delete(mina.id)


def test_an_identity_is_its_issuer_and_its_subject_to_the_letter(accounts):
    mina = accounts.create("mina", "maker")
    accounts.link_identity(mina.id, "https://id.example", "Abc")
    assert accounts.find_identity("https://id.example", "Abc") == mina
    assert accounts.find_identity("https://id.example", "abc") is None
    assert accounts.find_identity("https://other.example", "Abc") is None
    with pytest.raises(AccountError, match="connected to an account"):
        accounts.link_identity(accounts.create("jun", "maker").id, "https://id.example", "Abc")


def test_who_comes_by_an_identity_needs_an_invitation_where_no_role_is_open_to_all(accounts):
    with pytest.raises(AccountError, match="invitation"):
        accounts.join_by_identity("https://id.example", "1", "mina", "", None)
    invited = accounts.join_by_identity("https://id.example", "1", "mina", accounts.invite("maker"), None)
    other = accounts.join_by_identity("https://id.example", "2", "mina", "", "listener")
    assert (invited.name, invited.role) == ("mina", "maker")
    assert (other.name, other.role) == ("mina 2", "listener")


def test_tokens_are_listed_without_themselves_and_revoked_by_their_holder_only(accounts):
    mina, jun = accounts.create("mina", "maker"), accounts.create("jun", "maker")
    secret = accounts.issue(mina, "token", 60, scope="books", label="The kitchen's tablet")
    (token,) = accounts.tokens(mina)
    assert (token.label, token.scope) == ("The kitchen's tablet", "books")
    assert secret not in repr(token)
    with pytest.raises(NotFoundError):
        accounts.revoke_token(jun, token.id)
    accounts.revoke_token(mina, token.id)
    assert accounts.find(secret, "token") is None


def test_a_token_carries_its_scope(accounts):
    token = accounts.issue(accounts.find_or_create_local(), "token", 60, scope="transcribe")
    assert accounts.find(token, "token").scope == "transcribe"


@pytest.fixture(params=["postgresql", "mariadb"])
def two(request, tmp_path):
    """Two servers on one database. On SQLite the second would wait until the first is done."""
    with fresh_database(request.param, tmp_path) as address:
        engines = [open_database(address), open_database(address)]
        yield engines
        for each in engines:
            each.dispose()


def between(engine, statement: str, do) -> None:
    """Do something once, when this engine is about to execute the statement: another request is that much faster."""
    waiting = [do]

    @event.listens_for(engine, "before_cursor_execute")
    def _before(connection, cursor, executed, parameters, context, many):
        if executed.startswith(statement) and waiting:
            waiting.pop()()


def test_of_two_who_come_with_a_link_at_once_the_faster_one_gets_in(two):
    first, second = map(Accounts, two)
    user = first.find_or_create_local()
    link, got = first.issue(user, "link", 60), []
    between(two[0], "DELETE FROM secrets", lambda: got.append(second.use_link(link)))
    assert first.use_link(link) is None
    assert got == [user]


def test_of_two_who_come_with_an_invitation_at_once_the_faster_one_becomes_somebody(two):
    first, second = map(Accounts, two)
    invitation, got = first.invite("maker"), []
    between(two[0], "DELETE FROM invitations", lambda: got.append(second.join(invitation, "jun", "a long password")))
    with pytest.raises(AccountError):
        first.join(invitation, "mina", "a long password")
    assert [person.name for person in first.people()] == ["jun"] == [user.name for user in got]
