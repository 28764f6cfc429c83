import json
import os
import subprocess
import sys

import pytest
import tomli_w
import torch
from diffusers import StableDiffusionPipeline
from safetensors.torch import load_file
from tests.book.paint.tiny_diffusion import write_tiny_sdxl
from tests.image.tuning.small_model import config_of, draw, write_model

from soridam.core.errors import CorpusError, UsageError
from soridam.image.recipe import set_up, train
from soridam.image.tuning.config import RecipeConfig
from soridam.training.run_folder import read_rows, read_status

pytestmark = pytest.mark.weights  # CLIP's vocabulary


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    return draw(tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module")
def run(tmp_path_factory, model, pictures):
    folder = tmp_path_factory.mktemp("runs") / "lora"
    train(config_of(model, pictures), folder)
    return folder


def weights_of(folder):
    return load_file(folder / "unet" / "diffusion_pytorch_model.safetensors")


def paint(folder, seed=3):
    pipeline = StableDiffusionPipeline.from_pretrained(folder, use_safetensors=True, safety_checker=None)
    pipeline.set_progress_bar_config(disable=True)
    painted = pipeline(
        "a fox", num_inference_steps=3, generator=torch.Generator().manual_seed(seed), output_type="np",
        width=32, height=32,
    )  # fmt: skip
    return pipeline, torch.from_numpy(painted.images)


def test_a_run_leaves_model_adapter_cards_samples_and_a_curve(run):
    assert read_status(run).state == "completed"
    assert {"README.md", "pytorch_lora_weights.safetensors"} <= {path.name for path in (run / "adapter").iterdir()}
    assert (run / "model" / "model_index.json").is_file() and (run / "model" / "README.md").is_file()
    samples = [row for row in read_rows(run / "samples.jsonl") if row["step"] == 6]
    assert [bool(row["prompt"]) and (run / row["picture"]).is_file() for row in samples] == [True, True]
    assert (run / "learning-curve.png").is_file()


def test_validation_logs_the_loss_with_right_and_with_exchanged_captions_and_by_level(run):
    scored = [row for row in read_rows(run / "metrics.jsonl") if "heldout_loss" in row]
    assert [row["step"] for row in scored] == [0, 3, 6]
    assert {"exchanged_loss", "caption_gap", "loss_level_0", "loss_level_1"} <= set(scored[0])


def test_the_model_is_the_base_with_the_adapter(run, model):
    _, merged = paint(run / "model")
    pipeline, before = paint(model)
    pipeline.load_lora_weights(run / "adapter", use_safetensors=True)
    beside = pipeline(
        "a fox", num_inference_steps=3, generator=torch.Generator().manual_seed(3), output_type="np",
        width=32, height=32,
    )  # fmt: skip
    assert (torch.from_numpy(beside.images) - merged).abs().max() < 2 / 255
    assert not torch.equal(before, merged)


@pytest.mark.parametrize(
    "changed",
    [
        {"tuning": {"method": "lora", "text_encoder": True}},
        {"tuning": {"method": "full", "text_encoder": True}, "optimizer": {"ema": 0.9}},
    ],
)
def test_a_run_that_was_stopped_gives_the_same_bytes(tmp_path, model, pictures, changed, monkeypatch):
    config = config_of(model, pictures, **changed)
    whole = train(config, tmp_path / "whole")
    stopped = stop_after(monkeypatch, 4)
    with pytest.raises(KeyboardInterrupt):
        train(config, tmp_path / "resumed")
    stopped.undo()
    resumed = train(config, tmp_path / "resumed", resume=True)
    ours, theirs = weights_of(whole), weights_of(resumed)
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    log = [row for row in read_rows(tmp_path / "whole" / "metrics.jsonl") if "heldout_loss" in row]
    assert log == [row for row in read_rows(tmp_path / "resumed" / "metrics.jsonl") if "heldout_loss" in row]


def stop_after(monkeypatch, steps):
    from soridam.image.recipe import ImageTask

    honest, counted = ImageTask.loss_of, []

    def loss_of(self, network, batch):
        counted.append(batch.number)
        if len(counted) == steps + 2:  # the estimate has computed one as well
            raise KeyboardInterrupt
        return honest(self, network, batch)

    monkeypatch.setattr(ImageTask, "loss_of", loss_of)
    return monkeypatch


def test_full_training_with_averages_changes_text_encoder_and_unet(tmp_path, model, pictures):
    config = config_of(model, pictures, tuning={"method": "full", "text_encoder": True}, optimizer={"ema": 0.5})
    folder = train(config, tmp_path / "full")
    before, after = weights_of(model), weights_of(folder)
    assert any(not torch.equal(before[name], after[name]) for name in before)
    texts = [load_file(each / "text_encoder" / "model.safetensors") for each in (model, folder)]
    assert any(not torch.equal(texts[0][name], texts[1][name]) for name in texts[0])
    assert not (folder.parent / "adapter").exists()


def test_class_pictures_are_learned_beside_the_others(tmp_path, model, pictures):
    prior = draw(tmp_path / "prior", 6, seed=5)
    task = set_up(config_of(model, pictures, data={"prior": str(prior)}, objective={"prior_weight": 0.5}))
    batch = next(iter(task.iter_batches([0])))
    assert len(batch.noisy) == 2 * batch.tokens
    assert max(batch.weights[batch.tokens :]) <= 0.5


def test_a_batch_depends_on_seed_and_number_alone(model, pictures):
    config = config_of(model, pictures)
    one, two = (set_up(config) for _ in range(2))
    later = list(one.iter_batches([0, 1, 2]))[2]
    assert torch.equal(later.noisy, next(iter(two.iter_batches([2]))).noisy)
    other = set_up(config.model_copy(update={"seed": 8}))
    assert not torch.equal(later.noisy, next(iter(other.iter_batches([2]))).noisy)


def test_latents_are_computed_once_and_anew_when_a_picture_has_changed(tmp_path, model):
    pictures = draw(tmp_path / "pictures")
    config = config_of(model, pictures)
    set_up(config, run=tmp_path / "run")
    cached = tmp_path / "run" / "cache" / "train" / "latents.safetensors"
    first = cached.stat().st_mtime_ns
    set_up(config, run=tmp_path / "run")
    assert cached.stat().st_mtime_ns == first
    draw(tmp_path / "others", seed=9)
    for path in (tmp_path / "others").glob("*.png"):
        path.replace(pictures / path.name)
    set_up(config, run=tmp_path / "run")
    assert cached.stat().st_mtime_ns > first


def test_pictures_of_several_shapes_are_learned_in_batches_of_one_shape(tmp_path, model):
    from PIL import Image

    pictures = draw(tmp_path / "pictures", 8)
    for number, path in enumerate(sorted(pictures.glob("*.png"))[:4]):
        Image.open(path).resize((48, 24) if number % 2 else (24, 48)).save(path)
    task = set_up(config_of(model, pictures, data={"bucket_step": 8}))
    shapes = {tuple(batch.noisy.shape[2:]) for batch in task.iter_batches(range(6))}
    assert len(shapes) > 1


def test_without_a_folder_of_pictures_there_is_an_error_that_says_so(model):
    with pytest.raises(UsageError, match="no pictures to learn from"):
        set_up(RecipeConfig.from_values({"model": {"name": str(model)}}))


def test_bad_pictures_are_named(tmp_path, model):
    pictures = draw(tmp_path / "pictures")
    (pictures / "00003.png").write_bytes(b"no picture")
    with pytest.raises(CorpusError, match=r"00003\.png"):
        set_up(config_of(model, pictures, data={"drop_bad": False}))


def test_the_adapter_file_says_what_it_is(run):
    from safetensors import safe_open

    with safe_open(run / "adapter" / "pytorch_lora_weights.safetensors", framework="pt") as file:
        facts = file.metadata()
    assert facts["ss_network_dim"] == "4" and facts["soridam_run"] == "lora"
    assert json.loads(facts["ss_tag_frequency"])


@pytest.mark.parametrize(("method", "text_encoder"), [("lora", False), ("lora", True), ("full", True)])
def test_a_model_like_sdxl_is_tuned_by_the_same_recipe(tmp_path, method, text_encoder):
    base = write_tiny_sdxl(tmp_path / "sdxl")
    pictures = draw(tmp_path / "pictures", 8)
    config = config_of(base, pictures, tuning={"method": method, "text_encoder": text_encoder}, data={"bucket_step": 8})
    folder = train(config, tmp_path / "run")
    before, after = weights_of(base), weights_of(folder)
    assert any(not torch.equal(before[name], after[name]) for name in before)
    assert all(torch.isfinite(tensor).all() for tensor in after.values())


def test_two_processes_give_the_losses_and_gradients_of_one(tmp_path, model, pictures):
    config = config_of(model, pictures, batches={"accumulate": 2, "rows": 2}, optimizer={"steps": 3})
    (tmp_path / "config.toml").write_text(tomli_w.dumps(config.model_dump(mode="json")))
    (tmp_path / "start.py").write_text(
        "import sys; from pathlib import Path; from soridam.image.recipe import train; "
        "from soridam.image.tuning.config import RecipeConfig; "
        "train(RecipeConfig.read(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    # Accelerate's --cpu starts one process unless MPI is there; --multi_gpu on a machine without one uses gloo.
    launch = ["-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2", str(tmp_path / "start.py")]
    alone = os.environ | {"OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    command = [sys.executable, *launch, str(tmp_path / "config.toml"), str(tmp_path / "two")]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=300, env=alone)
    assert finished.returncode == 0, finished.stderr
    train(config, tmp_path / "one")
    for name in ("loss", "gradient_norm", "heldout_loss"):
        one, two = (
            [row[name] for row in read_rows(tmp_path / run / "metrics.jsonl") if name in row] for run in ("one", "two")
        )
        assert two == pytest.approx(one, rel=1e-3)


def test_an_estimate_without_a_run_leaves_nothing_behind(tmp_path, model, pictures):
    code = (
        "from pathlib import Path; from soridam.image.recipe import set_up; "
        "from soridam.image.tuning.config import RecipeConfig; "
        "import sys; set_up(RecipeConfig.read(Path(sys.argv[1]))).estimate()"
    )
    (tmp_path / "config.toml").write_text(tomli_w.dumps(config_of(model, pictures).model_dump(mode="json")))
    (tmp_path / "scratch").mkdir()
    environment = os.environ | {"TMPDIR": str(tmp_path / "scratch")}
    command = [sys.executable, "-c", code, str(tmp_path / "config.toml")]
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=300)
    assert [path.name for path in (tmp_path / "scratch").iterdir() if path.name.startswith("soridam-")] == []
