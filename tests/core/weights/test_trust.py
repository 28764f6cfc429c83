import json
import pickle
import shutil

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file
from transformers import (
    CLIPConfig,
    CLIPTextConfig,
    CLIPVisionConfig,
    Gemma3TextConfig,
    GPT2Config,
    LlamaConfig,
    MistralConfig,
    Phi3Config,
    Qwen2Config,
    Qwen3Config,
    WhisperConfig,
)

from soridam.core.errors import CacheError, WeightsError
from soridam.core.weights.known_keys import clean_config
from soridam.core.weights.trust import check_adapter, trusted
from soridam.core.weights.weight_files import check_safetensors
from soridam.speech.tuned import Tuned
from soridam.speech.window import ShortContext


@pytest.fixture
def model(tiny_folder, tmp_path, home):
    """A copy that a test may spoil."""
    return shutil.copytree(tiny_folder, tmp_path / "model")


def change(path, **values):
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "model.ckpt", "weights.pkl"])
def test_a_folder_with_nothing_but_pickles_is_refused(model, name):
    (model / "model.safetensors").unlink()
    (model / name).write_bytes(pickle.dumps({"weight": 1}))
    with pytest.raises(WeightsError, match=f"only as {name}"):
        trusted(model, "transformers")


@pytest.mark.parametrize("content", [pickle.dumps([1, 2, 3]), b"PK\x03\x04" + bytes(60)])
def test_a_pickle_called_safetensors_is_known_by_its_content(model, content):
    (model / "model.safetensors").write_bytes(content)
    with pytest.raises(WeightsError, match="is a pickle"):
        trusted(model, "transformers")


@pytest.mark.parametrize(
    "config", ["config.json", "tokenizer_config.json", "preprocessor_config.json", "generation_config.json"]
)
def test_a_config_that_asks_for_code_is_refused(model, config):
    change(model / config, auto_map={"AutoModel": "someone/model--module.Class"})
    with pytest.raises(WeightsError, match="auto_map"):
        trusted(model, "transformers")


@pytest.mark.parametrize("key", ["attn_implementation", "_attn_implementation_internal", "experts_implementation"])
def test_a_config_that_names_a_kernel_of_the_hub_is_refused(model, key):
    change(model / "config.json", **{key: "someone/kernel"})
    with pytest.raises(WeightsError, match="code"):
        trusted(model, "transformers")


def test_unknown_keys_are_dropped_from_the_config_that_is_opened(model):
    change(model / "config.json", _hidden="x", surprise=1)
    assert not {"_hidden", "surprise"} & set(json.loads((trusted(model, "transformers") / "config.json").read_text()))


def test_the_folder_with_the_cleaned_config_has_the_same_weights(model):
    change(model / "config.json", surprise=1)
    cleaned = trusted(model, "transformers")
    assert (cleaned / "model.safetensors").samefile(model / "model.safetensors")


def test_the_folder_of_the_user_keeps_its_config(model):
    change(model / "config.json", surprise=1)
    trusted(model, "transformers")
    assert json.loads((model / "config.json").read_text())["surprise"] == 1


def test_a_cleaned_config_needs_a_cache_that_can_be_written_to(model, monkeypatch):
    change(model / "config.json", surprise=1)
    monkeypatch.setenv("SORIDAM_HOME", "/proc/nowhere")
    with pytest.raises(CacheError, match="/proc/nowhere/cache cannot be used"):
        trusted(model, "transformers")


@pytest.mark.parametrize(
    "config",
    [
        WhisperConfig, LlamaConfig, Qwen2Config, Qwen3Config, MistralConfig, Gemma3TextConfig, Phi3Config, GPT2Config,
        CLIPTextConfig, CLIPVisionConfig, CLIPConfig,
    ],
)  # fmt: skip
def test_cleaning_keeps_everything_that_transformers_writes(config):
    written = config().to_dict()
    assert clean_config(written) == written


def test_cleaning_reaches_the_configs_within_a_config():
    config = {"model_type": "clip", "text_config": {"vocab_size": 3, "surprise": 1}, "surprise": 1}
    assert clean_config(config) == {"model_type": "clip", "text_config": {"vocab_size": 3}}


def test_cleaning_keeps_what_we_write_about_tuning():
    written = {"model_type": "whisper"} | Tuned(ShortContext(), ("ko",), silence=True).to_config()
    assert clean_config(written) == written


def test_shards_named_by_the_index_are_checked(model):
    (model / "model.safetensors").rename(model / "model-00001-of-00001.safetensors")
    index = model / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"a": "model-00001-of-00001.safetensors"}}))
    assert trusted(model, "transformers") == model


@pytest.mark.parametrize("name", ["../outside.safetensors", "missing.safetensors"])
def test_an_index_that_leads_elsewhere_is_refused(model, name):
    (model / "model.safetensors").rename(model.parent / "outside.safetensors")
    (model / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {"a": name}}))
    with pytest.raises(WeightsError, match="not there"):
        trusted(model, "transformers")


def test_one_folder_too_high_is_answered_with_the_right_one(model):
    with pytest.raises(WeightsError) as caught:
        trusted(model.parent, "transformers")
    assert str(model) in caught.value.hint


def test_an_adapter_is_not_a_model(tmp_path):
    (tmp_path / "adapter_config.json").write_text("{}")
    with pytest.raises(WeightsError, match="adapter"):
        trusted(tmp_path, "transformers")


def test_a_model_beside_an_adapter_is_refused_because_another_model_would_be_opened(llama):
    (llama / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": "someone/else"}))
    with pytest.raises(WeightsError, match="adapter"):
        trusted(llama, "transformers")


def test_a_model_of_another_kind_is_refused(model):
    change(model / "config.json", model_type="wav2vec2")
    with pytest.raises(WeightsError, match="not a Whisper"):
        trusted(model, "transformers", "speech")
    with pytest.raises(WeightsError, match="unknown kind: wav2vec2"):
        trusted(model, "transformers")


@pytest.fixture
def llama(tmp_path, home):
    """A folder of a language model, as far as anybody looks at it before it is opened."""
    folder = tmp_path / "llama"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"model_type": "llama", "hidden_size": 8}))
    (folder / "tokenizer.json").write_text("{}")
    (folder / "tokenizer_config.json").write_text("{}")
    save_file({"a": np.zeros(2, np.float32)}, folder / "model.safetensors")
    return folder


def test_a_language_model_needs_no_preprocessor_and_is_no_whisper(llama):
    assert trusted(llama, "transformers") == trusted(llama, "transformers", "language") == llama
    with pytest.raises(WeightsError, match="not a Whisper"):
        trusted(llama, "transformers", "speech")


def test_a_whisper_is_no_language_model(model):
    with pytest.raises(WeightsError, match="not a model that fits here"):
        trusted(model, "transformers", "language")


@pytest.mark.parametrize("config", ["config.json", "tokenizer_config.json"])
def test_a_language_model_that_asks_for_code_is_refused(llama, config):
    change(llama / config, auto_map={"AutoModelForCausalLM": "someone/model--module.Class"})
    with pytest.raises(WeightsError, match="auto_map"):
        trusted(llama, "transformers")


def test_code_is_found_in_configs_within_the_config(llama):
    change(llama / "config.json", rope_parameters={"inner": {"attn_implementation": "someone/kernel"}})
    with pytest.raises(WeightsError, match="attn_implementation"):
        trusted(llama, "transformers")


def test_a_key_of_another_kind_is_dropped(llama):
    change(llama / "config.json", num_mel_bins=80)
    assert json.loads((trusted(llama, "transformers") / "config.json").read_text()) == {
        "model_type": "llama",
        "hidden_size": 8,
    }


@pytest.mark.parametrize("name", ["tokenizer.json", "preprocessor_config.json"])
def test_a_missing_file_is_named(model, name):
    (model / name).unlink()
    with pytest.raises(WeightsError, match=name):
        trusted(model, "transformers")


def test_a_pickle_called_model_bin_is_no_ctranslate2_model(tiny_ctranslate2, tmp_path):
    folder = shutil.copytree(tiny_ctranslate2, tmp_path / "model")
    (folder / "model.bin").write_bytes(pickle.dumps({"weight": [1] * 100}))
    with pytest.raises(WeightsError, match="not a complete CTranslate2 model"):
        trusted(folder, "ctranslate2")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999999))
def test_safetensors_cut_anywhere_are_refused(tmp_path, share):
    path = tmp_path / "model.safetensors"
    save_file({"a": np.ones((4, 5), np.float32), "b": np.zeros(7, np.int8)}, path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(WeightsError):
        check_safetensors(path)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.dictionaries(st.sampled_from(["a", "dtype", "shape", "data_offsets"]), inner) | st.lists(inner)
        ),
        max_leaves=12,
    )
)
def test_any_json_for_a_header_is_refused_without_a_crash(tmp_path, header):
    path = tmp_path / "model.safetensors"
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"data")
    with pytest.raises(WeightsError):
        check_safetensors(path)


def safetensors_header(header: dict) -> bytes:
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text


@pytest.mark.parametrize(
    "facts",
    [
        {"shape": [10**400] * 2000, "data_offsets": [0, 8]},
        {"shape": [2**63] * 2000, "data_offsets": [0, 8]},
        {"shape": [-2, -1], "data_offsets": [0, 8]},
        {"shape": [2.0], "data_offsets": [0, 8]},
        {"shape": [True, 2], "data_offsets": [0, 8]},
        {"shape": [2], "data_offsets": [-8, 0]},
        {"shape": [2], "data_offsets": [0.0, 8.0]},
        {"shape": {"2": 2}, "data_offsets": [0, 8]},
    ],
    ids=["digits", "many", "negative", "fraction", "truth", "negative offset", "fractional offset", "object"],
)
def test_sizes_that_no_tensor_has_are_refused_before_they_are_multiplied(tmp_path, facts):
    path = tmp_path / "model.safetensors"
    path.write_bytes(safetensors_header({"a": {"dtype": "F32", **facts}}) + bytes(8))
    with pytest.raises(WeightsError, match="header cannot be read"):
        check_safetensors(path)


@pytest.mark.parametrize("index", [{"weight_map": [1]}, {"weight_map": {"a": ["x"]}}, {"weight_map": "x"}, {}])
def test_an_index_that_is_no_map_of_names_is_refused(model, index):
    (model / "model.safetensors").rename(model / "part-1.safetensors")
    (model / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(WeightsError, match="which file holds which tensor"):
        trusted(model, "transformers")


@pytest.fixture
def adapter(tmp_path):
    """As PEFT writes one, as far as anybody looks at it here."""
    config = {"peft_type": "LORA", "base_model_name_or_path": "tiny", "megatron_core": "megatron.core"}
    (tmp_path / "adapter_config.json").write_text(json.dumps({**config, "megatron_config": None}))
    save_file({"a": np.zeros(2, np.float32)}, tmp_path / "adapter_model.safetensors")
    return tmp_path


def test_an_adapter_as_peft_writes_it_is_taken(adapter):
    assert check_adapter(adapter)["base_model_name_or_path"] == "tiny"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"megatron_core": "os"}, "megatron_core"),
        ({"megatron_config": {"x": 1}}, "megatron_config"),
        ({"auto_mapping": {"base_model_class": "x", "parent_library": "os"}}, "auto_mapping"),
        ({"auto_mapping": "os"}, "auto_mapping"),
        ({"peft_type": "IA3"}, "no LoRA"),
        ({"base_model_name_or_path": None}, "no LoRA"),
        ({"base_model_name_or_path": ["x"]}, "no LoRA"),
    ],
)
def test_an_adapter_that_asks_for_more_than_weights_is_refused(adapter, values, said):
    change(adapter / "adapter_config.json", **values)
    with pytest.raises(WeightsError, match=said):
        check_adapter(adapter)


def test_an_adapter_without_or_with_damaged_weights_is_refused(adapter):
    (adapter / "adapter_model.safetensors").write_bytes(b"x" * 20)
    with pytest.raises(WeightsError, match="safetensors"):
        check_adapter(adapter)
    (adapter / "adapter_model.safetensors").unlink()
    with pytest.raises(WeightsError, match="holds no adapter_model"):
        check_adapter(adapter)
