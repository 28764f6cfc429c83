"""Attention over packed examples, computed for each example alone. Begin with `attend_by_example`.

The other way is to attend over the whole row with a mask: with eight examples in a row of 1,024 tokens, seven eighths
of the result are then thrown away. Only a CPU does it this way; a GPU is faster with one large computation.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

BY_EXAMPLE = "soridam-by-example"  # its name among the attentions of Transformers


def attend_by_example(
    module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    *,
    example_lengths: Sequence[int] = (),
    **how: Any,
) -> tuple[Tensor, None]:
    """Attend as `sdpa` does, each example apart where `example_lengths` are given.

    query, key and value: (1, heads, length, width). Returns (1, length, heads, width).
    """
    if len(example_lengths) < 2:
        attended: Tensor = sdpa_attention_forward(module, query, key, value, attention_mask, **how)[0]
        return attended, None
    parts, start = [], 0
    for length in example_lengths:
        inside = slice(start, start + length)
        part = query[:, :, inside], key[:, :, inside], value[:, :, inside]
        mask = None if attention_mask is None else attention_mask[:, :, inside, inside]
        parts.append(sdpa_attention_forward(module, *part, mask, **how)[0])
        start += length
    return torch.cat(parts, dim=1), None


def lengths_of(positions: Tensor) -> list[int]:
    """Return the lengths of the examples in a row of positions (1, length), which begin at 0 with each example."""
    starts = [*(positions[0] == 0).nonzero().flatten().tolist(), positions.shape[1]]
    return [end - start for start, end in pairwise(starts)]


def attend_apart(inner: Any) -> None:
    """Replace the `sdpa` attention of a model of Transformers by `attend_by_example`."""
    AttentionInterface.register(BY_EXAMPLE, attend_by_example)
    AttentionMaskInterface.register(BY_EXAMPLE, sdpa_mask)
    if inner.config._attn_implementation == "sdpa":
        inner.set_attn_implementation(BY_EXAMPLE)
