"""A tiny random Llama with a tokenizer of letters and a chat template, as a folder."""

from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from soridam.core.weights.store import store

SPECIAL = ["<end>", "<user>", "<answer>"]
TEMPLATE = "{% for message in messages %}<user>{{ message['content'] }}{% endfor %}<answer>"


def write_tiny_llama(folder: Path, *, chat: bool = True, positions: int = 64) -> Path:
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={token: n for n, token in enumerate([*SPECIAL, *letters])}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<end>", pad_token="<end>")
    fast.add_special_tokens({"additional_special_tokens": SPECIAL[1:]})
    if chat:
        fast.chat_template = TEMPLATE
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(SPECIAL) + len(letters),
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=positions,
        eos_token_id=0,
        pad_token_id=0,
    )
    model = LlamaForCausalLM(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    model.save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder


def store_tiny_llama(name: str, positions: int) -> None:
    """Put it into the cache that SORIDAM_HOME names, so that a name of the catalog means it."""
    store(name, "transformers", {}, lambda target, _: write_tiny_llama(target, positions=positions))
