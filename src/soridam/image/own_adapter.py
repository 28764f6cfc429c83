"""A LoRA that somebody trained, chosen to paint with. Begin with `find_adapter`. Loads no torch.

What its file says of itself is read: the word that calls what was learned, and the kind of model it belongs to.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from safetensors import safe_open

from soridam.core.errors import WeightsError
from soridam.core.weights.pictures import find_lora
from soridam.core.weights.weight_files import check_safetensors
from soridam.training.run_folder import ADAPTER

MOST_TRIGGER = 200  # characters: a prompt has other words too


@dataclass(frozen=True, slots=True)
class OwnAdapter:
    """The file of a LoRA, the words that call what it learned, and its architecture; empty where it says nothing."""

    file: Path
    trigger: str
    architecture: str


def find_adapter(path: Path) -> OwnAdapter:
    """Find the LoRA of a run, of a folder, or a file itself. Raises WeightsError if there is none, or it is damaged."""
    folder = path / ADAPTER if (path / ADAPTER).is_dir() else path
    if not path.exists() or (folder.is_dir() and not any(folder.glob("*.safetensors"))):
        raise WeightsError(
            "image.no-adapter",
            "{path} holds no LoRA.",
            hint="Name a run that was trained with tuning.method=lora, its folder 'adapter', or a file of safetensors.",
            path=path,
        )
    file = folder if folder.is_file() else find_lora(folder)
    check_safetensors(file)
    with safe_open(file, framework="np") as opened:
        facts = opened.metadata() or {}
    trigger = facts.get("modelspec.trigger_phrase") or _common_tag(facts.get("ss_tag_frequency", ""))
    return OwnAdapter(file, " ".join(trigger.split())[:MOST_TRIGGER], facts.get("modelspec.architecture", ""))


def _common_tag(frequencies: str) -> str:
    """Return the words that most captions have in common, as kohya counts them by folder; empty if none says so."""
    try:
        folders = json.loads(frequencies) if frequencies else {}
        counts = {str(tag): int(count) for folder in folders.values() for tag, count in folder.items()}
    except (ValueError, TypeError, AttributeError):
        return ""
    most = max(counts, key=lambda tag: counts[tag], default="")
    return most if counts.get(most, 0) > 1 else ""
