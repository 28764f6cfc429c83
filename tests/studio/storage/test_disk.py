"""A disk that is full, a database that is damaged, and a folder that others can read."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from tests.studio.databases import fresh_database
from tests.studio.speech_work import open_studio

from soridam.core.errors import BackupError, DiskFullError
from soridam.studio.database import open_database
from soridam.studio.storage.disk import full_disk, make_private, naming_disk_errors


def fill(engine) -> None:
    """From now on SQLite has not a page more than it has, as on a full disk."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection, _):
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the number of pages that there are

    engine.dispose()


def test_a_change_on_a_full_disk_is_refused_in_words_and_reading_and_deleting_go_on(tmp_path):
    with open_studio(tmp_path) as studio:
        mina = studio.people["mina"]
        corpus = mina.post("/api/corpora", json={"name": "x", "language": "en"}).json()["id"]
        fill(studio.parts.engine)
        answers = [mina.post("/api/corpora", json={"name": "한" * 80, "language": "en"}) for _ in range(200)]
        refused = answers[-1]
        assert refused.status_code == 507
        assert refused.json()["code"] == "disk.full"
        korean = mina.post("/api/corpora", json={"name": "한" * 80}, headers={"Accept-Language": "ko"})
        assert "가득" in korean.json()["error"]
        assert mina.get("/api/corpora").status_code == 200
        assert mina.delete(f"/api/corpora/{corpus}").status_code == 200


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_what_the_system_says_of_a_full_disk_is_understood(number):
    assert isinstance(full_disk(OSError(number, "full")), DiskFullError)
    with pytest.raises(DiskFullError), naming_disk_errors():
        raise OSError(number, "full")


def test_what_is_no_full_disk_stays_what_it_is():
    assert full_disk(OSError(errno.EACCES, "no")) is None
    assert full_disk(OperationalError("x", {}, Exception("database is locked"))) is None
    with pytest.raises(PermissionError), naming_disk_errors():
        raise PermissionError(errno.EACCES, "no")


def test_a_damaged_database_is_told_as_such_by_every_command(tmp_path):
    (tmp_path / "studio.db").write_bytes(b"no database at all, but long enough to be looked at" * 100)
    for command in (["backup", str(tmp_path / "x.tar")], ["retention"], ["worker"], ["--port", "0"]):
        words = [sys.executable, "-m", "soridam", "studio", *command, "--folder", str(tmp_path)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert (done.returncode, "is damaged" in done.stderr, "soridam studio restore" in done.stderr) == (
            1,
            True,
            True,
        )
    assert not (tmp_path / "x.tar").exists()


def test_a_database_that_is_damaged_inside_is_told_as_such(tmp_path):
    with fresh_database("sqlite", tmp_path) as address:
        path = tmp_path / "studio.db"
        engine = open_database(address)
        engine.dispose()
        data = bytearray(path.read_bytes())
        data[4096:] = b"\xff" * len(data[4096:])
        path.write_bytes(data)
        for rest in tmp_path.glob("studio.db-*"):
            rest.unlink()
        with (
            pytest.raises(BackupError, match="damaged"),
            naming_disk_errors(),
            open_database(address).begin() as connection,
        ):
            connection.execute(text("SELECT * FROM jobs"))


PRIVATE = """
import sys
from pathlib import Path
from soridam.studio.storage.disk import make_private
make_private(Path(sys.argv[1]))
(Path(sys.argv[1]) / "voices").mkdir()
(Path(sys.argv[1]) / "voices" / "a.wav").write_text("x")
"""


def modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*"))}


def test_a_new_studio_is_for_its_owner_alone(tmp_path):
    subprocess.run([sys.executable, "-c", PRIVATE, str(tmp_path / "new")], check=True)
    assert modes(tmp_path / "new") == {"new": 0o700, "voices": 0o700, "a.wav": 0o600}


def test_a_studio_that_others_could_read_is_closed_to_them_and_keeps_its_group(tmp_path):
    folder, umask = tmp_path / "old", os.umask(0)
    try:
        folder.mkdir(mode=0o775)
        (folder / "studio.db").touch(mode=0o644)
        make_private(folder)
    finally:
        os.umask(umask)
    assert modes(folder) == {"old": 0o770, "studio.db": 0o640}
