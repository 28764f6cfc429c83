"""Config files of models, before anything opens them: no code of others, no entries that are not known.

Begin with `read_checked`; `with_clean_configs` drops what is not known.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from soridam.core.errors import WeightsError
from soridam.core.files import read_json, write_json
from soridam.core.folders import cache_folder, explaining_refusals
from soridam.core.weights.known_keys import clean_config

ADAPTER_CONFIG = "adapter_config.json"
CODE_KEYS = {"auto_map", "custom_pipelines", "custom_generate", "trust_remote_code"}


def read_object(path: Path) -> dict[str, Any]:
    """Read a JSON object. Raises WeightsError if the file holds anything else."""
    try:
        values = read_json(path)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise WeightsError(
            "weights.no-object", "{file} is not a JSON object.", hint="Fetch or save it again.", file=path
        )
    return values


def read_checked(path: Path) -> dict[str, Any]:
    """Read a config. Raises WeightsError if it asks for code of others."""
    values = read_object(path)
    for key in _keys_with_code(values):
        raise asks_for_code(path, key)
    return values


def asks_for_code(path: Path, code: str) -> WeightsError:
    return WeightsError(
        "weights.remote-code",
        "{model} asks to run third-party code ('{code}').",
        hint="Soridam runs no code out of models. Choose a model without it.",
        model=path,
        code=code,
    )


def refuse_adapter(folder: Path) -> None:
    """Raise WeightsError for an adapter, with a model beside it or not.

    Transformers would open the model that the adapter names in place of the one that was checked.
    """
    if (folder / ADAPTER_CONFIG).is_file():
        raise WeightsError(
            "weights.adapter",
            "{folder} holds an adapter, not a whole model.",
            hint="Merge it first: soridam export",
            folder=folder,
        )


def _keys_with_code(values: Mapping[str, Any]) -> Iterator[str]:
    """Return the keys that name code, also those in nested configs."""
    for key, value in values.items():
        if (key in CODE_KEYS and value) or _names_a_kernel(key, value):
            yield key
        elif isinstance(value, dict):
            yield from _keys_with_code(value)


def _names_a_kernel(key: str, value: Any) -> bool:
    """Return whether an attention implementation is a repository of the hub, whose code would be loaded."""
    return "implementation" in key and "/" in json.dumps(value)


def with_clean_configs(folder: Path, configs: Mapping[str, dict[str, Any]]) -> Path:
    """The folder, or a copy beside our cache whose `configs` (path within the folder -> entries) lost what is unknown.

    The copy links to all other files, so that it takes no room. Raises CacheError if it cannot be written.
    """
    cleaned = {name: clean_config(values) for name, values in configs.items()}
    if cleaned == dict(configs):
        return folder
    with explaining_refusals(cache_folder()):
        return _with_configs(folder, cleaned)


def _with_configs(folder: Path, configs: Mapping[str, dict[str, Any]]) -> Path:
    key = hashlib.sha256(json.dumps([str(folder.resolve()), configs]).encode()).hexdigest()[:16]
    view = cache_folder() / "weights" / ".cleaned" / key
    building = view.with_name(f"{key}.{os.getpid()}")
    shutil.rmtree(building, ignore_errors=True)
    for path in (path for path in folder.rglob("*") if path.is_file()):
        place = building / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.relative_to(building).as_posix() not in configs:
            place.symlink_to(path.resolve())
    for name, values in configs.items():
        write_json(building / name, values)
    shutil.rmtree(view, ignore_errors=True)
    try:
        building.rename(view)
    except OSError:  # another process made the same one in between
        shutil.rmtree(building)
    return view
