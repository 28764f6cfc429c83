"""A run for each combination of some values, each resumable, and their comparison. Begin with `train_grid`."""

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from soridam.core.errors import SoridamError, TrainingError, UsageError
from soridam.core.files import write_json
from soridam.training.config import RunConfig
from soridam.training.metric import Metric
from soridam.training.run_folder import METRICS_FILE, find_status, read_rows, read_status

COMPARISON = "comparison"  # .json and .png
_COMMA_OUTSIDE_BRACKETS = re.compile(r",(?![^\[]*\])")


@dataclass(frozen=True, slots=True)
class RunResult:
    """The result of one run of a grid."""

    name: str  # of its folder
    values: dict[str, str]
    status: str
    first_score: float | None = None
    best_score: float | None = None
    best_step: int | None = None
    message: str = ""


C = TypeVar("C", bound=RunConfig, contravariant=True)


class Train(Protocol[C]):
    """A function that trains a config in a folder, or resumes it; it returns the folder of the model."""

    def __call__(self, config: C, folder: Path, *, resume: bool = False) -> Path: ...


def train_grid(
    read_config: Callable[[Sequence[str]], C],
    train: Train[C],
    metric_of: Callable[[C], Metric],
    settings: Sequence[str],
    folder: Path,
) -> list[RunResult]:
    """Train every combination of `settings` in a folder of its own below `folder`; compare them, best first.

    `read_config` makes a config from overrides. A second call continues: finished runs are left alone, interrupted ones
    are resumed. A run that fails does not stop the others. Raises ConfigError before the first step if one of the
    combinations cannot be read, and TrainingError if every run failed.
    """
    combinations = combine(settings)
    configs = [read_config([f"{name}={value}" for name, value in values.items()]) for values in combinations]
    failures: list[SoridamError] = []
    for values, config in zip(combinations, configs, strict=True):
        run = folder / folder_name(values)
        status = find_status(run)
        if status and status.state == "completed":
            continue
        try:
            train(config, run, resume=status is not None)
        except TrainingError as error:
            failures.append(error)
    if len(failures) == len(configs):
        raise failures[0]
    return compare_runs(folder, combinations, metric_of(configs[0]))


def combine(settings: Sequence[str]) -> list[dict[str, str]]:
    """Every combination of `name=value,value` settings, in order; commas inside brackets belong to a value.

    Raises UsageError for what is not of that form or names something twice.
    """
    choices: dict[str, list[str]] = {}
    for setting in settings:
        name, equals, values = setting.partition("=")
        chosen = [value.strip() for value in _COMMA_OUTSIDE_BRACKETS.split(values)]
        if not name or not equals or not all(chosen):
            raise UsageError(
                "grid.no-values",
                "'{setting}' names no values.",
                hint="Write, for example: --set optimizer.learning_rate=1e-5,2e-5",
                setting=setting,
            )
        if name in choices:
            raise UsageError(
                "grid.twice",
                "'{name}' is set twice.",
                hint="Write: --set {name}={names}",
                name=name,
                names=",".join(choices[name] + chosen),
            )
        choices[name] = chosen
    return [dict(zip(choices, values, strict=True)) for values in itertools.product(*choices.values())]


def folder_name(values: dict[str, str]) -> str:
    """Return a folder name that lists the values, safe on every file system."""
    words = (f"{name.rsplit('.', 1)[-1]}={value}" for name, value in values.items())
    return re.sub(r"[^\w=.+-]+", "-", "_".join(words))


def compare_runs(folder: Path, combinations: Sequence[dict[str, str]], metric: Metric) -> list[RunResult]:
    """Read how the runs below `folder` went, best first, and write comparison.json and comparison.png beside them."""
    results = [_read_result(folder / folder_name(values), values) for values in combinations]
    worst_last = 1 if metric.better == "lower" else -1
    results.sort(key=lambda result: (result.best_score is None, worst_last * (result.best_score or 0.0)))
    write_json(folder / f"{COMPARISON}.json", [asdict(result) for result in results])
    _draw(folder, results, metric)
    return results


def _read_result(folder: Path, values: dict[str, str]) -> RunResult:
    status = read_status(folder)
    return RunResult(
        folder.name,
        values,
        status.state,
        status.first_score,
        status.best_score,
        status.best_step,
        status.message,
    )


def _draw(folder: Path, results: Sequence[RunResult], metric: Metric) -> None:
    """Loss and score of every run over its steps, and the best scores as bars."""
    figure = Figure(figsize=(10, 4 + 0.3 * len(results)), layout="constrained")
    FigureCanvasAgg(figure)
    (losses, scores), (bars, _) = figure.subplots(2, 2)
    for result in results:
        rows = read_rows(folder / result.name / METRICS_FILE)
        for axes, name, factor in ((losses, "loss", 1.0), (scores, metric.key, metric.factor)):
            points = [(row["step"], row[name] * factor) for row in rows if name in row]
            axes.plot([step for step, _ in points], [value for _, value in points], label=result.name)
    losses.set(xlabel="step", ylabel="loss")
    scores.set(xlabel="step", ylabel=metric.axis)
    figure.delaxes(figure.axes[3])
    scored = [result for result in reversed(results) if result.best_score is not None]
    bars.barh([result.name for result in scored], [metric.factor * (result.best_score or 0) for result in scored])
    bars.set_xlabel(f"best {metric.axis}")
    figure.legend(*losses.get_legend_handles_labels(), loc="lower right", fontsize="small")
    figure.savefig(folder / f"{COMPARISON}.png", dpi=120)
