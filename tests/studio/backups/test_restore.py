"""What must not come in by a backup: into a studio that is there, of a newer version, damaged, or by an attacker."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.studio.databases import empty_database, fresh_database

from soridam.core.errors import BackupError, UsageError
from soridam.settings import StudioSettings
from soridam.studio.backups.archive import MANIFEST
from soridam.studio.backups.backup import make_backup
from soridam.studio.backups.restore import restore_backup
from soridam.studio.migrations import is_current, migrate
from soridam.studio.parts import build_parts

BOOK = "books/6a3c2f60-0000-4000-8000-000000000009"
OUTSIDE = (
    "../x",
    "/tmp/x",
    f"{BOOK}/../../../x",
    f"{BOOK}/./x",
    f"{BOOK}//x",
    "x",
    "jobs/x",
    "studio.db",
    f"{BOOK}/a\nb",
)
Members = dict[str, bytes]


@pytest.fixture
def archive(tmp_path):
    """Of a studio with one person."""
    folder = tmp_path / "old"
    folder.mkdir()
    with fresh_database("sqlite", folder) as address:
        parts = build_parts(StudioSettings(folder=str(folder), database=address))
        parts.accounts.create("mina", "owner")
        make_backup(parts.engine, folder, tmp_path / "studio.tar")
        parts.close()
    return tmp_path / "studio.tar"


def rewrite(archive: Path, change: Callable[[Members], None], links: tuple[tarfile.TarInfo, ...] = ()) -> None:
    """The archive as somebody else would write it."""
    with tarfile.open(archive) as tar:
        members = {member.name: tar.extractfile(member).read() for member in tar}
    change(members)
    with tarfile.open(archive, "w") as tar:
        for link in links:
            tar.addfile(link)
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


def with_manifest(**values):
    def change(members: Members) -> None:
        members[MANIFEST] = json.dumps({**json.loads(members[MANIFEST]), **values}).encode()

    return change


def refused(archive: Path, match: str) -> None:
    """Nothing is written, neither in the new folder nor beside it."""
    before = {path: path.stat().st_mtime_ns for path in archive.parent.rglob("*")}
    with pytest.raises(BackupError, match=match):
        restore_backup(archive, archive.parent / "new")
    assert {path: path.stat().st_mtime_ns for path in archive.parent.rglob("*")} == before


@pytest.mark.parametrize("name", OUTSIDE)
def test_names_that_a_backup_does_not_have_are_refused(name, archive):
    rewrite(archive, lambda members: members.update({name: b"evil"}))
    refused(archive, "what no backup does")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_links_devices_and_folders_are_refused(kind, archive):
    link = tarfile.TarInfo(f"{BOOK}/pictures")
    link.type, link.linkname = kind, "/etc"
    rewrite(archive, lambda members: None, (link,))
    refused(archive, "what no backup does")


def test_a_name_that_comes_twice_is_refused(archive):
    rewrite(archive, lambda members: None, (tarfile.TarInfo("tables/users.jsonl.gz"),))
    refused(archive, "what no backup does")


def test_a_file_that_is_a_folder_too_is_refused(archive):
    rewrite(archive, lambda members: members.update({f"{BOOK}/a": b"x", f"{BOOK}/a/b": b"x"}))
    refused(archive, "a file and as a folder")


def test_a_changed_a_missing_and_an_added_file_are_named(archive):
    with tarfile.open(archive) as tar:
        data = {member.name: tar.extractfile(member).read() for member in tar}
    rewrite(archive, lambda members: members.update({"tables/users.jsonl.gz": data["tables/jobs.jsonl.gz"]}))
    refused(archive, "users.jsonl.gz is not as it was")
    rewrite(archive, lambda members: members.pop("tables/users.jsonl.gz") and None)
    refused(archive, "users.jsonl.gz is missing")
    rewrite(archive, lambda members: members.update({**data, f"{BOOK}/book.json": b"{}"}))
    refused(archive, "book.json is not as it was")


def test_a_backup_in_which_a_table_is_missing_is_refused(archive):
    def without_books(members: Members) -> None:
        manifest = json.loads(members[MANIFEST])
        for name in ("tables/books.jsonl.gz",):
            members.pop(name)
            manifest["files"].pop(name)
        manifest["tables"].pop("books")
        members[MANIFEST] = json.dumps(manifest).encode()

    rewrite(archive, without_books)
    refused(archive, "'books' is missing")


@pytest.mark.parametrize("share", [0, 0.3, 0.99])
def test_a_backup_that_is_cut_off_is_refused(share, archive):
    data = archive.read_bytes().rstrip(b"\0")  # tar fills up with nothing
    archive.write_bytes(data[: int(len(data) * share)])
    refused(archive, "no backup|cut off")


def test_a_backup_of_a_newer_version_is_refused(archive):
    rewrite(archive, with_manifest(revision="9999"))
    refused(archive, "newer")
    rewrite(archive, with_manifest(format=2, surprise=1))
    refused(archive, "newer")


@pytest.mark.parametrize("values", [{"tables": {"users": 2}}, {"tables": {"sqlite_master": 0}}, {"tables": "x"}])
def test_a_list_of_contents_that_lies_is_refused(values, archive):
    rewrite(archive, with_manifest(**values))
    refused(archive, "missing|unknown table|damaged")


def test_a_backup_of_an_older_version_is_brought_up_to_date(archive, tmp_path):
    """0005 made corpora and runs; a backup from before has none."""

    def older(members: Members) -> None:
        manifest = json.loads(members[MANIFEST])
        kept = {"users", "jobs", "job_events", "books", "audit", "consents", "deletions", "identities"}
        for name in set(manifest["tables"]) - kept:
            members.pop(f"tables/{name}.jsonl.gz")
            manifest["tables"].pop(name)
            manifest["files"].pop(f"tables/{name}.jsonl.gz")
        members[MANIFEST] = json.dumps({**manifest, "revision": "0004"}).encode()

    rewrite(archive, older)
    restore_backup(archive, tmp_path / "new")
    parts = build_parts(StudioSettings(folder=str(tmp_path / "new")))
    assert is_current(parts.engine)
    assert [person.name for person in parts.accounts.people()] == ["mina"]
    parts.close()


def test_a_folder_with_something_in_it_is_not_touched(archive, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "letter.txt").write_text("precious")
    with pytest.raises(UsageError, match="not empty"):
        restore_backup(archive, tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["letter.txt"]


def test_an_empty_folder_will_do(archive, tmp_path):
    (tmp_path / "new").mkdir()
    restore_backup(archive, tmp_path / "new")
    assert (tmp_path / "new" / "studio.db").is_file()


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_database_with_a_studio_in_it_is_not_touched_and_an_empty_one_of_ours_will_do(kind, archive, tmp_path):
    with empty_database(kind, tmp_path) as address:
        parts = build_parts(StudioSettings(folder=str(tmp_path), database=address))
        migrate(parts.engine)
        parts.accounts.create("jun", "owner")
        with pytest.raises(UsageError, match="not empty"):
            restore_backup(archive, tmp_path / "new", address)
        assert [person.name for person in parts.accounts.people()] == ["jun"]
        assert not (tmp_path / "new").exists()
        migrate(parts.engine, "base")
        migrate(parts.engine)
        restore_backup(archive, tmp_path / "new", address)
        assert [person.name for person in parts.accounts.people()] == ["mina"]
        parts.close()


def test_a_backup_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(UsageError, match="no backup"):
        restore_backup(tmp_path / "studio.tar", tmp_path / "new")
