"""The learning curve as a picture: loss, learning rate, and the score of each validation."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from soridam.training.metric import Metric

Rows = Sequence[Mapping[str, Any]]


def draw_curves(rows: Rows, path: Path, *, metric: Metric) -> None:
    """Draw what metrics.jsonl holds; `metric` is what the best checkpoint was chosen by."""
    figure = Figure(figsize=(9, 7), layout="constrained")
    FigureCanvasAgg(figure)  # no display, no global state
    loss, score, rate = figure.subplots(3, 1, sharex=True, height_ratios=[3, 3, 1])
    _plot(loss, rows, "loss", color="#4c72b0")
    _plot(score, rows, metric.key, color="#c44e52", marker="o", scale=metric.factor)
    score.set_ylabel(metric.axis)
    _plot(rate, rows, "learning_rate", color="#55a868")
    rate.set_xlabel("step")
    figure.savefig(path, dpi=120)


def _plot(axes: Axes, rows: Rows, name: str, *, color: str, marker: str = "", scale: float = 1.0) -> None:
    points = [(row["step"], row[name] * scale) for row in rows if name in row]
    axes.plot([step for step, _ in points], [value for _, value in points], color=color, marker=marker)
    axes.set_ylabel(name.replace("_", " "))
    axes.grid(alpha=0.3)
