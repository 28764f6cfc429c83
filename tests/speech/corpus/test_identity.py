import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.corpus import identity
from soridam.speech.corpus.identity import Identities


def test_an_id_that_is_new_stays_as_it_is() -> None:
    assert Identities().unique("a/b") == "a/b"


def test_an_id_that_comes_again_gets_a_number() -> None:
    identities = Identities()
    assert [identities.unique("a") for _ in range(3)] == ["a", "a~2", "a~3"]


def test_a_number_that_is_taken_is_passed_over() -> None:
    identities = Identities()
    assert [identities.unique(name) for name in ("a~2", "a", "a")] == ["a~2", "a", "a~3"]


def test_korean_names_in_loose_letters_are_composed() -> None:
    assert Identities().unique(unicodedata.normalize("NFD", "녹음")) == "녹음"


@given(st.lists(st.sampled_from(["a", "a~2", "a~2~2", "b", "한", unicodedata.normalize("NFD", "한")]), max_size=40))
def test_no_id_is_given_out_twice(names: list[str]) -> None:
    identities = Identities()
    given_out = [identities.unique(name) for name in names]
    assert len(set(given_out)) == len(names)


def test_ids_of_long_ago_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "RECENT", 4)
    identities = Identities()
    first = [identities.unique(str(Path(f"{number}"))) for number in range(11)]
    assert [identities.unique(name) for name in first] == [f"{name}~2" for name in first]
