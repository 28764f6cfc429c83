from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from tests.book.paint.tiny_diffusion import write_tiny_sd, write_tiny_sdxl
from tests.image.tiny_pipelines import FLOW

from soridam.core.errors import WeightsError
from soridam.core.weights import find_weights
from soridam.image.kinds import kind_of_pipeline

WRITERS = {"sd": write_tiny_sd, "sdxl": write_tiny_sdxl, **FLOW}


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, Path]:
    return {name: write(tmp_path_factory.mktemp(name) / "model") for name, write in WRITERS.items()}


@pytest.mark.parametrize("name", WRITERS)
def test_a_pipeline_is_of_the_kind_that_its_index_names(folders, name):
    assert kind_of_pipeline(folders[name]).name == name


@pytest.mark.parametrize("name", WRITERS)
def test_what_diffusers_writes_is_opened_as_it_is(folders, name):
    assert find_weights(str(folders[name]), form="diffusers", family="image") == folders[name]


@pytest.mark.parametrize("name", FLOW)
def test_a_pickle_in_place_of_a_transformer_or_its_text_encoder_is_refused(name, tmp_path):
    folder = FLOW[name](tmp_path / "model")
    for part, stem in (("transformer", "diffusion_pytorch_model"), ("text_encoder", "model")):
        weights = folder / part / f"{stem}.safetensors"
        tensors = load_file(weights)
        kept = weights.read_bytes()
        weights.unlink()
        torch.save(tensors, weights.with_suffix(".bin"))
        with pytest.raises(WeightsError):
            find_weights(str(folder), form="diffusers", family="image")
        weights.write_bytes(kept)
