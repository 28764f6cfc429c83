"""The guard, and a judge of its results that was written apart from it."""

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest

from soridam.radio.correct.guard import Corrected, Evidence, Proposal, correct, propose_text
from soridam.text.airtraffic import to_words, unify
from soridam.text.airtraffic_numbers import DIGIT_WORDS
from soridam.text.telephony import ALPHABET, TELEPHONY

CHECKER = Path(__file__).parents[3] / "benchmarks" / "radio_checker.py"
CASES = 20_000
_PLAIN = """
runway left right cleared to land climb descend flight level heading contact tower wind knots decimal point and hundred
thousand feet double niner fife tree twenty fifteen one the other qnh squawk centre korean air delta lufthansa november
"""
WORDS = (*_PLAIN.split(), *DIGIT_WORDS, *DIGIT_WORDS, *list(ALPHABET.values())[:6])


def load_checker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("radio_checker", CHECKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHECK = load_checker()


def given_text(evidence: Evidence, output: str) -> Corrected:
    return correct(evidence, propose_text(evidence, output, proposer="liar"))


class Liar:
    """A corrector that swaps, inserts, deletes and chats, and the recordings that it is given."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        flights = [f"{code}{self.rng.randint(1, 9999)}" for code in sorted(TELEPHONY)]
        letters = ["D-EABC", "OK-DEF", "N12AB", "HB-JCA"]
        self.names = [to_words(name) for name in (*flights, *letters)] + ["baltu", "kolad", "balturi"]

    def talk(self, fewest: int, most: int) -> str:
        return " ".join(self.rng.choice(WORDS) for _ in range(self.rng.randint(fewest, most)))

    def lie(self, text: str) -> str:
        words = text.split()
        for _ in range(self.rng.randint(1, 4)):
            at, kind = self.rng.randrange(len(words) + 1), self.rng.random()
            if kind < 0.35 and at < len(words):
                words[at] = self.rng.choice(WORDS)
            elif kind < 0.6:
                words.insert(at, self.rng.choice(WORDS))
            elif kind < 0.8 and at < len(words) > 1:
                del words[at]
            else:
                words[at:at] = self.talk(1, 3).split()
        return " ".join(words)

    def evidence(self) -> Evidence:
        heard = self.talk(3, 14)
        others = [self.lie(heard) for _ in range(self.rng.randint(0, 5))]
        return Evidence((heard, *others), tuple(self.rng.sample(self.names, self.rng.randint(0, 4))))

    def output(self, evidence: Evidence) -> str:
        one, another = self.rng.choice(evidence.hypotheses), self.rng.choice(evidence.hypotheses)
        return self.rng.choice(
            [
                self.lie(one),
                self.talk(1, 12),
                one,
                f"Sure! Here is the corrected text: {one}",
                " ".join([*one.split()[: self.rng.randint(0, 8)], *another.split()[self.rng.randint(0, 8) :]]),
                self.lie(f"{one} {' '.join(evidence.names[:1])}"),
                to_words(one).replace("and", ""),
            ]
        )

    def proposals(self, evidence: Evidence) -> list[Proposal]:
        """Edits anywhere, of anything: also names, and stretches of other hypotheses."""
        length = len(evidence.hypotheses[0].split())
        proposals = propose_text(evidence, self.output(evidence), proposer="liar", confidence=self.rng.random())
        for name in (*evidence.names, self.talk(0, 3), *self.rng.choice(evidence.hypotheses).split()[:2]):
            start = self.rng.randint(0, length)
            end = min(length, start + self.rng.randint(0, 3))
            proposals.append(Proposal(start, end, name, "liar", self.rng.random()))
        return proposals


@pytest.mark.parametrize("seed", range(4))
def test_a_lying_corrector_invents_no_number(seed):
    liar, invented, believed, changed = Liar(seed), 0, 0, 0
    for _ in range(CASES // 4 // 5):
        evidence = liar.evidence()
        for _ in range(5):
            output = liar.output(evidence)
            believed += bool(CHECK.invented_numbers(output, evidence.hypotheses, evidence.names))
            result = correct(evidence, [*propose_text(evidence, output, proposer="liar"), *liar.proposals(evidence)])
            invented += bool(CHECK.invented_numbers(result.text, evidence.hypotheses, evidence.names))
            changed += bool(result.changes)
    assert invented == 0
    assert believed > CASES // 4 * 0.3  # it lied indeed,
    assert changed > CASES // 4 * 0.2  # and the guard did not merely refuse everything


@pytest.mark.parametrize("seed", range(2))
def test_any_of_the_changes_can_be_undone_and_nothing_is_invented_by_it(seed):
    liar = Liar(100 + seed)
    for _ in range(300):
        evidence = liar.evidence()
        result = correct(evidence, liar.proposals(evidence))
        while result.changes:
            fewer = result.undo(liar.rng.randrange(len(result.changes)))
            assert len(fewer.changes) < len(result.changes)
            assert not CHECK.invented_numbers(fewer.text, evidence.hypotheses, evidence.names)
            result = fewer
        assert result.text == evidence.hypotheses[0]


HEARD = "lufthanza one two tree descend flight level one eight zero"
KNOWN = "lufthansa one two three"


def test_any_hypothesis_can_be_chosen_as_a_whole_in_its_own_words():
    evidence = Evidence((HEARD, "lufthansa one two three descend flight level one nine zero"))
    assert unify(given_text(evidence, evidence.hypotheses[1]).text) == evidence.hypotheses[1]


def test_a_retrieved_name_takes_the_place_of_words_with_one_number():
    evidence = Evidence((HEARD,), (KNOWN,))
    result = correct(evidence, [Proposal(0, 2, KNOWN, "snapping", 0.9, "similarity 0.93")])
    assert result.text == "lufthansa one two three descend flight level one eight zero"
    assert [change.to_json() for change in result.changes] == [
        {
            "what": KNOWN,
            "instead_of": "lufthanza one two tree",
            "why": "a retrieved name",
            "reason": "similarity 0.93",
            "proposer": "snapping",
            "confidence": 0.9,
            "start": 0,
            "end": 2,
        }
    ]


@pytest.mark.parametrize(
    ("start", "end", "words", "refusal"),
    [
        (0, 6, KNOWN, "heard nowhere"),  # two numbers would become one
        (0, 1, KNOWN, "heard nowhere"),  # no number would become one
        (0, 0, KNOWN, "heard nowhere"),
        (0, 2, "lufthansa one two four", "heard nowhere"),
        (2, 3, "climb", "heard nowhere"),
        (2, 3, "descend", "changes nothing"),
    ],
)
def test_everything_else_is_refused_and_kept_as_a_suggestion(start, end, words, refusal):
    result = correct(Evidence((HEARD,), (KNOWN,)), [Proposal(start, end, words, "model")])
    assert result.text == HEARD
    assert [one.refusal for one in result.suggestions] == [refusal]


def test_two_numbers_of_two_hypotheses_are_not_joined():
    evidence = Evidence(("climb one two and three four", "climb one two three four now", "climb one two and five six"))
    merged = given_text(evidence, "climb one two five six")
    assert not CHECK.invented_numbers(merged.text, evidence.hypotheses)
    assert "one two five six" not in merged.text


def test_a_number_is_not_said_twice():
    evidence = Evidence(("climb one two zero now please", "climb now please heading one two zero"))
    result = given_text(evidence, "climb one two zero now please heading one two zero")
    assert result.text == evidence.hypotheses[0]
    assert [one.refusal for one in result.suggestions] == ["would invent a number"]


def test_of_two_changes_at_one_place_the_surer_is_taken():
    evidence = Evidence((HEARD,), (KNOWN, "lufthansa one three three"))
    result = correct(
        evidence,
        [Proposal(0, 2, "lufthansa one three three", "snapping", 0.6), Proposal(0, 2, KNOWN, "snapping", 0.8)],
    )
    assert [change.words for change in result.changes] == [KNOWN]
    assert [one.refusal for one in result.suggestions] == ["overlaps another change"]


def test_without_a_change_the_text_is_what_was_heard_to_the_letter():
    evidence = Evidence(("Lufthansa 123, descend FL180.",))
    assert given_text(evidence, "something else entirely").text == "Lufthansa 123, descend FL180."


def test_what_is_not_changed_keeps_its_words():
    evidence = Evidence(("lufthanza one two tree descend two thousand feet niner",), (KNOWN,))
    result = correct(evidence, [Proposal(0, 2, KNOWN, "snapping", 0.9)])
    assert result.text == "lufthansa one two three descend two thousand feet niner"
