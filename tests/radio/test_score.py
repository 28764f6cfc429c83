import pytest

from soridam.radio.score import Truth, invented_numbers, score

TRUTH = Truth(
    "lufthansa one two three turn left heading zero niner zero direct ablan",
    "DLH123",
    (("heading", "090"), ("waypoint", "ABLAN")),
)


def test_digits_and_words_score_the_same():
    spelled, written = (
        score(TRUTH, text, ["ABLAN"]) for text in (TRUTH.text, "Lufthansa 123, turn left heading 090 direct ABLAN.")
    )
    assert spelled == written
    assert (spelled.words.errors, spelled.callsign, spelled.values_right, spelled.values_said) == (0, True, 2, 2)


def test_a_wrong_digit_costs_a_word_the_callsign_or_a_value():
    found = score(TRUTH, "lufthansa one two four turn left heading zero nine five direct ablan", ["ABLAN"])
    assert (found.words.errors, found.callsign, found.values_right) == (2, False, 1)


def test_a_callsign_that_runs_on_is_not_exact():
    assert score(Truth("", "DLH12"), "lufthansa one two three").callsign is True  # it stands there, by the words
    assert score(Truth("", "DLH12"), "lufthansa one").callsign is False


def test_without_truth_about_a_callsign_there_is_none_to_find():
    assert score(Truth("descend"), "descend").callsign is None


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("descend one two zero", ()),
        ("descend one two one", ("one two one",)),
        ("one two zero descend one two zero", ("one two zero",)),
        ("korean air seven zero one", ()),
    ],
)
def test_a_number_is_invented_that_neither_a_hypothesis_nor_a_name_has_as_often(text, invented):
    assert invented_numbers(text, ["descend one two zero", "climb one two zero"], ["korean air 701"]) == invented
