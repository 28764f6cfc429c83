import pytest

from soridam.radio.correct.guard import Evidence, correct
from soridam.radio.correct.snapping import Lists, Thresholds, propose_names, words_of

TODAY = Lists(("DLH123", "AFR45", "KAL701", "D-EABC", "BAW2A"), ("ABLAN", "KOLAD", "BALTU"))
VOCABULARY = words_of(
    "climb descend to flight level heading turn left right direct contact tower cleared runway and now"
)


def corrected(heard: str, lists: Lists = TODAY, thresholds: Thresholds | None = None) -> str:
    evidence = Evidence((heard,), lists.spoken())
    return correct(evidence, propose_names(evidence, lists, VOCABULARY, thresholds or Thresholds())).text


@pytest.mark.parametrize(
    ("heard", "text"),
    [
        ("luftansa one two three descend", "lufthansa one two three descend"),
        ("loft hansa one two three descend", "lufthansa one two three descend"),
        ("turn left heading zero nine zero correan air seven zero one",
         "turn left heading zero nine zero korean air seven zero one"),
        ("delta echo alfa bravo charly descend", "delta echo alfa bravo charlie descend"),
        ("lufthansa one two three direct ablaan", "lufthansa one two three direct ablan"),
        ("lufthansa one two three direct kol ad now", "lufthansa one two three direct kolad now"),
    ],
)  # fmt: skip
def test_a_garbled_name_becomes_the_one_on_the_list(heard, text):
    assert corrected(heard) == text


@pytest.mark.parametrize(
    "heard",
    [
        "lufthansa one two three descend flight level one eight zero",  # it stands there whole
        "swiss seven seven descend",  # none is near
        "descend flight level one eight zero",  # no callsign at all
        "contact tower one one eight decimal seven",
        "lufthansa one two three turn left heading zero nine zero",
    ],
)
def test_what_is_right_or_unknown_stays(heard):
    assert corrected(heard) == heard


def test_between_two_names_that_are_as_near_none_is_chosen():
    lists = Lists(("DLH124", "DLH125"))
    assert corrected("luftansa one two six descend", lists) == "luftansa one two six descend"


def test_a_right_airline_does_not_make_another_number_good():
    heard = "hainan nine nine hold position"
    assert corrected(heard, Lists(("CHH3", "CHH4102"))) == heard


def test_one_digit_is_no_ground_for_another_airline():
    heard = "say again three feet"
    assert corrected(heard, Lists(("CHH3",))) == heard


def test_a_registration_needs_most_of_its_letters():
    lists = Lists(("D-EABC",))
    assert corrected("delta echo alfa climb", lists) == "delta echo alfa climb"
    assert corrected("delta echo alfa charlie climb", lists) == "delta echo alfa bravo charlie climb"


def test_a_higher_threshold_changes_less():
    heard = "loft and a one two three descend"
    assert corrected(heard, thresholds=Thresholds(callsign=0.75)) == "lufthansa one two three descend"
    assert corrected(heard, thresholds=Thresholds(callsign=0.97)) == heard


def test_the_number_of_an_airline_that_was_heard_well_stays():
    heard = "lufthansa one two three four descend"
    assert corrected(heard, Lists(("DLH1239", "KAL701"))) == heard


def test_a_callsign_that_is_not_near_enough_is_a_suggestion():
    evidence = Evidence(("lufthansa one two descend",), TODAY.spoken())
    result = correct(evidence, propose_names(evidence, TODAY, VOCABULARY))
    assert result.text == "lufthansa one two descend"
    assert [(one.proposal.words, one.refusal) for one in result.suggestions] == [
        ("lufthansa one two three", "not sure enough")
    ]


def test_the_number_of_the_list_counts_if_another_hypothesis_has_it():
    evidence = Evidence(("lufthansa one two descend", "lufthanza one two three descend"), TODAY.spoken())
    result = correct(evidence, propose_names(evidence, TODAY, VOCABULARY))
    assert result.text == "lufthansa one two three descend"


def test_a_word_that_the_recognizer_knows_is_no_waypoint():
    lists = Lists(waypoints=("TOWEL",))
    assert corrected("contact tower now", lists) == "contact tower now"
