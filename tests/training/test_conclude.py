from dataclasses import replace

import pytest

from soridam.core.errors import TrainingError
from soridam.core.messages import Message
from soridam.training.checkpoint import TrainingState
from soridam.training.conclude import ENOUGH_STEPS, refuse_nothing_learned
from soridam.training.metric import Metric

WER = Metric("wer", "WER", "percent")
HINT = Message("Look at the data.")
NO_BETTER = TrainingState(first_score=0.2, best_score=0.2)


def rows_of(steps: int, *losses: float) -> list[dict[str, float]]:
    return [{"step": step, "loss": losses[step * len(losses) // steps]} for step in range(steps)]


def test_a_run_that_learned_nothing_over_many_steps_never_says_completed():
    with pytest.raises(TrainingError, match=r"learned nothing: WER 20.0% before") as error:
        refuse_nothing_learned(rows_of(ENOUGH_STEPS, 1.0), NO_BETTER, WER, HINT)
    assert error.value.hint == "Look at the data."


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        (rows_of(ENOUGH_STEPS, 1.0), replace(NO_BETTER, best_score=0.1)),  # a better score
        (rows_of(ENOUGH_STEPS, 1.0, 0.9), NO_BETTER),  # a lower loss
        (rows_of(ENOUGH_STEPS - 1, 0.243, 0.408), NO_BETTER),  # too few steps to tell
    ],
)
def test_learning_shows_in_the_score_or_in_the_loss_and_few_steps_show_nothing(rows, state):
    refuse_nothing_learned(rows, state, WER, HINT)
