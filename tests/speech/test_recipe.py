"""The whole life of a run, on a tiny Whisper that learns tones: start, stop, resume, share, fail."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import load_file
from tests.speech.tiny_whisper import build_tiny_whisper
from tests.speech.tone_corpus import tone_rows, write_splits, write_tone_corpus

from soridam.core.errors import ConfigError, CorpusError, TrainingError, UsageError
from soridam.core.progress import SilentProgress, progress_shown_by
from soridam.speech.model import Whisper
from soridam.speech.recipe import set_up, train
from soridam.speech.tuned import Tuned
from soridam.speech.tuning.config import RecipeConfig
from soridam.speech.window import ShortContext
from soridam.training.checkpoint import Checkpoints
from soridam.training.conclude import NOT_BETTER
from soridam.training.run_folder import read_rows, read_status

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("base")
    build_tiny_whisper().save(folder)
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return write_tone_corpus(tmp_path_factory.mktemp("tones"), train=40)


def values_for(base, corpus, *overrides):
    return [
        f"model.name={base}",
        f"data.corpus={corpus}",
        "batches.workers=0",
        "batches.seconds=6",
        "optimizer.learning_rate=5e-3",
        "optimizer.steps=6",
        "validation.every=3",
        "validation.rows=4",
        *overrides,
    ]


def config_for(base, corpus, *overrides):
    return RecipeConfig.from_values({}, values_for(base, corpus, *overrides))


def logged(folder, name):
    return [row[name] for row in read_rows(folder / "metrics.jsonl") if name in row]


def losses(folder):
    return logged(folder, "loss")


@pytest.fixture(scope="module")
def finished(base, corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "run"
    train(config_for(base, corpus), folder)
    return folder


def test_a_few_steps_lower_the_loss(finished):
    assert losses(finished)[-1] < 0.9 * losses(finished)[0]


def test_a_finished_run_says_completed_and_how_good_it_was_before_and_after(finished):
    status = read_status(finished)
    assert (status.state, status.step, status.steps) == ("completed", 6, 6)
    assert status.best_score <= status.first_score


def test_a_run_is_a_folder_with_everything_to_understand_and_repeat_it(finished):
    names = {path.name.split(".1")[0].split(".tfevents")[0] for path in finished.iterdir()}
    assert names >= {
        "run.json",
        "config.toml",
        "environment.json",
        "preflight.json",
        "metrics.jsonl",
        "samples.jsonl",
        "events.out",
        "learning-curve.png",
        "checkpoints",
        "model",
    }


def test_the_config_of_a_run_is_a_recipe_that_can_be_read_again(base, corpus, finished):
    assert RecipeConfig.read(finished / "config.toml") == config_for(base, corpus)


def test_the_model_says_how_it_was_tuned(finished):
    assert Whisper.load(finished / "model").tuned == Tuned(ShortContext(), ("en",), silence=True)


def test_the_model_card_names_base_data_language_and_score_but_no_folder_of_this_machine(finished, base, corpus):
    card = (finished / "model/README.md").read_text()
    for entry in ("license:", 'language: ["en"]', "base_model:", "datasets:", "pipeline_tag:", "model-index:"):
        assert entry in card
    assert str(base.parent) not in card
    assert str(corpus.parent) not in card


def test_samples_stand_beside_their_references(finished):
    sample = read_rows(finished / "samples.jsonl")[0]
    assert set(sample) == {"step", "id", "reference", "hypothesis"}


def test_no_file_of_a_run_is_a_pickle(finished):
    suffixes = {path.suffix for path in finished.rglob("*") if path.is_file()}
    assert not suffixes & {".bin", ".pt", ".pth", ".pkl", ".ckpt"}


def test_a_used_folder_is_refused(base, corpus, finished):
    with pytest.raises(TrainingError, match="already holds a run"):
        train(config_for(base, corpus), finished)


def test_learning_from_two_halves_of_a_batch_equals_learning_from_the_whole(base, corpus, tmp_path):
    """Gradient accumulation by token: the same rows in one batch or in four give the same losses."""
    plain = ["mixture.timestamps=0", "mixture.no_speech=0", "mixture.long_form=0", "window.step=4"]
    whole = [*plain, "batches.seconds=100000", "batches.rows=1000", "optimizer.steps=3"]
    split = [*plain, "batches.seconds=36", "batches.accumulate=4", "optimizer.steps=3"]
    train(config_for(base, corpus, *whole), tmp_path / "whole")
    train(config_for(base, corpus, *split), tmp_path / "split")
    for name in ("loss", "gradient_norm"):
        assert logged(tmp_path / "split", name) == pytest.approx(logged(tmp_path / "whole", name), rel=1e-3)


def test_a_training_killed_anywhere_in_a_save_resumes_to_the_same_losses_bit_for_bit(base, corpus, tmp_path):
    values = values_for(
        base,
        corpus,
        "validation.keep=1",
        "optimizer.steps=4",
        "validation.every=2",
        "batches.rows=4",
        "augmentation.noise=0.3",
        "tuning.method=lora",
        "tuning.rank=2",
        "tuning.dropout=0.1",
    )
    script = ROOT / "tests/speech/tuning/kill_training.py"
    command = [sys.executable, str(script), str(tmp_path), *values]
    finished = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    assert finished.returncode == 0, finished.stderr
    outcomes = json.loads(finished.stdout.splitlines()[-1])
    assert len(outcomes) >= 5
    whole = (tmp_path / "whole/metrics.jsonl").read_text()
    for name, outcome in outcomes.items():
        assert (outcome["killed"], outcome["resumed"]) == (-9, 0), outcome
        assert (tmp_path / name / "metrics.jsonl").read_text() == whole, outcome
        assert read_status(tmp_path / name).state == "completed"


def test_two_processes_give_the_losses_and_gradients_of_one(base, corpus, tmp_path):
    values = values_for(base, corpus, "batches.accumulate=2", "batches.rows=4", "optimizer.steps=4")
    script = "import sys; from pathlib import Path; from soridam.speech.recipe import train; "
    script += "from soridam.speech.tuning.config import RecipeConfig; "
    script += "train(RecipeConfig.from_values({}, sys.argv[2:]), Path(sys.argv[1]))"
    (tmp_path / "start.py").write_text(script)
    # Accelerate's --cpu starts one process unless MPI is there; --multi_gpu on a machine without one uses gloo.
    launch = ["-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2"]
    command = [sys.executable, *launch, str(tmp_path / "start.py"), str(tmp_path / "two"), *values]
    alone = os.environ | {"OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    finished = subprocess.run(command, capture_output=True, text=True, timeout=300, env=alone)
    assert finished.returncode == 0, finished.stderr
    train(RecipeConfig.from_values({}, values), tmp_path / "one")
    assert json.loads((tmp_path / "two/environment.json").read_text())["processes"] == 2
    for name in ("loss", "gradient_norm"):  # AdamW would hide gradients that are twice too large
        assert logged(tmp_path / "two", name) == pytest.approx(logged(tmp_path / "one", name), rel=1e-3)
    assert read_status(tmp_path / "two").best_score == read_status(tmp_path / "one").best_score


def test_a_step_that_two_processes_cannot_share_is_refused(base, corpus, monkeypatch, tmp_path):
    monkeypatch.setattr("accelerate.Accelerator.num_processes", 2)
    with pytest.raises(ConfigError, match=r"batches\.accumulate=1"):
        train(config_for(base, corpus), tmp_path / "run")


def test_bad_rows_leave_no_run_behind(base, tmp_path):
    rows = tone_rows(40, seed=0)
    for row in rows:
        row["text"] = ""
    bad = write_splits(tmp_path / "bad", train=rows)
    with pytest.raises(CorpusError, match="40 of 40"):
        train(config_for(base, bad, "data.drop_bad=true"), tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_loss_that_is_lost_stops_the_run_and_it_says_failed(base, corpus, tmp_path):
    with pytest.raises(TrainingError, match="loss became"):
        train(config_for(base, corpus, "optimizer.learning_rate=1e30", "optimizer.clip=1e30"), tmp_path / "run")
    assert read_status(tmp_path / "run").state == "failed"
    assert not (tmp_path / "run/model").exists()


def test_a_short_trial_that_is_not_better_ends_with_a_warning_and_keeps_its_model(base, corpus, tmp_path):
    model = train(config_for(base, corpus, "optimizer.learning_rate=1e-30"), tmp_path / "run")
    status = read_status(tmp_path / "run")
    assert (status.state, status.best_score) == ("completed", status.first_score)
    assert status.warnings == (NOT_BETTER,)
    assert Whisper.load(model).short_context is not None


def test_training_stops_early_when_the_score_no_longer_improves(base, corpus, tmp_path):
    patient = ["validation.every=1", "validation.patience=2", "optimizer.learning_rate=1e-9", "optimizer.steps=40"]
    train(config_for(base, corpus, *patient), tmp_path / "run")
    assert len(losses(tmp_path / "run")) == 3  # one that is the best so far, and two without gain


STOPPED = """
import os, signal, sys
from pathlib import Path
from soridam.speech import recipe
from soridam.speech.tuning.config import RecipeConfig
from soridam.training import fit

signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell's background jobs ignore
number, step, where = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
place = fit if where == "learn" else recipe.WhisperTask
plain = getattr(place, where)

def stopped(*args, **kwargs):
    if step in args:
        os.kill(os.getpid(), number)
    return plain(*args, **kwargs)

setattr(place, where, stopped)
recipe.train(RecipeConfig.from_values({}, sys.argv[5:]), Path(sys.argv[4]))
"""


@pytest.mark.parametrize(
    ("number", "step", "where", "saved"),
    [
        (signal.SIGINT, 1, "learn", 2),  # the step is finished, then saved
        (signal.SIGTERM, 3, "learn", 4),
        (signal.SIGINT, 3, "validate", 3),  # what was learned before the validation is saved
        (signal.SIGTERM, 0, "validate", None),  # nothing was learned yet
    ],
)
def test_a_run_that_is_stopped_loses_no_step_and_goes_on_to_the_same_end(
    base, corpus, finished, tmp_path, number, step, where, saved
):
    command = [sys.executable, "-c", STOPPED, str(int(number)), str(step), where, str(tmp_path / "run")]
    ended = subprocess.run([*command, *values_for(base, corpus)], capture_output=True, text=True)
    assert "KeyboardInterrupt" in ended.stderr
    assert read_status(tmp_path / "run").state == "interrupted"
    newest = Checkpoints(tmp_path / "run/checkpoints", keep=2).newest()
    assert (newest.name if newest else None) == (f"checkpoint-{saved}" if saved else None)
    train(config_for(base, corpus), tmp_path / "run", resume=True)
    assert (tmp_path / "run/metrics.jsonl").read_text() == (finished / "metrics.jsonl").read_text()
    once, again = (load_file(folder / "model/model.safetensors") for folder in (finished, tmp_path / "run"))
    torch.testing.assert_close(again, once)


def test_whoever_follows_the_progress_may_stop_a_run_and_no_step_is_lost(base, corpus, tmp_path):
    class StoppedError(Exception):
        pass

    class Stopping(SilentProgress):
        def advance(self, amount: float = 1) -> None:
            raise StoppedError

    @contextmanager
    def show(title, total, unit):
        yield Stopping() if title == "Training" else SilentProgress()

    with pytest.raises(StoppedError), progress_shown_by(show):
        train(config_for(base, corpus), tmp_path / "run")
    assert (tmp_path / "run/checkpoints/checkpoint-1").is_dir()


def test_a_checkpoint_is_saved_by_time_too(base, corpus, tmp_path):
    train(config_for(base, corpus, "validation.minutes=1e-9", "validation.keep=20"), tmp_path / "run")
    names = sorted(path.name for path in (tmp_path / "run/checkpoints").iterdir())
    assert names == [f"checkpoint-{step}" for step in range(1, 7)]


def test_a_disk_that_is_too_small_is_told_before_the_first_step(base, corpus, tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    with pytest.raises(TrainingError, match="on the disk of"):
        train(config_for(base, corpus), tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_without_a_corpus_no_weights_are_looked_for(tmp_path):
    with pytest.raises(UsageError, match="Which corpus"):
        train(RecipeConfig.from_values({}, ["model.name=no/such-model"]), tmp_path / "run")
    with pytest.raises(CorpusError, match="not a prepared corpus"):
        train(RecipeConfig.from_values({}, ["model.name=no/such-model", "data.corpus=nowhere"]), tmp_path / "run")


@pytest.mark.parametrize("method", ["lora", "lora-int8"])
def test_adapters_are_trained_saved_and_merged(base, corpus, tmp_path, method):
    model = train(config_for(base, corpus, f"tuning.method={method}", "tuning.rank=4"), tmp_path / "run")
    assert (tmp_path / "run/adapter/adapter_model.safetensors").exists()
    assert Whisper.load(model).short_context is not None
    assert losses(tmp_path / "run")[-1] < losses(tmp_path / "run")[0]


def test_the_estimate_counts_one_validation_before_training_and_the_others_at_the_windows_of_training(
    base, corpus, monkeypatch
):
    monkeypatch.setattr("soridam.speech.recipe.time_batch", lambda whisper, data, short: 1.0 if short else 10.0)
    assert set_up(config_for(base, corpus)).estimate().validation_seconds == 12  # one batch of rows, steps 0, 3 and 6


def test_bf16_trains_too(base, corpus, tmp_path):
    train(config_for(base, corpus, "model.precision=bf16", "tuning.method=lora"), tmp_path / "run")
    assert losses(tmp_path / "run")[-1] < losses(tmp_path / "run")[0]
