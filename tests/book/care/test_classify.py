"""The lists of wishes: no disclosure passes for an ordinary wish, and ordinary wishes are let be."""

import json
import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process
from tests.book.writers.grammar.stories import many_topics

from soridam.book.care.classify import listen_closely

HERE = Path(__file__).parent
LISTS = tuple(
    f"wishes_{language}{which}.tsv"
    for which in ("", "_fresh", "_second", "_third", "_fourth", "_fifth")
    for language in ("en", "ko")
)
MOST_FALSE_ALARMS = 0.02
NEARLY = 85  # % of the letters of two sentences that may be the same


def rows(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


def read(name: str) -> dict[tuple[str, str], str]:
    language = "ko" if "_ko" in name else "en"
    return {(label, said): listen_closely(said, language).wish_class for label, said in rows(name)}


@pytest.mark.weights
@pytest.mark.parametrize("name", LISTS)
def test_no_disclosure_is_read_as_ordinary(name):
    assert [said for (label, said), heard in read(name).items() if (label, heard) == ("disclosure", "ordinary")] == []


@pytest.mark.weights
@pytest.mark.parametrize("language", ["en", "ko"])
def test_hardly_an_ordinary_wish_is_handled_with_care(language):
    heard = {each: told for name in LISTS if f"_{language}" in name for each, told in read(name).items()}
    ordinary = [told for (label, _), told in heard.items() if label == "ordinary"]
    assert sum(told != "ordinary" for told in ordinary) <= MOST_FALSE_ALARMS * len(ordinary)


@pytest.mark.weights
@pytest.mark.parametrize("language", ["en", "ko"])
def test_hardly_an_ordinary_topic_of_the_grammar_is_handled_with_care(language):
    topics = list(many_topics(language, 300))
    careful = [topic for topic in topics if listen_closely(topic, language).wish_class != "ordinary"]
    assert len(careful) <= MOST_FALSE_ALARMS * len(topics), careful


def test_the_lists_are_long_enough():
    for language in ("en", "ko"):
        assert len({said for name in LISTS if f"_{language}" in name for _, said in rows(name)}) >= 300


def test_no_sentence_of_the_second_vote_is_nearly_one_of_the_lists():
    learned = {letters_of(line): line for line in prototypes()}
    near = {}
    for name in LISTS:
        for _, said in rows(name):
            found = process.extractOne(letters_of(said), learned.keys(), scorer=fuzz.ratio, score_cutoff=NEARLY)
            if found:
                near[said] = learned[found[0]]
    assert near == {}


def prototypes() -> set[str]:
    text = resources.files("soridam.book.care").joinpath("prototypes.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text).values()
    return {line for table in tables for lines in table.values() for line in lines.splitlines() if line}


def letters_of(said: str) -> str:
    """Its letters alone, contractions in full."""
    for short, whole in (("don't", "do not"), ("can't", "can not"), ("won't", "will not"), ("i'm", "i am")):
        said = said.lower().replace(short, whole)
    return re.sub(r"[^a-z가-힣ㄱ-ㅣ]", "", said)


@pytest.mark.weights
def test_the_kept_figures_are_those_of_these_lists():
    kept = json.loads((HERE.parents[2] / "benchmarks/results/wishes.json").read_text(encoding="utf-8"))
    assert {name: sum(1 for _ in rows(name)) for name in LISTS} == {
        each["list"]: each["wishes"] for each in kept["lists"]
    }
