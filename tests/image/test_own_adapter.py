"""A LoRA of one's own is found by its run, folder or file, says what calls it, and paints only what it fits."""

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from tests.image.tiny import random_adapter, tiny_pipeline, tiny_pipeline_folder

from soridam.core.errors import UsageError, WeightsError
from soridam.image.adapters import describe_adapter
from soridam.image.generate import PaintJob, load_pipeline
from soridam.image.loading import PipelineOptions
from soridam.image.own_adapter import find_adapter


def write_run(folder, kind="sd", trigger="a drawing of tokti", captions=()):
    """A run with an adapter that is strong enough to be seen."""
    adapter = random_adapter(tiny_pipeline(kind))
    facts = describe_adapter(family=kind, title="Tokti", trigger=trigger, captions={"tokti": captions}, run="tokti")
    (folder / "adapter").mkdir(parents=True)
    save_file(adapter.tensors(), folder / "adapter" / "pytorch_lora_weights.safetensors", metadata=facts)
    return folder


def painted(**more):
    options = PipelineOptions(model=str(tiny_pipeline_folder("sd")), device="cpu", steps=2, **more)
    (image,) = load_pipeline(options).paint(PaintJob(prompts=["a fox"], seeds=[3], negative=""), size=(64, 64))
    return np.asarray(image).astype(int)


def test_a_run_its_folder_and_its_file_are_the_same_adapter(tmp_path):
    run = write_run(tmp_path / "run")
    file = run / "adapter" / "pytorch_lora_weights.safetensors"
    found = find_adapter(run)
    assert found == find_adapter(run / "adapter") == find_adapter(file)
    assert (found.file, found.trigger) == (file, "a drawing of tokti")


def test_without_a_word_of_its_own_it_is_called_by_what_captions_have_in_common(tmp_path):
    captions = ["tokti, a dinosaur, by the sea", "tokti, asleep", "tokti, in the rain"]
    assert find_adapter(write_run(tmp_path / "run", trigger="", captions=captions)).trigger == "tokti"
    assert find_adapter(write_run(tmp_path / "other", trigger="", captions=["a cat", "a dog"])).trigger == ""


@pytest.mark.parametrize("tags", ["", "[]", '{"a": 3}', "{", '{"a": {"b": "many"}}'])
def test_metadata_of_strangers_are_no_trouble(tmp_path, tags):
    file = tmp_path / "lora.safetensors"
    save_file({"x": torch.zeros(1)}, file, metadata={"ss_tag_frequency": tags})
    assert find_adapter(file).trigger == ""


def test_what_holds_no_adapter_is_named(tmp_path):
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "nothing"):
        with pytest.raises(WeightsError) as raised:
            find_adapter(path)
        assert raised.value.code == "image.no-adapter"


def test_it_changes_what_is_painted_alone_and_beside_a_lora_of_the_settings(tmp_path):
    own, style = write_run(tmp_path / "own"), tmp_path / "style"
    style.mkdir()
    save_file(random_adapter(tiny_pipeline("sd"), seed=5).tensors(), style / "pytorch_lora_weights.safetensors")
    plain, alone = painted(), painted(adapter=str(own))
    styled, both = painted(lora=str(style)), painted(adapter=str(own), lora=str(style))
    pictures = [plain, alone, styled, both]
    for index, one in enumerate(pictures):
        for other in pictures[index + 1 :]:
            assert abs(one - other).max() > 3


def test_one_that_belongs_to_another_kind_of_model_is_refused(tmp_path):
    with pytest.raises(WeightsError) as raised:
        painted(adapter=str(write_run(tmp_path / "run", "sdxl")))
    assert raised.value.code == "image.adapter-base"
    assert "stable-diffusion-xl" in str(raised.value) and "stable-diffusion-v1" in str(raised.value)


def test_one_whose_layers_have_another_size_is_refused(tmp_path):
    run = write_run(tmp_path / "run")
    file = run / "adapter" / "pytorch_lora_weights.safetensors"
    adapter = random_adapter(tiny_pipeline("sd"))
    tensors = {key: torch.cat([value, value]) if "lora_B" in key else value for key, value in adapter.tensors().items()}
    save_file(tensors, file)
    with pytest.raises(WeightsError) as raised:
        painted(adapter=str(run))
    assert raised.value.code == "adapter.unplaced"


def test_a_model_of_transformers_takes_none(tmp_path):
    from tests.image.tiny_pipelines import write_tiny_sd3

    model = write_tiny_sd3(tmp_path / "sd3")
    with pytest.raises(UsageError) as raised:
        load_pipeline(PipelineOptions(model=str(model), device="cpu", adapter=str(write_run(tmp_path / "run"))))
    assert raised.value.code == "image.option-unusable"
