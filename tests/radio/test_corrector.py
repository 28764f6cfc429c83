from dataclasses import replace

import pytest

from soridam.core.errors import UsageError
from soridam.radio.correct.gate import FEATURES, Gate
from soridam.radio.correct.guard import Evidence
from soridam.radio.correct.ngram import NgramModel
from soridam.radio.correct.snapping import Lists, Thresholds
from soridam.radio.corrector import FILE, Corrector

OPEN = Gate((0.0,) * len(FEATURES), (1.0,) * len(FEATURES), (0.0,) * len(FEATURES), 4.0, 0.5)
SHUT = replace(OPEN, threshold=2.0)
NGRAM = NgramModel(("turn left heading one zero zero",) * 2)
HEARD = Evidence(("luftansa one two three turn loft", "luftansa one two three turn left"))
LISTS = Lists(("DLH123",))


def test_names_and_likelier_words_are_taken_together():
    (result,) = Corrector(ngram=NGRAM, gate=OPEN).correct_all([HEARD], [LISTS])
    assert result.text == "lufthansa one two three turn left"
    assert [change.support for change in result.changes] == ["a retrieved name", "another hypothesis"]


@pytest.mark.parametrize("gate", [None, SHUT])
def test_without_an_open_gate_likelier_words_are_suggestions(gate):
    result = Corrector(ngram=NGRAM, gate=gate).correct(HEARD, LISTS)
    assert result.text == "lufthansa one two three turn loft"
    assert [(one.proposal.words, one.refusal) for one in result.suggestions] == [("left", "not sure enough")]


def test_what_a_language_model_writes_is_taken_only_where_a_hypothesis_has_it():
    written = "lufthansa one two four turn left now please"
    result = Corrector(gate=OPEN).correct(HEARD, Lists(), written)
    assert result.text == HEARD.hypotheses[0]
    agreed = Corrector(gate=OPEN).correct(HEARD, Lists(), HEARD.hypotheses[1])
    assert agreed.text == HEARD.hypotheses[1]


def test_a_corrector_comes_back_from_its_folder(tmp_path):
    corrector = Corrector(Thresholds(callsign=0.7), NGRAM, OPEN)
    corrector.save(tmp_path / "corrector")
    assert Corrector.load(tmp_path / "corrector") == corrector


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"thresholds": {"odd": 1}, "gate": null}'])
def test_a_folder_that_holds_no_corrector_is_refused(tmp_path, content):
    (tmp_path / FILE).write_text(content)
    with pytest.raises(UsageError, match="holds no corrector"):
        Corrector.load(tmp_path)
