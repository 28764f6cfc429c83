"""Parts that every export shares: scores beside the original, refusals, the new folder. Begin with `new_folder`."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from soridam.core.errors import ExportError, UsageError
from soridam.core.files import sync_folder
from soridam.evaluation.significance import compare

SEED = 7


@dataclass(frozen=True, slots=True)
class ExportScores:
    """A rate of errors of the original and of its export on the same held-out rows; 0.05 is 5 %.

    `least_difference` is the lower end of the 95 % interval of the export's rate less the original's.
    """

    metric: str
    rows: int
    original: float
    exported: float
    least_difference: float

    @classmethod
    def of(cls, metric: str, original: np.ndarray, exported: np.ndarray) -> "ExportScores":
        """Score both from numerators and denominators of the same rows, each (rows, 2)."""
        first, second = (float(ratios[:, 0].sum() / max(1, ratios[:, 1].sum())) for ratios in (original, exported))
        return cls(metric, len(original), first, second, compare(original, exported, seed=SEED).low)

    @property
    def loss(self) -> float:
        """How many percentage points the export is worse."""
        return (self.exported - self.original) * 100

    @property
    def may_be_chance(self) -> bool:
        """On a hundred rows three words more or less are half a point."""
        return self.least_difference <= 0

    def to_json(self) -> dict[str, Any]:
        return {
            "metric": self.metric,
            "rows": self.rows,
            "original": round(self.original, 5),
            "exported": round(self.exported, 5),
            "may_be_chance": self.may_be_chance,
        }


def refuse_worse(scores: ExportScores, precision: str, threshold: float) -> None:
    """Raises ExportError if the export is worse by more than `threshold` percentage points, and more than by chance."""
    if scores.loss > threshold and not scores.may_be_chance:
        raise ExportError(
            "export.worse",
            "In {precision} the {metric} is {exported}, the original's {original}: more than {threshold} points worse.",
            hint="Export with --quantization float16 or float32, or accept it with a higher --threshold.",
            precision=precision,
            metric=scores.metric.upper(),
            exported=f"{scores.exported:.2%}",
            original=f"{scores.original:.2%}",
            threshold=threshold,
        )


def refuse_existing(out: Path) -> None:
    """Raises UsageError if something is there already."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            "export.exists", "{folder} exists already.", hint="Choose another --out, or remove it first.", folder=out
        )


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """Give a folder beside `out` that becomes `out` on success and is removed otherwise."""
    out.parent.mkdir(parents=True, exist_ok=True)
    staged = out.with_name(f".{out.name}.tmp")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir()
    try:
        yield staged
        staged.replace(out)
        sync_folder(out.parent)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
