"""A small autoencoder learns drawn pictures; its latents have mean 0 and deviation 1, and its run resumes exactly."""

import io

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from soridam.core.errors import UsageError
from soridam.image.autoencoder import AutoencoderConfig, AutoencoderTask, normalize_latents, set_up, sheet_of, train
from soridam.image.pixels import to_tensor
from soridam.image.small import TINY, new_autoencoder
from soridam.training.run_folder import METRICS_FILE, read_rows


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Squares of one color on a ground of another."""
    folder = tmp_path_factory.mktemp("pictures")
    rng = np.random.default_rng(0)
    for number in range(24):
        pixels = np.full((TINY.side, TINY.side, 3), rng.integers(0, 255, 3), np.uint8)
        top, left = rng.integers(2, 16, 2)
        pixels[top : top + 12, left : left + 12] = rng.integers(0, 255, 3)
        Image.fromarray(pixels).save(folder / f"{number:02d}.png")
    return folder


def config_of(pictures, **optimizer) -> AutoencoderConfig:
    return AutoencoderConfig.model_validate(
        {
            "shape": "tiny",
            "data": {"corpus": pictures, "held_out": 4},
            "batches": {"rows": 4},
            "optimizer": {"steps": 30, **optimizer},
            "validation": {"every": 15, "samples": 2},
        }
    )


@pytest.fixture(scope="module")
def run(pictures, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "run"
    train(config_of(pictures), folder)
    return folder


def test_it_becomes_better_at_pictures_that_it_has_never_seen(run):
    scores = [row["psnr"] for row in read_rows(run / METRICS_FILE) if "psnr" in row]
    assert scores[-1] > scores[0] + 1


def test_its_latents_have_mean_0_and_deviation_1(run, pictures):
    from diffusers import AutoencoderKL

    model = AutoencoderKL.from_pretrained(run / "model", use_safetensors=True)
    files = sorted(pictures.glob("*.png"))[:20]
    pixels = to_tensor(np.stack([np.asarray(Image.open(path).convert("RGB")) for path in files]))
    with torch.no_grad():
        latents = model.encode(pixels).latent_dist.mode()
    assert latents.mean((0, 2, 3)).abs().max() < 1e-3
    assert (latents.std((0, 2, 3)) - 1).abs().max() < 1e-3


def test_scaling_the_latents_leaves_decoded_pictures_as_they_were():
    autoencoder = new_autoencoder(TINY, seed=3).eval()
    pixels = torch.randn(4, 3, TINY.side, TINY.side, generator=torch.Generator().manual_seed(1)).clamp(-1, 1)
    with torch.no_grad():
        before = autoencoder.decode(autoencoder.encode(pixels).latent_dist.mode()).sample
        spread = autoencoder.encode(pixels).latent_dist
        normalize_latents(autoencoder, spread.mode())
        after = autoencoder.decode(autoencoder.encode(pixels).latent_dist.mode()).sample
        scaled = autoencoder.encode(pixels).latent_dist
    assert torch.allclose(before, after, atol=1e-4)
    relative = spread.std / spread.mode().std((0, 2, 3))[None, :, None, None]
    assert torch.allclose(scaled.std, relative, rtol=1e-3)


class StoppedError(Exception):
    pass


def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(pictures, run, tmp_path, monkeypatch):
    plain = AutoencoderTask.validate

    def stop_at_30(task, run, step):
        if step == 30:
            raise StoppedError
        return plain(task, run, step)

    monkeypatch.setattr(AutoencoderTask, "validate", stop_at_30)
    with pytest.raises(StoppedError):
        train(config_of(pictures), tmp_path / "run")
    monkeypatch.setattr(AutoencoderTask, "validate", plain)
    train(config_of(pictures), tmp_path / "run", resume=True)
    once, again = (
        load_file(each / "model" / "diffusion_pytorch_model.safetensors") for each in (run, tmp_path / "run")
    )
    assert all(torch.equal(once[key], again[key]) for key in once)


def test_a_folder_with_too_few_pictures_is_named(tmp_path):
    with pytest.raises(UsageError) as raised:
        set_up(config_of(tmp_path))
    assert raised.value.code == "picture.too-few"


def test_a_sheet_has_its_pictures_in_rows():
    pictures = torch.linspace(-1, 1, 4)[:, None, None, None].expand(4, 3, 8, 8)
    with Image.open(io.BytesIO(sheet_of(pictures, columns=2))) as sheet:
        assert sheet.size == (16, 16)
        corners = [sheet.getpixel(place) for place in ((0, 0), (8, 0), (0, 8), (8, 8))]
    assert corners == sorted(corners) and corners[0] == (0, 0, 0) and corners[-1] == (255, 255, 255)
