"""The network that is trained, a UNet with its text encoders, and its loss. Begin with `DiffusionNetwork`."""

import re
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from soridam.image.model import Parts, Words, encode_tokens
from soridam.image.tuning.config import ImageTuning, Part

UNET_LAYERS: dict[Part, tuple[str, ...]] = {
    "attention": ("to_q", "to_k", "to_v", "to_out.0"),
    "mlp": ("ff.net.0.proj", "ff.net.2"),
}
TEXT_LAYERS = ("q_proj", "k_proj", "v_proj", "out_proj")
WORDS_IN_MEMORY = 2 * 1024**3  # bytes of encoded captions that are kept; what is more is encoded at each step
ENCODED_AT_ONCE = 64  # captions


class DiffusionNetwork(nn.Module):
    """A UNet and its text encoders as one network, whose forward is the loss of each row."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.kind = parts.kind
        self.unet = parts.unet
        self.text_encoders = nn.ModuleList(parts.text_encoders)

    @property
    def trains_text(self) -> bool:
        return any(parameter.requires_grad for parameter in self.text_encoders.parameters())

    def forward(
        self, noisy: Tensor, level: Tensor, wanted: Tensor, time_ids: Tensor, *text: Tensor, encoded: bool
    ) -> Tensor:
        """Return the squared error of each row, (rows,).

        `text` is states and, for SDXL, pooled if it is encoded, or else the token ids of each text encoder.
        """
        words = Words(*text) if encoded else encode_tokens(self.kind, list(self.text_encoders), text)
        more: dict[str, Any] = {}
        if words.pooled is not None:
            more["added_cond_kwargs"] = {"text_embeds": words.pooled, "time_ids": time_ids}
        found = self.unet(noisy, level, words.states, **more).sample
        errors: Tensor = ((found.float() - wanted) ** 2).mean((1, 2, 3))
        return errors


class Texts:
    """The captions of a run as the network reads them: encoded once if the text encoders are not trained."""

    def __init__(self, parts: Parts, network: DiffusionNetwork, captions: Sequence[str]) -> None:
        self._ids = parts.tokenize(captions)
        self._device = parts.unet.device
        self._words = None if network.trains_text else _encode_all(parts, captions)

    @property
    def encoded(self) -> bool:
        return self._words is not None

    def rows(self, numbers: Sequence[int]) -> list[Tensor]:
        """Return the tensors that the network's forward takes for these captions."""
        chosen = list(numbers)
        if self._words is None:
            return [ids[chosen].to(self._device) for ids in self._ids]
        words = self._words.rows(chosen)
        return [tensor.to(self._device) for tensor in (words.states, words.pooled) if tensor is not None]


@torch.no_grad()
def _encode_all(parts: Parts, captions: Sequence[str]) -> Words | None:
    """Encode all captions; None if they would take too much memory."""
    first = parts.encode_text(captions[:1])
    if len(captions) * first.states.nbytes > WORDS_IN_MEMORY:
        return None
    found = [
        parts.encode_text(captions[start : start + ENCODED_AT_ONCE])
        for start in range(0, len(captions), ENCODED_AT_ONCE)
    ]
    pooled = [words.pooled.cpu() for words in found if words.pooled is not None]
    return Words(torch.cat([words.states.cpu() for words in found]), torch.cat(pooled) if pooled else None)


def make_trainable(parts: Parts, tuning: ImageTuning, *, seed: int) -> None:
    """Make the chosen weights trainable and nothing else: all of the UNet, or adapters in it."""
    for module in (parts.unet, parts.vae, *parts.text_encoders):
        module.requires_grad_(False)
    chosen = (parts.unet, *parts.text_encoders) if tuning.text_encoder else (parts.unet,)
    if tuning.method == "full":
        for module in chosen:
            module.requires_grad_(True)
        _freeze_unused(parts)
        return
    torch.manual_seed(seed)  # the first factor starts at random
    for module in chosen:
        layers = UNET_LAYERS if module is parts.unet else dict.fromkeys(tuning.parts, TEXT_LAYERS)
        _add_adapter(module, tuning, [name for part in tuning.parts for name in layers[part]])
    _freeze_unused(parts)


def _freeze_unused(parts: Parts) -> None:
    """Freeze what has no part in the result: SDXL reads the first text encoder before its last layer."""
    if parts.kind != "sdxl":
        return
    encoder = parts.text_encoders[0]
    unused = re.compile(rf"encoder\.layers\.{encoder.config.num_hidden_layers - 1}\.|final_layer_norm")
    for name, parameter in encoder.named_parameters():
        if unused.search(name):
            parameter.requires_grad_(False)


def _add_adapter(module: Any, tuning: ImageTuning, layers: Sequence[str]) -> None:
    from peft import LoraConfig

    module.add_adapter(
        LoraConfig(
            r=tuning.rank,
            lora_alpha=tuning.alpha,
            lora_dropout=tuning.dropout,
            init_lora_weights="gaussian",
            target_modules=sorted(set(layers)),
        )
    )
