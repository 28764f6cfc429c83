import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from tests.speech.corpus.small_corpus import healthy_rows, row, speechlike, write_corpus

from soridam.core.errors import CorpusError
from soridam.speech.corpus.describe import WORDS, describe_corpus
from soridam.speech.corpus.pictures import spectrogram


def page_of(folder: Path, language: str = "en", **options: int) -> str:
    describe_corpus(folder, folder / "page.html", language=language, **options)
    return (folder / "page.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("corpus"), healthy_rows(6))


@pytest.fixture(scope="module")
def page(corpus: Path) -> str:
    return page_of(corpus, examples=3, seed=1)


def test_the_page_loads_nothing_from_elsewhere(page: str) -> None:
    addresses = re.findall(r"(?:src|href)\s*=\s*\"(?!data:|#)([^\"]*)\"|url\((?!#)([^)]*)\)", page)
    assert addresses == []


def test_examples_can_be_seen_and_heard(page: str) -> None:
    assert page.count("<audio") == 3 and page.count("data:audio/flac;base64,ZkxhQ") == 3


def test_equal_seeds_show_equal_pages(corpus: Path, page: str) -> None:
    assert page_of(corpus, examples=3, seed=1) == page


def test_text_of_strangers_stays_text(tmp_path: Path) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    rows = [row(0, speechlike(2), attack, speaker=attack, gender=attack, id=attack)]
    assert not re.search(r"<script|<img src=x", page_of(write_corpus(tmp_path, rows)))


def test_the_page_speaks_both_languages(corpus: Path, page: str) -> None:
    korean = page_of(corpus, "ko", examples=0)
    assert ("Set aside" in page, "제외한 행" in korean) == (True, True)


def test_a_corpus_that_others_made_is_no_corpus_to_describe(tmp_path: Path) -> None:
    (write_corpus(tmp_path, healthy_rows(1)) / "corpus.json").unlink()
    with pytest.raises(CorpusError, match="was not prepared by Soridam"):
        page_of(tmp_path)


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["en"].keys() == WORDS["ko"].keys()


def test_tags_are_closed(page: str) -> None:
    class Balance(HTMLParser):
        open_tags: list[str] = []  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in {"meta", "img", "br"}:
                self.open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open_tags.pop() == tag

        def handle_startendtag(self, tag: str, attrs: object) -> None:
            pass

    parser = Balance()
    parser.feed(page)
    assert parser.open_tags == []


def test_a_corpus_with_an_unreadable_row_is_described_all_the_same(tmp_path: Path) -> None:
    rows = healthy_rows(3)
    rows[1]["audio"]["bytes"] = b"nothing"
    assert "cannot be decoded" in page_of(write_corpus(tmp_path, rows))


def test_leaks_stand_on_the_page_of_a_split_corpus(tmp_path: Path) -> None:
    write_corpus(tmp_path, healthy_rows(3))
    write_corpus(tmp_path, healthy_rows(2), "test")
    assert "(2 rows of 2)" in page_of(tmp_path)


def test_the_spectrogram_peaks_at_the_pitch() -> None:
    tone = np.sin(2 * np.pi * 2000 * np.arange(16_000) / 16_000)
    assert spectrogram(tone).argmax(axis=0)[10] == 2000 * 400 / 16_000
