"""Radio in the studio: transmissions with their corrections, which a person takes back and takes again."""

from pathlib import Path

import numpy as np
import pytest
from tests.studio.radio_batch import SAID, make_radio_batch
from tests.studio.speech_work import do_next, open_studio, send

from soridam.radio.correct.snapping import Lists
from soridam.radio.material.voices import RadioVoice, say
from soridam.speech.audio import SAMPLE_RATE, encode_flac
from soridam.studio.transcripts.radio import lists_of


@pytest.fixture(scope="module")
def mina(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studio")
    with open_studio(folder) as studio:
        client = studio.people["mina"]
        client.parts, client.jun = studio.parts, studio.people["jun"]
        yield client


@pytest.fixture
def place(mina):
    """The address of one recording of radio."""
    batch = make_radio_batch(mina, Path(mina.parts.settings.folder))
    return f"/api/transcriptions/{batch}/results/0"


def test_names_of_the_day_are_read_between_spaces_commas_and_line_breaks():
    assert lists_of("kal701, DLH123\nKAL701;BAW2A", " ablan ") == Lists(("KAL701", "DLH123", "BAW2A"), ("ABLAN",))


def test_transmissions_are_shown_in_both_forms_with_what_they_name_and_a_wrong_readback_first(mina, place):
    shown = mina.get(f"{place}/radio").json()
    clearance, answer = shown["messages"]
    assert clearance["written"] == "Lufthansa 123 descend FL 180"
    assert clearance["heard"] == SAID[0]
    assert [(one["kind"], one["value"]) for one in clearance["entities"]][:1] == [("callsign", "DLH123")]
    assert (clearance["speaker"], answer["speaker"]) == ("controller", "pilot")
    assert shown["warnings"] == [1]
    assert answer["differences"] == [{"kind": "level", "cleared": "FL180", "read_back": "FL160"}]


def test_a_correction_is_taken_back_and_taken_again_and_the_files_follow(mina, place):
    (change,) = mina.get(f"{place}/radio").json()["messages"][0]["changes"]
    assert (change["instead_of"], change["taken"]) == ("luftansa one two three", True)
    asked = {"message": 0, "changes": [0], "taken": False}
    back = mina.put(f"{place}/radio", json=asked).json()["messages"][0]
    assert (back["changes"][0]["taken"], back["written"]) == (False, "luftansa 123 descend FL 180")
    assert back == mina.get(f"{place}/radio").json()["messages"][0]
    assert "luftansa" in mina.get(f"{place}/txt").text
    again = mina.put(f"{place}/radio", json={**asked, "taken": True}).json()["messages"][0]
    assert again["written"] == "Lufthansa 123 descend FL 180"
    assert "luftansa" not in mina.get(f"{place}/txt").text


def test_a_callsign_of_the_day_whose_airline_is_in_no_table_stays_found(mina):
    said = ("blue stork four two descend flight level one eight zero",)
    lists = Lists(("BST42",), (), (("BST42", "blue stork four two"),))
    batch = make_radio_batch(mina, Path(mina.parts.settings.folder), said, lists)
    (message,) = mina.get(f"/api/transcriptions/{batch}/results/0/radio").json()["messages"]
    assert ("callsign", "BST42") in [(one["kind"], one["value"]) for one in message["entities"]]


@pytest.mark.parametrize(("message", "change"), [(0, 1), (1, 0), (9, 0)])
def test_a_correction_that_is_not_there_is_refused(mina, place, message, change):
    asked = {"message": message, "changes": [change], "taken": False}
    assert mina.put(f"{place}/radio", json=asked).json()["code"] == "radio.no-change"


def test_a_transmission_is_written_anew_in_words_or_digits_and_all_follows(mina, place):
    right = "descending FL 180 Lufthansa 123"
    shown = mina.put(f"{place}/radio/1", json={"accepted": True, "text": right}).json()
    answer = shown["messages"][1]
    assert (answer["written"], answer["accepted"], answer["edited"]) == (right, True, True)
    assert answer["spoken"] == "descending flight level one eight zero lufthansa one two three"
    assert (answer["match"], shown["warnings"]) == ("matches", [])
    assert right in mina.get(f"{place}/txt").text
    again = mina.put(f"{place}/radio/1", json={"accepted": False}).json()["messages"][1]
    assert (again["written"], again["accepted"], again["edited"]) == ("descending FL 160 Lufthansa 123", False, False)
    assert "FL 160" in mina.get(f"{place}/txt").text


def test_what_was_written_anew_stays_when_a_correction_is_taken_back(mina, place):
    mina.put(f"{place}/radio/0", json={"accepted": True, "text": "turn left"})
    shown = mina.put(f"{place}/radio", json={"message": 0, "changes": [0], "taken": False}).json()
    assert shown["messages"][0]["written"] == "turn left"
    assert "turn left" in mina.get(f"{place}/txt").text


@pytest.mark.parametrize("message", [2, 10**9])
def test_a_transmission_that_is_not_there_cannot_be_accepted(mina, place, message):
    assert mina.put(f"{place}/radio/{message}", json={"accepted": True}).json()["code"] == "radio.no-message"


def test_accepted_transmissions_become_a_corpus_with_their_sound_and_words(mina, place):
    batch = place.rpartition("/results")[0]
    assert mina.post(f"{batch}/corpus", json={}).json()["code"] == "radio.none-accepted"
    before = len(mina.get("/api/corpora").json())
    mina.put(f"{place}/radio/0", json={"accepted": True})
    mina.put(f"{place}/radio/1", json={"accepted": True, "text": ""})
    assert mina.get(batch).json()["accepted"] == 1
    made = mina.post(f"{batch}/corpus", json={"name": "Prague"}).json()
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    corpus = mina.get(f"/api/corpora/{made['id']}").json()
    assert (corpus["name"], corpus["state"], corpus["utterances"]) == ("Prague", "ready", 1)
    assert (corpus["language"], corpus["normalizer"]) == ("en", "airtraffic-train")
    assert corpus["hours"] == pytest.approx(3 / 3600, rel=0.1)
    (row,) = mina.get(f"/api/corpora/{made['id']}/utterances").json()["utterances"]
    assert row["text"] == "lufthansa one two three descend flight level one eight zero"
    assert len(mina.get("/api/corpora").json()) == before + 1


def test_nobody_accepts_or_takes_the_transmissions_of_others(mina, place):
    batch = place.rpartition("/results")[0]
    mina.put(f"{place}/radio/0", json={"accepted": True})
    assert mina.jun.put(f"{place}/radio/0", json={"accepted": False}).status_code == 404
    assert mina.jun.post(f"{batch}/corpus", json={}).status_code == 404
    assert mina.get(f"{place}/radio").json()["messages"][0]["accepted"]


def test_radio_of_somebody_else_and_of_an_ordinary_batch_is_not_there(mina, place):
    assert mina.jun.get(f"{place}/radio").status_code == 404
    assert mina.get(f"{place[:-1]}7/radio").status_code == 404


def test_what_was_said_is_found_in_all_recordings_by_its_form_and_by_its_words(mina, place):
    batch = place.split("/")[3]
    for words in ("FL 160", "flight level one six zero", "FL160 lufthansa"):
        found = mina.get("/api/transcriptions/search", params={"words": words}).json()
        assert (batch, "tower.wav", 5.0) in [(one["transcription"], one["name"], one["start"]) for one in found]
    assert mina.get("/api/transcriptions/search", params={"words": "FL999"}).json() == []
    assert mina.jun.get("/api/transcriptions/search", params={"words": "lufthansa"}).json() == []


@pytest.mark.weights
def test_a_recording_of_radio_is_cut_into_transmissions_and_its_values_are_found(tmp_path):
    voice = RadioVoice("flite", "rms")
    said = ("lufthansa one two three descend flight level one eight zero", "turn left heading three one zero")
    pause = np.zeros(2 * SAMPLE_RATE, np.float32)
    sound = np.concatenate([pause, *(part for text in said for part in (say(text, voice), pause))])
    with open_studio(tmp_path, most_upload_bytes=2_000_000) as studio:
        client = studio.people["mina"]
        form = {"model": "base", "language": "en", "radio": True, "callsigns": "DLH123", "formats": ["txt", "srt"]}
        batch = f"/api/transcriptions/{client.post('/api/transcriptions', json=form).json()['id']}"
        send(client, batch, "tower.flac", encode_flac(sound), piece=1_000_000)
        assert client.post(f"{batch}/start").json()["radio"]
        ended = do_next(studio.parts)
        assert ended["state"] == "done", ended["error"]
        shown = client.get(f"{batch}/results/0/radio").json()
    assert len(shown["messages"]) == 2
    found = [{(one["kind"], one["value"]) for one in message["entities"]} for message in shown["messages"]]
    assert ("level", "FL180") in found[0]
    assert ("heading", "310") in found[1]
