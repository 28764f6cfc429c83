"""The objectives: perplexity of completions, and the loss of preferences (DPO). Begin with `preference_losses`."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from soridam.language.tuning.loading import Batch, PreferenceBatch, TrainingBatches, sum_by_piece

MOST_NATS = 700.0  # a token; the exponential of more is no number any more


def perplexity_of(loss: float) -> float:
    """Return the perplexity of a mean loss in nats for each token."""
    return math.exp(min(loss, MOST_NATS))


def preference_losses(losses: Tensor, batch: PreferenceBatch, beta: float) -> Tensor:
    """Compute the DPO loss of each pair, (pairs,). Source: Rafailov et al. 2023, arXiv 2305.18290, equation 7.

    losses: (labels,), cross entropies of the row, chosen answer and rejected answer in turn.
    """
    answers = -sum_by_piece(losses, batch.pieces).reshape(-1, 2)  # log-probabilities: chosen, rejected
    gained = answers - batch.reference.to(answers.device)
    return -F.logsigmoid(beta * (gained[:, 0] - gained[:, 1]))


@torch.no_grad()
def reference_log_probabilities(batches: TrainingBatches, losses_of: Callable[[Batch], Tensor]) -> Tensor:
    """Return the log-probabilities that the untrained model gives to both answers of each pair, (pairs, 2)."""
    found = [-sum_by_piece(losses_of(batch), batch.pieces).reshape(-1, 2).cpu() for batch in batches.iter_in_order()]
    return torch.cat(found)


def iter_inputs(batch: Batch, device: torch.device) -> Iterator[Any]:
    """Move a batch to a device; returns the tokens, positions and labels that `CausalNetwork` takes."""
    for tensor in (batch.token_ids, batch.positions, batch.labels):
        yield tensor.to(device)
