"""The matrix of recognizers and corrections as a picture. Begin with `draw_matrix`."""

from collections.abc import Sequence
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from soridam.evaluation.significance import Interval
from soridam.radio.matrix import Cell, Matrix

WIDTH, ROW = 9.0, 0.34  # inches
COLORS = ("#4c6a92", "#c8803a", "#5d8a5a", "#8a5a83")  # of recognizers


def draw_matrix(matrix: Matrix) -> bytes:
    """Draw error rates and exact callsigns of all cells with their intervals; returns a PNG."""
    figure = Figure(figsize=(WIDTH, 1.3 + ROW * len(matrix.cells)), layout="constrained")
    FigureCanvasAgg(figure)
    words, callsigns = figure.subplots(1, 2, sharey=True)
    _bars(words, matrix.cells, [cell.word_error_rate for cell in matrix.cells], "Word error rate (%)")
    _bars(callsigns, matrix.cells, [cell.callsign_exact for cell in matrix.cells], "Callsigns exact (%)")
    words.set_yticks(range(len(matrix.cells)), [f"{cell.recognizer} + {cell.correction}" for cell in matrix.cells])
    words.invert_yaxis()
    figure.suptitle(f"{matrix.label}, {len(matrix.cells[0].texts)} transmissions, 95 % intervals", fontsize=10)
    written = BytesIO()
    figure.savefig(written, dpi=130)
    return written.getvalue()


def _bars(axes: Axes, cells: Sequence[Cell], intervals: Sequence[Interval], title: str) -> None:
    names = list(dict.fromkeys(cell.recognizer for cell in cells))
    for row, (cell, interval) in enumerate(zip(cells, intervals, strict=True)):
        axes.barh(row, 100 * interval.rate, color=COLORS[names.index(cell.recognizer) % len(COLORS)], height=0.62)
        if interval.low is not None and interval.high is not None:
            axes.plot([100 * interval.low, 100 * interval.high], [row, row], color="#222222", linewidth=1)
        end = 100 * (interval.rate if interval.high is None else interval.high)
        axes.annotate(f"{100 * interval.rate:.1f}", (end, row), xytext=(3, 0), textcoords="offset points", va="center",
                      fontsize=8)  # fmt: skip
    axes.set_title(title, fontsize=9)
    axes.set_xlim(left=0)
    axes.margins(x=0.12)
    axes.spines[["top", "right"]].set_visible(False)
