"""Tiny random models of every family that is tuned, with a tokenizer of letters and a chat template, as folders."""

from pathlib import Path

import torch
from tests.language.tiny_llama import SPECIAL, write_tiny_llama
from tokenizers import models, pre_tokenizers
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    Phi3Config,
    Phi3ForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

# <end> follows answers only, so that it is seen once for each of them.
TEMPLATE = (
    "{% for m in messages %}{% if m['role'] == 'assistant' %}<answer>{{ m['content'] }}<end>"
    "{% else %}<user>{{ m['content'] }}{% endif %}{% endfor %}{% if add_generation_prompt %}<answer>{% endif %}"
)
VOCABULARY = len(SPECIAL) + 256
SMALL = {
    "vocab_size": VOCABULARY,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
    "eos_token_id": 0,
    "pad_token_id": 0,
    "bos_token_id": None,
}
GPT2 = {"vocab_size": VOCABULARY, "n_embd": 32, "n_layer": 3, "n_head": 4, "n_positions": 256}
FAMILIES = {
    "gpt2": lambda: GPT2LMHeadModel(GPT2Config(**GPT2, eos_token_id=0, bos_token_id=None)),
    "llama": lambda: LlamaForCausalLM(LlamaConfig(**SMALL)),
    "mistral": lambda: MistralForCausalLM(MistralConfig(**SMALL, sliding_window=64)),
    "qwen2": lambda: Qwen2ForCausalLM(Qwen2Config(**SMALL)),
    "qwen3": lambda: Qwen3ForCausalLM(Qwen3Config(**SMALL, head_dim=8, tie_word_embeddings=True)),
    "gemma3": lambda: Gemma3ForCausalLM(Gemma3TextConfig(**SMALL, head_dim=8, sliding_window=64)),
    "phi3": lambda: Phi3ForCausalLM(Phi3Config(**SMALL)),
}


def build_tiny(family: str):
    """A random model whose norms and biases are random, too."""
    torch.manual_seed(0)
    model = FAMILIES[family]().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return model


def write_tiny_chat(folder: Path, family: str = "llama", *, chat: bool = True) -> Path:
    """Write model, tokenizer and template as Transformers does."""
    write_tiny_llama(folder, chat=False)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.chat_template = TEMPLATE if chat else None
    build_tiny(family).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def write_exportable_chat(folder: Path, family: str = "llama", *, cut: str = "digits") -> Path:
    """The same with one merge of two letters, without which a tokenizer of llama.cpp is none.

    Its tokenizer cuts text as SmolLM2's does, into "words" as none does that llama.cpp knows, or as that of GPT-2.
    """
    base = write_tiny_chat(folder, family)
    tokenizer, network = AutoTokenizer.from_pretrained(base), AutoModelForCausalLM.from_pretrained(base)
    backend = tokenizer.backend_tokenizer
    steps = {"digits": pre_tokenizers.Digits(individual_digits=True), "words": pre_tokenizers.Whitespace()}
    if cut in steps:
        in_bytes = pre_tokenizers.ByteLevel(add_prefix_space=False)
        backend.pre_tokenizer = pre_tokenizers.Sequence([steps[cut], in_bytes])
    vocabulary = backend.get_vocab()
    backend.model = models.BPE(vocab={**vocabulary, "ah": len(vocabulary)}, merges=[("a", "h")])
    network.resize_token_embeddings(len(vocabulary) + 1)
    network.save_pretrained(base)
    tokenizer.save_pretrained(base)
    return base
