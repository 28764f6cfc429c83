import json

from tests.radio.messages import heard

from soridam.radio.correct.snapping import Lists

TODAY = Lists(("DLH123", "BAW2A"), ("ABLAN",))


def test_a_wrong_readback_is_a_warning():
    transcript = heard(
        "lufthansa one two three descend flight level one eight zero",
        "descending flight level one six zero lufthansa one two three",
    )
    answer = transcript.messages[1]
    assert (answer.answers, answer.readback.match) == (0, "differs")
    assert transcript.warnings == (answer,)


def test_a_right_readback_is_none_and_one_of_another_aircraft_is_not_compared():
    transcript = heard(
        "lufthansa one two three descend flight level one eight zero",
        "descending flight level one eight zero one two three",
        "passing flight level two zero zero speedbird two alfa",
    )
    assert [message.answers for message in transcript.messages] == [None, 0, None]
    assert transcript.warnings == ()


def test_a_garbled_callsign_becomes_that_of_the_list_and_the_change_is_on_record():
    message = heard("luftansa one two three descend direct ablan", lists=TODAY).messages[0]
    assert message.phrase.written == "Lufthansa 123 descend direct ablan"
    assert message.corrected.heard == "luftansa one two three descend direct ablan"
    assert [change.proposal.proposer for change in message.corrected.changes] == ["callsign list"]
    assert ("waypoint", "ABLAN") in [(one.kind, one.value) for one in message.entities]
    assert message.corrected.undo(0).text == message.corrected.heard


def test_a_callsign_of_the_list_is_found_whatever_its_airline():
    lists = Lists(("BLA131",), (), (("BLA131", "All Charter One Three One"),))
    message = heard("all charta one three one descend flight level nine zero", lists=lists).messages[0]
    assert message.corrected.text == "all charter one three one descend flight level nine zero"
    assert ("callsign", "BLA131") in [(one.kind, one.value) for one in message.entities]


def test_without_lists_the_words_are_those_that_were_heard():
    message = heard(("luftansa one two tree descend", "lufthansa one two three descend")).messages[0]
    assert message.corrected.text == "luftansa one two tree descend"
    assert message.corrected.changes == ()


def test_everything_goes_into_json():
    transcript = heard("lufthansa one two three descend flight level one eight zero", "one two three", lists=TODAY)
    told = json.loads(json.dumps(transcript.to_json()))
    assert told["messages"][0]["written"] == "Lufthansa 123 descend FL 180"
    assert told["messages"][0]["turn"]["speaker"] == "controller"
    assert {"kind": "level", "value": "FL180", "spoken": "flight level one eight zero", "start": 2, "end": 3} in told[
        "messages"
    ][0]["entities"]
