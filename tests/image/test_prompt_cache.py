import pytest
import torch
from tests.book.paint.tiny_diffusion import SIZE, write_tiny_sd, write_tiny_sdxl

from soridam.image.generate import PaintJob, load_pipeline
from soridam.image.loading import PipelineOptions
from soridam.image.prompt_cache import PromptCache

WRITERS = {"sd": write_tiny_sd, "sdxl": write_tiny_sdxl}


@pytest.fixture(scope="module", params=WRITERS)
def pipeline(request, tmp_path_factory):
    model = WRITERS[request.param](tmp_path_factory.mktemp(request.param))
    return load_pipeline(PipelineOptions(str(model), steps=2, device="cpu"))


@pytest.fixture
def encoded(pipeline):
    """How many texts each call of the text encoder read."""
    pipeline.prompts.clear()
    calls = []
    encoder = pipeline._parts.base.text_encoder
    hook = encoder.register_forward_pre_hook(lambda _, given: calls.append(len(given[0])))
    yield calls
    hook.remove()


def test_a_prompt_is_encoded_once(pipeline, encoded):
    job = PaintJob(["a fox", "a bear", "a fox"], [1, 2, 3], negative="a photo")
    pipeline.paint(job, size=SIZE)
    assert encoded == [2, 2]  # both prompts, and the negative one of each
    pipeline.paint(job, size=SIZE)
    assert encoded == [2, 2]
    pipeline.paint(job.only([0]), size=SIZE)
    pipeline.paint(PaintJob(["a fox"], [1], negative="text"), size=SIZE)
    assert encoded == [2, 2, 1, 1]
    pipeline.prompts.clear()
    pipeline.paint(job.only([0]), size=SIZE)
    assert encoded == [2, 2, 1, 1, 1, 1]


def test_a_kept_prompt_says_what_the_pipeline_itself_would(pipeline):
    base = pipeline._parts.base
    with torch.inference_mode():
        kept = PromptCache(base).find(["a fox", "a bear"], "a photo")
        plain = base.encode_prompt(
            prompt=["a fox", "a bear"], device="cpu", num_images_per_prompt=1, do_classifier_free_guidance=True,
            negative_prompt=["a photo"] * 2,
        )  # fmt: skip
    assert len(kept) == len(plain)
    assert all(torch.allclose(one, other, atol=1e-5) for one, other in zip(kept.values(), plain, strict=True))


def test_only_so_many_prompts_are_kept(pipeline, encoded):
    cache = PromptCache(pipeline._parts.base, most=2)
    with torch.inference_mode():
        for prompts in (["a"], ["b"], ["c"], ["b", "c"], ["a", "b", "c"]):
            assert len(cache.find(prompts, None)["prompt_embeds"]) == len(prompts)
    assert encoded == [1, 1, 1, 1]
