"""The model card of a fine-tuned picture model: what it is, what it learned from, and how well it did."""

from pathlib import Path
from typing import Any

from soridam import __version__
from soridam.image.tuning.config import RecipeConfig
from soridam.training.card import describe_base
from soridam.training.checkpoint import TrainingState


def card_header(config: RecipeConfig, state: TrainingState) -> dict[str, Any]:
    """Return the fields of the header of a card, which model hubs read."""
    base, license = describe_base(config.model.name)
    corpus = config.data.corpus.name
    metrics = [{"type": config.metric.key, "value": round(state.best_score, 4)}]
    result = {
        "task": {"type": "text-to-image"},
        "dataset": {"name": corpus, "type": corpus, "split": "validation"},
        "metrics": metrics,
    }
    return {
        "license": license,
        "base_model": base,
        "datasets": [corpus],
        "pipeline_tag": "text-to-image",
        "library_name": "diffusers",
        "tags": ["soridam", "lora" if config.tuning.method == "lora" else "full"],
        "model-index": [{"name": f"{Path(base).name}-{corpus}", "results": [result]}],
    }


def card_body(
    config: RecipeConfig, pictures: int, held_out: int, warnings: tuple[str, ...], state: TrainingState
) -> str:
    """Return the text of the card."""
    base, _ = describe_base(config.model.name)
    noted = "".join(f" {warning}" for warning in warnings)
    return f"""# {Path(base).name} on {config.data.corpus.name}

{base}, fine-tuned ({config.tuning.method}) with Soridam {__version__} on {pictures:,} pictures.

| | held-out loss on {held_out:,} pictures |
|---|---|
| before | {state.first_score:.4f} |
| after {state.best_step:,} steps | {state.best_score:.4f} |

The loss is the mean squared error of what the model predicts, at {config.validation.levels} fixed noise levels of each
held-out picture. The best checkpoint was chosen by it.{noted}

```python
from diffusers import AutoPipelineForText2Image

pipeline = AutoPipelineForText2Image.from_pretrained("THIS_FOLDER", use_safetensors=True)
```
"""
