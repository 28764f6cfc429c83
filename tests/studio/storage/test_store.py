"""Versions of folders in a real store: whole or not there, checked when they come back, only what is new is sent."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from tests.studio.s3 import BUCKET, KEYS, s3_server

from soridam.core.errors import ConfigError, StorageError
from soridam.settings import StorageSettings, StudioSettings
from soridam.studio.environment import secret_texts
from soridam.studio.storage.extents import files_of
from soridam.studio.storage.store import Storage, open_storage

NAME = "books/6a3c2f60-0000-4000-8000-000000000009"
TOMORROW = timedelta(days=1)


@pytest.fixture
def server(monkeypatch):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    with s3_server() as settings:
        yield settings


@pytest.fixture
def storage(server) -> Storage:
    return open_storage(server)


@pytest.fixture
def book(tmp_path) -> Path:
    return write(tmp_path / "book", {"book.json": b"{}", "pictures/커버.png": os.urandom(5000), "pictures/1.png": b"1"})


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def read(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_of(folder)}


def objects(server: StorageSettings) -> list[str]:
    """The paths of all that is in the bucket, by another client than ours."""
    text = httpx.get(f"{server.endpoint}/{BUCKET}?list-type=2").text
    return sorted(part.partition("</Key>")[0] for part in text.split("<Key>")[1:])


def overwrite(storage: Storage, path: str, data: bytes) -> None:
    """As somebody else who has the keys could."""
    storage._store.put(path.removeprefix("our/own/"), data)


def test_what_is_pulled_is_what_was_pushed(storage, book, tmp_path):
    version = storage.push(NAME, book, files_of(book))
    storage.pull(NAME, version, tmp_path / "other")
    assert read(tmp_path / "other") == read(book)
    assert storage.versions(NAME) == {version}


def test_everything_lies_below_the_prefix_of_the_settings(storage, server, book):
    version = storage.push(NAME, book, files_of(book))
    assert len(objects(server)) == 4
    assert all(path.startswith(f"our/own/{NAME}/") for path in objects(server))
    assert f"our/own/{NAME}/versions/{version}.json" in objects(server)


def test_another_version_sends_what_is_new_and_nothing_else(storage, server, book, monkeypatch):
    first = storage.push(NAME, book, files_of(book))
    write(book, {"book.json": b'{"pages": 2}', "pictures/2.png": b"2"})
    sent, put = [], storage._store.put
    monkeypatch.setattr(storage, "_store", Watched(storage._store, sent))
    second = storage.push(NAME, book, files_of(book), base=first)
    assert put and len([path for path in sent if "/files/" in path]) == 2
    assert sent[-1] == f"{NAME}/versions/{second}.json"
    assert first != second and storage.versions(NAME) == {first, second}


class Watched:
    """The store itself; the paths that are put there are noted."""

    def __init__(self, store, sent):
        self._store, self._sent = store, sent

    def put(self, path, data):
        self._sent.append(path)
        return self._store.put(path, data)

    def __getattr__(self, name):
        return getattr(self._store, name)


def test_a_push_that_is_killed_half_way_is_no_version(storage, book, monkeypatch):
    class Dying(Watched):
        def put(self, path, data):
            if "/versions/" in path:
                raise KeyboardInterrupt
            return super().put(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(storage, "_store", Dying(storage._store, []))
        with pytest.raises(KeyboardInterrupt):
            storage.push(NAME, book, files_of(book))
    assert storage.versions(NAME) == set()


def test_a_file_that_is_not_as_it_was_stored_is_refused_and_the_one_here_stays(storage, server, book, tmp_path):
    version = storage.push(NAME, book, files_of(book))
    other = write(tmp_path / "other", {"pictures/1.png": b"mine"})
    for path in objects(server):
        if "/files/" in path:
            overwrite(storage, path, b"evil")
    with pytest.raises(StorageError, match="not as it was stored"):
        storage.pull(NAME, version, other)
    assert read(other) == {"pictures/1.png": b"mine"}


def test_a_list_that_somebody_else_wrote_is_refused(storage, server, book, tmp_path):
    version = storage.push(NAME, book, files_of(book))
    (path,) = (path for path in objects(server) if "/versions/" in path)
    overwrite(storage, path, b'{"files": {"../../x": "00"}}')
    with pytest.raises(StorageError, match="damaged"):
        storage.pull(NAME, version, tmp_path / "other")
    assert list(tmp_path.iterdir()) == [book]


def test_old_versions_go_and_what_was_stored_just_now_stays(storage, server, book):
    first = storage.push(NAME, book, files_of(book))
    (book / "pictures" / "1.png").write_bytes(b"changed")
    second = storage.push(NAME, book, files_of(book), base=first)
    everything = objects(server)
    storage.prune(NAME, second, datetime.now(UTC) - TOMORROW)
    assert objects(server) == everything
    storage.prune(NAME, second, datetime.now(UTC) + TOMORROW)
    assert storage.versions(NAME) == {second} and len(objects(server)) == len(everything) - 2
    storage.pull(NAME, second, book.parent / "other")
    assert read(book.parent / "other") == read(book)


def test_what_is_deleted_is_gone_and_nothing_else(storage, server, book):
    other = NAME[:-1] + "8"
    for name in (NAME, other):
        storage.push(name, book, files_of(book))
    storage.delete(NAME)
    storage.delete(NAME)
    assert objects(server) and all(f"/{other}/" in path for path in objects(server))


def test_a_store_that_does_not_answer_is_told_without_address_and_key(server, book):
    away = open_storage(server.model_copy(update={"endpoint": "http://127.0.0.1:9"}))
    with pytest.raises(StorageError) as error:
        away.push(NAME, book, files_of(book))
    told = error.value.message + error.value.hint
    assert "127.0.0.1" not in told and "canary" not in told


def test_without_an_address_there_is_no_store_and_a_wrong_one_is_refused():
    assert open_storage(StorageSettings()) is None
    for url in ("s3:bucket", "https://bucket", "/srv/books"):
        with pytest.raises(ConfigError, match="not the address of a store"):
            open_storage(StorageSettings(url=url))


def test_the_secret_is_shown_nowhere(server):
    assert "canary-9b1f" in secret_texts(StudioSettings(storage=server))
    assert "canary" not in repr(StudioSettings(storage=server))
