"""The whole life of a language model in the studio, on a tiny Llama that learns one word."""

import io
import json
import zipfile

import pytest
from tests.language.tiny_chat import write_exportable_chat
from tests.studio.factories import DETAILS
from tests.studio.speech_work import do_next, open_studio, send

from soridam.core.weights.store import store
from soridam.studio.people.accounts import User

VALUES = {
    "optimizer.steps": 6,
    "optimizer.learning_rate": 1e-2,
    "batches.tokens": 256,
    "validation.every": 3,
    "validation.samples": 2,
    "tuning.parts": ["mlp"],
    "tuning.layers": [1, 2],
}
PAIRS = [{"prompt": f"Say {number}", "completion": "ahoy!"} for number in range(30)]


@pytest.fixture(scope="module")
def mina(tmp_path_factory):
    """Somebody with a corpus of pairs, and a tiny Llama under the name of a larger one."""
    folder = tmp_path_factory.mktemp("studio")
    with open_studio(folder) as studio, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SORIDAM_HOME", str(folder / "home"))
        store("smollm2-135m", "transformers", {}, lambda target, _: write_exportable_chat(target))
        client = studio.people["mina"]
        client.parts, client.jun = studio.parts, studio.people["jun"]
        client.corpus = client.post("/api/corpora", json={"name": "Pairs", "family": "language"}).json()["id"]
        yield client


@pytest.fixture(scope="module")
def corpus(mina):
    """30 pairs, one of them twice, a line that is no JSON, and a question without an answer."""
    place = f"/api/corpora/{mina.corpus}"
    bad = ["{", json.dumps({"prompt": "Say nothing", "completion": " "}), json.dumps(PAIRS[0])]
    send(mina, place, "pairs.jsonl", "\n".join([*map(json.dumps, PAIRS), *bad]).encode())
    mina.post(f"{place}/prepare", json={})
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    return place


def form(client, **more):
    return {"name": "Sailor", "corpus": client.corpus, "recipe": "smollm2-135m", "values": VALUES, **more}


@pytest.fixture(scope="module")
def run(mina, corpus):
    begun = mina.post("/api/runs", json=form(mina)).json()
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    return mina.get(f"/api/runs/{begun['id']}").json()


def test_text_is_read_and_parts_are_held_out(mina, corpus):
    shown = mina.get(corpus).json()
    assert (shown["family"], shown["state"], shown["utterances"]) == ("language", "ready", 30)
    assert shown["splits"] == {"train": 24, "validation": 3, "test": 3}
    described = mina.get(f"{corpus}/text").json()
    assert described["kinds"] == {"conversation": 30}
    assert sum(described["letters"]["counts"]) == 30


def test_what_cannot_be_learned_from_is_named_by_file_and_line(mina, corpus):
    found = mina.get(f"{corpus}/quarantine").json()
    assert [(row["id"], row["reason"]) for row in found["rows"]] == [
        ("pairs.jsonl:31", "unreadable"),
        ("pairs.jsonl:32", "empty"),
        ("pairs.jsonl:33", "duplicate"),
    ]
    assert all(reason["about"]["ko"] != reason["reason"] for reason in found["reasons"])


def test_examples_are_looked_through_and_searched(mina, corpus):
    page = mina.get(f"{corpus}/examples", params={"search": "SAY  29"}).json()
    assert page["total"] == 1
    assert page["examples"][0]["turns"] == [
        {"role": "user", "content": "Say 29"},
        {"role": "assistant", "content": "ahoy!"},
    ]
    assert page["examples"][0]["place"] == "pairs.jsonl:30"
    tested = mina.get(f"{corpus}/examples", params={"split": "test", "limit": 2}).json()
    assert (tested["total"], len(tested["examples"])) == (3, 2)


def test_a_corpus_of_text_is_no_corpus_of_recordings_nor_the_other_way_round(mina, corpus):
    recordings = mina.post("/api/corpora", json={"name": "Tones", "language": "en"}).json()["id"]
    for refused, code in (
        (mina.get(f"{corpus}/utterances"), "corpus.no-recordings"),
        (mina.post(f"{corpus}/split", json={}), "corpus.no-recordings"),
        (mina.post(f"{corpus}/draft", json={}), "corpus.no-recordings"),
        (mina.post("/api/runs", json=form(mina, recipe="tiny", values={})), "corpus.no-recordings"),
        (mina.get(f"/api/corpora/{recordings}/examples"), "corpus.no-text"),
        (mina.post("/api/runs/preflight", json=form(mina, corpus=recordings)), "corpus.no-text"),
    ):
        assert refused.json()["code"] == code
    assert mina.jun.get(f"{corpus}/examples").status_code == 404


@pytest.mark.parametrize(("language", "said"), [("en", "Gull Rock"), ("ko", "갈매기 바위")])
def test_who_has_no_text_gets_the_pairs_of_a_lighthouse_keeper(mina, language, said):
    made = mina.post("/api/corpora/sample", json={"family": "language", "language": language}).json()
    assert (made["family"], made["origin"], made["state"], made["files"]) == ("language", "sample", "working", 1)
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    shown = mina.get(f"/api/corpora/{made['id']}").json()
    assert (shown["state"], shown["utterances"]) == ("ready", 48)
    assert set(shown["splits"]) == {"train", "validation", "test"}
    assert mina.get(f"/api/corpora/{made['id']}/examples", params={"search": said}).json()["total"] > 0
    assert mina.jun.get(f"/api/corpora/{made['id']}").status_code == 404


def test_what_the_template_makes_of_the_examples_is_shown_with_what_is_learned(mina, corpus):
    job = mina.post("/api/runs/preflight", json=form(mina)).json()["job"]
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    found = mina.get(f"/api/jobs/{job}").json()["result"]
    assert found["examples"] == {"train": 24, "validation": 3}
    assert sum(found["histogram"]["counts"]) == 24
    pieces = found["shown"][0]["pieces"]
    assert [piece["learned"] for piece in pieces] == [False, True]
    assert pieces[0]["text"].startswith("<user>Say ")
    assert pieces[1]["text"] == "ahoy!<end>"


def test_recipes_of_language_models_are_listed_with_words_and_lists(mina):
    (recipe,) = (each for each in mina.get("/api/recipes?family=language").json() if each["name"] == "smollm2-135m")
    assert recipe["here"]
    values = {value["name"]: value for value in recipe["values"]}
    assert values["tuning.parts"]["kind"] == "several"
    assert values["tuning.parts"]["choices"] == ["attention", "mlp", "embeddings"]
    assert (values["tuning.layers"]["kind"], values["tuning.layers"]["value"]) == ("range", [])


def test_the_time_and_memory_of_a_run_are_estimated_before(mina, corpus):
    job = mina.post("/api/runs/estimate", json=form(mina)).json()["job"]
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    found = mina.get(f"/api/jobs/{job}").json()["result"]
    assert (found["steps"], found["train_rows"], found["validation_rows"]) == (6, 24, 3)
    assert 0 < found["memory_bytes"] < found["available_bytes"]


def test_a_run_shows_its_perplexity_and_its_answers(mina, run):
    assert (run["family"], run["metric"], run["step"]) == ("language", "perplexity", 6)
    assert run["best_score"] < run["first_score"]
    curves = mina.get(f"/api/runs/{run['id']}/curve").json()["curves"]
    assert [step for step, _ in curves["perplexity"]] == [0, 3, 6]
    shown = mina.get(f"/api/runs/{run['id']}/samples").json()["samples"]
    assert shown[0]["prompt"].startswith("Say ")
    assert shown[0]["reference"] == "ahoy!"


def test_a_tuned_language_model_is_chosen_for_language_and_never_for_speech(mina, run):
    language = mina.get("/api/models?family=language").json()
    assert (language[0]["id"], language[0]["base"]) == (run["id"], "smollm2-135m")
    assert run["id"] not in [model["id"] for model in mina.get("/api/models").json()]
    asked = {"model": run["id"], "language": "en"}
    assert mina.post("/api/transcriptions", json=asked).json()["code"] == "model.none"
    assert mina.get("/api/playground/models").json()[0]["id"] == run["id"]


def test_a_run_begins_with_the_weights_of_another(mina, run):
    begun = mina.post("/api/runs", json=form(mina, name="Second", model=run["id"])).json()
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    assert mina.get(f"/api/runs/{begun['id']}").json()["first_score"] == pytest.approx(run["best_score"], rel=0.1)


def export(mina, run, asked):
    """The finished export, and its downloaded files by name."""
    made = mina.post(f"/api/runs/{run['id']}/export", json=asked).json()
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    download = mina.get(f"/api/exports/{made['id']}/download").content
    with zipfile.ZipFile(io.BytesIO(download)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return mina.get(f"/api/exports/{made['id']}").json(), files


@pytest.mark.parametrize(
    ("asked", "name"),
    [({}, "Sailor GGUF float32"), ({"format": "ctranslate2"}, "Sailor CTranslate2 float32")],
)
def test_a_tuned_model_is_exported_compared_and_downloaded(mina, run, asked, name):
    found, files = export(mina, run, {"precision": "float32", **asked})
    assert (found["family"], found["format"]) == ("language", asked.get("format", "gguf"))
    assert (found["name"], found["parity"]) == (name, 1.0)
    assert found["exported"] == pytest.approx(found["original"], rel=1e-3)
    if found["format"] == "gguf":
        assert files["model.gguf"][:4] == b"GGUF"
    else:
        assert {"model.bin", "config.json", "tokenizer.json"} < files.keys()
    assert found["format"].replace("gguf", "llama-cli") in files["README.md"].decode()


def test_int8_of_ctranslate2_says_how_many_tokens_are_equal(mina, run):
    found, files = export(mina, run, {"precision": "int8", "format": "ctranslate2"})
    assert 0 < found["parity"] <= 1
    assert json.loads(files["parity.json"])["form"] == "ctranslate2"


def test_a_format_that_nobody_writes_is_refused(mina, run):
    assert mina.post(f"/api/runs/{run['id']}/export", json={"format": "onnx"}).status_code == 422


def test_models_are_scored_on_the_part_that_was_kept_for_it(mina, run):
    asked = {"models": ["smollm2-135m", run["id"]], "corpus": mina.corpus}
    made = mina.post("/api/evaluations", json=asked).json()
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    found = mina.get(f"/api/evaluations/{made['id']}").json()
    rates = {score["model"]: score["rate"] for score in found["scores"] if score["metric"] == "perplexity"}
    assert rates["Sailor"] < rates["smollm2-135m"]
    report = mina.get(f"/api/evaluations/{made['id']}/report").text
    assert "Sailor" in report
    assert mina.parts.settings.folder not in report
    refused = mina.post("/api/evaluations", json={**asked, "split": "nothing"})
    assert refused.json()["code"] == "corpus.no-split"


def test_runs_of_two_families_are_not_compared(mina, run):
    me = User(**mina.get("/api/me").json())
    speech = mina.parts.runs.create(me, "train", "Tones", DETAILS["train"])
    refused = mina.get("/api/runs/compare", params={"run": [run["id"], speech.id]})
    assert refused.json()["code"] == "run.families"


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"data.corpus": "/etc"}, "data.corpus"),
        ({"data.validation": "/etc/passwd"}, "data.validation"),
        ({"tuning.parts": ["nothing"]}, "tuning.parts"),
        ({"tuning.parts": []}, "tuning.parts"),
        ({"tuning.layers": [5, 1]}, "layers"),
        ({"tuning.layers": [1, 10**6]}, "tuning.layers"),
    ],
)
def test_values_that_a_page_may_not_set_are_refused_by_name(mina, corpus, values, named):
    answer = mina.post("/api/runs/estimate", json=form(mina, values=values))
    assert answer.status_code == 400
    assert named in answer.json()["error"]
