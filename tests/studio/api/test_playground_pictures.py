"""The playground of pictures: a tiny pipeline under the name of a real one, painted with its sliders moved."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from tests.book.paint.tiny_diffusion import write_tiny_sd
from tests.studio.factories import run_next_job

from soridam.core.weights.store import store

NAME = "drawn-small"
ASK = {"model": NAME, "prompt": "a fox", "steps": 2, "side": 32}
STRONG = {"unet": {"attn": 3.0, "cross": 2.0}, "text_encoder": {"mlp": 3.0}}
SAVED = {"name": "dreamy", "model": NAME, "sliders": STRONG}


@pytest.fixture(autouse=True)
def tiny(tmp_path, monkeypatch):
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SORIDAM_STUDIO__FOLDER", str(tmp_path))
    store(NAME, "diffusers", {}, lambda target, _: write_tiny_sd(target))


def pixels(answer):
    assert answer.status_code == 200, answer.text
    pictures = [Image.open(io.BytesIO(base64.b64decode(each))) for each in answer.json()["pictures"]]
    return [np.asarray(picture).astype(int) for picture in pictures]


def test_a_model_is_listed_opened_and_painted_with_untouched_and_adjusted(mina):
    (choice,) = mina.get("/api/playground/pictures/models").json()
    assert (choice["id"], choice["origin"]) == (NAME, "base")
    opened = mina.get(f"/api/playground/pictures/models/{NAME}").json()
    assert opened["side"] == 32 and opened["unet"]["layer_names"] == ["down 0", "down 1", "mid", "up 0"]
    assert opened["unet"]["all_tensors"] + opened["text_encoder"]["all_tensors"] == 244
    assert {site["is_cross"] for site in opened["unet"]["sites"]} == {True, False}
    painted = mina.post("/api/playground/pictures", json={**ASK, "adjustments": [{}, {}, STRONG]})
    untouched, same, adjusted = pixels(painted)
    assert untouched.shape == (32, 32, 3)
    assert np.array_equal(untouched, same) and not np.array_equal(untouched, adjusted)


@pytest.mark.parametrize(
    "bad",
    [
        {"adjustments": []},
        {"adjustments": [{}] * 8},
        {"adjustments": [{"unet": {"attn": -1}}]},
        {"adjustments": [{"vae": {}}]},
        {"side": 33},
        {"steps": 0},
        {"prompt": ""},
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_painted(mina, bad):
    answer = mina.post("/api/playground/pictures", json={**ASK, "adjustments": [{}], **bad})
    assert answer.status_code == 422 and answer.json()["error"]


def test_a_model_that_nobody_has_is_refused(mina):
    answer = mina.post("/api/playground/pictures", json={**ASK, "model": "/etc", "adjustments": [{}]})
    assert answer.status_code == 404


def test_sliders_are_written_into_a_model_that_paints_as_the_adjusted_one(mina, jun, parts):
    written = mina.post("/api/playground/pictures/adjusted", json=SAVED).json()
    run_next_job(parts)
    (done,) = mina.get("/api/playground/pictures/adjusted").json()
    assert done["state"] == "done" and done["bytes"] > 0 and done["sliders"]["unet"]["cross"] == 2.0
    assert mina.get("/api/playground/adjusted").json() == []  # those are language models
    assert [each["origin"] for each in mina.get("/api/playground/pictures/models").json()] == ["adjusted", "base"]
    asked = [{**ASK, "adjustments": [STRONG]}, {**ASK, "model": written["id"], "adjustments": [{}]}]
    adjusted, untouched = (pixels(mina.post("/api/playground/pictures", json=each))[0] for each in asked)
    assert np.abs(adjusted - untouched).max() <= 1
    assert jun.get("/api/playground/pictures/adjusted").json() == []
    zipped = mina.get(f"/api/playground/adjusted/{written['id']}/download")
    assert zipped.content.startswith(b"PK") and b"unet/diffusion_pytorch_model.safetensors" in zipped.content
    assert mina.delete(f"/api/playground/adjusted/{written['id']}").status_code == 200
