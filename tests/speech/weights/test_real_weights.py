"""Whisper base and tiny.en as the package index carries them, on real speech."""

from pathlib import Path

import ctranslate2
import numpy as np
import pytest
import soundfile
import torch
from transformers import WhisperForConditionalGeneration, WhisperProcessor

from soridam.speech.weights import find_whisper

SPEECH = Path(__file__).parents[2] / "fixtures" / "speech"
PROMPTS = {"base": [50258, 50259, 50359, 50363], "tiny.en": [50257, 50362]}
pytestmark = pytest.mark.weights


@pytest.fixture(scope="module", params=PROMPTS)
def pair(request):
    """The same model in both forms, its processor, and the tokens before the text."""
    folder = find_whisper(request.param)
    model = WhisperForConditionalGeneration.from_pretrained(folder).eval()
    served = ctranslate2.models.Whisper(
        str(find_whisper(request.param, form="ctranslate2")), compute_type="float32", intra_threads=2
    )
    return model, served, WhisperProcessor.from_pretrained(folder), PROMPTS[request.param]


def features_of(processor, name):
    samples, rate = soundfile.read(SPEECH / name, dtype="float32")
    return processor.feature_extractor(samples, sampling_rate=rate, return_tensors="pt").input_features


@torch.inference_mode()
def greedy(model, features, prompt):
    tokens = [*prompt]
    encoded = model.model.encoder(features)
    suppressed = model.generation_config.suppress_tokens
    at_begin = model.generation_config.begin_suppress_tokens
    while tokens[-1] != model.config.eos_token_id and len(tokens) < 40:
        logits = model(encoder_outputs=encoded, decoder_input_ids=torch.tensor([tokens])).logits[0, -1]
        logits[suppressed] = -torch.inf
        logits[model.generation_config.no_timestamps_token_id :] = -torch.inf
        if len(tokens) == len(prompt):
            logits[at_begin] = -torch.inf
        tokens.append(int(logits.argmax()))
    return tokens[len(prompt) : -1]


@pytest.mark.parametrize("name", ["conf-invalidpin.flac", "queue-thankyou.flac"])
def test_greedy_tokens_equal_those_of_ctranslate2_on_the_same_features(pair, name):
    model, served, processor, prompt = pair
    features = features_of(processor, name)
    result = served.generate(ctranslate2.StorageView.from_array(features.numpy()), [prompt], beam_size=1)
    assert greedy(model, features, prompt) == result[0].sequences_ids[0]


def test_generate_writes_what_is_said_right_after_loading(pair):
    model, _, processor, _ = pair
    tokens = model.generate(features_of(processor, "conf-invalidpin.flac"), num_beams=1, do_sample=False)
    text = processor.batch_decode(tokens, skip_special_tokens=True)[0]
    assert text.strip() == "That pin is invalid for this conference."


def test_all_timestamps_are_tokens(pair):
    _, _, processor, prompt = pair
    first = prompt[-1] + 1
    names = [f"<|{step * 0.02:.2f}|>" for step in range(1501)]
    assert processor.tokenizer.convert_tokens_to_ids(names) == list(range(first, first + 1501))


def test_the_weights_are_float32_and_finite(pair):
    model = pair[0]
    assert all(tensor.dtype == torch.float32 and tensor.isfinite().all() for tensor in model.state_dict().values())


def test_word_times_rise(pair):
    model, _, processor, _ = pair
    features = features_of(processor, "conf-invalidpin.flac")
    times = model.generate(features, return_token_timestamps=True, return_timestamps=True)["token_timestamps"]
    assert (np.diff(times.numpy()) >= 0).all()
