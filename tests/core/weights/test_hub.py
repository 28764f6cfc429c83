import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save
from tests.core.weights.hub_stand_in import HubStandIn
from transformers import WhisperForConditionalGeneration

from soridam.core.errors import WeightsError
from soridam.core.weights.hub import ANSWER_WITHIN, DECIDE_WITHIN, choose_files

NAME = "someone/their-model"
FIND = """
import sys
from soridam.core.errors import SoridamError
from soridam.core.weights import find_weights, hub
hub.DECIDE_WITHIN = float(sys.argv[3])
try:
    print(find_weights(sys.argv[1], form=sys.argv[2]))
except SoridamError as error:
    print(f"{type(error).__name__}: {error.message} | {error.hint}")
"""


@pytest.fixture
def hub(tiny_folder, tiny_ctranslate2):
    files = {path.name: path.read_bytes() for path in tiny_folder.iterdir()}
    converted = {path.name: path.read_bytes() for path in tiny_ctranslate2.iterdir()}
    pickled = {"config.json": files["config.json"], "pytorch_model.bin": b"\x80\x04N."}
    with HubStandIn({NAME: files, "someone/converted": converted, "someone/pickled": pickled}) as stand_in:
        yield stand_in


def start(
    name: str, hub_url: str, form: str = "transformers", within: float = DECIDE_WITHIN, **environment: str
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", FIND, name, form, str(within)],
        env={**os.environ, "HF_ENDPOINT": hub_url, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(name: str, hub_url: str, form: str = "transformers", within: float = DECIDE_WITHIN, **environment: str) -> str:
    output, _ = start(name, hub_url, form, within, **environment).communicate()
    return output.strip()


def unfinished(home: Path) -> list[Path]:
    return list((home.parent / "hf").rglob("*.incomplete"))


def test_a_model_of_the_hub_loads(hub, home):
    WhisperForConditionalGeneration.from_pretrained(ask(NAME, hub.url))


def test_a_hub_cache_that_is_a_file_is_named_with_its_own_variable(hub, home):
    home.touch()
    answer = ask(NAME, hub.url, HF_HUB_CACHE=str(home))
    assert answer.startswith("CacheError") and "export HF_HUB_CACHE=" in answer


def test_only_what_is_needed_is_fetched(hub, home):
    hub.repositories[NAME]["pytorch_model.bin"] = b"\x80\x04N."
    hub.repositories[NAME]["training_log.txt"] = b"long"
    folder = Path(ask(NAME, hub.url))
    assert not (folder / "pytorch_model.bin").exists()
    assert not (folder / "training_log.txt").exists()


def test_the_second_time_the_hub_is_not_asked(hub, home):
    first = ask(NAME, hub.url)
    hub.requests.clear()
    assert ask(NAME, hub.url) == first
    assert hub.requests == []


def test_offline_the_cache_of_the_hub_is_enough(hub, home):
    first = ask(NAME, hub.url)
    assert ask(NAME, "http://127.0.0.1:9", HF_HUB_OFFLINE="1") == first


def test_the_form_of_ctranslate2_comes_from_the_hub_too(hub, home):
    assert Path(ask("someone/converted", hub.url, form="ctranslate2"), "model.bin").is_file()


def test_pickles_are_refused_before_they_are_fetched(hub, home):
    assert "no safetensors, only pytorch_model.bin" in ask("someone/pickled", hub.url)
    assert not any(path.endswith("pytorch_model.bin") for _, path, _ in hub.requests)


def test_code_in_a_model_of_the_hub_is_refused(hub, home):
    hub.repositories[NAME]["config.json"] = b'{"model_type": "whisper", "auto_map": {"AutoModel": "m.C"}}'
    assert "auto_map" in ask(NAME, hub.url)


def test_a_file_with_another_hash_is_refused_with_both(hub, home):
    hub.wrong_hashes = True
    answer = ask(NAME, hub.url)
    assert "0" * 64 in answer
    assert "model.safetensors has the sha256" in answer


def test_a_refused_file_does_not_stay_in_the_cache(hub, home):
    hub.wrong_hashes = True
    ask(NAME, hub.url)
    hub.wrong_hashes = False
    WhisperForConditionalGeneration.from_pretrained(ask(NAME, hub.url))


def test_an_unknown_model_is_named(hub, home):
    assert "the hub shows no such model" in ask("someone/else", hub.url)


def test_the_error_names_the_hub_that_was_asked(home):
    assert "http://127.0.0.1:9 did not give" in ask(NAME, "http://127.0.0.1:9")


def test_a_hub_that_never_answers_is_given_up_when_its_time_is_over(hub, home):
    hub.silent = True
    began = time.monotonic()
    assert "HubUnavailableError" in ask(NAME, hub.url, within=0.5)
    assert time.monotonic() - began < ANSWER_WITHIN  # before one request would have been given up


def test_the_time_for_a_hub_is_seconds():
    assert ANSWER_WITHIN < DECIDE_WITHIN < 10


def test_a_download_killed_half_way_is_made_good_and_leaves_nothing(hub, home):
    hub.stall_at = 100_000
    child = start(NAME, hub.url)
    assert hub.stalled.wait(30)
    child.kill()
    child.communicate()
    hub.stall_at = None
    WhisperForConditionalGeneration.from_pretrained(ask(NAME, hub.url))
    assert unfinished(home) == []


PIPELINE = {
    "_class_name": "StableDiffusionXLPipeline",
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
}
OF_A_PIPELINE = {
    "model_index.json",
    "unet/config.json",
    "unet/diffusion_pytorch_model-00001-of-00002.safetensors",
    "unet/diffusion_pytorch_model-00002-of-00002.safetensors",
    "unet/diffusion_pytorch_model.safetensors.index.json",
    "vae/config.json",
    "vae/diffusion_pytorch_model.safetensors",
    "tokenizer/tokenizer_config.json",
    "tokenizer/vocab.json",
}
BESIDE_IT = {
    "sd_xl_base_1.0.safetensors",
    "unet/diffusion_pytorch_model.fp16.safetensors",
    "vae/diffusion_pytorch_model.bin",
    "vae/model.onnx",
    "vae_1_0/config.json",
    "vae_1_0/diffusion_pytorch_model.safetensors",
}
OF_AN_ADAPTER = {
    "sdxl_models/ip-adapter_sdxl.safetensors",
    "sdxl_models/image_encoder/config.json",
    "sdxl_models/image_encoder/model.safetensors",
}
BESIDE_THE_ADAPTER = {"sdxl_models/ip-adapter_sdxl.bin", "models/ip-adapter_sd15.safetensors"}


@pytest.fixture
def read_index(tmp_path):
    (tmp_path / "model_index.json").write_text(json.dumps(PIPELINE))
    return lambda name: tmp_path / name


@pytest.mark.parametrize(
    ("form", "wanted", "others"),
    [
        ("diffusers", OF_A_PIPELINE, BESIDE_IT),
        ("ip-adapter-sdxl", OF_AN_ADAPTER, BESIDE_THE_ADAPTER),
        ("lora", {"pytorch_lora_weights.safetensors"}, {"another.safetensors", "pytorch_lora_weights.bin"}),
        ("lora", {"style.safetensors"}, {"README.md", "style.bin"}),
        ("component", {"config.json", "diffusion_pytorch_model.safetensors"}, {"sdxl_vae.safetensors", "vae.bin"}),
    ],
)
def test_of_a_repository_only_the_files_of_the_form_are_chosen(form, wanted, others, read_index):
    assert choose_files("someone/pictures", wanted | others, form, read_index) == wanted


@pytest.mark.parametrize("form", ["diffusers", "ip-adapter-sd", "lora", "component"])
def test_pickles_of_picture_models_are_refused_before_they_are_fetched(form, read_index):
    names = {"config.json", "vae/config.json", "vae/diffusion_pytorch_model.bin", "models/ip-adapter_sd15.bin"}
    with pytest.raises(WeightsError, match=r"only .*\.bin"):
        choose_files("someone/pictures", names, form, read_index)


def test_a_pipeline_of_the_hub_comes_with_its_parts_and_is_found_again(hub, home):
    weights = b"\x02" + bytes(7) + b"{}"
    parts = {"unet": "UNet2DConditionModel", "vae": "AutoencoderKL"}
    index = {"_class_name": "StableDiffusionPipeline"} | {name: ["diffusers", kind] for name, kind in parts.items()}
    files = {"model_index.json": json.dumps(index).encode()}
    for name, kind in parts.items():
        files[f"{name}/config.json"] = json.dumps({"_class_name": kind}).encode()
        files[f"{name}/diffusion_pytorch_model.safetensors"] = weights
    hub.repositories["someone/pictures"] = files
    folder = Path(ask("someone/pictures", hub.url, form="diffusers"))
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == set(files)
    hub.requests.clear()
    assert Path(ask("someone/pictures", hub.url, form="diffusers")) == folder
    assert hub.requests == []


def test_a_lora_of_any_name_is_found_again(hub, home):
    hub.repositories["someone/style"] = {"style.safetensors": b"\x02" + bytes(7) + b"{}", "README.md": b"A style."}
    folder = Path(ask("someone/style", hub.url, form="lora"))
    assert [path.name for path in folder.iterdir()] == ["style.safetensors"]
    hub.requests.clear()
    assert Path(ask("someone/style", hub.url, form="lora")) == folder
    assert hub.requests == []


def test_one_lora_of_many_is_named_after_its_repository(hub, home):
    weights = save({"a": np.zeros(2, np.float32)})
    hub.repositories["someone/styles"] = {"8step_full.safetensors": b"huge", "8step_lora.safetensors": weights}
    for _ in range(2):  # from the hub, then from its cache
        folder = Path(ask("someone/styles:8step_lora.safetensors", hub.url, form="lora"))
        assert [path.name for path in folder.iterdir()] == ["8step_lora.safetensors"]
    assert "there is no other.safetensors" in ask("someone/styles:other.safetensors", hub.url, form="lora")
