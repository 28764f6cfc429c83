import pytest
from sqlalchemy import select, update
from tests.studio.databases import KINDS, fresh_database

from soridam.core.errors import AccountError
from soridam.studio.accounts import Accounts
from soridam.studio.database import now_ms, open_database
from soridam.studio.records import secrets, users


@pytest.fixture(params=KINDS)
def engine(request, tmp_path):
    with fresh_database(request.param, tmp_path) as address:
        opened = open_database(address)
        yield opened
        opened.dispose()


@pytest.fixture
def accounts(engine):
    return Accounts(engine)


def test_a_password_lets_its_owner_in_and_is_kept_as_a_hash(accounts, engine):
    user = accounts.create("미나", "maker", "a long password")
    assert accounts.check_password("미나", "a long password") == user
    with engine.connect() as connection:
        assert connection.execute(select(users.c.password)).scalar_one().startswith("$argon2id$")


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
    with pytest.raises(AccountError, match="at least"):
        accounts.create("mina", "maker", "short")
    accounts.create("mina", "maker", "a long password")
    with pytest.raises(AccountError, match="taken"):
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


def test_a_token_carries_its_scope(accounts):
    token = accounts.issue(accounts.find_or_create_local(), "token", 60, scope="transcribe")
    assert accounts.find(token, "token").scope == "transcribe"
