import json

import pytest
from tests.speech.shortening.sounds_and_whisper import build_ending_whisper, write_songs

from soridam.cli.main import run
from soridam.speech.shortening.config import ShorteningConfig
from soridam.speech.tuned import read_tuned

FEW = ["examples.count=12", "batches.workers=0", "batches.rows=6", "optimizer.steps=2", "validation.rows=4"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shorten")
    build_ending_whisper().save(folder / "model")
    write_songs(folder / "songs", 12)
    write_songs(folder / "more", 4, seed=1)
    return folder


def test_one_command_teaches_and_exports_and_says_what_to_do_next(folder, tmp_path, capsys):
    audio = ["--audio", str(folder / "songs"), "--audio", str(folder / "more")]
    out = ["--out", str(tmp_path / "run"), "--export", str(tmp_path / "export")]
    assert run(["shorten", str(folder / "model"), *audio, *out, "--language", "Korean", *FEW]) == 0
    printed = capsys.readouterr().out
    assert "of what it writes in 30 s" in printed
    assert f"Next: soridam transcribe recording.wav --model {tmp_path / 'export'}" in printed
    assert read_tuned(tmp_path / "export").self_taught
    config = ShorteningConfig.read(tmp_path / "run/config.toml")
    assert [path.name for path in config.sound.folders] == ["songs", "more"]
    assert config.sound.language == "ko"


def test_a_run_can_be_resumed_without_naming_its_model(folder, tmp_path, capsys):
    out = ["--out", str(tmp_path / "run")]
    full = ["--audio", str(folder / "songs"), "--full", *FEW]
    assert run(["shorten", str(folder / "model"), *full, *out]) == 0
    assert ShorteningConfig.read(tmp_path / "run/config.toml").tuning.method == "full"
    assert run(["shorten", str(folder / "model"), *full, *out]) == 1
    capsys.readouterr()
    assert run(["shorten", "--resume", *out, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "completed"
    assert run(["train", "--resume", *out]) == 2
    assert "soridam shorten" in capsys.readouterr().err


def test_mistakes_are_told_with_what_to_do(folder, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert run(["shorten"]) == 2
    assert "soridam shorten base --audio" in capsys.readouterr().err
    model, out = str(folder / "model"), ["--out", str(tmp_path / "r")]
    assert run(["shorten", model, "--audio", str(tmp_path / "empty"), *out]) == 2
    assert "holds no recordings" in capsys.readouterr().err
    assert run(["shorten", model, *out, "examples.cuts=0.1"]) == 2
    assert "examples.cut" in capsys.readouterr().err
    assert not (tmp_path / "r").exists()
