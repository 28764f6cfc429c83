"""A small model that was trained here has a name among this machine's weights."""

import json

import pytest

from soridam.core.weights import find_weights
from soridam.image.small import NAME, keep_trained


def write_model(folder, word):
    """A folder with what a pipeline's folder has at its top."""
    folder.mkdir()
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionPipeline", "word": word}))
    (folder / "README.md").write_text("a card of the run")
    return folder


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path / "home"))


def test_a_trained_model_is_found_by_its_name_and_its_folder_stays(own_home, tmp_path):
    model = write_model(tmp_path / "model", "first")
    kept = keep_trained(model)
    assert find_weights(NAME, form="diffusers", family="image") == kept
    assert json.loads((kept / "model_index.json").read_text())["word"] == "first"
    assert not (kept / "README.md").exists()  # the card is of the run
    assert (model / "model_index.json").is_file()


def test_a_later_one_takes_its_place(own_home, tmp_path):
    keep_trained(write_model(tmp_path / "first", "first"))
    kept = keep_trained(write_model(tmp_path / "second", "second"))
    assert json.loads((kept / "model_index.json").read_text())["word"] == "second"
    assert find_weights(NAME, form="diffusers", family="image") == kept
