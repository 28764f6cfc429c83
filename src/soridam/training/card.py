"""Parts that the model card of every family shares: the header that hubs read, and the base model.

Begin with `write_card`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from soridam.core.files import write_text
from soridam.core.weights.catalog import look_up


def write_card(folder: Path, header: Mapping[str, Any], body: str) -> None:
    """Write README.md; its header is YAML, of which JSON is a part. Machine paths stay out of it."""
    lines = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in header.items())
    write_text(folder / "README.md", f"---\n{lines}\n---\n\n{body}")


def describe_base(name: str) -> tuple[str, str]:
    """Return the hub's name of the base model and its license; of a folder only its last part."""
    if Path(name).is_dir():
        return Path(name).resolve().name, "other"
    entry = look_up(name)
    if entry is None:
        return name, "other"
    return next((entry.hub[form] for form in entry.forms if form in entry.hub), entry.name), entry.license.lower()
