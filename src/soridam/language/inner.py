"""What happens inside a model while it reads: how much each branch adds in each layer, and the next token.

Begin with `look_inside`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from soridam.language.model import LanguageModel
from soridam.training.adjust import Adjustment, Branch, Site


@dataclass(frozen=True, slots=True)
class Expectation:
    """One row's view of the next token: the likeliest with their probabilities, and the entropy of all in bits."""

    likeliest: tuple[tuple[str, float], ...]
    entropy: float

    def to_json(self) -> dict[str, Any]:
        likeliest = [{"token": token, "share": share} for token, share in self.likeliest]
        return {"likeliest": likeliest, "entropy": self.entropy}


@dataclass(frozen=True, slots=True)
class Inner:
    """The tokens that were read, and for each row what happened at the chosen one.

    `attention` and `mlp` hold, for each row, the length (L2 norm) of what the branch adds in each layer.
    """

    tokens: tuple[str, ...]
    position: int
    attention: tuple[tuple[float, ...], ...]
    mlp: tuple[tuple[float, ...], ...]
    expected: tuple[Expectation, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "tokens": self.tokens,
            "position": self.position,
            "attention": self.attention,
            "mlp": self.mlp,
            "expected": [each.to_json() for each in self.expected],
        }


@torch.inference_mode()
def look_inside(
    model: LanguageModel,
    tokens: Sequence[int],
    adjustments: Sequence[Adjustment],
    *,
    position: int = -1,
    likeliest: int = 8,
) -> Inner:
    """Read the tokens once, a row for each adjustment, and look at the one at `position` (the last one by default)."""
    place = range(len(tokens))[position] if -len(tokens) <= position < len(tokens) else len(tokens) - 1
    norms: dict[tuple[Branch, int], Tensor] = {}

    def see(site: Site, output: Tensor) -> None:
        norms[site.branch, site.layer] = output[:, place].float().norm(dim=-1)

    with model.adjustable.rows(adjustments), model.adjustable.watching(see):
        logits = model.network(torch.tensor([list(tokens)] * len(adjustments)), use_cache=False).logits[:, place]
    return Inner(
        tokens=tuple(map(model.text_of, tokens)),
        position=place,
        attention=_by_row(norms, "attention", len(adjustments)),
        mlp=_by_row(norms, "mlp", len(adjustments)),
        expected=tuple(_expectation(model, row, likeliest) for row in logits),
    )


def entropy_of(logits: Tensor) -> Tensor:
    """Compute the entropy of the next token in bits: logits (…, vocabulary) give (…)."""
    logarithms = torch.log_softmax(logits.float(), dim=-1)
    return -(logarithms.exp() * logarithms).sum(-1) / torch.log(torch.tensor(2.0))


def _by_row(norms: dict[tuple[Branch, int], Tensor], branch: Branch, rows: int) -> tuple[tuple[float, ...], ...]:
    layers = [norms[each] for each in sorted(norms) if each[0] == branch]
    return tuple(tuple(float(layer[row]) for layer in layers) for row in range(rows))


def _expectation(model: LanguageModel, logits: Tensor, likeliest: int) -> Expectation:
    best = torch.softmax(logits.float(), dim=-1).topk(min(likeliest, len(logits)))
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return Expectation(tuple((model.text_of(token), value) for token, value in pairs), float(entropy_of(logits)))
