import numpy as np
import pytest
import torch
from tests.speech.tiny_whisper import TEXT_TOKENS, build_tiny_whisper, prefer_the_end

from soridam.core.errors import UsageError
from soridam.speech.model import ENGLISH_ONLY_VOCABULARY, Whisper
from soridam.speech.tuned import Tuned
from soridam.speech.window import FULL_WINDOW, ShortContext, token_limit


@pytest.fixture(scope="module")
def whisper():
    return build_tiny_whisper()


@pytest.fixture(scope="module")
def waves():
    rng = np.random.default_rng(0)
    return [rng.standard_normal(length).astype(np.float32) * 0.1 for length in (16_000, 23_000)]


def test_at_30_seconds_it_computes_what_transformers_computes(whisper, waves):
    features = whisper.features(waves, FULL_WINDOW)
    decoder_input = torch.tensor([whisper.tokens.prompt("ko")] * 2)
    with torch.no_grad():
        theirs = whisper.inner(input_features=features, decoder_input_ids=decoder_input).logits
        assert torch.equal(whisper.network(features, decoder_input), theirs)


def test_a_short_window_is_encoded_at_its_own_length(whisper, waves):
    encoded = whisper.network.encode(whisper.features(waves, 1.5))
    assert encoded.shape == (2, 75, 32)


def test_decoding_with_a_cache_gives_the_tokens_that_decoding_without_one_gives(whisper, waves):
    written = whisper.transcribe(waves[:1], "en")[0]
    tokens = list(whisper.tokens.prompt("en"))
    encoded = whisper.network.encode(whisper.features(waves[:1], FULL_WINDOW))
    for position, token in enumerate(written.tokens):
        with torch.no_grad():
            logits = whisper.network.decode(encoded, torch.tensor([tokens]))[0, -1]
        if position == 0:
            logits[whisper.tokens.end] = -torch.inf
        assert int(logits.argmax()) == token
        tokens.append(token)


def test_what_never_ends_is_bounded_by_its_duration(whisper, waves):
    for wave, written in zip(waves, whisper.transcribe(waves, "en"), strict=True):
        assert len(written.tokens) <= token_limit(len(wave) / 16_000)


def test_a_model_without_short_context_works_at_30_seconds(whisper, waves):
    assert whisper.short_context is None
    assert {written.window for written in whisper.transcribe(waves, "en")} == {FULL_WINDOW}


def test_what_tuning_left_behind_survives_saving_and_loading(tmp_path):
    whisper = build_tiny_whisper()
    tuned = Tuned(ShortContext(padding=0.5, step=0.25), ("ko",), silence=True)
    whisper.record_tuned(tuned)
    whisper.save(tmp_path)
    assert Whisper.load(tmp_path).tuned == tuned


def test_a_runaway_on_a_short_window_is_tried_again_at_30_seconds(waves):
    tuned = build_tiny_whisper()
    at_30_seconds = tuned.transcribe(waves, "en")
    tuned.record_tuned(Tuned(ShortContext()))
    assert tuned.transcribe(waves, "en") == at_30_seconds  # untrained, it never stops


@pytest.mark.parametrize("silence", [False, True])
def test_only_a_model_that_learned_silence_may_end_at_once(waves, tmp_path, silence):
    tuned = build_tiny_whisper()
    tuned.record_tuned(Tuned(silence=silence))
    prefer_the_end(tuned, waves[0])
    tuned.save(tmp_path)
    written = Whisper.load(tmp_path).transcribe(waves[:1], "en")[0]
    assert (written.tokens == () and written.ended) is silence


def test_nothing_is_said_where_the_model_hears_nobody_and_doubts_its_words(waves):
    doubtful = build_tiny_whisper()  # an even choice among letters: the log-probability is about -5
    doubtful.generation.suppress_tokens = list(range(TEXT_TOKENS + 1, doubtful.config.vocab_size))
    assert doubtful.transcribe(waves[:1], "en")[0].text != ""
    hear_nobody(doubtful)
    assert doubtful.transcribe(waves[:1], "en")[0].text == ""


def hear_nobody(whisper):
    """Make the token of no speech certain after the start token, and say nothing of the other places."""
    decode, token = whisper.network.decode, whisper.tokens.no_speech

    def certain(encoded, decoder_input, cache=None):
        logits = decode(encoded, decoder_input, cache)
        if decoder_input.shape[1] > 1:
            logits[:, 0, token] = 100.0
        return logits

    whisper.network.decode = certain


def test_a_saved_model_loads_with_the_same_tokens_and_weights(whisper, waves, tmp_path):
    whisper.save(tmp_path)
    loaded = Whisper.load(tmp_path)
    assert loaded.transcribe(waves, "ko") == whisper.transcribe(waves, "ko")
    assert loaded.inner.dtype == torch.float32


def test_it_is_loaded_in_float32_however_it_was_stored(tmp_path):
    stored = build_tiny_whisper()
    stored.inner.half()
    stored.save(tmp_path)
    assert Whisper.load(tmp_path).inner.dtype == torch.float32


def test_transcribing_leaves_a_model_in_training_as_it_was(whisper, waves):
    whisper.network.train()
    whisper.transcribe(waves, "en")
    assert whisper.network.training
    whisper.network.eval()


def test_the_prompt_names_language_and_task(whisper):
    names = whisper.tokens.tokenizer.convert_ids_to_tokens(whisper.tokens.prompt("ko"))
    assert names == ["<|startoftranscript|>", "<|ko|>", "<|transcribe|>", "<|notimestamps|>"]


def test_an_unknown_language_is_a_usage_error(whisper):
    with pytest.raises(UsageError, match="tlh"):
        whisper.tokens.prompt("tlh")


def test_timestamps_are_two_hundredths_of_a_second_apart(whisper):
    name = whisper.tokens.tokenizer.convert_ids_to_tokens(whisper.tokens.timestamp(1.26))
    assert name == "<|1.26|>"


def test_korean_survives_the_tokenizer(whisper):
    assert whisper.tokens.decode(whisper.tokens.encode(" 나는 집에 간다")) == "나는 집에 간다"


def test_a_vocabulary_of_the_english_models_size_has_no_language_in_its_prompt(whisper):
    class EnglishOnly:
        def __len__(self):
            return ENGLISH_ONLY_VOCABULARY

        def __getattr__(self, name):
            return getattr(whisper.tokens.tokenizer, name)

    tokens = type(whisper.tokens)(EnglishOnly())
    assert tokens.prompt("en", timestamps=True) == [tokens.start]
