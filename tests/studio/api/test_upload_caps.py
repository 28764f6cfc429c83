"""What one corpus may hold cannot be passed by, and whoever is refused loses nothing."""

import asyncio
import io
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import update
from tests.studio.databases import KINDS, fresh_database
from tests.studio.speech_work import do_next, open_studio

from soridam.core.errors import DiskFullError, UsageError
from soridam.settings import StudioSettings
from soridam.studio.corpora.uploads import OffsetError
from soridam.studio.parts import build_parts
from soridam.studio.records import uploads

CAP = 100_000


@pytest.fixture
def studio(tmp_path):
    with open_studio(tmp_path, most_corpus_bytes=CAP, most_corpora=4) as opened:
        yield opened


@pytest.fixture
def mina(studio):
    return studio.people["mina"]


def new_corpus(client) -> str:
    made = client.post("/api/corpora", json={"name": "Caps", "language": "en"})
    assert made.status_code == 201, made.text
    return f"/api/corpora/{made.json()['id']}"


@pytest.fixture
def corpus(mina):
    return new_corpus(mina)


def put(client, corpus, name, data, **wanted):
    return client.put(f"{corpus}/files", params={"name": name, "total": len(data), **wanted}, content=data)


def on_disk(studio, corpus) -> int:
    place = Path(studio.folder) / "corpora" / corpus.rpartition("/")[2]
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())


def listed(client, corpus) -> list[tuple[str, int, bool]]:
    files = client.get(f"{corpus}/files").json()["files"]
    return [(file["name"], file["received"], file["complete"]) for file in files]


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_file_whose_second_try_is_refused_is_there_as_it_was(studio, mina, corpus):
    put(mina, corpus, "a.bin", b"x" * 60_000)
    assert put(mina, corpus, "a.bin", b"y", total=10**9).status_code == 400
    assert listed(mina, corpus) == [("a.bin", 60_000, True)]
    assert mina.delete(f"{corpus}/files", params={"name": "a.bin"}).status_code == 200
    assert on_disk(studio, corpus) == 0


def test_refused_files_leave_nothing_that_is_not_counted(studio, mina, corpus):
    for number in range(10):
        put(mina, corpus, f"{number}.bin", b"x" * 60_000)
        put(mina, corpus, f"{number}.bin", b"y", total=10**9)
        put(mina, corpus, f"{number}-half.bin", b"x" * 30_000, total=40_000)
        put(mina, corpus, f"{number}-half.bin", b"y", total=10**9)
    assert on_disk(studio, corpus) <= CAP


def test_a_smaller_file_of_the_same_name_frees_no_room_before_it_is_there(studio, mina, corpus):
    for number in range(10):
        put(mina, corpus, f"{number}.bin", b"x" * 60_000)
        put(mina, corpus, f"{number}.bin", b"", total=1)
    assert on_disk(studio, corpus) <= CAP
    assert put(mina, corpus, "0.bin", b"z", total=1).json()["complete"]
    assert put(mina, corpus, "1.bin", b"x" * 90_000).json()["complete"]


def test_what_is_being_received_cannot_be_said_to_be_smaller(studio, corpus):
    """Two requests at once: the second finds the file taken, and changes nothing."""
    me = studio.parts.accounts.find_or_create_local()
    files = studio.parts.corpora.uploads(studio.parts.corpora.create(me, "x", "en", "upload"))

    async def second_while_first_comes():
        async def pieces():
            yield b"x" * 40_000
            with pytest.raises(OffsetError):
                await files.receive("a.bin", 0, 1, one(b"y"))
            with pytest.raises(UsageError, match="received right now"):
                await asyncio.to_thread(files.remove, "a.bin")
            yield b"x" * 20_000

        return await files.receive("a.bin", 0, 60_000, pieces())

    assert asyncio.run(second_while_first_comes()).is_complete
    assert files.count() == (1, 60_000)


async def one(data: bytes):
    yield data


def test_what_archives_become_counts(studio, mina, corpus):
    bomb = zipped({"zeros.txt": b"0" * 90_000})
    assert put(mina, corpus, "0.zip", bomb).json()["complete"]
    for number in range(1, 8):
        assert put(mina, corpus, f"{number}.zip", bomb).status_code == 400
    assert put(mina, corpus, "more.bin", b"x" * 20_000).status_code == 400
    mina.post(f"{corpus}/prepare", json={})
    do_next(studio.parts)
    assert on_disk(studio, corpus) <= CAP


def test_archives_inside_of_archives_are_not_unpacked_whatever_they_are_called(studio, mina, corpus):
    inner = zipped({"deep.txt": b"x" * 50_000})
    assert put(mina, corpus, "outer.zip", zipped({"lvl1.wav": inner})).json()["complete"]
    for _ in range(3):
        mina.post(f"{corpus}/prepare", json={})
        ended = do_next(studio.parts)
        assert ended["state"] == "failed"
        assert "outer.zip holds another archive: lvl1.wav" in ended["error"]
    assert not list(Path(studio.folder).rglob("deep.txt"))


def test_an_archive_with_the_name_of_its_member_loses_nothing(studio, mina, corpus):
    files = {"metadata.csv": b"file_name,text\na.wav,Hello.\n", "a.wav": b"RIFFsound"}
    assert put(mina, corpus, "a.wav", zipped(files)).json()["complete"]
    mina.post(f"{corpus}/prepare", json={})
    do_next(studio.parts)
    place = Path(studio.folder) / "corpora" / corpus.rpartition("/")[2] / "files"
    assert {path.name: path.read_bytes() for path in place.iterdir()} == files


def test_one_person_has_so_many_corpora_and_no_more(mina):
    made = [new_corpus(mina) for _ in range(4)]
    refused = mina.post("/api/corpora", json={"name": "one more", "language": "en"})
    assert refused.status_code == 429
    mina.delete(made[0])
    new_corpus(mina)


@pytest.mark.parametrize("total", [2**63 - 1, 2**63, 10**30])
def test_a_size_that_no_file_has_is_refused_and_breaks_no_list(mina, corpus, total):
    put(mina, corpus, "other.bin", b"x")
    assert put(mina, corpus, "off.bin", b"", total=total).status_code in (400, 422)
    assert mina.get("/api/corpora").status_code == 200
    assert listed(mina, corpus) == [("other.bin", 1, True)]


def test_a_row_that_is_wrong_already_breaks_no_list_and_can_be_removed(studio, mina, corpus):
    put(mina, corpus, "other.bin", b"x")
    put(mina, corpus, "off.bin", b"x", total=2)
    with studio.parts.engine.begin() as connection:
        connection.execute(update(uploads).where(uploads.c.name == "off.bin").values(bytes=2**63 - 1))
    assert mina.get("/api/corpora").status_code == 200
    assert mina.get(f"{corpus}/files").status_code == 200
    assert mina.delete(f"{corpus}/files", params={"name": "off.bin"}).status_code == 200
    assert mina.get(corpus).json()["bytes"] == 1


def test_a_disk_that_is_nearly_full_takes_no_upload_and_says_so(tmp_path):
    with open_studio(tmp_path, least_free_bytes=shutil.disk_usage(tmp_path).total) as studio:
        mina = studio.people["mina"]
        refused = put(mina, new_corpus(mina), "a.bin", b"x")
        assert refused.status_code == 507
        assert refused.json()["code"] == "disk.full"


@pytest.mark.parametrize("kind", KINDS)
def test_of_many_files_at_once_no_more_are_taken_than_fit(kind, tmp_path):
    with fresh_database(kind, tmp_path) as address:
        parts = build_parts(StudioSettings(folder=str(tmp_path), database=address, most_corpus_bytes=CAP))
        me = parts.accounts.create("mina", "maker")
        corpora = parts.corpora
        files = corpora.uploads(corpora.create(me, "x", "en", "upload"))

        def send(number: int) -> bool:
            try:
                return asyncio.run(files.receive(f"{number}.bin", 0, 40_000, one(b"x" * 40_000))).is_complete
            except UsageError:
                return False

        with ThreadPoolExecutor(8) as pool:
            taken = sum(pool.map(send, range(8)))
        assert (taken, files.count()) == (2, (2, 80_000))
        parts.close()


def test_the_error_of_a_full_disk_is_no_usage_error():
    assert not issubclass(DiskFullError, UsageError)
