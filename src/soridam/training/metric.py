"""The figure that chooses the best checkpoint of a run: an error rate, a perplexity. Begin with `Metric`."""

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure by its key in metrics.jsonl, and how people read it."""

    key: str
    label: str  # on an axis and in a sentence: "WER", "perplexity"
    scale: Literal["percent", "plain"] = "plain"
    better: Literal["lower", "higher"] = "lower"

    @property
    def worst(self) -> float:
        """The score of a run that has none yet."""
        return math.inf if self.better == "lower" else -math.inf

    @property
    def factor(self) -> float:
        """Return what a score is multiplied with before it is shown."""
        return 100.0 if self.scale == "percent" else 1.0

    @property
    def axis(self) -> str:
        return f"{self.label} %" if self.scale == "percent" else self.label

    def improves_on(self, score: float, best: float) -> bool:
        return score < best if self.better == "lower" else score > best

    def format(self, score: float, digits: int = 1) -> str:
        """Return a score as people read it: 5.0 % of an error rate, 12.3 of a perplexity."""
        return f"{score * self.factor:.{digits}f}{'%' if self.scale == 'percent' else ''}"
