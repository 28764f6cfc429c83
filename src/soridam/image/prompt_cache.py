"""Prompts as Stable Diffusion's text encoders read them, kept: a prompt is encoded once. Begin with `PromptCache`."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

MOST_PROMPTS = 64  # of SDXL less than a megabyte each
# What `encode_prompt` returns, in its order; the last two are SDXL's. They are arguments of the pipeline's call.
_NAMES = ("prompt_embeds", "negative_prompt_embeds", "pooled_prompt_embeds", "negative_pooled_prompt_embeds")

_Key = tuple[str, str | None]


class PromptCache:
    """The prompts of one pipeline; `clear` it after its text encoders were changed. Begin with `find`."""

    def __init__(self, pipeline: Any, most: int = MOST_PROMPTS) -> None:
        self._pipeline, self._most = pipeline, most
        self._known: OrderedDict[_Key, dict[str, Tensor]] = OrderedDict()

    def find(self, prompts: Sequence[str], negative: str | None) -> dict[str, Tensor]:
        """Return the arguments of a call that stand for these prompts; without `negative` there is no guidance."""
        keys = [(prompt, negative) for prompt in prompts]
        missing = [key for key in dict.fromkeys(keys) if key not in self._known]
        if missing:
            self._known.update(self._encode(missing, negative))
        for key in keys:
            self._known.move_to_end(key)
        rows = [self._known[key] for key in keys]
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return {name: torch.cat([row[name] for row in rows]) for name in rows[0]}

    def clear(self) -> None:
        self._known.clear()

    def _encode(self, keys: Sequence[_Key], negative: str | None) -> dict[_Key, dict[str, Tensor]]:
        encoded = self._pipeline.encode_prompt(
            prompt=[prompt for prompt, _ in keys],
            device=self._pipeline._execution_device,
            num_images_per_prompt=1,
            do_classifier_free_guidance=negative is not None,
            negative_prompt=None if negative is None else [negative] * len(keys),
        )
        named = {name: tensor for name, tensor in zip(_NAMES, encoded, strict=False) if tensor is not None}
        return {key: {name: named[name][row : row + 1] for name in named} for row, key in enumerate(keys)}
