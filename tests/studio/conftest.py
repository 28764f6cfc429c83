"""A studio on SQLite with two people, and a client for each."""

import pytest
from fastapi.testclient import TestClient
from tests.studio.databases import fresh_database
from tests.studio.factories import give_belongings
from tests.studio.hashing import QUICK_HASHER

from soridam.core.weights import find_weights
from soridam.settings import StudioSettings
from soridam.studio.api.deps import SESSION_COOKIE
from soridam.studio.app import build_app
from soridam.studio.parts import build_parts
from soridam.studio.people.accounts import User

ADDRESS = "http://127.0.0.1:8765"


@pytest.fixture(scope="session")
def tiny_english():
    """The recognizer tiny.en, on this machine: a studio offers to programs only what is here."""
    return find_weights("tiny.en", form="ctranslate2")


@pytest.fixture
def parts(tmp_path):
    with fresh_database("sqlite", tmp_path) as address:
        settings = StudioSettings(folder=str(tmp_path), database=address, most_upload_bytes=100_000)
        built = build_parts(settings, QUICK_HASHER)
        yield built
        built.close()


@pytest.fixture
def app(parts):
    return build_app(parts)


@pytest.fixture
def stranger(app):
    return TestClient(app, base_url=ADDRESS)


@pytest.fixture
def sign_in(app, parts):
    """Somebody new, with a session."""

    def make(name, role):
        client = TestClient(app, base_url=ADDRESS)
        user = parts.accounts.create(name, role, "a long password")
        client.cookies.set(
            SESSION_COOKIE, parts.accounts.issue(user, "session", 900)
        )  # seconds; models load slowly on a busy machine
        return client

    return make


@pytest.fixture
def people(sign_in):
    """Mina and Jun, each with a session."""
    return {name: sign_in(name, "maker") for name in ("mina", "jun")}


@pytest.fixture
def owner(sign_in):
    return sign_in("keeper", "owner")


@pytest.fixture
def child(sign_in):
    """A listener."""
    return sign_in("sora", "listener")


@pytest.fixture
def mina(people):
    return people["mina"]


@pytest.fixture
def jun(people):
    return people["jun"]


@pytest.fixture
def belongings(parts, mina):
    """What is Mina's, by the name of the parameter that it is asked for by."""
    return give_belongings(parts, User(**mina.get("/api/me").json()))
