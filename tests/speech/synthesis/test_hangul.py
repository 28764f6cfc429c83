"""Words and phrases of the Standard Pronunciation, rule by rule, as they are written and as they are said."""

import tomllib
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.synthesis.hangul import LEGIBLE, compose, decompose, pronounce

STANDARD = Path(__file__).with_name("standard_pronunciation.tsv")
_, *ROWS = (line.split("\t") for line in STANDARD.read_text(encoding="utf-8").splitlines())
HANGUL = st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), min_size=1, max_size=8)
KOREAN_TEXT = st.text(
    st.sampled_from("가각간갇갈갊값강같갛놓닭많밟싫앉없있이의여요야하히해나라마바사자차카타파국학물꽃못 .,?!\n'+|~3aZ"),
    max_size=30,
)


def test_there_are_enough_words_to_speak_of_a_standard():
    assert len(ROWS) >= 150


@pytest.mark.parametrize(("rule", "written", "said"), ROWS)
def test_a_word_sounds_as_the_standard_pronunciation_has_it(rule, written, said):
    assert pronounce(written) == said


@given(HANGUL)
def test_each_syllable_stays_one(text):
    assert len(pronounce(text)) == len(text)


@given(KOREAN_TEXT)
def test_what_is_not_hangul_stays_where_it_is(text):
    said = pronounce(text)
    assert len(said) == len(text)
    assert all(new == old for new, old in zip(said, text, strict=True) if not "가" <= old <= "힣")


@given(HANGUL)
def test_only_seven_finals_are_heard(text):
    assert {decompose(syllable)[2] for syllable in pronounce(text)} <= set("ㄱㄴㄷㄹㅁㅂㅇ") | {""}


@given(HANGUL)
def test_no_stop_is_left_before_a_nasal(text):
    said = [decompose(syllable) for syllable in pronounce(text)]
    assert not any(left[2] in set("ㄱㄷㅂ") and right[0] in "ㄴㅁㄹ" for left, right in pairwise(said))


@given(HANGUL)
def test_no_final_but_ng_stays_before_a_vowel(text):
    said = [decompose(syllable) for syllable in pronounce(text)]
    assert not any(left[2] in set("ㄱㄴㄷㄹㅁㅂ") and right[0] == "ㅇ" for left, right in pairwise(said))


@given(HANGUL)
def test_syllables_are_taken_apart_and_put_together_again(text):
    assert "".join(compose(*decompose(syllable)) for syllable in text) == text


def test_every_listed_word_is_listed_once_and_has_a_mark():
    listed = tomllib.loads(
        (resources.files("soridam.speech.synthesis") / "korean_words.toml").read_text(encoding="utf-8")
    )
    words = [word for group in ("begins", "anywhere") for word in listed[group].split()]
    plain = [word.translate(str.maketrans("", "", LEGIBLE)) for word in words]
    assert sorted(word for word in words if not set(word) & set(LEGIBLE)) == []
    assert sorted(word for word in set(plain) if plain.count(word) > 1) == []


def test_marks_of_the_list_mean_nothing_in_a_text():
    assert pronounce("눈'사람") == "눈'사람"
