"""A run for each combination of some values, and their comparison. Begin with `combine`, then `compare_runs`."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from soridam.core.errors import UsageError
from soridam.core.files import write_json
from soridam.training.run import METRICS_FILE, read_rows, read_status

COMPARISON = "comparison"  # .json and .png
_COMMA_OUTSIDE_BRACKETS = re.compile(r",(?![^\[]*\])")


@dataclass(frozen=True, slots=True)
class RunResult:
    """How one run of a grid went. Scores are error rates."""

    name: str  # of its folder
    values: dict[str, str]
    status: str
    first_score: float | None = None
    best_score: float | None = None
    best_step: int | None = None
    message: str = ""


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
    """A name that tells the values, safe on every file system."""
    words = (f"{name.rsplit('.', 1)[-1]}={value}" for name, value in values.items())
    return re.sub(r"[^\w=.+-]+", "-", "_".join(words))


def compare_runs(folder: Path, combinations: Sequence[dict[str, str]]) -> list[RunResult]:
    """Read how the runs below `folder` went, best first, and write comparison.json and comparison.png beside them."""
    results = [_read_result(folder / folder_name(values), values) for values in combinations]
    results.sort(key=lambda result: (result.best_score is None, result.best_score or 0.0))
    write_json(folder / f"{COMPARISON}.json", [asdict(result) for result in results])
    _draw(folder, results)
    return results


def _read_result(folder: Path, values: dict[str, str]) -> RunResult:
    status = read_status(folder)
    return RunResult(
        folder.name,
        values,
        status["status"],
        status.get("first_score"),
        status.get("best_score"),
        status.get("best_step"),
        status.get("message", ""),
    )


def _draw(folder: Path, results: Sequence[RunResult]) -> None:
    """Loss and score of every run over its steps, and the best scores as bars."""
    figure = Figure(figsize=(10, 4 + 0.3 * len(results)), layout="constrained")
    FigureCanvasAgg(figure)
    (losses, scores), (bars, _) = figure.subplots(2, 2)
    for result in results:
        rows = read_rows(folder / result.name / METRICS_FILE)
        for axes, names in ((losses, {"loss"}), (scores, {"wer", "cer", "cer_no_spaces"})):
            points = [(row["step"], row[name]) for row in rows for name in names & row.keys()]
            axes.plot([step for step, _ in points], [value for _, value in points], label=result.name)
    losses.set(xlabel="step", ylabel="loss")
    scores.set(xlabel="step", ylabel="error rate")
    figure.delaxes(figure.axes[3])
    scored = [result for result in reversed(results) if result.best_score is not None]
    bars.barh([result.name for result in scored], [100 * (result.best_score or 0) for result in scored])
    bars.set_xlabel("best error rate, %")
    figure.legend(*losses.get_legend_handles_labels(), loc="lower right", fontsize="small")
    figure.savefig(folder / f"{COMPARISON}.png", dpi=120)
