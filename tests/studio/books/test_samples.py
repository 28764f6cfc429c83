import subprocess
import sys

import pytest

from soridam.core.errors import NotFoundError
from soridam.studio.books.samples import COVER_FILE, READER_FILE, SampleBooks
from soridam.studio.environment import child_environment


@pytest.fixture
def samples(tmp_path):
    made = SampleBooks(tmp_path)
    yield made
    made.close()


def test_the_first_question_begins_the_book_and_a_later_one_has_it(samples, tmp_path):
    assert samples.ask("en").state == "making"
    with pytest.raises(NotFoundError):
        samples.file("en", READER_FILE)
    assert samples._going["en"].result(240) == 0
    ready = samples.ask("en")
    assert ready.state == "ready"
    assert ready.title in samples.file("en", READER_FILE).read_text(encoding="utf-8")
    assert samples.file("en", COVER_FILE).read_bytes()[:2] == b"\xff\xd8"
    assert [path.name for path in (tmp_path / "samples").iterdir()] == [samples.file("en", READER_FILE).parent.name]
    again = SampleBooks(tmp_path)
    assert again.ask("en") == ready  # of an earlier run of the studio
    again.close()


def test_one_that_cannot_be_made_says_so_and_is_not_tried_for_ever(tmp_path):
    (tmp_path / "samples").write_text("in the way", encoding="utf-8")
    samples = SampleBooks(tmp_path)
    assert samples.ask("ko").state in ("making", "failed")
    assert samples._going["ko"].exception(60) is not None
    assert samples.ask("ko").state == "failed"
    samples.close()


def test_the_process_that_makes_it_loads_no_torch():
    asked = "import sys, soridam.studio.books.sample_process; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], env=child_environment(), check=False).returncode == 0
