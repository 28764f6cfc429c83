from fastapi.testclient import TestClient
from sqlalchemy import func, select, update

from soridam.studio.database import now_ms
from soridam.studio.records import invitations, secrets


def test_a_studio_that_starts_forgets_what_has_expired(app, parts):
    user = parts.accounts.find_or_create_local()
    parts.accounts.issue(user, "session", 60)
    parts.accounts.invite("maker")
    with parts.engine.begin() as connection:
        for table in (secrets, invitations):
            connection.execute(update(table).values(expires=now_ms() - 1))
    kept = parts.accounts.issue(user, "session", 60)
    with TestClient(app):
        pass
    with parts.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(secrets)).scalar_one() == 1
        assert connection.execute(select(func.count()).select_from(invitations)).scalar_one() == 0
    assert parts.accounts.find(kept, "session") == user
