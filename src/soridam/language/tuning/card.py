"""The model card of a fine-tuned language model: what it is, what it learned from, and how well it did."""

from pathlib import Path
from typing import Any

from soridam import __version__
from soridam.language.tuning.config import RecipeConfig
from soridam.language.tuning.preflight import Rows
from soridam.training.card import describe_base
from soridam.training.checkpoint import TrainingState


def card_header(config: RecipeConfig, state: TrainingState) -> dict[str, Any]:
    """Return the fields of the header of a card, which model hubs read."""
    base, license = describe_base(config.model.name)
    corpus = config.data.corpus.stem
    metric = config.metric
    result = {
        "task": {"type": "text-generation"},
        "dataset": {"name": corpus, "type": corpus, "split": "validation"},
        "metrics": [{"type": metric.key, "value": round(state.best_score, 3)}],
    }
    return {
        "license": license,
        **({"language": [config.data.language]} if config.data.language else {}),
        "base_model": base,
        "datasets": [corpus],
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "tags": ["soridam", "dpo" if config.objective.kind == "preference" else "sft"],
        "model-index": [{"name": f"{Path(base).name}-{corpus}", "results": [result]}],
    }


def card_body(config: RecipeConfig, rows: Rows, state: TrainingState) -> str:
    base, _ = describe_base(config.model.name)
    metric = config.metric
    learned = sum(piece.labels for piece in rows.train.flat)
    warnings = "".join(f" {warning}" for warning in rows.warnings)
    return f"""# {Path(base).name} on {config.data.corpus.stem}

{base}, fine-tuned ({config.tuning.method}) with Soridam {__version__} on {len(rows.train.examples):,} examples,
of which {learned:,} tokens were learned.

| | {metric.label} on {len(rows.validation.examples):,} validation examples |
|---|---|
| before | {state.first_score:.3f} |
| after {state.best_step:,} steps | {state.best_score:.3f} |

The best checkpoint was chosen by this score, so expect a little more on text that is new to it; measure that with
`soridam evaluate`.{warnings}

```python
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("THIS_FOLDER")
tokenizer = AutoTokenizer.from_pretrained("THIS_FOLDER")
```
"""
