import numpy as np
import pytest
import torch
from tests.book.paint.tiny_diffusion import SIZE, write_tiny_refiner, write_tiny_sdxl

from soridam.core.errors import WeightsError
from soridam.image.generate import PaintJob, load_pipeline
from soridam.image.loading import PipelineOptions
from soridam.image.memory import FP8, choose_placement, part_bytes, place_pipelines, store_in_fp8

GB = 10**9
SDXL = [5 * GB, 2 * GB]
KLEIN = [8 * GB, 8 * GB]


@pytest.mark.parametrize(
    ("parts", "free", "placement"),
    [
        (SDXL, 10 * GB, "whole"),
        (SDXL, 8 * GB, "offload"),
        (SDXL, 5 * GB, "offload-fp8"),
        (SDXL, 4 * GB, "none"),
        (KLEIN, 24 * GB, "whole"),
        (KLEIN, 12 * GB, "offload"),
        (KLEIN, 8 * GB, "offload-fp8"),
    ],
)
def test_a_pipeline_is_brought_to_the_gpu_as_far_as_it_fits(parts, free, placement):
    assert choose_placement(parts, free) == placement


@pytest.fixture
def pipeline(tmp_path):
    return load_pipeline(PipelineOptions(str(write_tiny_sdxl(tmp_path / "model")), steps=2, device="cpu"))


def test_shared_parts_are_counted_once(pipeline, tmp_path):
    base = pipeline._parts.base
    assert sum(part_bytes([base, base])) == sum(part_bytes([base])) > 0


def test_weights_kept_in_8_bits_paint_nearly_the_same(pipeline):
    job = PaintJob(["a fox"], [1])
    (plain,) = pipeline.paint(job, size=SIZE)
    base = pipeline._parts.base
    store_in_fp8(base)
    assert base.unet.down_blocks[0].resnets[0].conv1.weight.dtype == FP8
    assert base.vae.encoder.conv_in.weight.dtype == torch.float32
    pipeline.prompts.clear()
    (small,) = pipeline.paint(job, size=SIZE)
    difference = np.abs(np.asarray(plain).astype(int) - np.asarray(small).astype(int))
    assert 0 < difference.mean() < 16


def test_what_fits_nowhere_and_a_refiner_without_room_are_refused(tmp_path):
    model, refiner = write_tiny_sdxl(tmp_path / "model"), write_tiny_refiner(tmp_path / "refiner")
    loaded = load_pipeline(PipelineOptions(str(model), refiner=str(refiner), device="cpu"))._parts
    with pytest.raises(WeightsError, match="memory of the GPU"):
        place_pipelines([loaded.base], "cuda", 0)
    with pytest.raises(WeightsError, match="memory of the GPU"):
        place_pipelines([loaded.base, loaded.refiner], "cuda", 2 * GB + max(part_bytes([loaded.base])))
