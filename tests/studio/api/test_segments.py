import io
import json

import pytest
from PIL import Image
from tests.studio.speech_work import SPEECH, do_next, open_studio, send

pytestmark = pytest.mark.weights
PROMPTS = sorted(SPEECH.glob("*.flac"))


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    """Somebody with a corpus of recordings of which the recognizer has written a draft."""
    with open_studio(tmp_path_factory.mktemp("studio")) as opened:
        client = opened.people["mina"]
        client.corpus = f"/api/corpora/{client.post('/api/corpora', json={'name': 'Prompts'}).json()['id']}"
        for path in PROMPTS:
            send(client, client.corpus, path.name, path.read_bytes())
        send(client, client.corpus, "broken.wav", b"RIFF" * 100)
        client.post(f"{client.corpus}/draft", json={"language": "en"})
        client.drafted = do_next(opened.parts)
        client.parts = opened.parts
        yield client


@pytest.fixture
def mina(studio):
    """As the draft was."""
    for recording in studio.get(f"{studio.corpus}/recordings").json()["recordings"]:
        studio.post(f"{studio.corpus}/recordings/{recording['id']}/restore")
    return studio


def segments(client, **wanted):
    return client.get(f"{client.corpus}/segments", params=wanted).json()["segments"]


def change(client, segment, **values):
    return client.patch(f"{client.corpus}/segments/{segment['id']}", json={"version": segment["version"], **values})


def test_the_recognizer_writes_a_draft_and_names_what_it_could_not_hear(mina):
    result = json.loads(mina.drafted["result"])
    assert (mina.drafted["state"], result["recordings"]) == ("done", 6)
    assert [failed["name"] for failed in result["failed"]] == ["broken.wav"]
    texts = " ".join(segment["text"] for segment in segments(mina)).lower()
    assert "circuits" in texts
    assert "conference" in texts


def test_the_least_certain_come_first_with_their_words_and_times(mina):
    found = segments(mina)
    certain = [segment["confidence"] for segment in found]
    assert certain == sorted(certain)
    assert all(0 < segment["confidence"] <= 1 for segment in found)
    words = found[0]["words"]
    assert all(word["start"] <= word["end"] for word in words)
    assert words[0]["text"] in found[0]["text"]


def test_a_recording_is_heard_in_ranges_and_seen(mina):
    recording = mina.get(f"{mina.corpus}/recordings").json()["recordings"][0]
    place = f"{mina.corpus}/recordings/{recording['id']}"
    part = mina.get(f"{place}/audio", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"fLaC")
    peaks = mina.get(f"{place}/peaks", params={"points": 50}).json()
    assert 45 <= len(peaks["peaks"]) <= 51
    assert 0.1 < max(peaks["peaks"]) <= 1
    assert peaks["seconds"] == pytest.approx(recording["seconds"], abs=0.01)
    picture = mina.get(f"{place}/spectrogram", params={"start": 0.2, "end": 0.8, "width": 200, "height": 64})
    assert Image.open(io.BytesIO(picture.content)).size == (200, 64)


def test_a_corrected_text_is_kept_beside_the_original(mina):
    first = segments(mina)[0]
    changed = change(mina, first, text="고친 글").json()
    assert (changed["text"], changed["original"], changed["status"]) == ("고친 글", first["text"], "edited")
    assert change(mina, changed, status="accepted").json()["version"] == first["version"] + 2
    assert mina.get(f"{mina.corpus}/segments").json()["counts"]["accepted"] == 1


def test_whoever_has_not_seen_the_newest_version_is_told_what_it_is(mina):
    first = segments(mina)[0]
    change(mina, first, text="one")
    refused = change(mina, first, text="two")
    assert refused.status_code == 409
    assert refused.json()["current"]["text"] == "one"
    assert segments(mina, sort="worst")[0]["text"] == "one"


def test_edges_are_moved_inside_of_the_recording_only(mina):
    first = segments(mina)[0]
    moved = change(mina, first, start=0.05, end=first["end"] - 0.05).json()
    assert (moved["start"], moved["end"]) == (0.05, pytest.approx(first["end"] - 0.05))
    assert change(mina, moved, start=moved["end"]).status_code == 400
    assert change(mina, moved, end=999).status_code == 400
    assert change(mina, moved, start=-1).status_code == 422


def test_a_segment_is_split_and_merged_again(mina):
    whole = segments(mina)[0]
    at = (whole["start"] + whole["end"]) / 2
    asked = {"version": whole["version"], "at": at, "before": "front", "after": "back"}
    front, back = mina.post(f"{mina.corpus}/segments/{whole['id']}/split", json=asked).json()
    assert (front["end"], back["start"], front["text"], back["text"]) == (at, at, "front", "back")
    assert len(front["words"]) + len(back["words"]) == len(whole["words"])
    asked = {"version": front["version"], "following": back["id"], "following_version": back["version"]}
    merged = mina.post(f"{mina.corpus}/segments/{front['id']}/merge", json=asked).json()
    assert (merged["text"], merged["start"], merged["end"]) == ("front back", whole["start"], whole["end"])
    assert mina.post(f"{mina.corpus}/segments/{front['id']}/merge", json=asked).status_code == 404


def test_a_split_that_is_sent_twice_is_told_what_the_first_one_made(mina):
    whole = segments(mina)[0]
    asked = {"version": 1, "at": (whole["start"] + whole["end"]) / 2, "before": "a", "after": "b"}
    front, back = mina.post(f"{mina.corpus}/segments/{whole['id']}/split", json=asked).json()
    again = mina.post(f"{mina.corpus}/segments/{whole['id']}/split", json=asked)
    assert (again.status_code, again.json()["current"]) == (409, front)
    assert [segment["text"] for segment in segments(mina) if segment["id"] in (front["id"], back["id"])] == ["a", "b"]


def test_a_merge_with_an_old_version_changes_nothing(mina):
    whole = segments(mina)[0]
    asked = {"version": 1, "at": (whole["start"] + whole["end"]) / 2, "before": "a", "after": "b"}
    front, back = mina.post(f"{mina.corpus}/segments/{whole['id']}/split", json=asked).json()
    newer = change(mina, back, text="B").json()
    asked = {"version": front["version"], "following": back["id"], "following_version": back["version"]}
    refused = mina.post(f"{mina.corpus}/segments/{front['id']}/merge", json=asked)
    assert (refused.status_code, refused.json()["current"]["text"]) == (409, "B")
    assert {front["id"], newer["id"]} <= {segment["id"] for segment in segments(mina)}


def test_segments_of_two_recordings_are_not_merged(mina):
    first, *others = segments(mina, sort="time")
    other = next(segment for segment in others if segment["recording"] != first["recording"])
    asked = {"version": 1, "following": other["id"], "following_version": 1}
    assert mina.post(f"{mina.corpus}/segments/{first['id']}/merge", json=asked).status_code == 400


def test_a_segment_can_be_added_and_the_draft_restored(mina):
    recording = mina.get(f"{mina.corpus}/recordings").json()["recordings"][0]
    place = f"{mina.corpus}/recordings/{recording['id']}"
    before = segments(mina, recording=recording["id"], sort="time")
    assert mina.post(f"{place}/segments", json={"start": 0.0, "end": 0.2, "text": "음"}).status_code == 201
    change(mina, before[0], text="something else")
    restored = mina.post(f"{place}/restore").json()["segments"]
    texts = [(segment["start"], segment["text"], segment["status"]) for segment in restored]
    assert texts == [(segment["start"], segment["text"], "draft") for segment in before]


def test_what_was_accepted_becomes_a_corpus_of_its_own(mina):
    kept, dropped, *_ = segments(mina, sort="time")
    change(mina, kept, text="All circuits are busy now, indeed.", status="accepted", speaker="allison")
    change(mina, dropped, status="rejected")
    made = mina.post(f"{mina.corpus}/versions", json={"name": "Better", "only_accepted": True, "language": "en"})
    assert (made.status_code, made.json()["origin"]) == (202, "edit")
    assert do_next(mina.parts)["state"] == "done"
    rows = mina.get(f"/api/corpora/{made.json()['id']}/utterances").json()["utterances"]
    assert [(row["transcript"], row["speaker"], row["language"]) for row in rows] == [
        ("All circuits are busy now, indeed.", "allison", "en")
    ]
    assert rows[0]["duration"] == pytest.approx(kept["end"] - kept["start"], abs=0.7)


def test_without_anything_accepted_there_is_nothing_to_make_a_corpus_of(mina):
    before = len(mina.get("/api/corpora").json())
    assert mina.post(f"{mina.corpus}/versions", json={"only_accepted": True}).status_code == 400
    assert len(mina.get("/api/corpora").json()) == before


def test_a_draft_with_corrections_is_replaced_only_on_purpose(mina):
    refused = mina.post(f"{mina.corpus}/draft", json={"language": "en"})
    assert refused.status_code == 400
    assert "replace" in refused.json()["hint"]
