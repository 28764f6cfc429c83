"""A tiny Llama with random weights, packed as llama.cpp packs it, comes back as it was."""

import numpy as np
import pytest
import torch
from tests.core.weights.tiny_gguf import floats, write_gguf
from tokenizers import pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM

from soridam.core.errors import WeightsError
from soridam.core.weights.trust import trusted
from soridam.language.weights.convert import OF_A_LAYER, convert_llama

TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", *sorted(pre_tokenizers.ByteLevel.alphabet()), "he"]
HEADS, KEYS, WIDTH = 4, 2, 16


def llama(seed: int = 0) -> LlamaForCausalLM:
    torch.manual_seed(seed)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(TOKENS), hidden_size=WIDTH, intermediate_size=24, num_hidden_layers=2,
            num_attention_heads=HEADS, num_key_value_heads=KEYS, max_position_embeddings=64, rms_norm_eps=1e-5,
            rope_parameters={"rope_type": "default", "rope_theta": 100_000.0}, tie_word_embeddings=True, bos_token_id=1,
            eos_token_id=2, pad_token_id=2,
        )
    ).eval()  # fmt: skip


def values(**changes: object) -> dict:
    return {
        "general.architecture": "llama",
        "llama.embedding_length": WIDTH,
        "llama.feed_forward_length": 24,
        "llama.block_count": 2,
        "llama.context_length": 64,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": KEYS,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.freq_base": 100_000.0,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "smollm",
        "tokenizer.ggml.tokens": TOKENS,
        "tokenizer.ggml.token_type": [3, 3, 3] + [1] * (len(TOKENS) - 3),
        "tokenizer.ggml.merges": ["h e"],
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.chat_template": "{{ messages[0]['content'] }}",
        **changes,
    }


def shuffled(rows: np.ndarray, heads: int) -> np.ndarray:
    """As llama.cpp keeps queries and keys."""
    return rows.reshape(heads, 2, len(rows) // heads // 2, rows.shape[1]).swapaxes(1, 2).reshape(rows.shape)


def packed(model: LlamaForCausalLM) -> dict:
    state = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    tensors = {
        "token_embd.weight": floats(state["model.embed_tokens.weight"]),
        "output_norm.weight": floats(state["model.norm.weight"]),
    }
    for layer in range(2):
        for short, long in OF_A_LAYER.items():
            rows = state[f"model.layers.{layer}.{long}.weight"]
            heads = {"attn_q": HEADS, "attn_k": KEYS}.get(short)
            tensors[f"blk.{layer}.{short}.weight"] = floats(shuffled(rows, heads) if heads else rows)
    return tensors


@pytest.fixture
def converted(tmp_path):
    (tmp_path / "target").mkdir()
    write_gguf(tmp_path / "model.gguf", values(), packed(llama()))
    convert_llama(tmp_path, tmp_path / "target")
    return trusted(tmp_path / "target", "transformers", "language")


def test_the_model_says_the_same_and_lacks_no_weight(converted):
    model, loading = AutoModelForCausalLM.from_pretrained(converted, output_loading_info=True)
    assert not any(loading.values())
    tokens = torch.tensor([[1, 5, 9, 7]])
    with torch.inference_mode():
        assert torch.equal(model.eval()(tokens).logits, llama()(tokens).logits)


def test_the_tokenizer_merges_cuts_digits_and_knows_its_special_tokens(converted):
    tokenizer = AutoTokenizer.from_pretrained(converted)
    assert tokenizer.tokenize("<|im_start|>hey 12") == ["<|im_start|>", "he", "y", "Ġ", "1", "2"]
    assert tokenizer.decode(tokenizer.encode("소리, hey 12")) == "소리, hey 12"
    assert (tokenizer.eos_token, tokenizer.pad_token) == ("<|im_end|>", "<|im_end|>")
    assert tokenizer.apply_chat_template([{"role": "user", "content": "hey"}], tokenize=False) == "hey"


@pytest.mark.parametrize(
    "changes", [{"general.architecture": "qwen2"}, {"tokenizer.ggml.model": "llama"}, {"tokenizer.ggml.pre": "qwen2"}]
)
def test_another_kind_of_model_or_tokenizer_is_refused(tmp_path, changes):
    write_gguf(tmp_path / "model.gguf", values(**changes), packed(llama()))
    with pytest.raises(WeightsError, match="cannot be converted"):
        convert_llama(tmp_path, tmp_path)
