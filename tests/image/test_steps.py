"""What happens after a step, seen through tiny pipelines."""

import numpy as np
import pytest
from tests.book.paint.tiny_diffusion import SIZE, write_tiny_sd, write_tiny_sdxl

from soridam.core.errors import UsageError
from soridam.image.generate import PaintJob, load_pipeline
from soridam.image.loading import PipelineOptions

JOB = PaintJob(prompts=("a fox by the sea", "a fox in bed"), seeds=(1, 2), negative="a photo")
WRITERS = {"sd": write_tiny_sd, "sdxl": write_tiny_sdxl}


@pytest.fixture(scope="module", params=WRITERS)
def model(request, tmp_path_factory):
    return str(WRITERS[request.param](tmp_path_factory.mktemp(request.param)))


def rows_of_each_step(pipeline, job=JOB):
    """How many latents the UNet was given at each step, and the pictures."""
    rows = []
    hook = pipeline._parts.base.unet.register_forward_pre_hook(lambda _, given: rows.append(len(given[0])))
    images = pipeline.paint(job, size=SIZE)
    hook.remove()
    return rows, [np.asarray(image) for image in images]


def test_guidance_ends_for_the_whole_batch_after_its_share_of_the_steps(model):
    options = PipelineOptions(model, steps=5, device="cpu", guided_share=0.4)
    pipeline = load_pipeline(options)
    rows, images = rows_of_each_step(pipeline)
    assert rows == [4, 4, 2, 2, 2]
    again, same = rows_of_each_step(pipeline)  # what was cut does not stay cut
    assert again == rows
    assert all(np.array_equal(one, other) for one, other in zip(images, same, strict=True))
    full, guided = rows_of_each_step(load_pipeline(PipelineOptions(model, steps=5, device="cpu")))
    assert full == [4] * 5
    assert not np.array_equal(guided[0], images[0])


def test_presets_for_distilled_models_paint_without_guidance(model):
    rows, _ = rows_of_each_step(load_pipeline(PipelineOptions(model, preset="lightning", device="cpu")))
    assert rows == [2] * 4


def test_guidance_cannot_end_where_an_ip_adapter_has_rows_for_it(model):
    with pytest.raises(UsageError, match="guided_share"):
        load_pipeline(PipelineOptions(model, ip_adapter="x", guided_share=0.4))
