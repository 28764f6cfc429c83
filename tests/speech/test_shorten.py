"""A tiny Whisper teaches itself: it agrees more with 30 s, resumes exactly, leaves no text, exports, tunes further."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from tests.speech.shortening.sounds_and_whisper import build_ending_whisper, write_songs
from tests.speech.tone_corpus import write_tone_corpus

from soridam.core.errors import ConfigError, CorpusError, TrainingError, UsageError
from soridam.recipes import family_of, read_recipe
from soridam.speech import recipe
from soridam.speech.evaluation.candidates import load_adapter
from soridam.speech.export import export_model
from soridam.speech.model import Whisper
from soridam.speech.shorten import set_up, train
from soridam.speech.shortening.config import ShorteningConfig
from soridam.speech.tuned import Tuned, read_tuned
from soridam.speech.tuning.config import RecipeConfig
from soridam.speech.window import ShortContext
from soridam.training.run_folder import read_rows, read_status

ROOT = Path(__file__).parents[2]
FILES_OF_TEXT = {".json", ".jsonl", ".toml", ".md", ".txt"}


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("base")
    build_ending_whisper().save(folder)
    return folder


@pytest.fixture(scope="module")
def songs(tmp_path_factory):
    return write_songs(tmp_path_factory.mktemp("songs"), 24)


def values_for(base, songs, *overrides):
    return [
        f"model.name={base}",
        f'sound.folders=["{songs}"]',
        "examples.count=24",
        "batches.workers=0",
        "batches.rows=6",
        "tuning.rank=8",
        "optimizer.learning_rate=2e-2",
        "optimizer.steps=24",
        "validation.every=8",
        "validation.rows=8",
        *overrides,
    ]


def config_for(base, songs, *overrides):
    return ShorteningConfig.from_values({}, values_for(base, songs, *overrides))


@pytest.fixture(scope="module")
def finished(base, songs, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "short"
    train(config_for(base, songs), folder)
    return folder


def test_in_short_windows_it_writes_more_of_what_it_writes_in_30_s(finished):
    status = read_status(finished)
    assert status.state == "completed"
    assert status.best_score > status.first_score + 0.2


def test_the_divergence_from_the_teacher_falls(finished):
    losses = [row["loss"] for row in read_rows(finished / "metrics.jsonl") if "loss" in row]
    assert np.mean(losses[-4:]) < 0.7 * np.mean(losses[:4])


def test_model_and_adapter_say_that_they_taught_themselves_short_windows(finished):
    expected = Tuned(ShortContext(), self_taught=True)
    assert Whisper.load(finished / "model").tuned == expected
    assert read_tuned(finished / "adapter") == expected


def test_the_adapter_on_its_base_is_the_model(finished, base):
    model, adapted = Whisper.load(finished / "model"), load_adapter(finished / "adapter")
    wave = np.sin(np.arange(16_000) / 9).astype(np.float32)
    assert model.transcribe([wave], "en")[0].tokens == adapted.transcribe([wave], "en")[0].tokens


def test_the_teacher_hears_30_s_and_the_student_its_own_length(base, songs):
    task = set_up(config_for(base, songs))
    windows = []
    task.whisper.inner.model.encoder.conv1.register_forward_hook(
        lambda _, given, __: windows.append(given[0].shape[-1] / 100)
    )
    batch = next(iter(task.iter_batches([0])))
    assert set(windows) == {30.0}
    windows.clear()
    task.loss_of(task.network, batch)
    assert max(windows) <= 9.5


def test_the_teacher_stays_as_it_was_while_the_adapter_learns(base, songs):
    task = set_up(config_for(base, songs))
    teacher, heard = task.lessons.teacher, task.batches.hear(0, 0)
    before = teacher.teach(heard.waves, timed=heard.timed)
    for name, parameter in task.whisper.inner.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, generator=torch.Generator().manual_seed(1))
    after = teacher.teach(heard.waves, timed=heard.timed)
    assert [lesson.written for lesson in after] == [lesson.written for lesson in before]
    assert all(np.array_equal(one.probabilities, other.probabilities) for one, other in zip(before, after, strict=True))
    assert any(parameter.requires_grad for parameter in task.whisper.inner.parameters())


def test_with_all_weights_trained_the_teacher_is_a_copy(base, songs, tmp_path):
    config = config_for(base, songs, "tuning.method=full", "optimizer.learning_rate=3e-3", "optimizer.steps=8")
    task = set_up(config)
    assert task.lessons.teacher.whisper.inner is not task.whisper.inner
    train(config, tmp_path / "full")
    assert not (tmp_path / "full/adapter").exists()
    assert Whisper.load(tmp_path / "full/model").tuned.self_taught


def test_no_text_and_no_sound_stays_in_the_folder_of_the_run(finished, songs):
    """What the teacher wrote is nowhere: neither as text nor as tokens."""
    assert not (finished / "cache").exists()
    assert not (finished / "samples.jsonl").exists()
    suffixes = {path.suffix for path in finished.rglob("*") if path.is_file()}
    assert not suffixes & {".flac", ".wav", ".npy", ".npz", ".parquet", ".txt"}
    facts = json.loads((finished / "sounds.json").read_text())
    assert set(facts) == {"generated", "recordings", "pieces", "held_out", "seconds", "unread"}
    names = {key for row in read_rows(finished / "metrics.jsonl") for key in row}
    assert names == {"step", "loss", "learning_rate", "gradient_norm", "agreement", "runaways", "same_language"}
    tensors = {name for path in finished.rglob("*.safetensors") for name in load_file(path)}
    assert not [name for name in tensors if "lesson" in name or "token" in name.replace("embed_tokens", "")]


def test_a_run_that_was_killed_and_resumed_equals_one_that_was_not(base, songs, tmp_path):
    values = values_for(base, songs, "optimizer.steps=6", "validation.every=2", "tuning.dropout=0.1")
    script = "import os, signal, sys; from pathlib import Path; from soridam.speech import shorten\n"
    script += "from soridam.training.checkpoint import Checkpoints; whole = Checkpoints.save\n"
    script += "def save(self, network, optimizer, averages, state):\n"
    script += "    done = whole(self, network, optimizer, averages, state)\n"
    script += "    return done if state.step < 4 else os.kill(os.getpid(), signal.SIGKILL)\n"
    script += "Checkpoints.save = save\n"
    script += "shorten.train(shorten.ShorteningConfig.from_values({}, sys.argv[2:]), Path(sys.argv[1]))\n"
    command = [sys.executable, "-c", script, str(tmp_path / "killed"), *values]
    killed = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    assert killed.returncode == -9, killed.stderr
    config = ShorteningConfig.from_values({}, values)
    train(config, tmp_path / "killed", resume=True)
    train(config, tmp_path / "whole")
    assert (tmp_path / "killed/metrics.jsonl").read_text() == (tmp_path / "whole/metrics.jsonl").read_text()
    one, other = (load_file(tmp_path / name / "model/model.safetensors") for name in ("killed", "whole"))
    assert all(torch.equal(one[name], other[name]) for name in other)


def test_a_run_is_not_resumed_with_other_recordings(base, songs, tmp_path):
    config = config_for(base, songs, "optimizer.steps=2")
    train(config, tmp_path / "run")
    write_songs(tmp_path / "songs", 12, seed=5)
    status = json.loads((tmp_path / "run/run.json").read_text())
    (tmp_path / "run/run.json").write_text(json.dumps(status | {"status": "interrupted"}))
    text = (tmp_path / "run/config.toml").read_text().replace(str(songs), str(tmp_path / "songs"))
    (tmp_path / "run/config.toml").write_text(text)
    with pytest.raises(TrainingError, match="corpus has changed"):
        train(ShorteningConfig.read(tmp_path / "run/config.toml"), tmp_path / "run", resume=True)


def test_it_is_exported_with_the_comparison_of_every_model(finished, tmp_path):
    done = export_model(str(finished), tmp_path / "export")
    assert done.float32.equal_tokens == done.float32.tokens > 0
    assert read_tuned(tmp_path / "export") == Tuned(ShortContext(), self_taught=True)


def test_it_is_tuned_further_by_a_recipe_with_labels(finished, tmp_path):
    corpus = write_tone_corpus(tmp_path / "tones", train=20)
    values = [f"model.name={finished / 'model'}", f"data.corpus={corpus}", "batches.workers=0", "batches.seconds=6"]
    config = RecipeConfig.from_values({}, [*values, "optimizer.steps=2", "tuning.method=lora", "validation.rows=2"])
    recipe.train(config, tmp_path / "tuned")
    tuned = read_tuned(tmp_path / "tuned/adapter")
    assert (tuned.languages, tuned.short_context, tuned.self_taught) == (("en",), ShortContext(), True)


def test_its_run_is_one_of_speech_and_no_recipe_for_train(finished):
    assert family_of(str(finished)) == "speech"
    assert ShorteningConfig.read(finished / "config.toml").family == "shortening"
    with pytest.raises(ConfigError, match="teaches itself"):
        read_recipe(finished / "config.toml")


def test_a_folder_without_recordings_is_refused_before_anything_is_written(base, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/readme.txt").write_text("no sound")
    with pytest.raises(UsageError, match="holds no recordings"):
        train(config_for(base, tmp_path / "notes"), tmp_path / "run")
    with pytest.raises(UsageError, match="no folder"):
        train(config_for(base, tmp_path / "nowhere"), tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_recordings_that_cannot_be_read_are_named(base, songs, tmp_path):
    write_songs(tmp_path / "songs", 4)
    (tmp_path / "songs/broken.wav").write_bytes(b"RIFF")
    config = config_for(base, tmp_path / "songs", "optimizer.steps=1")
    train(config, tmp_path / "run")
    (unread,) = json.loads((tmp_path / "run/sounds.json").read_text())["unread"]
    assert unread["file"] == "broken.wav"


def test_one_short_recording_is_too_little(base, tmp_path):
    with pytest.raises(CorpusError, match="1 pieces to learn from and 0 to validate on"):
        train(config_for(base, write_songs(tmp_path / "songs", 1)), tmp_path / "run")
