import io
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file
from tests.book.paint.tiny_diffusion import (
    SIZE,
    write_tiny_ip_adapter,
    write_tiny_lora,
    write_tiny_refiner,
    write_tiny_sd,
    write_tiny_sdxl,
    write_tiny_vae,
)
from tests.image.tiny_pipelines import FLOW

from soridam.book.draw.cast.portrait import portrait_picture
from soridam.book.draw.heroes import default_hero
from soridam.core.errors import UsageError, WeightsError
from soridam.image.generate import PaintJob, load_pipeline
from soridam.image.kinds import KINDS
from soridam.image.loading import PipelineOptions, choose_dtype
from soridam.image.schedulers import SCHEDULER_NAMES

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


def test_a_small_model_paints_squares_of_the_size_that_it_was_trained_for(sd, tmp_path):
    assert load_pipeline(options(sd)).paint(JOB.only([0]))[0].size == SIZE
    config = shutil.copytree(sd, tmp_path / "large") / "unet" / "config.json"
    config.write_text(config.read_text().replace('"sample_size": 16', '"sample_size": 256'))
    assert load_pipeline(options(tmp_path / "large")).size == (768, 576)


def test_stable_diffusion_1_5_paints_too(sd):
    pipeline = load_pipeline(options(sd))
    assert pipeline.kind.name == "sd"
    assert len(pipeline.paint(JOB, size=SIZE)) == 2


@pytest.fixture(scope="module", params=FLOW)
def flow(request, tmp_path_factory):
    """A flow model of each kind, and the name of its kind."""
    return FLOW[request.param](tmp_path_factory.mktemp("flow") / "model"), request.param


def test_flow_models_paint_with_their_own_scheduler_and_only_what_they_take(flow):
    folder, name = flow
    pipeline = load_pipeline(options(folder))
    assert pipeline.kind.name == name
    job = PaintJob(JOB.prompts, JOB.seeds, negative="a photo")
    first, second = pixels(pipeline.paint(job, size=SIZE)), pixels(pipeline.paint(job, size=SIZE))
    assert first[0].shape == (*SIZE, 3)
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))
    assert not np.array_equal(first[0], first[1])
    assert type(pipeline._parts.base.scheduler).__name__ in ("FlowMatchEulerDiscreteScheduler", "SCMScheduler")


def test_flow_models_are_used_as_their_makers_advise_and_a_number_of_steps_can_be_asked_for(flow):
    folder, name = flow
    advised = next(kind for kind in KINDS if kind.name == name)
    assert load_pipeline(options(folder, steps=0))._parts.steps == advised.steps
    assert load_pipeline(options(folder, preset="quality"))._parts.steps == 3


def test_half_painted_pictures_are_left_out_where_the_kind_has_no_preview(flow):
    seen = []
    load_pipeline(options(flow[0])).paint(JOB, lambda *each: seen.append(each), size=SIZE)
    assert not seen


@pytest.mark.parametrize("changes", [{"vae": "x"}, {"ip_adapter": "x"}, {"scheduler": "ddim"}, {"refiner": "x"}])
def test_an_option_that_a_flow_model_does_not_take_is_refused(flow, changes):
    with pytest.raises(UsageError, match=next(iter(changes))):
        load_pipeline(options(flow[0], **changes))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_gpu_computes_in_the_format_that_a_kind_was_made_for(kind):
    wanted = torch.float16 if kind.name in ("sd", "sdxl") else torch.bfloat16
    assert choose_dtype("auto", kind, "cuda") == wanted
    assert choose_dtype("auto", kind, "cpu") == torch.float32
    assert choose_dtype("bfloat16", kind, "cuda") == torch.bfloat16


def test_a_flow_model_paints_in_bfloat16(flow):
    (image,) = load_pipeline(options(flow[0], precision="bfloat16")).paint(JOB.only([0]), size=SIZE)
    assert np.asarray(image).std() > 0


def test_a_pipeline_of_an_unknown_kind_is_refused(sd, tmp_path):
    shutil.copytree(sd, tmp_path / "other")
    index = tmp_path / "other" / "model_index.json"
    index.write_text(index.read_text().replace("StableDiffusionPipeline", "StableUnCLIPPipeline"))
    with pytest.raises(WeightsError, match="unknown kind: StableUnCLIPPipeline"):
        load_pipeline(options(tmp_path / "other"))


def test_sdxl_s_own_vae_decodes_in_float32_where_the_rest_computes_in_float16(sdxl):
    pipeline = load_pipeline(options(sdxl, precision="float16"))
    formats = []
    vae = pipeline._parts.base.vae
    vae.decoder.conv_in.register_forward_pre_hook(lambda layer, _: formats.append(layer.weight.dtype))
    pipeline.paint(JOB.only([0]), size=SIZE)
    assert formats == [torch.float32]
    assert pipeline._parts.base.unet.dtype == torch.float16


@pytest.mark.parametrize("name", ["ddim", "dpm++ 2m", "dpm++ 2m karras", "euler", "heun", "unipc"])
def test_schedulers_without_noise_of_their_own_lead_to_the_same_picture(sd, name):
    def paint(scheduler):
        pipeline = load_pipeline(options(sd, scheduler=scheduler, steps=30))
        return pixels(pipeline.paint(JOB.only([0]), size=SIZE))[0].astype(int)

    assert np.abs(paint(name) - paint("pndm")).mean() < 12


DRAWN = tuple(Image.new("RGB", (64, 48), color) for color in ("navy", "yellow"))


@pytest.mark.parametrize("model", ["sd", "sdxl"])
def test_a_painted_page_keeps_what_was_drawn_the_more_the_less_may_be_changed(model, request):
    folder = request.getfixturevalue(model)
    distances = {}
    for structure in (0.2, 0.9):
        pipeline = load_pipeline(options(folder, structure=structure, steps=10))
        painted = pixels(pipeline.paint(replace(JOB, drawn=DRAWN), size=SIZE))
        alike = pixels(pipeline.paint(replace(JOB, drawn=DRAWN[::-1]), size=SIZE))
        distances[structure] = np.abs(painted[0].astype(int) - alike[0].astype(int)).mean()
    assert distances[0.2] > distances[0.9] > 0


def test_a_page_is_drawn_and_refined(sdxl, tmp_path):
    refiner = str(write_tiny_refiner(tmp_path))
    pipeline = load_pipeline(options(sdxl, refiner=refiner, structure=0.6, steps=5))
    assert [image.size for image in pipeline.paint(replace(JOB, drawn=DRAWN), size=SIZE)] == [SIZE, SIZE]


def test_klein_looks_at_the_drawn_page_of_each_picture(tmp_path):
    pipeline = load_pipeline(options(FLOW["klein"](tmp_path / "model"), structure=0.6))
    size = (64, 64)  # klein looks at no smaller picture
    first, second = pixels(pipeline.paint(replace(JOB, drawn=DRAWN), size=size))
    (alone,) = pixels(pipeline.paint(replace(JOB, drawn=DRAWN).only([1]), size=size))
    (other,) = pixels(pipeline.paint(replace(JOB, drawn=DRAWN[::-1]).only([1]), size=size))
    assert np.array_equal(second, alone)
    assert not np.array_equal(second, other)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("name", ["sd3", "z-image", "sana-sprint"])
def test_structure_is_refused_where_a_kind_has_none(name, tmp_path):
    with pytest.raises(UsageError, match="structure"):
        load_pipeline(options(FLOW[name](tmp_path / "model"), structure=0.6))


def test_a_refiner_goes_on_where_the_base_stopped(sdxl, tmp_path):
    refined = load_pipeline(options(sdxl, refiner=str(write_tiny_refiner(tmp_path)), steps=5))
    alone = load_pipeline(options(sdxl, steps=5))
    assert differs(refined, alone)


def test_half_painted_pictures_can_be_seen_at_every_step(sdxl):
    seen = []
    load_pipeline(options(sdxl)).paint(JOB, lambda step, pictures: seen.append((step, pictures)), size=SIZE)
    assert [step for step, _ in seen] == [0, 1, 2]
    assert all(len(pictures) == 2 for _, pictures in seen)
    assert Image.open(io.BytesIO(seen[0][1][0])).format == "JPEG"


def refusing(pipeline, monkeypatch, is_too_much):
    """Make it run out of memory where `is_too_much(pictures, width)`; returns what was tried."""
    whole, tried = pipeline._paint, []

    def paint(job, watch, size):
        tried.append((len(job.prompts), size[0]))
        if is_too_much(*tried[-1]):
            raise torch.OutOfMemoryError
        return whole(job, watch, size)

    monkeypatch.setattr(pipeline, "_paint", paint)
    return tried


def test_a_batch_that_is_too_large_for_the_memory_is_halved(sdxl, monkeypatch):
    pipeline = load_pipeline(options(sdxl))
    tried = refusing(pipeline, monkeypatch, lambda pictures, _: pictures > 1)
    assert len(pipeline.paint(JOB, size=SIZE)) == 2
    assert tried == [(2, 32), (1, 32), (1, 32)]


def test_a_picture_that_is_too_large_for_the_memory_is_painted_smaller_and_enlarged(sdxl, monkeypatch):
    pipeline = load_pipeline(options(sdxl))
    tried = refusing(pipeline, monkeypatch, lambda _, width: width > 96)
    assert pipeline.paint(JOB.only([0]), size=(128, 64))[0].size == (128, 64)
    assert tried == [(1, 128), (1, 96)]


def test_a_picture_that_is_too_large_even_so_is_refused(sdxl, monkeypatch):
    pipeline = load_pipeline(options(sdxl))
    refusing(pipeline, monkeypatch, lambda *_: True)
    with pytest.raises(WeightsError, match="memory of the GPU"):
        pipeline.paint(JOB.only([0]), size=SIZE)


@pytest.mark.parametrize("name", SCHEDULER_NAMES)
def test_every_scheduler_paints_what_models_of_noise_and_of_v_predict(sd, tmp_path, name):
    for prediction in ("epsilon", "v_prediction"):
        folder = shutil.copytree(sd, tmp_path / prediction)
        config = folder / "scheduler" / "scheduler_config.json"
        config.write_text(config.read_text().replace('"epsilon"', f'"{prediction}"'))
        pipeline = load_pipeline(options(folder, scheduler=name))
        assert pipeline._parts.base.scheduler.config.prediction_type == prediction
        assert len(pipeline.paint(JOB, size=SIZE)) == 2


def test_weights_that_are_not_there_are_named(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(WeightsError, match="empty"):
        load_pipeline(options(tmp_path / "empty"))


def pickled(weights: Path) -> None:
    """The same weights as a pickle, under the name that libraries look for."""
    names = {"model.safetensors": "pytorch_model.bin"}
    torch.save(load_file(weights), weights.with_name(names.get(weights.name, f"{weights.stem}.bin")))
    weights.unlink()


def test_pickled_weights_are_refused(sdxl, tmp_path):
    shutil.copytree(sdxl, tmp_path / "pickled")
    pickled(tmp_path / "pickled" / "unet" / "diffusion_pytorch_model.safetensors")
    with pytest.raises(WeightsError):
        load_pipeline(options(tmp_path / "pickled"))


def test_another_vae_paints_in_its_own_way(sdxl, tmp_path):
    other = load_pipeline(options(sdxl, vae=str(write_tiny_vae(tmp_path))))
    assert differs(other, load_pipeline(options(sdxl)))


@pytest.mark.parametrize("preset", ["quality", "fast", "lightning", "lcm", "turbo", "hyper"])
def test_every_preset_sets_its_scheduler_and_paints(sdxl, preset):
    pipeline = load_pipeline(options(sdxl, preset=preset))
    (image,) = pipeline.paint(PaintJob(("a fox",), (1,)), size=SIZE)
    assert image.size == SIZE


def test_a_lora_changes_the_picture(sdxl, tmp_path):
    styled = load_pipeline(options(sdxl, lora=str(write_tiny_lora(tmp_path))))
    assert differs(styled, load_pipeline(options(sdxl)))


def test_a_pickled_vae_or_lora_is_refused(sdxl, tmp_path):
    pickled(write_tiny_vae(tmp_path / "vae") / "diffusion_pytorch_model.safetensors")
    pickled(write_tiny_lora(tmp_path / "lora") / "pytorch_lora_weights.safetensors")
    pickle = tmp_path / "lora" / "pytorch_lora_weights.bin"
    for changes in ({"vae": tmp_path / "vae"}, {"lora": tmp_path / "lora"}, {"lora": pickle}):
        with pytest.raises(WeightsError):
            load_pipeline(options(sdxl, **{name: str(path) for name, path in changes.items()}))


@pytest.fixture(params=["sdxl", "sd"])
def adapted(request, tmp_path):
    """A model and an IP-Adapter for it."""
    cross, subfolder, weight = {
        "sdxl": (64, "sdxl_models", "ip-adapter_sdxl.safetensors"),
        "sd": (32, "models", "ip-adapter_sd15.safetensors"),
    }[request.param]
    adapter = write_tiny_ip_adapter(tmp_path / "adapter", cross=cross, subfolder=subfolder, weight=weight)
    return request.getfixturevalue(request.param), adapter, adapter / subfolder


def test_all_pages_of_a_batch_look_at_the_hero_s_portrait(adapted):
    model, adapter, _ = adapted
    pipeline = load_pipeline(options(model, ip_adapter=str(adapter)))

    def paint(kind):
        portrait = portrait_picture(default_hero(kind, "en"))
        return pixels(pipeline.paint(PaintJob(JOB.prompts, JOB.seeds, hero=portrait), size=SIZE))

    fox, frog = paint("fox"), paint("frog")
    assert all(not np.array_equal(one, other) for one, other in zip(fox, frog, strict=True))
    assert all(np.array_equal(one, other) for one, other in zip(fox, paint("fox"), strict=True))


@pytest.mark.parametrize("name", ["ip-adapter*.safetensors", "image_encoder/model.safetensors"])
def test_a_pickled_adapter_is_refused(adapted, name):
    model, adapter, folder = adapted
    (weights,) = folder.glob(name)
    pickled(weights)
    with pytest.raises(WeightsError):
        load_pipeline(options(model, ip_adapter=str(adapter)))


def differs(one, other) -> bool:
    return not np.array_equal(*pixels([one.paint(JOB, size=SIZE)[0], other.paint(JOB, size=SIZE)[0]]))
