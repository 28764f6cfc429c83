"""A causal language model for training: it takes packed examples and returns the loss of each learned token.

Begin with `CausalNetwork`; `refuse_unsound` compares it with the unpacked model before a run begins.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

from soridam.core.errors import TrainingError
from soridam.language.tuning.attention import attend_apart, lengths_of
from soridam.training.loss import IGNORED

CHUNK = 512  # learned tokens whose logits exist at once: 512 x 150,000 in float32 are 0.3 GB
SAME = 1e-2  # nats; a leak is off by whole nats, and bf16 by thousandths


class CausalNetwork(nn.Module):
    """A model of Transformers that computes logits only where there is a label, some positions at a time."""

    def __init__(self, inner: Any) -> None:
        super().__init__()
        self.inner = inner
        attend_apart(inner)

    @property
    def config(self) -> Any:
        return self.inner.config

    def forward(self, tokens: Tensor, positions: Tensor, labels: Tensor) -> Tensor:
        """Return the cross entropy of each label that counts, (learned,), in their order.

        tokens, positions and labels: (1, length). Positions that begin at 0 again begin another example, which
        attends to none before it: without a mask and without a cache Transformers derives that from them.
        """
        body = self.inner.base_model
        apart = {"example_lengths": lengths_of(positions)} if tokens.device.type == "cpu" else {}
        hidden = body(input_ids=tokens, position_ids=positions, attention_mask=None, use_cache=False, **apart)[0]
        learned = labels != IGNORED
        kept, wanted = hidden[learned], labels[learned]
        parts = zip(kept.split(CHUNK), wanted.split(CHUNK), strict=True)
        # A chunk's logits are computed again on the way back: they would be the largest tensors of all.
        return torch.cat([checkpoint(self._losses, part, label, use_reentrant=False) for part, label in parts])

    def _losses(self, hidden: Tensor, labels: Tensor) -> Tensor:
        logits = self.inner.get_output_embeddings()(hidden).float()
        cap = getattr(self.config, "final_logit_softcapping", None)  # of Gemma 2
        logits = cap * torch.tanh(logits / cap) if cap else logits
        return F.cross_entropy(logits, labels, reduction="none")


@torch.no_grad()
def refuse_unsound(network: CausalNetwork, tokens: Sequence[int], device: torch.device) -> None:
    """Raise TrainingError unless an example has the same loss packed, alone, and by the model's own logits.

    Without this check, a model whose attention ignores where examples begin would silently learn from their neighbors.
    """
    some = list(tokens)[:24] if len(tokens) > 2 else [*tokens, *tokens, *tokens]
    network.eval()
    own = network.inner(input_ids=_row(some[:-1], device), use_cache=False).logits[0].float()
    expected = F.cross_entropy(own, torch.tensor(some[1:], device=device), reduction="none")
    other = some[::-1]
    alone = network(*_as_batch([some], device))
    packed = network(*_as_batch([other, some], device))[len(other) - 1 :]
    for found, what in ((alone, "alone"), (packed, "packed with another")):
        if float((found - expected).abs().max()) > SAME * max(1.0, float(expected.max())):
            raise TrainingError(
                "run.unsound-network",
                "{kind} is not understood: the loss of an example {what} differs from the model's own.",
                hint="Train another kind of model.",
                kind=type(network.inner).__name__,
                what=what,
            )


def _as_batch(examples: Sequence[Sequence[int]], device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    return (
        _row([token for example in examples for token in example[:-1]], device),
        _row([place for example in examples for place in range(len(example) - 1)], device),
        _row([token for example in examples for token in example[1:]], device),
    )


def _row(values: Sequence[int], device: torch.device) -> Tensor:
    return torch.tensor([list(values)], device=device)
