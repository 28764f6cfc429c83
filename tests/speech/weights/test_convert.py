import json

import numpy as np
import pytest
from safetensors.numpy import load_file
from tests.core.weights.tiny_index import convert_with_ctranslate2
from transformers import WhisperForConditionalGeneration, WhisperProcessor, WhisperTokenizerFast

from soridam.core.errors import WeightsError
from soridam.speech.weights.convert import convert_whisper


@pytest.fixture(scope="module")
def converted(tiny_ctranslate2, tmp_path_factory):
    folder = tmp_path_factory.mktemp("converted")
    convert_whisper(tiny_ctranslate2, folder)
    return folder


def test_every_tensor_comes_back_as_it_went_into_ctranslate2(tiny_folder, converted):
    before, after = load_file(tiny_folder / "model.safetensors"), load_file(converted / "model.safetensors")
    assert {name: tensor.tobytes() for name, tensor in before.items()} == {
        name: tensor.tobytes() for name, tensor in after.items()
    }


def test_half_precision_is_widened_without_loss(tiny_folder, tmp_path):
    halved = convert_with_ctranslate2(tiny_folder, tmp_path / "half", quantization="float16")
    (tmp_path / "out").mkdir()
    convert_whisper(halved, tmp_path / "out")
    before, after = load_file(tiny_folder / "model.safetensors"), load_file(tmp_path / "out" / "model.safetensors")
    name = "model.decoder.layers.1.encoder_attn.v_proj.weight"
    assert np.array_equal(before[name].astype(np.float16).astype(np.float32), after[name])


@pytest.mark.parametrize("quantization", ["int8", "int16"])
def test_integers_are_refused(tiny_folder, tmp_path, quantization):
    quantized = convert_with_ctranslate2(tiny_folder, tmp_path / "quantized", quantization=quantization)
    with pytest.raises(WeightsError, match="quantized"):
        convert_whisper(quantized, tmp_path)


def test_transformers_finds_every_key_and_no_other(converted):
    _, loading = WhisperForConditionalGeneration.from_pretrained(converted, output_loading_info=True)
    assert not any(loading.values())


def test_the_processor_loads(converted):
    processor = WhisperProcessor.from_pretrained(converted)
    assert processor.feature_extractor.feature_size == 80


def test_the_generation_config_names_languages_and_tasks(converted):
    values = json.loads((converted / "generation_config.json").read_text())
    assert set(values["lang_to_id"]) == {"<|en|>", "<|ko|>", "<|de|>"}
    assert set(values["task_to_id"]) == {"transcribe", "translate"}


def test_the_generation_config_has_no_forced_decoder_ids_and_room_for_448_tokens(converted):
    model = WhisperForConditionalGeneration.from_pretrained(converted)
    assert getattr(model.generation_config, "forced_decoder_ids", None) is None
    assert model.generation_config.max_length == 448


def test_missing_timestamps_are_added_to_the_tokenizer(tiny_ctranslate2, tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir(), target.mkdir()
    for path in tiny_ctranslate2.iterdir():
        (source / path.name).write_bytes(path.read_bytes())
    values = json.loads((source / "tokenizer.json").read_text())
    values["added_tokens"] = [token for token in values["added_tokens"] if "." not in token["content"]]
    (source / "tokenizer.json").write_text(json.dumps(values))
    convert_whisper(source, target)
    tokenizer = WhisperTokenizerFast.from_pretrained(target)
    first = tokenizer.convert_tokens_to_ids("<|notimestamps|>") + 1
    assert tokenizer.convert_tokens_to_ids(["<|0.00|>", "<|30.00|>"]) == [first, first + 1500]


def test_a_tokenizer_of_another_model_is_refused(tiny_ctranslate2, tmp_path):
    for path in tiny_ctranslate2.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (tmp_path / "tokenizer.json").read_text()
    values = json.loads(text)
    for token in values["added_tokens"]:
        token["id"] += 3
    (tmp_path / "tokenizer.json").write_text(json.dumps(values))
    with pytest.raises(WeightsError, match="tokens"):
        convert_whisper(tmp_path, tmp_path)
