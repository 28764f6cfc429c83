"""The playground's routes, with a tiny model under the name of a real one."""

import json

import pytest
from tests.language.tiny_llama import store_tiny_llama
from tests.studio.factories import run_next_job

NAME = "smollm2-135m"
ASK = {"model": NAME, "prompt": "hello", "adjustments": [{}, {"mlp": 1.8}]}
SAVED = {"name": "dreamy", "model": NAME, "sliders": {"mlp": 1.3, "layers": [1, 2]}}


@pytest.fixture(autouse=True)
def tiny(tmp_path, monkeypatch):
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SORIDAM_STUDIO__FOLDER", str(tmp_path))
    store_tiny_llama(NAME, positions=800)


def events(answer):
    return [json.loads(line.removeprefix("data: ")) for line in answer.text.splitlines() if line]


def test_both_rows_are_streamed_and_say_how_they_end(mina):
    told = events(mina.post("/api/playground/answers", json={**ASK, "sampling": {"most_tokens": 5}}))
    assert told[0]["prompt_tokens"] > 0
    assert {event["row"] for event in told[1:]} == {0, 1}
    assert [event["end"] for event in told[-2:]] == ["length", "length"]


def test_a_model_is_opened_with_its_map(mina):
    (choice,) = mina.get("/api/playground/models").json()
    assert (choice["id"], choice["here"]) == (NAME, True)
    opened = mina.get(f"/api/playground/models/{NAME}").json()
    assert opened["layers"] == 3 and opened["map"]["languages"] == ["en"]
    assert {"as-it-is", "looser", "tighter", "dreamy", "broken"} == set(opened["map"]["presets"])


@pytest.mark.parametrize(
    "bad",
    [
        {"adjustments": []},
        {"adjustments": [{"attn": -1}]},
        {"adjustments": [{"layers": [5, 2]}]},
        {"adjustments": [{"loudness": 1}]},
        {"sampling": {"top_p": 0}},
        {"prompt": ""},
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_computed(mina, bad):
    answer = mina.post("/api/playground/answers", json={**ASK, **bad})
    assert answer.status_code == 422 and answer.json()["error"]


def test_a_model_that_nobody_has_is_refused_in_the_readers_language(mina):
    mina.cookies.set("soridam_language", "ko")
    answer = mina.post("/api/playground/answers", json={**ASK, "model": "/etc"})
    assert answer.status_code == 404 and "모델" in answer.json()["error"]


def test_a_prompt_that_is_too_long_is_an_answer_of_its_own(mina):
    answer = mina.post("/api/playground/answers", json={**ASK, "prompt": "x" * 900})
    assert answer.status_code == 422 or answer.status_code == 400
    assert "800" in answer.json()["error"]


def test_sliders_are_saved_by_name_once_and_only_their_owner_has_them(mina, jun):
    saved = mina.post("/api/playground/adjustments", json=SAVED).json()
    assert saved["sliders"] == {"attn": 1.0, "mlp": 1.3, "eps": None, "layers": [1, 2]}
    assert "dreamy" in mina.post("/api/playground/adjustments", json=SAVED).json()["error"]
    assert jun.get("/api/playground/adjustments").json() == []
    assert jun.delete(f"/api/playground/adjustments/{saved['id']}").status_code == 404
    assert mina.delete(f"/api/playground/adjustments/{saved['id']}").status_code == 200
    assert mina.get("/api/playground/adjustments").json() == []


def test_sliders_are_written_into_a_model_that_answers_as_the_adjusted_one(mina, parts):
    written = mina.post("/api/playground/adjusted", json=SAVED).json()
    assert mina.get(f"/api/playground/adjusted/{written['id']}/download").status_code in (400, 409)
    run_next_job(parts)
    (done,) = mina.get("/api/playground/adjusted").json()
    assert done["state"] == "done" and done["bytes"] > 0
    sampling = {"sampling": {"most_tokens": 6}}
    asked = [{**ASK, "adjustments": [SAVED["sliders"]]}, {**ASK, "model": written["id"], "adjustments": [{}]}]
    adjusted, untouched = (events(mina.post("/api/playground/answers", json={**each, **sampling})) for each in asked)
    assert [event.get("text") for event in adjusted] == [event.get("text") for event in untouched]
    zipped = mina.get(f"/api/playground/adjusted/{written['id']}/download")
    assert zipped.content.startswith(b"PK") and b"model.safetensors" in zipped.content


def test_a_model_without_a_map_is_measured_by_a_job(mina, parts):
    written = mina.post("/api/playground/adjusted", json=SAVED).json()["id"]
    run_next_job(parts)
    assert mina.get(f"/api/playground/models/{written}").json()["map"] is None
    assert mina.post(f"/api/playground/models/{written}/health").status_code == 202
    run_next_job(parts)
    found = mina.get(f"/api/playground/models/{written}").json()["map"]
    assert len(found["measured"]) == len(found["gains"]) == 11
