"""The loss of several batches as if they were one: weighted by token, over micro-batches and processes.

A mean of means is wrong as soon as batches differ in length; here a step's loss is one sum divided by one count.
"""

import math

from torch import Tensor
from torch.nn import functional as F

IGNORED = -100  # a label that teaches nothing: padding, or a token that is given in use


def token_loss_sum(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy summed over the labels that count.

    logits: (..., vocabulary); labels: (...) with IGNORED where nothing is to be learned.
    """
    return F.cross_entropy(logits.float().flatten(0, -2), labels.flatten(), ignore_index=IGNORED, reduction="sum")


def count_tokens(labels: Tensor) -> int:
    """Return how many labels count."""
    return int((labels != IGNORED).sum())


def share_of_mean(loss_sum: Tensor, *, step_tokens: int, processes: int) -> Tensor:
    """Scale a micro-batch's loss so that all of them over all processes add up to the step's mean per token.

    `step_tokens` counts the whole step: all micro-batches of all processes. Processes average their gradients,
    hence the factor.
    """
    return loss_sum * (processes / step_tokens)


def is_measured(loss: float) -> bool:
    """False for a loss that is not a number or infinite: such a run learns nothing any more."""
    return math.isfinite(loss)
