import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from tests.speech.corpus.small_corpus import healthy_rows, row, speechlike, write_corpus

from soridam.speech.corpus.describe import WORDS, describe_corpus
from soridam.speech.corpus.pictures import spectrogram


def page_of(folder: Path, language: str = "en", **options: int) -> str:
    describe_corpus(folder, folder / "page.html", language=language, **options)
    return (folder / "page.html").read_text(encoding="utf-8")


def test_the_page_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = page_of(write_corpus(tmp_path, healthy_rows(4)))
    addresses = re.findall(r"(?:src|href)\s*=\s*\"(?!data:|#)([^\"]*)\"|url\((?!#)([^)]*)\)", page)
    assert addresses == []


def test_examples_can_be_seen_and_heard(tmp_path: Path) -> None:
    page = page_of(write_corpus(tmp_path, healthy_rows(6)), examples=3)
    assert page.count("<audio") == 3 and page.count("data:audio/flac;base64,ZkxhQ") == 3


def test_equal_seeds_show_equal_pages(tmp_path: Path) -> None:
    write_corpus(tmp_path, healthy_rows(12))
    assert page_of(tmp_path, examples=3, seed=1) == page_of(tmp_path, examples=3, seed=1)


def test_text_of_strangers_stays_text(tmp_path: Path) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    rows = [row(0, speechlike(2), attack, speaker=attack, gender=attack, id=attack)]
    assert not re.search(r"<script|<img src=x", page_of(write_corpus(tmp_path, rows)))


@pytest.mark.parametrize(("language", "heading"), [("en", "Set aside"), ("ko", "제외한 행")])
def test_the_page_speaks_both_languages(tmp_path: Path, language: str, heading: str) -> None:
    assert heading in page_of(write_corpus(tmp_path, healthy_rows(2)), language)


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["en"].keys() == WORDS["ko"].keys()


def test_tags_are_closed(tmp_path: Path) -> None:
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
    parser.feed(page_of(write_corpus(tmp_path, healthy_rows(3))))
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
