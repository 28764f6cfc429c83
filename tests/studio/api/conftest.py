"""A studio on SQLite with two people, and a client for each."""

import pytest
from fastapi.testclient import TestClient
from tests.studio.databases import fresh_database

from soridam.settings import StudioSettings
from soridam.studio.api.needs import SESSION_COOKIE
from soridam.studio.app import build_app
from soridam.studio.parts import build_parts

ADDRESS = "http://127.0.0.1:8765"


@pytest.fixture
def parts(tmp_path):
    with fresh_database("sqlite", tmp_path) as address:
        built = build_parts(StudioSettings(folder=str(tmp_path), database=address, most_upload_bytes=100_000))
        yield built
        built.engine.dispose()


@pytest.fixture
def app(parts):
    return build_app(parts)


@pytest.fixture
def stranger(app):
    return TestClient(app, base_url=ADDRESS)


@pytest.fixture
def people(app, parts):
    """Mina and Jun, each with a session."""
    clients = {}
    for name in ("mina", "jun"):
        client = TestClient(app, base_url=ADDRESS)
        user = parts.accounts.create(name, "maker", "a long password")
        client.cookies.set(SESSION_COOKIE, parts.accounts.issue(user, "session", 60))
        clients[name] = client
    return clients


@pytest.fixture
def mina(people):
    return people["mina"]


@pytest.fixture
def jun(people):
    return people["jun"]
