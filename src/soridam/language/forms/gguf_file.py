"""Export of a language model to GGUF, the file of llama.cpp. Format: ggml/docs/gguf.md. Begin with `write_gguf`."""

from copy import deepcopy
from pathlib import Path
from typing import Any, Literal

import gguf
import numpy as np
import torch
from gguf import GGMLQuantizationType as Kind

from soridam.core.weights.gguf_format import read_gguf
from soridam.language.forms.gguf_layout import (
    POSITIONS,
    ROPE_FREQUENCIES,
    add_config,
    layout_of,
    place_tensors,
    rope_factors,
)
from soridam.language.forms.gguf_vocabulary import Vocabulary, read_vocabulary
from soridam.language.model import end_tokens

Precision = Literal["float32", "float16", "int8"]
KINDS: dict[Precision, Kind] = {"float32": Kind.F32, "float16": Kind.F16, "int8": Kind.Q8_0}


def write_gguf(inner: Any, tokenizer: Any, path: Path, precision: Precision) -> None:
    """Write weights, config and tokenizer.

    Raises UsageError for a model that llama.cpp would compute, or a tokenizer that it would cut, in another way.
    """
    layout = layout_of(inner.config)
    vocabulary = read_vocabulary(tokenizer, inner.get_input_embeddings().num_embeddings)
    writer = gguf.GGUFWriter(path, layout.name)
    add_config(writer, inner.config)
    _add_tokenizer(writer, vocabulary, tokenizer, end_tokens(inner, tokenizer))
    state = inner.state_dict()
    for placed in place_tensors(inner, layout):
        array = placed.write(state[placed.source].float().numpy())
        kind = _kind(placed.name, array, precision)
        writer.add_tensor(placed.name, gguf.quants.quantize(array, kind), raw_dtype=kind)
    if (factors := rope_factors(inner)) is not None:
        writer.add_tensor(ROPE_FREQUENCIES, factors, raw_dtype=Kind.F32)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def read_back(inner: Any, path: Path) -> Any:
    """Return a copy of the model with the weights of the file."""
    copy = deepcopy(inner)
    with read_gguf(path) as file:
        arrays = {
            placed.source: placed.read(file.array(placed.name))
            for placed in place_tensors(inner, layout_of(inner.config))
        }
    copy.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()}, strict=False)
    return copy


def _kind(name: str, array: np.ndarray, precision: Precision) -> Kind:
    """Return the type of a tensor, by the rule of llama.cpp: norms and positions are float32.

    A tensor whose rows do not divide into blocks of quantization is float16.
    """
    if array.ndim == 1 or name == POSITIONS:
        return Kind.F32
    uneven = precision == "int8" and array.shape[-1] % gguf.GGML_QUANT_SIZES[Kind.Q8_0][0]
    return Kind.F16 if uneven else KINDS[precision]


def _add_tokenizer(writer: gguf.GGUFWriter, vocabulary: Vocabulary, tokenizer: Any, ends: frozenset[int]) -> None:
    writer.add_tokenizer_model(vocabulary.model)
    writer.add_tokenizer_pre(vocabulary.cut)
    writer.add_token_list(vocabulary.tokens)
    writer.add_token_types(vocabulary.types)
    if vocabulary.merges:
        writer.add_token_merges(vocabulary.merges)
    if vocabulary.scores:
        writer.add_token_scores(vocabulary.scores)
        writer.add_add_space_prefix(True)
    _add_special(writer, tokenizer, ends)
    if tokenizer.chat_template:
        writer.add_chat_template(tokenizer.chat_template)


def _add_special(writer: gguf.GGUFWriter, tokenizer: Any, ends: frozenset[int]) -> None:
    """Write the ids of the special tokens. llama.cpp knows two ends: of a text and of a turn."""
    end = tokenizer.eos_token_id if tokenizer.eos_token_id is not None else min(ends, default=None)
    begin = tokenizer.bos_token_id if tokenizer.bos_token_id is not None else end
    begun = tokenizer("a").input_ids[:1] == [begin]
    if begin is not None:
        writer.add_bos_token_id(begin)
    if end is not None:
        writer.add_eos_token_id(end)
    if others := sorted(ends - {end}):
        writer.add_eot_token_id(others[0])
    if tokenizer.unk_token_id is not None:
        writer.add_unk_token_id(tokenizer.unk_token_id)
    writer.add_add_bos_token(begun)
