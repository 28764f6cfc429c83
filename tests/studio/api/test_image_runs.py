"""The whole life of a picture model in the studio, on a tiny model with random weights."""

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from tests.image.tuning.small_model import draw, write_model
from tests.studio.speech_work import do_next, open_studio, send

from soridam.book.folder import open_book
from soridam.core.files import read_json
from soridam.core.weights.store import store
from soridam.image.own_adapter import find_adapter
from soridam.studio.app import build_app
from soridam.studio.books.work import ADAPTER_FILE

pytestmark = pytest.mark.weights  # CLIP's vocabulary

VALUES = {
    "optimizer.steps": 4,
    "validation.every": 2,
    "validation.samples": 2,
    "validation.steps": 2,
    "validation.rows": 4,
    "batches.rows": 4,
    "data.held_out": 0.3,
    "tuning.rank": 2,
}


@pytest.fixture(scope="module")
def mina(tmp_path_factory):
    """Somebody with a dozen captioned pictures, and a tiny model under the name of the small one."""
    folder = tmp_path_factory.mktemp("studio")
    model, pictures = write_model(folder / "tiny"), draw(folder / "pictures")
    with open_studio(tmp_path_factory.mktemp("opened")) as studio, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SORIDAM_HOME", str(folder / "home"))
        store("drawn-small", "diffusers", {}, lambda target, _: shutil.copytree(model, target, dirs_exist_ok=True))
        client = studio.people["mina"]
        client.parts, client.jun = studio.parts, studio.people["jun"]
        client.corpus = client.post("/api/corpora", json={"name": "Heroes", "family": "image"}).json()["id"]
        for path in sorted(pictures.iterdir()):
            send(client, f"/api/corpora/{client.corpus}", path.name, path.read_bytes())
        client.post(f"/api/corpora/{client.corpus}/prepare", json={})
        ended = do_next(studio.parts)
        assert ended["state"] == "done", ended["error"]
        yield client


def form(client, **more):
    return {"name": "Tokti", "corpus": client.corpus, "recipe": "drawn-small-lora", "values": VALUES, **more}


@pytest.fixture(scope="module")
def run(mina):
    begun = mina.post("/api/runs", json=form(mina))
    assert begun.status_code == 202, begun.json()
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    return mina.get(f"/api/runs/{begun.json()['id']}").json()


def test_the_models_to_choose_are_those_of_the_catalog(mina):
    shown = mina.get("/api/models", params={"family": "image"}).json()
    assert {"drawn-small", "sd15", "sdxl"} <= {model["id"] for model in shown}
    assert "clip-tokenizer" not in {model["id"] for model in shown}
    assert next(model for model in shown if model["id"] == "drawn-small")["here"]


def test_every_recipe_is_explained_in_both_languages(mina):
    shown = mina.get("/api/recipes", params={"family": "image"}).json()
    assert {"sd15-lora", "sd15-dreambooth", "sdxl-lora", "sdxl-dreambooth", "drawn-small", "drawn-small-lora"} == {
        recipe["name"] for recipe in shown
    }
    assert all(recipe["title"]["ko"] and recipe["about"]["en"] for recipe in shown)


def test_a_run_is_estimated_before_it_begins(mina):
    job = mina.post("/api/runs/estimate", json=form(mina)).json()["job"]
    assert do_next(mina.parts)["state"] == "done"
    result = mina.get(f"/api/jobs/{job}").json()["result"]
    assert result["steps"] == 4 and result["memory_bytes"] > 0


def test_a_run_has_scores_and_pictures_of_each_validation(mina, run):
    assert (run["family"], run["metric"], run["step"], run["has_model"]) == ("image", "heldout_loss", 4, True)
    assert run["best_score"] <= run["first_score"]
    shown = mina.get(f"/api/runs/{run['id']}/samples").json()
    assert shown["steps"] == [0, 2, 4] and len(shown["samples"]) == 2
    sample = shown["samples"][0]
    png = mina.get(f"/api/runs/{run['id']}/samples/{sample['picture']}")
    assert png.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(png.content)).size == (32, 32)
    assert sample["prompt"].startswith(("a ", "an "))


def test_pictures_of_somebody_else_and_paths_that_are_no_names_are_not_given(mina, run):
    name = mina.get(f"/api/runs/{run['id']}/samples").json()["samples"][0]["picture"]
    assert mina.jun.get(f"/api/runs/{run['id']}/samples/{name}").status_code == 404
    assert mina.get(f"/api/runs/{run['id']}/samples/000004-99.png").status_code == 404
    assert mina.get(f"/api/runs/{run['id']}/samples/..%2Fconfig.toml").status_code in (404, 422)


def test_a_tuned_model_is_measured_against_the_untuned_one(mina, run):
    asked = {"models": [run["id"], "drawn-small"], "corpus": mina.corpus, "split": "train"}
    made = mina.post("/api/evaluations", json=asked).json()
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    shown = mina.get(f"/api/evaluations/{made['id']}").json()
    assert [(score["model"], score["metric"]) for score in shown["scores"]] == [
        ("Tokti", "heldout_loss"),
        ("drawn-small", "heldout_loss"),
    ]
    page = mina.get(f"/api/evaluations/{made['id']}/report").text
    assert "data:image/png;base64," in page


@pytest.mark.parametrize("format", ["diffusers-lora", "kohya-lora", "merged"])
def test_a_tuned_model_is_taken_home_in_each_form(mina, run, format):
    made = mina.post(f"/api/runs/{run['id']}/export", json={"format": format}).json()
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    sent = mina.get(f"/api/exports/{made['id']}/download")
    assert sent.status_code == 200 and sent.content[:2] == b"PK"


def test_a_language_form_is_refused_for_pictures(mina, run):
    refused = mina.post(f"/api/runs/{run['id']}/export", json={"format": "gguf"})
    assert refused.json()["code"] == "export.no-format"


def test_class_pictures_of_another_corpus_are_read_beside_those_that_are_learned(mina, tmp_path):
    others = mina.post("/api/corpora", json={"name": "Others", "family": "image"}).json()["id"]
    for path in sorted(draw(tmp_path / "others", 5).iterdir()):
        send(mina, f"/api/corpora/{others}", path.name, path.read_bytes())
    mina.post(f"/api/corpora/{others}/prepare", json={})
    assert do_next(mina.parts)["state"] == "done"
    begun = mina.post("/api/runs", json=form(mina, name="With others", prior=others)).json()
    assert mina.delete(f"/api/corpora/{others}").status_code == 400  # a run is about to read it
    ended = do_next(mina.parts)
    assert ended["state"] == "done", ended["error"]
    assert mina.get(f"/api/runs/{begun['id']}").json()["prior_name"] == "Others"
    facts = read_json(mina.parts.runs._places.run(begun["id"]) / "run" / "pictures.json")["pictures"]
    assert facts["prior"] == 5
    assert begun["id"] in {model["id"] for model in mina.get(f"/api/corpora/{others}/models").json()}


@pytest.mark.parametrize(("prior", "code"), [("same", "run.same-prior"), ("nothing", "corpus.none")])
def test_class_pictures_are_another_corpus_of_one_s_own(mina, prior, code):
    asked = form(mina, prior=mina.corpus if prior == "same" else prior)
    assert mina.post("/api/runs", json=asked).json()["code"] == code
    speech = {**asked, "recipe": "tiny", "values": {}}
    assert mina.post("/api/runs", json=speech).status_code == 400


def test_what_was_tuned_on_a_corpus_is_named_before_it_is_deleted_and_goes_with_it(mina, tmp_path):
    corpus = mina.post("/api/corpora", json={"name": "Short", "family": "image"}).json()["id"]
    for path in sorted(draw(tmp_path / "short", 6).iterdir()):
        send(mina, f"/api/corpora/{corpus}", path.name, path.read_bytes())
    mina.post(f"/api/corpora/{corpus}/prepare", json={})
    assert do_next(mina.parts)["state"] == "done"
    tuned = mina.post("/api/runs", json=form(mina, corpus=corpus, name="Short")).json()["id"]
    assert do_next(mina.parts)["state"] == "done"
    later = mina.post("/api/runs", json=form(mina, name="Later", model=tuned)).json()["id"]
    assert do_next(mina.parts)["state"] == "done"
    export = mina.post(f"/api/runs/{tuned}/export", json={"format": "merged"}).json()["id"]
    assert mina.delete(f"/api/corpora/{corpus}", params={"models": True}).status_code == 400  # an export is at work
    assert mina.get(f"/api/runs/{tuned}").status_code == 200
    assert do_next(mina.parts)["state"] == "done"
    named = mina.get(f"/api/corpora/{corpus}/models").json()
    assert {(model["id"], model["kind"]) for model in named} == {(tuned, "train"), (later, "train"), (export, "export")}
    assert mina.jun.get(f"/api/corpora/{corpus}/models").status_code == 404
    folders = [mina.parts.runs._places.run(model["id"]) for model in named]
    assert all(folder.is_dir() for folder in folders)
    assert mina.delete(f"/api/corpora/{corpus}", params={"models": True}).status_code == 200
    assert mina.get(f"/api/runs/{tuned}").status_code == mina.get(f"/api/runs/{later}").status_code == 404
    assert export not in {each["id"] for each in mina.get("/api/exports").json()}
    assert not any(folder.exists() for folder in folders)


def test_models_stay_where_only_the_corpus_is_deleted(mina, tmp_path):
    corpus = mina.post("/api/corpora", json={"name": "Kept", "family": "image"}).json()["id"]
    for path in sorted(draw(tmp_path / "kept", 6).iterdir()):
        send(mina, f"/api/corpora/{corpus}", path.name, path.read_bytes())
    mina.post(f"/api/corpora/{corpus}/prepare", json={})
    assert do_next(mina.parts)["state"] == "done"
    tuned = mina.post("/api/runs", json=form(mina, corpus=corpus, name="Kept")).json()["id"]
    assert do_next(mina.parts)["state"] == "done"
    assert mina.delete(f"/api/corpora/{corpus}").status_code == 200
    assert mina.get(f"/api/runs/{tuned}").status_code == 200


def test_a_trained_hero_is_chosen_for_a_book_where_pages_are_painted(mina, run, monkeypatch):
    topic = {"topic": "a dragon who cannot sleep", "hero": "dinosaur", "language": "en", "age_band": "3-4"}
    wish = {**topic, "adapter": run["id"]}
    assert mina.get("/api/books/painting-heroes").json() == []  # pages are drawn here
    assert mina.post("/api/books", json=wish).json()["code"] == "book.no-adapter"
    parts = replace(mina.parts, paints_books=True)
    with TestClient(build_app(parts), base_url="http://127.0.0.1:8765", cookies=mina.cookies) as painting:
        assert run["id"] in {hero["id"] for hero in painting.get("/api/books/painting-heroes").json()}
        book = painting.post("/api/books", json=wish).json()
        payload = json.loads(parts.jobs.read(book["job"])["payload"])
        assert payload["adapter"] == f"runs/{run['id']}/run/adapter"
        assert find_adapter(Path(parts.copies.find_weights(payload["adapter"]))).architecture.startswith("stable-diff")
        assert painting.post("/api/books", json={**wish, "adapter": "nothing"}).status_code == 404
        for name, value in {"ILLUSTRATOR": "diffusion", "NARRATOR": "none", "DIFFUSION__MODEL": "drawn-small",
                            "DIFFUSION__STEPS": "1", "DIFFUSION__DEVICE": "cpu"}.items():  # fmt: skip
            monkeypatch.setenv(f"SORIDAM_BOOK__{name}", value)
        ended = do_next(mina.parts)
        assert ended["state"] == "done", ended["error"]
        made = open_book(mina.parts.settings.books_folder / book["id"])
        assert made.is_complete and made.record.made_by.illustrator == "diffusion"
        assert read_json(made.folder / ADAPTER_FILE) == payload["adapter"]
    jun = TestClient(build_app(parts), base_url="http://127.0.0.1:8765", cookies=mina.jun.cookies)
    assert jun.get("/api/books/painting-heroes").json() == []
    assert jun.post("/api/books", json=wish).status_code == 404
