"""An adjustment tried on a sentence, and a model with it written into the weights. Begin with `try_adjustment`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soridam import __version__
from soridam.core.files import write_json, write_text
from soridam.evaluation.exports import new_folder, refuse_existing
from soridam.language.generate import Sampling, answer_whole
from soridam.language.model import LanguageModel
from soridam.training.adjust import UNTOUCHED, Adjustment, Touched

ADJUSTMENT_FILE = "adjustment.json"


@dataclass(frozen=True, slots=True)
class Tried:
    """Two answers of a model, untouched and adjusted, drawn with the same seed, and how much of it is changed."""

    untouched: str
    adjusted: str
    touched: Touched

    def to_json(self) -> dict[str, Any]:
        return {"untouched": self.untouched, "adjusted": self.adjusted, **self.touched.to_json()}


def try_adjustment(model: LanguageModel, prompt: list[int], adjustment: Adjustment, sampling: Sampling) -> Tried:
    """Answer a prompt twice in one batch: untouched and adjusted."""
    untouched, adjusted = answer_whole(model, prompt, [UNTOUCHED, adjustment], sampling)
    return Tried(untouched, adjusted, model.adjustable.count(adjustment))


def save_adjusted(model: LanguageModel, adjustment: Adjustment, folder: Path, *, name: str = "") -> None:
    """Write the adjustment into the weights and the model into a new folder; the model in memory is changed by that.

    `name` is what its card calls the model, by default what it was loaded by. Raises UsageError if something is there
    already.
    """
    refuse_existing(folder)
    with new_folder(folder) as staged:
        model.adjustable.write(adjustment)
        model.save(staged)
        write_json(staged / ADJUSTMENT_FILE, {"model": name or model.name, **adjustment.to_json()})
        write_text(staged / "README.md", _describe(name or Path(model.name).name, adjustment))


def _describe(name: str, adjustment: Adjustment) -> str:
    layers = "all layers" if adjustment.layers is None else f"layers {adjustment.layers[0]} to {adjustment.layers[1]}"
    epsilon = "as it was" if adjustment.epsilon is None else f"{adjustment.epsilon:g}"
    return f"""# {name}, adjusted

The weights of {name}, adjusted without training by Soridam {__version__}: what attention adds is
multiplied by {adjustment.attention:g} and what the MLP adds by {adjustment.mlp:g} ({layers}); the epsilon of the norms
is {epsilon}.

```python
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("THIS_FOLDER")
tokenizer = AutoTokenizer.from_pretrained("THIS_FOLDER")
```
"""
