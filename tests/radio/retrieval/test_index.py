"""The index stays as its sources are: what changed is read again, what was deleted is gone, whatever kills it."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from soridam.core.errors import UsageError
from soridam.radio.retrieval.documents import find_sources
from soridam.radio.retrieval.index import Index, open_index
from soridam.radio.retrieval.search import search, sentence_encoder

pytestmark = pytest.mark.weights

KILLED = """
import os, signal, sys
from pathlib import Path
from soridam.radio.retrieval.documents import find_sources
from soridam.radio.retrieval.index import open_index
from soridam.radio.retrieval.search import sentence_encoder

class Deadly:
    calls = 0
    def encode(self, sentences):
        Deadly.calls += 1
        if Deadly.calls == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return sentence_encoder().encode(sentences)

with open_index(Path(sys.argv[1])) as index:
    index.update(find_sources([Path(sys.argv[2])]), Deadly)
"""


@pytest.fixture
def documents(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.md").write_text("Taxiway C is closed.\n\nThe tower answers on 118.2.\n")
    (folder / "b.md").write_text("Birds were seen near the threshold.\n")
    (folder / "c.md").write_text("눈이 오면 활주로를 닫습니다.\n")
    return folder


def update(index: Index, folder: Path):
    return index.update(find_sources([folder]), sentence_encoder)


def texts(index: Index, question: str) -> list[str]:
    return [hit.passage.text for hit in search(index, question, sentence_encoder())]


def test_only_what_changed_is_read_again_and_what_was_deleted_is_gone(documents, tmp_path):
    with open_index(tmp_path / "i.sqlite") as index:
        assert update(index, documents).read == 3
    with open_index(tmp_path / "i.sqlite") as index:
        assert (update(index, documents).read, index.size()) == (0, 4)
        (documents / "a.md").write_text("Taxiway C is open again.\n")
        (documents / "b.md").unlink()
        updated = update(index, documents)
        assert (updated.read, updated.same, updated.removed, index.size()) == (1, 1, 1, 2)
        assert texts(index, "Is taxiway C closed?")[0] == "Taxiway C is open again."
        assert "Birds were seen near the threshold." not in texts(index, "birds")


def test_nothing_of_a_deleted_document_is_left_in_the_file(documents, tmp_path):
    path = tmp_path / "i.sqlite"
    with open_index(path) as index:
        update(index, documents)
        (documents / "b.md").unlink()
        update(index, documents)
    assert b"threshold" not in path.read_bytes()


def test_a_file_that_cannot_be_read_loses_nothing_and_is_reported_until_it_is_whole(documents, tmp_path):
    (documents / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    with open_index(tmp_path / "i.sqlite") as index:
        for _ in range(2):
            ((name, error),) = update(index, documents).failed
            assert (Path(name).name, error.code) == ("broken.pdf", "retrieval.pdf")
        assert index.size() == 4
        (documents / "broken.pdf").unlink()
        assert update(index, documents).failed == ()


def test_an_update_that_was_killed_continues_where_it_was(documents, tmp_path):
    path = tmp_path / "i.sqlite"
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path), str(documents)], check=False)
    assert ended.returncode == -signal.SIGKILL
    with open_index(path) as index:
        assert index.size() == 3
        updated = update(index, documents)
        assert (updated.read, updated.same, index.size()) == (1, 2, 4)


def test_an_empty_file_becomes_an_index_and_a_damaged_index_is_begun_anew(documents, tmp_path):
    path = tmp_path / "i.sqlite"
    path.touch()
    with open_index(path) as index:
        assert update(index, documents).read == 3
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"damaged" * 600 + whole[4300:])
    with open_index(path) as index:
        assert update(index, documents).read == 3


def test_a_file_that_is_no_index_is_refused_and_left_as_it_is(tmp_path):
    notes, other = tmp_path / "notes.txt", tmp_path / "other.sqlite"
    notes.write_text("My own notes.")
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE words (text TEXT)")
    connection.close()
    for path in (notes, other):
        before = path.read_bytes()
        with pytest.raises(UsageError, match="is no index"), open_index(path):
            pass
        assert path.read_bytes() == before


def test_an_index_of_another_version_is_begun_anew(documents, tmp_path):
    path = tmp_path / "i.sqlite"
    with open_index(path) as index:
        update(index, documents)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE facts SET format = 'another'")
    connection.commit()
    connection.close()
    with open_index(path) as index:
        assert (index.size(), update(index, documents).read) == (0, 3)


def test_a_question_is_answered_from_its_airport_or_from_none(tmp_path):
    for name in ("RKSI-aip.md", "LKPR-aip.md", "general.md"):
        (tmp_path / name).write_text(f"The transition altitude of {name} is 14,000 feet.\n")
    with open_index(Path(":memory:")) as index:
        update(index, tmp_path)
        from soridam.radio.retrieval.search import Place

        hits = search(index, "transition altitude", sentence_encoder(), place=Place("RKSI"))
        assert {Path(hit.source).name for hit in hits} == {"RKSI-aip.md", "general.md"}
