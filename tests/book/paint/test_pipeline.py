import io

import numpy as np
import pytest
import torch
from PIL import Image
from tests.book.paint.tiny_diffusion import SIZE, write_tiny_refiner, write_tiny_sd, write_tiny_sdxl

from soridam.book.paint.pipeline import PaintJob, PipelineOptions, load_pipeline
from soridam.core.errors import WeightsError

JOB = PaintJob(prompts=("a fox by the sea", "a fox in bed"), seeds=(1, 2))


@pytest.fixture(scope="module")
def sdxl(tmp_path_factory):
    return write_tiny_sdxl(tmp_path_factory.mktemp("sdxl"))


@pytest.fixture(scope="module")
def sd(tmp_path_factory):
    return write_tiny_sd(tmp_path_factory.mktemp("sd"))


def options(model, **changes):
    return PipelineOptions(**{"model": str(model), "steps": 3, "device": "cpu", **changes})


def pixels(images):
    return [np.asarray(image) for image in images]


def test_all_pages_are_painted_in_one_batch_and_the_same_seed_gives_the_same_picture(sdxl):
    pipeline = load_pipeline(options(sdxl))
    first, second = pixels(pipeline.paint(JOB, size=SIZE)), pixels(pipeline.paint(JOB, size=SIZE))
    assert len(first) == 2
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))
    assert not np.array_equal(first[0], first[1])


@pytest.mark.parametrize("preset", ["quality", "fast", "lightning", "lcm"])
def test_every_preset_sets_its_sampler_and_paints(sdxl, preset):
    pipeline = load_pipeline(options(sdxl, preset=preset))
    (image,) = pipeline.paint(PaintJob(("a fox",), (1,)), size=SIZE)
    assert image.size == SIZE


def test_stable_diffusion_1_5_paints_too(sd):
    pipeline = load_pipeline(options(sd))
    assert pipeline.family == "sd"
    assert len(pipeline.paint(JOB, size=SIZE)) == 2


def test_a_refiner_goes_on_where_the_base_stopped(sdxl, tmp_path):
    refined = load_pipeline(options(sdxl, refiner=str(write_tiny_refiner(tmp_path)), steps=5))
    alone = load_pipeline(options(sdxl, steps=5))
    assert not np.array_equal(*pixels([refined.paint(JOB, size=SIZE)[0], alone.paint(JOB, size=SIZE)[0]]))


def test_half_painted_pictures_can_be_seen_at_every_step(sdxl):
    seen = []
    load_pipeline(options(sdxl)).paint(JOB, lambda step, pictures: seen.append((step, pictures)), size=SIZE)
    assert [step for step, _ in seen] == [0, 1, 2]
    assert all(len(pictures) == 2 for _, pictures in seen)
    assert Image.open(io.BytesIO(seen[0][1][0])).format == "JPEG"


def test_a_batch_that_is_too_large_for_the_memory_is_halved(sdxl, monkeypatch):
    pipeline = load_pipeline(options(sdxl))
    whole, sizes = pipeline._paint, []

    def two_are_too_many(job, preview, size):
        sizes.append(len(job.prompts))
        if len(job.prompts) > 1:
            raise torch.OutOfMemoryError
        return whole(job, preview, size)

    monkeypatch.setattr(pipeline, "_paint", two_are_too_many)
    assert len(pipeline.paint(JOB, size=SIZE)) == 2
    assert sizes == [2, 1, 1]


def test_weights_that_are_not_there_are_named(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(WeightsError, match="empty"):
        load_pipeline(options(tmp_path / "empty"))


def test_pickled_weights_are_refused(sdxl, tmp_path):
    import shutil

    shutil.copytree(sdxl, tmp_path / "pickled")
    weights = tmp_path / "pickled" / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(WeightsError):
        load_pipeline(options(tmp_path / "pickled"))
