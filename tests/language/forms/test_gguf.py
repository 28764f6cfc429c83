"""Our GGUF files in llama.cpp itself: it cuts texts as the tokenizer does, and writes what the model writes."""

import pytest
import torch
from tests.language.forms.llama_cpp import ask
from tests.language.forms.tiny_tokenizers import CUTS, TEXTS, gpt2, llama2, llama3
from tokenizers import Regex, models, normalizers, pre_tokenizers
from transformers import (
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

from soridam.core.errors import UsageError
from soridam.language.forms.gguf_file import read_back, write_gguf

SMALL = {
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
    "pad_token_id": 0,
    "bos_token_id": None,
    "eos_token_id": 0,
}
THETA = {"rope_type": "default", "rope_theta": 5000.0}
LLAMA_3 = {
    "rope_type": "llama3",
    "rope_theta": 5000.0,
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 64,
}
FAMILIES = {
    "llama": lambda size: LlamaForCausalLM(LlamaConfig(vocab_size=size, **SMALL, rope_parameters=THETA)),
    "llama, embeddings tied": lambda size: LlamaForCausalLM(
        LlamaConfig(vocab_size=size, **SMALL, tie_word_embeddings=True)
    ),
    "llama 3.1": lambda size: LlamaForCausalLM(LlamaConfig(vocab_size=size, **SMALL, rope_parameters=LLAMA_3)),
    "llama with biases": lambda size: LlamaForCausalLM(LlamaConfig(vocab_size=size, **SMALL, attention_bias=True)),
    "mistral": lambda size: MistralForCausalLM(MistralConfig(vocab_size=size, **SMALL, sliding_window=None)),
    "qwen2": lambda size: Qwen2ForCausalLM(Qwen2Config(vocab_size=size, **SMALL)),
    "qwen3": lambda size: Qwen3ForCausalLM(
        Qwen3Config(vocab_size=size, **SMALL, head_dim=32, tie_word_embeddings=True)
    ),
    "gpt2": lambda size: GPT2LMHeadModel(
        GPT2Config(vocab_size=size, n_embd=64, n_layer=2, n_head=4, n_positions=256, eos_token_id=0, bos_token_id=None)
    ),
}


def build(family, size):
    torch.manual_seed(0)
    model = FAMILIES[family](size).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return model


def assert_likeliest(model, prompt, written):
    """Each token is the model's own choice: of random models two are sometimes equally likely but for the rounding."""
    with torch.no_grad():
        logits = model(torch.tensor([[*prompt, *written]])).logits[0, len(prompt) - 1 : -1]
    chosen = logits.gather(1, torch.tensor(written)[:, None])[:, 0]
    assert (logits.max(dim=1).values - chosen).max() < 1e-3
    assert (logits.max(dim=1).values - logits.median(dim=1).values).min() > 0.1


@pytest.mark.parametrize("cut", CUTS)
def test_llama_cpp_cuts_texts_as_the_tokenizer_does(cut, tmp_path):
    tokenizer = CUTS[cut]()
    write_gguf(build("llama", len(tokenizer)), tokenizer, tmp_path / "model.gguf", "float32")
    found = ask(tmp_path / "model.gguf", texts=TEXTS)["tokens"]
    assert found == [tokenizer(text).input_ids for text in TEXTS]
    assert any(len(tokens) < len(text.encode()) * 0.7 for tokens, text in zip(found, TEXTS, strict=True))  # merged


@pytest.mark.parametrize("family", FAMILIES)
def test_llama_cpp_writes_what_the_model_writes(family, tmp_path):
    tokenizer = gpt2()
    model = build(family, len(tokenizer) + 3)  # more embeddings than tokens, as Qwen has them
    write_gguf(model, tokenizer, tmp_path / "model.gguf", "float32")
    prompts = [tokenizer(text).input_ids for text in TEXTS[:4]]
    found = ask(tmp_path / "model.gguf", prompts=prompts)["answers"]
    for prompt, tokens in zip(prompts, found, strict=True):
        assert len(tokens) >= 1
        assert_likeliest(model, prompt, tokens)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_file_is_read_back_to_the_same_weights(family, tmp_path):
    tokenizer = gpt2()
    model = build(family, len(tokenizer))
    write_gguf(model, tokenizer, tmp_path / "model.gguf", "float32")
    state = read_back(build(family, len(tokenizer)), tmp_path / "model.gguf").state_dict()
    assert all(torch.equal(tensor, state[name]) for name, tensor in model.state_dict().items())
    write_gguf(model, tokenizer, tmp_path / "model.gguf", "int8")
    state = read_back(model, tmp_path / "model.gguf").state_dict()
    assert any(not torch.equal(tensor, state[name]) for name, tensor in model.state_dict().items())


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Gemma3ForCausalLM, "model_type gemma3_text"),
        (LlamaForCausalLM, "rope_type yarn"),
        (LlamaForCausalLM, "activation gelu"),
        (MistralForCausalLM, "sliding_window 64"),
    ],
)
def test_a_model_that_llama_cpp_would_compute_otherwise_is_refused(model, words, tmp_path):
    yarn = {"rope_type": "yarn", "rope_theta": 5000.0, "factor": 4.0, "original_max_position_embeddings": 64}
    configs = {
        "model_type gemma3_text": lambda: Gemma3TextConfig(vocab_size=300, **SMALL, head_dim=16),
        "rope_type yarn": lambda: LlamaConfig(vocab_size=300, **SMALL, rope_parameters=yarn),
        "activation gelu": lambda: LlamaConfig(vocab_size=300, **SMALL, hidden_act="gelu"),
        "sliding_window 64": lambda: MistralConfig(vocab_size=300, **SMALL, sliding_window=64),
    }
    with pytest.raises(UsageError, match=words):
        write_gguf(model(configs[words]()), gpt2(), tmp_path / "model.gguf", "float32")
    assert not (tmp_path / "model.gguf").exists()


def other_expression(tokenizer):
    split = pre_tokenizers.Split(Regex(r"\w+|\W"), "isolated")
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )


def other_normalizer(tokenizer):
    tokenizer.backend_tokenizer.normalizer = normalizers.Lowercase()


def no_merges_of_llama_3(tokenizer):
    state = tokenizer.backend_tokenizer.model
    state.ignore_merges = False


def no_second_space(tokenizer):
    """As Transformers reads Llama 2: text that begins with a space gets none before it."""
    tokenizer.backend_tokenizer.normalizer = None
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)


def a_way_is_no_merge(tokenizer):
    """The last way to put its last token together is left out: scores would merge it all the same."""
    backend = tokenizer.backend_tokenizer
    vocabulary = {**backend.get_vocab(with_added_tokens=False), "thee": len(backend.get_vocab())}
    made = [("t", "h"), ("h", "e"), ("e", "e"), ("th", "ee")]  # and not ("the", "e"), as "the" is in the vocabulary
    vocabulary |= {"the": len(vocabulary), "th": vocabulary.get("th", len(vocabulary) + 1)}
    vocabulary = {token: number for number, token in enumerate(vocabulary)}
    backend.model = models.BPE(vocab=vocabulary, merges=made, unk_token="<unk>", fuse_unk=True, byte_fallback=True)


@pytest.mark.parametrize(
    ("build_tokenizer", "change", "words"),
    [
        (gpt2, other_expression, "Split, ByteLevel"),
        (gpt2, other_normalizer, "Lowercase, ByteLevel"),
        (llama3, no_merges_of_llama_3, "Split, ByteLevel"),
        (llama2, no_second_space, "Metaspace"),
        (llama2, a_way_is_no_merge, "Prepend, Replace"),
    ],
)
def test_a_tokenizer_that_llama_cpp_would_take_for_another_is_refused(build_tokenizer, change, words, tmp_path):
    tokenizer = build_tokenizer()
    change(tokenizer)
    with pytest.raises(UsageError, match=f"cuts by {words}"):
        write_gguf(build("llama", len(tokenizer)), tokenizer, tmp_path / "model.gguf", "float32")
