"""The drawings of a corpus page, as SVG or PNG text to embed in HTML. Begin with `draw_histogram`."""

import base64
import io
from collections.abc import Sequence

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from soridam.speech.audio import SAMPLE_RATE
from soridam.speech.corpus.spectrogram import spectrogram

INK, ACCENT, GRID = "#3b4252", "#2f6f8f", "#e5e9f0"


def draw_histogram(values: np.ndarray, *, bins: int = 40, limits: tuple[float, float] | None = None) -> str:
    """Draw a histogram of values as SVG."""
    figure, axes = _new_axes()
    shown = values if limits is None else np.clip(values, *limits)
    axes.hist(shown, bins=bins, range=limits, color=ACCENT, edgecolor="white", linewidth=0.4)
    return _svg(figure)


def draw_ranks(counts: Sequence[int]) -> str:
    """Counts from the largest to the smallest, as SVG: one glance shows whether few speakers hold most rows."""
    figure, axes = _new_axes()
    ordered = sorted(counts, reverse=True)
    axes.fill_between(np.arange(1, len(ordered) + 1), ordered, step="mid", color=ACCENT, alpha=0.85, linewidth=0)
    axes.set_xlim(0.5, len(ordered) + 0.5)
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    return _svg(figure)


def draw_cloud(x: np.ndarray, y: np.ndarray) -> str:
    """Return one dot an utterance, as PNG: as SVG a large corpus would make megabytes."""
    figure, axes = _new_axes()
    axes.scatter(x, y, s=5, alpha=0.35, color=ACCENT, linewidths=0)
    return _png(figure)


def draw_spectrogram(samples: np.ndarray) -> str:
    """Level over time and frequency, 80 dB deep, as PNG."""
    figure = Figure(figsize=(5.2, 1.5), layout="constrained")
    axes = figure.subplots()
    axes.imshow(
        spectrogram(samples),
        origin="lower",
        aspect="auto",
        cmap="magma",
        extent=(0, len(samples) / SAMPLE_RATE, 0, SAMPLE_RATE / 2000),
    )
    axes.tick_params(labelsize=7, colors=INK, length=2)
    axes.set_ylabel("kHz", fontsize=7, color=INK)
    axes.spines[:].set_visible(False)
    return _png(figure)


def _new_axes() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(4.2, 2.3), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(INK)
    axes.tick_params(colors=INK, labelsize=8, length=0)
    axes.grid(axis="y", color=GRID)
    axes.set_axisbelow(True)
    return figure, axes


def _svg(figure: Figure) -> str:
    """Return the figure as SVG text, equal for equal figures. Its words are in the page, in the reader's own fonts."""
    buffer = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "soridam", "font.family": "sans-serif"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None}, transparent=True)
    return buffer.getvalue()[buffer.getvalue().index("<svg") :]


def _png(figure: Figure) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=130, transparent=True)
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'
