"""Which tokens end an answer: one rule, wherever one is written, learned or exported."""

import pytest
from tests.language.tiny_chat import write_tiny_chat
from transformers import AutoTokenizer, GenerationConfig

from soridam.language.generate import Sampling, answer
from soridam.language.model import LanguageModel, end_tokens
from soridam.language.tuning.network import CausalNetwork
from soridam.language.tuning.trainable import save_model
from soridam.training.adjust import UNTOUCHED


@pytest.fixture
def model(tmp_path):
    return LanguageModel.load(str(write_tiny_chat(tmp_path / "tiny")))


@pytest.mark.parametrize(
    ("named", "expected"), [(0, {0}), (5, {0, 5}), ([5, 6], {0, 5, 6}), ([0, 5], {0, 5}), (None, {0})]
)
def test_answers_end_at_what_the_config_names_and_at_the_tokenizers_end(model, named, expected):
    model.network.generation_config.eos_token_id = named
    assert model.tokenizer.eos_token_id == 0
    assert model.ends == end_tokens(model.network, model.tokenizer) == expected


def test_a_tokenizer_without_an_end_leaves_what_the_config_names(model):
    model.tokenizer.eos_token = None
    model.network.generation_config.eos_token_id = 5
    assert model.ends == {5}


@pytest.mark.parametrize("by_config", [True, False])
def test_an_answer_ends_at_either_of_them(model, by_config):
    prompt = model.encode("hi")
    first = next(iter(answer(model, prompt, [UNTOUCHED], Sampling(most_tokens=4, likeliest=1)))).choice.text
    token = model.tokenizer.convert_tokens_to_ids(model.tokenizer.tokenize(first)[0])
    if by_config:
        model.network.generation_config.eos_token_id = token
    else:
        model.tokenizer.eos_token = model.tokenizer.convert_ids_to_tokens(token)
    pieces = list(answer(model, prompt, [UNTOUCHED], Sampling(most_tokens=4)))
    assert [piece.end for piece in pieces] == ["stop"]


def test_a_saved_model_names_both_for_programs_that_ask_only_its_config(model, tmp_path):
    model.network.generation_config.eos_token_id = 5
    save_model(tmp_path / "run", CausalNetwork(model.network), model.tokenizer, None, tmp_path, "tiny")
    assert GenerationConfig.from_pretrained(tmp_path / "run/model").eos_token_id == [0, 5]
    assert AutoTokenizer.from_pretrained(tmp_path / "run/model").eos_token_id == 0
    assert LanguageModel.load(str(tmp_path / "run/model")).ends == {0, 5}
