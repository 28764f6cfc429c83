"""On a tiny Llama with random weights: what it says is noise, but noise in the shape of a story."""

import json

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from soridam.book.draw.heroes import default_hero
from soridam.book.story import Wish
from soridam.book.writers.local import LocalWriter
from soridam.core.errors import WeightsError

TEMPLATE = "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("llama")
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {symbol: index for index, symbol in enumerate(["</s>", *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="</s>", chat_template=TEMPLATE)
    fast.save_pretrained(path)
    config = LlamaConfig(
        vocab_size=len(vocabulary), hidden_size=16, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
        max_position_embeddings=16_384, bos_token_id=0, eos_token_id=0,
    )  # fmt: skip
    ending_its_strings_soon(LlamaForCausalLM(config), vocabulary['"']).save_pretrained(path)
    return path


def ending_its_strings_soon(model: LlamaForCausalLM, quote: int) -> LlamaForCausalLM:
    """Noise in which quotation marks are frequent, or else each text would grow to its limit."""
    with torch.no_grad():
        model.model.embed_tokens.weight.fill_(1.0)
        model.model.layers[0].self_attn.o_proj.weight.zero_()
        model.model.layers[0].mlp.down_proj.weight.zero_()
        model.lm_head.weight.zero_()
        model.lm_head.weight[quote] = 8 / model.config.hidden_size
    return model


def test_even_noise_comes_as_a_story_of_the_right_length(folder):
    wish = Wish(topic="a kite", hero=default_hero("cat", "en"), age_band="3-4", seed=3)
    writer = LocalWriter(str(folder), tokens_a_page=900)
    story = writer.write(wish, lambda _: None)
    assert len(story.pages) == 8
    assert story.hero.kind == "cat"
    assert all(member.id in {each.id for each in story.characters} for member in story.pages[0].picture.cast)
    assert writer.write_page(wish, story, 3, 1, []).number == 3


def test_a_folder_without_safetensors_is_refused(folder, tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "llama"}))
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    with pytest.raises(WeightsError, match=r"only as pytorch_model\.bin"):
        LocalWriter(str(tmp_path)).write(Wish(topic="x", hero=default_hero("cat", "en")), lambda _: None)
