"""The whole life of a model in the studio, on a tiny Whisper that learns tones."""

import io
import json
import threading
import zipfile
from pathlib import Path

import openai
import pytest
from sqlalchemy import update
from tests.acceptance.prompts import build_talkative_whisper
from tests.studio.serving import served
from tests.studio.speech_work import do_next, open_studio, send, send_tones, spoken

from soridam.core.weights.store import store
from soridam.studio.people.accounts import User
from soridam.studio.records import corpora

VALUES = {
    "optimizer.steps": 6,
    "optimizer.learning_rate": 5e-3,
    "batches.seconds": 6.0,
    "validation.every": 2,
    "validation.rows": 4,
    "mixture.long_form": 0.0,
}


class WhenThere(threading.Event):
    """Is set as soon as a folder is there: a stop in the middle of the work, at the same place each time."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def is_set(self) -> bool:
        return self._folder.is_dir()


@pytest.fixture(scope="module")
def mina(tmp_path_factory):
    """Somebody with a corpus of tones, split, and a tiny Whisper under the name of a larger one."""
    folder = tmp_path_factory.mktemp("studio")
    with open_studio(folder) as studio, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SORIDAM_HOME", str(folder / "home"))
        store("tiny", "transformers", {}, lambda target, _: build_talkative_whisper().save(target))
        client = studio.people["mina"]
        client.parts, client.jun = studio.parts, studio.people["jun"]
        client.corpus = _split_corpus(client)
        yield client


def _split_corpus(client) -> str:
    corpus = f"/api/corpora/{client.post('/api/corpora', json={'name': 'Tones', 'language': 'en'}).json()['id']}"
    send_tones(client, corpus)
    client.post(f"{corpus}/prepare", json={})
    assert do_next(client.parts)["state"] == "done"
    made = client.post(f"{corpus}/split", json={"by": "text", "ratio": "5:1", "name": "Tones, split"}).json()
    assert do_next(client.parts)["state"] == "done"
    return made["id"]


def form(client, **more):
    return {"name": "First", "corpus": client.corpus, "recipe": "tiny", "values": VALUES, **more}


@pytest.fixture(scope="module")
def run(mina):
    """A training that was paused in the middle and went on."""
    begun = mina.post("/api/runs", json=form(mina)).json()
    checkpoint = Path(mina.parts.settings.folder) / "runs" / begun["id"] / "run" / "checkpoints" / "checkpoint-2"
    assert do_next(mina.parts, WhenThere(checkpoint))["state"] == "paused"
    paused = mina.get(f"/api/runs/{begun['id']}").json()
    mina.post(f"/api/jobs/{begun['job']}/resume")
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    return {**mina.get(f"/api/runs/{begun['id']}").json(), "paused_at": paused["step"]}


@pytest.fixture(scope="module")
def export(mina, run):
    made = mina.post(f"/api/runs/{run['id']}/export", json={"precision": "float32"}).json()
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    return mina.get(f"/api/exports/{made['id']}").json()


def events(client, job, kind):
    return [event.body for event in client.parts.jobs.read_events(job, limit=10_000) if event.kind == kind]


def test_a_recognizer_is_exported_as_ctranslate2_and_never_as_gguf(mina, run, export):
    assert (export["format"], export["name"]) == ("ctranslate2", f"{run['name']} float32")
    refused = mina.post(f"/api/runs/{run['id']}/export", json={"format": "gguf"})
    assert refused.json()["code"] == "export.no-format"
    assert "--" not in refused.json()["hint"]


def test_the_time_and_memory_of_a_run_are_estimated_before(mina):
    job = mina.post("/api/runs/estimate", json=form(mina)).json()["job"]
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    found = mina.get(f"/api/jobs/{job}").json()["result"]
    assert (found["steps"], found["dropped_rows"]) == (6, 0)
    assert 0 < found["memory_bytes"] < found["available_bytes"]
    assert found["seconds"] > 0


def test_a_run_that_was_paused_goes_on_from_its_checkpoint_and_its_curve_has_no_gap(mina, run):
    assert run["paused_at"] == 2
    assert (run["step"], run["steps"], run["state"]) == (6, 6, "done")
    curve = mina.get(f"/api/runs/{run['id']}/curve").json()
    assert [step for step, _ in curve["curves"]["loss"]] == [1, 2, 3, 4, 5, 6]
    assert [step for step, _ in curve["curves"]["wer"]] == [0, 2, 4, 6]
    assert mina.parts.jobs.read(run["job"])["checkpoint"] == "checkpoint-6"


def test_a_run_that_goes_on_says_from_which_step_before_its_first_one(mina, run):
    told = mina.get(f"/api/jobs/{run['job']}/events").text
    assert '"Loading the model"' in told  # the first attempt
    assert '"Loading the model (the training continues from step 2)"' in told
    assert "Training (the training" not in told


def test_a_run_is_told_as_it_goes_on(mina, run):
    metrics = events(mina, run["job"], "metric")
    assert sorted({body["step"] for body in metrics if body["name"] == "wer"}) == [0, 2, 4, 6]
    assert {body["name"] for body in metrics} == {"loss", "learning_rate", "gradient_norm", "wer"}
    samples = events(mina, run["job"], "sample")
    assert sorted({body["step"] for body in samples}) == [0, 2, 4, 6]
    assert set(samples[0]["samples"][0]) == {"id", "reference", "hypothesis"}


def test_what_a_run_wrote_is_shown_beside_what_was_said(mina, run):
    shown = mina.get(f"/api/runs/{run['id']}/samples").json()
    assert (shown["steps"], shown["step"]) == ([0, 2, 4, 6], 6)
    assert set(shown["samples"][0]["reference"].split()) <= {"do", "re", "mi", "fa"}
    assert mina.get(f"/api/runs/{run['id']}/samples", params={"step": 2}).json()["step"] == 2


def test_the_config_of_a_run_names_its_corpus_and_no_folder_of_the_server(mina, run):
    text = mina.get(f"/api/runs/{run['id']}/config").text
    assert 'corpus = "Tones, split"' in text
    assert mina.parts.settings.folder not in text


def test_runs_are_compared_by_what_was_asked_differently(mina, run):
    other = mina.post("/api/runs", json=form(mina, name="Second", values={**VALUES, "optimizer.steps": 9})).json()
    mina.post(f"/api/jobs/{other['job']}/cancel")
    compared = mina.get("/api/runs/compare", params={"run": [run["id"], other["id"]]}).json()
    assert compared["differences"] == [{"name": "optimizer.steps", "values": [6, 9]}]
    assert [len(curve["curves"].get("loss", [])) for curve in compared["curves"]] == [6, 0]
    assert mina.delete(f"/api/runs/{other['id']}").status_code == 200


def test_an_export_is_downloaded_whole(mina, export):
    assert (export["state"], export["parity"]) == ("done", 1.0)
    answer = mina.get(f"/api/exports/{export['id']}/download")
    assert "attachment" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert {"model.bin", "config.json", "tokenizer.json"} <= set(archive.namelist())
        assert sum(entry.file_size for entry in archive.infolist()) == export["bytes"]


def test_models_to_choose_from_are_one_s_own_first(mina, run, export):
    listed = mina.get("/api/models").json()
    assert [(model["origin"], model["id"]) for model in listed[:2]] == [("export", export["id"]), ("run", run["id"])]
    assert listed[1]["base"] == "tiny"
    assert {model["id"]: model["here"] for model in listed}["tiny"]
    assert not {model["id"]: model["here"] for model in listed}["large-v3"]
    assert {model["id"] for model in listed if model["hub_only"]} >= {"small", "medium", "large-v3"}
    assert not {model["id"] for model in listed if model["hub_only"]} & {"tiny", "base", "tiny.en"}


def test_models_are_scored_side_by_side_with_a_report_in_a_sandbox(mina, run):
    asked = {"models": ["tiny", run["id"]], "corpus": mina.corpus, "limit": 3}
    made = mina.post("/api/evaluations", json=asked).json()
    assert made["state"] == "waiting"
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    found = mina.get(f"/api/evaluations/{made['id']}").json()
    assert {score["model"] for score in found["scores"]} == {"tiny", "First"}
    assert all(score["low"] <= score["rate"] <= score["high"] for score in found["scores"])
    report = mina.get(f"/api/evaluations/{made['id']}/report")
    assert "Tones, split" in report.text
    assert mina.parts.settings.folder not in report.text
    policy = report.headers["content-security-policy"]
    assert "sandbox allow-scripts" in policy
    assert "default-src 'none'" in policy


def test_a_batch_is_transcribed_and_a_bad_recording_does_not_stop_it(mina, export):
    asked = {"name": "Batch", "model": export["id"], "language": "en", "formats": ["txt", "srt"]}
    batch = f"/api/transcriptions/{mina.post('/api/transcriptions', json=asked).json()['id']}"
    assert mina.post(f"{batch}/start").status_code == 400
    send(mina, batch, "a/thanks.flac", spoken("auth-thankyou"))
    send(mina, batch, "b.wav", b"<html>" * 50)
    job = mina.post(f"{batch}/start").json()["job"]
    ended = do_next(mina.parts)
    assert json.loads(ended["result"]) == {"transcription": batch.rsplit("/", 1)[1], "done": 1, "failed": 1}
    good, bad = mina.get(f"{batch}/results").json()
    assert (good["name"], good["error"]) == ("a/thanks.flac", None)
    assert bad["error"]
    assert [body["name"] for body in events(mina, job, "sample")] == ["a/thanks.flac", "b.wav"]
    told = mina.get(f"{batch}/results/0/srt")
    assert "thanks.srt" in told.headers["content-disposition"]
    assert mina.get(f"{batch}/results/1/srt").status_code == 404
    with zipfile.ZipFile(io.BytesIO(mina.get(f"{batch}/download").content)) as archive:
        assert sorted(archive.namelist()) == ["a/thanks.srt", "a/thanks.txt"]


@pytest.fixture(scope="module")
def heard(mina, export):
    """The address of a batch whose one recording was transcribed."""
    asked = {"model": export["id"], "language": "en", "formats": ["txt", "srt", "vtt", "json"]}
    batch = f"/api/transcriptions/{mina.post('/api/transcriptions', json=asked).json()['id']}"
    send(mina, batch, "thanks.flac", spoken("auth-thankyou"))
    mina.post(f"{batch}/start")
    refused = mina.put(f"{batch}/results/0/segments", json={"segments": [{"id": 0, "text": "x"}]})
    assert refused.json()["code"] == "run.at-work"
    assert do_next(mina.parts)["state"] == "done"
    return batch


def test_a_transcript_is_heard_and_corrected_and_all_its_files_with_it(mina, heard):
    place = f"{heard}/results/0"
    part = mina.get(f"{place}/audio", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"fLaC")
    segments = mina.get(f"{place}/segments").json()["segments"]
    assert segments[0]["text"] == segments[0]["original"] != ""
    form = {"segments": [{"id": 0, "text": " Thank  you! "}]}
    corrected = mina.put(f"{place}/segments", json=form).json()["segments"]
    assert corrected == mina.get(f"{place}/segments").json()["segments"]
    assert corrected[0] == {**segments[0], "text": "Thank you!"}
    assert [
        form for form in ("txt", "srt", "vtt", "json") if "Thank you!" not in mina.get(f"{place}/{form}").text
    ] == []
    assert mina.get(f"{heard}/results").json()[0]["text"].startswith("Thank you!")
    with zipfile.ZipFile(io.BytesIO(mina.get(f"{heard}/download").content)) as archive:
        assert sorted(archive.namelist()) == ["thanks.json", "thanks.srt", "thanks.txt", "thanks.vtt"]
    restored = mina.put(f"{place}/segments", json={"segments": [{"id": 0, "text": segments[0]["original"]}]}).json()
    assert restored["segments"] == segments
    assert "Thank you!" not in mina.get(f"{place}/srt").text


@pytest.mark.parametrize(
    ("place", "segments", "status"),
    [
        ("results/0/segments", [{"id": 99, "text": "x"}], 404),
        ("results/0/segments", [{"id": -1, "text": "x"}], 404),
        ("results/7/segments", [{"id": 0, "text": "x"}], 404),
        ("results/-1/segments", [{"id": 0, "text": "x"}], 404),
        ("results/0/segments", [{"id": 0, "text": "x" * 5_001}], 422),
        ("results/0/segments", [], 422),
    ],
)
def test_a_correction_that_fits_nothing_is_refused(mina, heard, place, segments, status):
    assert mina.put(f"{heard}/{place}", json={"segments": segments}).status_code == status


def test_a_model_is_tried_by_voice_against_the_untuned_one(mina, run):
    asked = {"model": run["id"]}
    tried = mina.post("/api/models/try", params=asked, content=spoken("auth-thankyou")).json()
    assert [transcript["name"] for transcript in tried["transcripts"]] == ["First", "tiny"]
    assert 0.5 < tried["duration"] < 3
    refused = mina.post("/api/models/try", params=asked, content=b"<html>")
    assert refused.status_code == 400
    assert refused.json()["hint"]
    assert mina.post("/api/models/try", params={"model": "/etc"}, content=b"x").status_code == 404


def hear(client, model, **sliders):
    return client.post(
        "/api/playground/heard",
        params={"model": model, "language": "en", **sliders},
        content=spoken("check-number-dial-again"),
    ).json()


def test_a_recognizer_is_heard_with_its_sliders_moved(mina, run, export):
    offered = [model["id"] for model in mina.get("/api/playground/recognizers").json()]
    assert offered[0] == run["id"]
    assert export["id"] not in offered
    opened = mina.get(f"/api/playground/recognizers/{run['id']}").json()
    crossed = [site for site in opened["sites"] if site["is_cross"]]
    assert {site["branch"] for site in crossed} == {"attention"}
    assert 0 < sum(len(site["sizes"]) for site in crossed) < opened["all_tensors"]
    untouched = hear(mina, run["id"])
    assert 1 < untouched["duration"] < 4
    assert hear(mina, run["id"], attn=1, cross=1) == untouched
    assert hear(mina, run["id"], cross=0, mlp=0.2)["text"] != untouched["text"]
    mina.parts.hearing.close()


def test_who_moves_sliders_of_a_recognizer_asks_for_what_is_theirs_and_sounds(mina, run, export):
    assert mina.jun.get(f"/api/playground/recognizers/{run['id']}").status_code == 404
    assert hear(mina.jun, run["id"])["code"] == "model.none"
    for model in ("/etc", export["id"]):
        assert mina.get(f"/api/playground/recognizers/{model.replace('/', '%2F')}").status_code == 404
        assert hear(mina, model)["code"] == "model.none"
    place, asked = "/api/playground/heard", {"model": run["id"], "language": "en"}
    assert mina.post(place, params=asked, content=b"<html>").status_code == 400
    assert mina.post(place, params={**asked, "cross": 5}, content=b"x").status_code == 422
    assert mina.post(place, params={**asked, "language": "xx"}, content=b"x").status_code == 400
    mina.parts.hearing.close()


@pytest.mark.weights
def test_who_has_no_recording_gets_a_sentence_in_a_built_in_voice(mina):
    recording = mina.get("/api/playground/recording", params={"language": "ko"})
    assert recording.headers["content-type"] == "audio/flac"
    assert recording.content[:4] == b"fLaC"
    mina.parts.hearing.close()


def test_a_run_is_named_and_used_by_programs_as_it_is(mina, run):
    """Nobody exported it: that is done at its first use."""
    key = mina.parts.accounts.issue(User(**mina.get("/api/me").json()), "token", 600, "speech")
    with served(mina.app) as address:
        client = openai.OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0)
        listed = [model.id for model in client.models.list()]
        assert {run["name"], run["id"]} <= set(listed)
        for name in (run["name"], run["id"]):
            file = ("thanks.flac", spoken("auth-thankyou"))
            assert client.audio.transcriptions.create(file=file, model=name).usage.seconds == 1
    mina.parts.speech.close()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"data.corpus": "/etc"}, "data.corpus"),
        ({"model.name": "/etc"}, "model.name"),
        ({"optimizer.steps": -1}, "optimizer.steps"),
        ({"optimizer.steps": 10**9}, "optimizer.steps"),
        ({"tuning.method": "magic"}, "tuning.method"),
        ({"data.language": 'ko"\ncorpus = "/etc'}, ""),
    ],
)
def test_values_that_a_page_may_not_set_are_refused_by_name(mina, values, named):
    answer = mina.post("/api/runs/estimate", json=form(mina, values=values))
    if not named:  # a line break in a value stays a value
        assert answer.status_code == 202
        mina.post(f"/api/jobs/{answer.json()['job']}/cancel")
        return
    assert answer.status_code == 400
    assert named in answer.json()["error"]


@pytest.fixture
def in_korean(mina):
    """The corpus, as if its speech were Korean."""
    for language in ("ko", "en"):
        with mina.parts.engine.begin() as connection:
            connection.execute(update(corpora).where(corpora.c.id == mina.corpus).values(language=language))
        if language == "ko":
            yield


def metric_of(client, recipe="tiny", **values):
    """That of a run which is called off at once."""
    begun = client.post("/api/runs", json=form(client, recipe=recipe, values=values)).json()
    client.post(f"/api/jobs/{begun['job']}/cancel")
    client.delete(f"/api/runs/{begun['id']}")
    asked = client.parts.jobs.read(begun["job"])["payload"]
    assert json.loads(asked)["values"].get("validation.metric", begun["metric"]) == begun["metric"]
    return begun["metric"]


def test_a_run_is_judged_by_what_its_language_asks_for_until_somebody_chooses(mina):
    assert metric_of(mina) == "wer"
    assert metric_of(mina, **{"data.language": "ko"}) == "cer"
    assert metric_of(mina, **{"data.language": "ko", "validation.metric": "wer"}) == "wer"
    assert metric_of(mina, "korean-telephone") == "cer_no_spaces"  # which says so itself


def test_a_page_shows_the_metric_that_a_run_on_korean_speech_has_without_one(mina, in_korean):
    shown = {recipe["name"]: recipe["values"] for recipe in mina.get("/api/recipes?language=ko").json()}
    for recipe in ("tiny", "korean-children", "air-traffic"):
        (metric,) = [value["value"] for value in shown[recipe] if value["name"] == "validation.metric"]
        assert metric_of(mina, recipe) == metric
    assert metric_of(mina) == "cer"


def test_every_value_of_every_recipe_is_explained_in_both_languages(mina):
    listed = mina.get("/api/recipes").json()
    assert [recipe["name"] for recipe in listed][:2] == ["tiny", "tiny-lora"]
    assert listed[0]["here"]
    hub_only = {recipe["model"] for recipe in listed if recipe["hub_only"]}
    assert not hub_only & {"tiny", "base"}  # here, and on the package index
    assert "small" in hub_only
    for recipe in listed:
        for value in recipe["values"]:
            assert value["title"]["ko"] and value["title"]["en"], value["name"]
            assert len(value["about"]["ko"]) > 5 < len(value["about"]["en"]), value["name"]
            if value["kind"] in ("number", "integer"):
                assert value["minimum"] <= value["value"] <= value["maximum"], value["name"]
