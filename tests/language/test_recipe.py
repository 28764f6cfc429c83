"""The whole life of a run, on tiny random models that learn letters: start, stop, resume, prefer, fail."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from tests.language.tiny_chat import FAMILIES, write_tiny_chat
from transformers import AutoModelForCausalLM, AutoTokenizer

from soridam.core.errors import ConfigError
from soridam.language.recipe import set_up, train
from soridam.language.tuning.config import RecipeConfig
from soridam.training.run_folder import read_rows, read_status

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return write_tiny_chat(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    path = tmp_path_factory.mktemp("corpus") / "pairs.jsonl"
    records = [{"prompt": f"Say {letter}", "completion": "ahoy!"} for letter in "abcdefghijklmnopqrstuvwxyz"]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


@pytest.fixture(scope="module")
def preferences(tmp_path_factory):
    path = tmp_path_factory.mktemp("preferences") / "pairs.jsonl"
    records = [{"prompt": f"Say {letter}", "chosen": "yes", "rejected": "no"} for letter in "abcdefghijklmnopqrst"]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def values_for(base, corpus, *overrides):
    return [
        f"model.name={base}",
        "model.precision=float32",
        f"data.corpus={corpus}",
        "batches.tokens=128",
        "optimizer.learning_rate=1e-2",
        "optimizer.steps=8",
        "validation.every=4",
        "validation.samples=2",
        "validation.sample_tokens=8",
        *overrides,
    ]


def config_for(base, corpus, *overrides):
    return RecipeConfig.from_values({"family": "language"}, values_for(base, corpus, *overrides))


def logged(folder, name):
    return [row[name] for row in read_rows(folder / "metrics.jsonl") if name in row]


def losses(folder):
    return logged(folder, "loss")


@pytest.fixture(scope="module")
def finished(base, corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "run"
    train(config_for(base, corpus), folder)
    return folder


def test_a_few_steps_lower_loss_and_perplexity(finished):
    status = read_status(finished)
    assert losses(finished)[-1] < 0.9 * losses(finished)[0]
    assert (status.state, status.step) == ("completed", 8)
    assert status.best_score < status.first_score


def test_a_run_is_a_folder_with_everything_to_understand_and_repeat_it(finished, base, corpus):
    names = {path.name for path in finished.iterdir()}
    assert names >= {"run.json", "config.toml", "preflight.json", "tokens.json", "samples.jsonl", "model"}
    assert RecipeConfig.read(finished / "config.toml") == config_for(base, corpus)


def test_the_model_is_an_ordinary_folder_with_a_card_without_folders_of_this_machine(finished, base, corpus):
    AutoModelForCausalLM.from_pretrained(finished / "model")
    assert AutoTokenizer.from_pretrained(finished / "model").chat_template
    card = (finished / "model/README.md").read_text()
    assert "base_model:" in card
    assert str(base.parent) not in card
    assert str(corpus.parent) not in card


def test_samples_stand_beside_their_references(finished):
    samples = read_rows(finished / "samples.jsonl")
    assert set(samples[0]) == {"step", "id", "prompt", "reference", "hypothesis"}
    assert {sample["step"] for sample in samples} == {0, 4, 8}


def test_learning_from_four_batches_equals_learning_from_one(base, corpus, tmp_path):
    """Gradient accumulation by token, and packs without a leak: how examples are batched changes nothing."""
    whole = ["batches.tokens=100000", "batches.rows=1000", "optimizer.steps=3", "tuning.parts=['mlp']"]
    single = ["batches.packing=false", "batches.accumulate=23", "optimizer.steps=3", "tuning.parts=['mlp']"]
    train(config_for(base, corpus, *whole), tmp_path / "whole")
    train(config_for(base, corpus, *single), tmp_path / "single")
    assert losses(tmp_path / "single") == pytest.approx(losses(tmp_path / "whole"), rel=1e-4)


@pytest.mark.parametrize("family", FAMILIES)
def test_an_adapter_of_every_family_learns_and_is_merged(family, corpus, tmp_path):
    base = write_tiny_chat(tmp_path / "base", family)
    lora = ["tuning.method=lora", "tuning.rank=8", "optimizer.steps=6", "validation.every=6"]
    train(config_for(base, corpus, *lora), tmp_path / "run")
    status = read_status(tmp_path / "run")
    before, after = (load_file(folder / "model.safetensors") for folder in (base, tmp_path / "run/model"))
    changed = {name for name in after if not torch.equal(before[name], after[name])}
    assert status.best_score < status.first_score
    assert changed
    assert all("attn" in name or "mlp" in name for name in changed)


@pytest.mark.parametrize("method", ["lora-int8", "lora-4bit"])
def test_an_adapter_on_few_bits_is_merged_into_the_whole_base(method, base, corpus, tmp_path):
    lora = [f"tuning.method={method}", "tuning.rank=4", "optimizer.steps=4"]
    train(config_for(base, corpus, *lora), tmp_path / "run")
    weights = load_file(tmp_path / "run/model/model.safetensors")
    assert {tensor.dtype for tensor in weights.values()} == {torch.float32}
    assert set(weights) == set(load_file(base / "model.safetensors"))


def test_gradient_checkpointing_changes_no_loss(base, corpus, finished, tmp_path):
    train(config_for(base, corpus, "model.gradient_checkpointing=true"), tmp_path / "run")
    assert losses(tmp_path / "run") == pytest.approx(losses(finished), rel=1e-4)


def test_preferences_are_learned(base, preferences, tmp_path):
    values = ["objective.kind=preference", "optimizer.steps=8", "batches.tokens=512"]
    train(config_for(base, preferences, *values), tmp_path / "run")
    status = read_status(tmp_path / "run")
    assert status.first_score == pytest.approx(0.6931, abs=1e-3)  # log 2: no preference yet
    assert status.best_score < 0.5


def test_a_training_killed_in_the_middle_resumes_to_the_same_losses_bit_for_bit(base, corpus, finished, tmp_path):
    run = tmp_path / "run"
    code = "import sys; from soridam.cli.main import main; main()"
    values = [f"{value}" for value in values_for(base, corpus)]
    path = tmp_path / "recipe.toml"
    path.write_text('family = "language"\n')
    command = [sys.executable, "-c", code, "train", str(path), *values, "--out", str(run)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while process.poll() is None and not any((run / "checkpoints").glob("*/manifest.json")):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert read_status(run).state != "completed"
    train(config_for(base, corpus), run, resume=True)
    assert losses(run) == losses(finished)


@pytest.mark.parametrize("method", ["full", "lora"])
def test_two_processes_give_the_losses_and_gradients_of_one(method, base, corpus, tmp_path):
    shared = ["batches.accumulate=2", "optimizer.steps=4", "tuning.dropout=0.1", f"tuning.method={method}"]
    values = values_for(base, corpus, *shared)
    script = "import sys; from pathlib import Path; from soridam.language.recipe import train; "
    script += "from soridam.language.tuning.config import RecipeConfig; "
    script += "train(RecipeConfig.from_values({'family': 'language'}, sys.argv[2:]), Path(sys.argv[1]))"
    (tmp_path / "start.py").write_text(script)
    # Accelerate's --cpu starts one process unless MPI is there; --multi_gpu on a machine without one uses gloo.
    launch = ["-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2"]
    command = [sys.executable, *launch, str(tmp_path / "start.py"), str(tmp_path / "two"), *values]
    alone = os.environ | {"OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    finished = subprocess.run(command, capture_output=True, text=True, timeout=300, env=alone)
    assert finished.returncode == 0, finished.stderr
    train(config_for(base, corpus, *shared), tmp_path / "one")
    assert json.loads((tmp_path / "two/environment.json").read_text())["processes"] == 2
    for name in ("loss", "gradient_norm", "validation_loss"):  # AdamW would hide gradients that are twice too large
        assert logged(tmp_path / "two", name) == pytest.approx(logged(tmp_path / "one", name), rel=1e-3)


def test_an_estimate_needs_no_folder(base, corpus):
    found = set_up(config_for(base, corpus)).estimate()
    assert found.memory > 1e6
    assert found.run_seconds > 0


def test_an_unknown_entry_is_refused_with_the_nearest_name(base, corpus):
    with pytest.raises(ConfigError, match="token"):
        config_for(base, corpus, "batches.token=3")
