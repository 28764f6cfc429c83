"""Folders as Diffusers writes them, of which only what is looked at before they are opened is there."""

import json
import pickle
from pathlib import Path

import diffusers
import numpy as np
import pytest
from safetensors.numpy import save_file

from soridam.core.errors import WeightsError
from soridam.core.weights.known_keys import clean_config
from soridam.core.weights.trust import trusted

PARTS = {
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
    "scheduler": ["diffusers", "DDIMScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
}
NETWORKS = [
    ("unet", {"_class_name": "UNet2DConditionModel", "in_channels": 4}, "diffusion_pytorch_model.safetensors"),
    ("vae", {"_class_name": "AutoencoderKL", "scaling_factor": 0.1}, "diffusion_pytorch_model.safetensors"),
    ("text_encoder", {"model_type": "clip_text_model", "hidden_size": 8}, "model.safetensors"),
]


@pytest.fixture
def pipeline(tmp_path, home) -> Path:
    folder = tmp_path / "pipeline"
    index = {"_class_name": "StableDiffusionPipeline", **PARTS, "feature_extractor": [None, None]}
    write(folder / "model_index.json", index)
    for name, config, weights in NETWORKS:
        write(folder / name / "config.json", config)
        save_file({"a": np.zeros(2, np.float32)}, folder / name / weights)
    write(folder / "scheduler" / "scheduler_config.json", {"_class_name": "DDIMScheduler", "beta_start": 0.1})
    write(folder / "tokenizer" / "tokenizer_config.json", {})
    return folder


def write(path: Path, values: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values))


def change(path: Path, **values: object) -> None:
    write(path, json.loads(path.read_text()) | values)


def test_a_pipeline_of_known_parts_is_taken_as_it_is(pipeline):
    assert trusted(pipeline, "diffusers") == pipeline
    assert trusted(pipeline / "vae", "component") == pipeline / "vae"


def test_a_part_that_is_a_pickle_is_refused(pipeline):
    (pipeline / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    (pipeline / "unet" / "diffusion_pytorch_model.bin").write_bytes(pickle.dumps([1]))
    with pytest.raises(WeightsError, match=r"only as diffusion_pytorch_model\.bin"):
        trusted(pipeline, "diffusers")


def test_a_pickle_called_safetensors_is_known_by_its_content(pipeline):
    (pipeline / "vae" / "diffusion_pytorch_model.safetensors").write_bytes(pickle.dumps([1, 2, 3]))
    with pytest.raises(WeightsError, match="is a pickle"):
        trusted(pipeline, "diffusers")


@pytest.mark.parametrize(
    "values",
    [
        {"unet": ["my_unet", "MyUNet"]},
        {"../outside": ["diffusers", "AutoencoderKL"]},
        {"..": ["diffusers", "AutoencoderKL"]},
        {"_class_name": ["my_pipeline", "MyPipeline"]},
        {"custom_pipelines": {"fast": {}}},
    ],
    ids=["a part", "a folder outside", "the folder above", "the pipeline", "pipelines"],
)
def test_a_pipeline_of_code_of_others_is_refused(pipeline, values):
    change(pipeline / "model_index.json", **values)
    with pytest.raises(WeightsError, match="third-party code"):
        trusted(pipeline, "diffusers")


@pytest.mark.parametrize(
    "config", ["unet/config.json", "scheduler/scheduler_config.json", "tokenizer/tokenizer_config.json"]
)
def test_a_part_that_asks_for_code_is_refused(pipeline, config):
    change(pipeline / config, auto_map={"AutoModel": "module.Class"})
    with pytest.raises(WeightsError, match="auto_map"):
        trusted(pipeline, "diffusers")


def test_a_text_encoder_that_asks_for_code_when_it_generates_is_refused(pipeline):
    write(pipeline / "text_encoder" / "generation_config.json", {"custom_generate": "someone/else"})
    with pytest.raises(WeightsError, match="custom_generate"):
        trusted(pipeline, "diffusers")


def test_a_part_beside_an_adapter_is_refused(pipeline):
    write(pipeline / "text_encoder" / "adapter_config.json", {"base_model_name_or_path": "someone/else"})
    with pytest.raises(WeightsError, match="adapter"):
        trusted(pipeline, "diffusers")


def test_a_part_of_an_unknown_kind_is_refused(pipeline):
    change(pipeline / "unet" / "config.json", _class_name="Surprise")
    with pytest.raises(WeightsError, match="unknown kind: Surprise"):
        trusted(pipeline, "diffusers")


def test_a_part_that_is_not_there_is_named(pipeline):
    change(pipeline / "model_index.json", text_encoder_2=["transformers", "CLIPTextModelWithProjection"])
    with pytest.raises(WeightsError, match="'text_encoder_2'"):
        trusted(pipeline, "diffusers")


def test_unknown_keys_of_parts_are_dropped_in_a_folder_with_the_same_weights(pipeline):
    change(pipeline / "unet" / "config.json", surprise=1)
    cleaned = trusted(pipeline, "diffusers")
    assert "surprise" not in json.loads((cleaned / "unet" / "config.json").read_text())
    weights = "unet/diffusion_pytorch_model.safetensors"
    assert (cleaned / weights).samefile(pipeline / weights)
    assert trusted(cleaned, "diffusers") == cleaned


def test_a_folder_without_an_index_is_no_pipeline(pipeline):
    with pytest.raises(WeightsError, match="no pipeline"):
        trusted(pipeline / "unet", "diffusers")


@pytest.mark.parametrize(
    "name",
    [
        "DDIM", "DPMSolverMultistep", "EulerAncestralDiscrete", "EulerDiscrete", "FlowMatchEulerDiscrete",
        "HeunDiscrete", "LCM", "PNDM", "SCM", "TCD", "UniPCMultistep",
    ],
)  # fmt: skip
def test_cleaning_keeps_everything_that_a_scheduler_writes(name):
    scheduler = getattr(diffusers, f"{name}Scheduler")()
    written = json.loads(scheduler.to_json_string())
    assert clean_config(written) == written
