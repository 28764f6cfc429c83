"""The end of a run: was anything learned, the model, the learning curve. Begin with `conclude`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from soridam.core.errors import TrainingError
from soridam.core.messages import Message
from soridam.training.checkpoint import TrainingState
from soridam.training.curves import draw_curves
from soridam.training.metric import Metric
from soridam.training.run_folder import CURVES_FILE, METRICS_FILE, read_rows
from soridam.training.task import B, Task

NOT_BETTER = "It is not better than before on the validation rows; more data or steps may help."
ENOUGH_STEPS = 100  # with fewer the loss of a few batches is compared with that of others, which says nothing


def conclude(task: Task[B], folder: Path, state: TrainingState) -> tuple[str, ...]:
    """Write model, card and learning curve; returns what there is to warn of.

    Raises TrainingError if nothing was learned.
    """
    rows = read_rows(folder / METRICS_FILE)
    refuse_nothing_learned(rows, state, task.metric, task.hints.nothing_learned)
    task.save(folder, state)
    draw_curves(rows, folder / CURVES_FILE, metric=task.metric)
    return () if task.metric.improves_on(state.best_score, state.first_score) else (NOT_BETTER,)


def refuse_nothing_learned(
    rows: Sequence[Mapping[str, Any]], state: TrainingState, metric: Metric, hint: Message
) -> None:
    """Raises TrainingError if over ENOUGH_STEPS neither the loss fell nor the score improved."""
    losses = [row["loss"] for row in rows if "loss" in row]
    if len(losses) < ENOUGH_STEPS:
        return
    part = len(losses) // 10
    fell = mean(losses[-part:]) < mean(losses[:part])
    if not fell and not metric.improves_on(state.best_score, state.first_score):
        raise TrainingError(
            "run.learned-nothing",
            "The run learned nothing: {metric} {before} before and {best} at best, loss {first} at first and "
            "{last} in the end.",
            hint=hint,
            metric=metric.label,
            before=metric.format(state.first_score),
            best=metric.format(state.best_score),
            first=f"{mean(losses[:part]):.3g}",
            last=f"{mean(losses[-part:]):.3g}",
        )
