"""The model card of a fine-tuned Whisper: what it is, what it learned from, and how well it did."""

from pathlib import Path
from typing import Any

from soridam import __version__
from soridam.speech.tuning.config import RecipeConfig
from soridam.speech.tuning.preflight import Rows
from soridam.training.card import describe_base
from soridam.training.checkpoint import TrainingState

CARD_METRICS = {"wer": "wer", "cer": "cer", "cer_no_spaces": "cer"}  # the hub knows no third name


def card_header(config: RecipeConfig, rows: Rows, state: TrainingState) -> dict[str, Any]:
    """Return what model hubs read."""
    base, license = describe_base(config.model.name)
    result = {
        "task": {"type": "automatic-speech-recognition"},
        "dataset": {"name": config.data.corpus.name, "type": config.data.corpus.name, "split": "validation"},
        "metrics": [{"type": CARD_METRICS[config.validation.metric], "value": round(100 * state.best_score, 2)}],
    }
    return {
        "license": license,
        "language": rows.languages(config.data.language),
        "base_model": base,
        "datasets": [config.data.corpus.name],
        "pipeline_tag": "automatic-speech-recognition",
        "library_name": "transformers",
        "tags": ["whisper", "soridam"],
        "model-index": [{"name": f"{Path(base).name}-{config.data.corpus.name}", "results": [result]}],
    }


def card_body(config: RecipeConfig, rows: Rows, state: TrainingState) -> str:
    base, _ = describe_base(config.model.name)
    metric = config.validation.metric.upper().replace("_", " ")
    window = config.window
    context = (
        f"It was trained on windows of the utterances' own length plus up to {window.padding:g} s (`short_context` in "
        "config.json); Soridam uses it so, other programs pad to 30 s as always."
        if window.short
        else "It was trained on windows of 30 s."
    )
    return f"""# {Path(base).name} on {config.data.corpus.name}

{base}, fine-tuned ({config.tuning.method}) with Soridam {__version__} on {len(rows.train):,} utterances,
{rows.hours():.2f} hours. {context}

| | {metric} % on {len(rows.validation):,} validation utterances |
|---|---|
| before | {100 * state.first_score:.2f} |
| after {state.best_step:,} steps | {100 * state.best_score:.2f} |

The best checkpoint was chosen by this score, so expect a little more on speech that is new to it; measure that with
`soridam evaluate`. {" ".join(rows.warnings)}

    soridam transcribe RECORDING --model THIS_FOLDER
"""
