import pickle
from pathlib import Path

import pytest

from soridam.core.errors import CorpusError
from soridam.speech.corpus.rows import (
    RowError,
    attempt,
    cut,
    decode_text,
    gender_of,
    locate,
    number,
    parse_xml,
)
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance


def test_a_row_that_works_is_passed_on() -> None:
    utterance = Utterance("a", Clip(Path("a.wav")), "x", ("x",))
    assert attempt("a", lambda: utterance) == utterance


def test_a_row_error_becomes_a_rejection_with_its_reason() -> None:
    assert attempt("a", cut, Path("x"), 2, 1) == Rejection("a", "bad-times", "A segment from 2 to 1.")


def test_our_own_mistakes_are_not_hidden_as_bad_rows() -> None:
    with pytest.raises(ZeroDivisionError):
        attempt("a", lambda: 1 / 0)  # type: ignore[arg-type, return-value]


def test_a_row_error_crosses_processes_with_its_reason() -> None:
    error = pickle.loads(pickle.dumps(RowError("foreign", "dobry den")))
    assert (error.reason, error.detail) == ("foreign", "dobry den")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_korean_text_is_decoded(encoding: str) -> None:
    assert decode_text("안녕하세요".encode(encoding)) == "안녕하세요"


def test_letters_typed_on_a_mac_are_composed() -> None:
    import unicodedata

    assert decode_text(unicodedata.normalize("NFD", "가나다").encode()) == "가나다"


@pytest.mark.parametrize(
    ("value", "expected"), [("1.5", 1.5), (2, 2.0), ("nan", None), ("x", None), (None, None), ([], None)]
)
def test_numbers_may_be_written_as_text(value: object, expected: float | None) -> None:
    assert number(value) == expected


@pytest.mark.parametrize(
    ("word", "gender"), [("Female", "female"), ("남", "male"), ("여성", "female"), ("?", ""), (None, "")]
)
def test_genders_are_two_words_or_none(word: str | None, gender: str) -> None:
    assert gender_of(word) == gender


def test_xml_is_read_in_the_encoding_that_it_declares() -> None:
    document = '<?xml version="1.0" encoding="windows-1250"?><a>řízení</a>'
    assert parse_xml(document.encode("cp1250")).text == "řízení"


@pytest.mark.parametrize("encoding", ["nonsense", "rot13", "base64"])
def test_an_odd_declared_encoding_is_an_unreadable_label(encoding: str) -> None:
    with pytest.raises(RowError):
        parse_xml(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode())


def test_a_file_inside_is_found_through_an_absolute_path_too(tmp_path: Path) -> None:
    (tmp_path / "a.wav").touch()
    assert locate(tmp_path, str(tmp_path / "a.wav")) == locate(tmp_path, "a.wav")


def test_a_neighbor_whose_name_begins_alike_is_outside(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus-secret").mkdir()
    (tmp_path / "corpus-secret" / "a.wav").touch()
    with pytest.raises(CorpusError, match="leads out"):
        locate(tmp_path / "corpus", "../corpus-secret/a.wav")
