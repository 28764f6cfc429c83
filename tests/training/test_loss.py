import math

import pytest
import torch

from soridam.training.loss import IGNORED, count_tokens, is_measured, share_of_mean, token_loss_sum


def test_the_loss_of_two_equally_likely_tokens_is_log_two_for_each_label():
    labels = torch.tensor([[0, 1, IGNORED]])
    assert token_loss_sum(torch.zeros(1, 3, 2), labels).item() == pytest.approx(2 * math.log(2))


def test_ignored_labels_are_not_counted():
    assert count_tokens(torch.tensor([[IGNORED, 4], [5, IGNORED]])) == 2


def test_shares_of_unequal_batches_add_up_to_the_mean_over_all_tokens():
    losses, tokens = torch.tensor([6.0, 2.0]), [3, 1]
    parts = [share_of_mean(loss, step_tokens=sum(tokens), processes=1) for loss in losses]
    assert sum(parts).item() == pytest.approx(2.0)  # a mean of means gives 2.0 only by chance: (2 + 2) / 2
    assert parts[0].item() == pytest.approx(1.5)


def test_processes_that_average_their_gradients_give_the_mean_over_all_tokens():
    of_processes = [share_of_mean(torch.tensor(loss), step_tokens=5, processes=2) for loss in (10.0, 5.0)]
    assert (of_processes[0] + of_processes[1]).item() / 2 == pytest.approx(3.0)


@pytest.mark.parametrize("loss", [math.nan, math.inf])
def test_a_loss_that_is_no_number_is_not_measured(loss):
    assert not is_measured(loss)
