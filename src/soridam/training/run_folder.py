"""The contents of a run's folder, read without torch, so that a server can read it. Begin with `read_status`."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from soridam.core.errors import TrainingError
from soridam.core.files import iter_json_lines, read_json

RUN_FILE = "run.json"
CONFIG_FILE = "config.toml"
ENVIRONMENT_FILE = "environment.json"
METRICS_FILE = "metrics.jsonl"
SAMPLES_FILE = "samples.jsonl"
CACHE = "cache"  # what is computed from the data before the first step, and can be computed again
PICTURES_FOLDER = "samples"  # of models that paint: their samples
PREFLIGHT_FILE = "preflight.json"
SOUNDS_FILE = "sounds.json"  # of a model that teaches itself: what it heard
CURVES_FILE = "learning-curve.png"
CHECKPOINTS = "checkpoints"
MODEL = "model"
ADAPTER = "adapter"
TRAINING_TITLE = "Training"  # of the progress that counts steps

State = Literal["running", "completed", "failed", "interrupted"]


@dataclass(frozen=True, slots=True)
class RunStatus:
    """The status of a run. `steps` is None until it is planned, scores until there are some."""

    state: State
    step: int = 0  # optimizer steps done
    steps: int | None = None
    first_score: float | None = None
    best_score: float | None = None
    best_step: int | None = None
    message: str = ""
    warnings: tuple[str, ...] = ()


def read_status(folder: Path) -> RunStatus:
    """Read run.json; for a running run, the step is the last one in metrics.jsonl.

    Raises TrainingError if there is no run.
    """
    found = find_status(folder)
    if found is None:
        raise TrainingError(
            "run.missing", "There is no run in {folder}.", hint="Start it without --resume.", folder=folder
        )
    return found


def find_status(folder: Path) -> RunStatus | None:
    """As `read_status`, or None if there is no run."""
    try:
        values: dict[str, Any] = read_json(folder / RUN_FILE)
    except FileNotFoundError:
        return None
    values["state"] = values.pop("status")
    if values["state"] == "running":
        values["step"] = max(int(values.get("step", 0)), last_step(folder / METRICS_FILE))
    known = {field.name for field in fields(RunStatus)}
    kept = {name: value for name, value in values.items() if name in known}
    return RunStatus(**{**kept, "warnings": tuple(values.get("warnings", ()))})


def has_model(folder: Path) -> bool:
    """Return whether this is the folder of a run that has its model."""
    return (folder / RUN_FILE).is_file() and (folder / MODEL).is_dir()


def model_of(name: str) -> str:
    """Return the folder of the model where a run is named; any other name as it is."""
    return str(Path(name) / MODEL) if has_model(Path(name)) else name


def last_step(path: Path) -> int:
    """Return the step of the last whole line of metrics.jsonl, or 0."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 4096))
            lines = file.read().split(b"\n")[:-1]
        return int(json.loads(lines[-1])["step"])
    except (FileNotFoundError, IndexError, ValueError):
        return 0


def checkpoint_steps(folder: Path) -> list[int]:
    """Return the steps of the checkpoints in a run's folder of checkpoints, in order; none if it does not exist.

    A checkpoint takes its name when all its files are written, so an unfinished one is not among them.
    """
    names = (path.name.removeprefix("checkpoint-") for path in folder.glob("checkpoint-*"))
    return sorted(int(name) for name in names if name.isdigit())


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the lines of metrics.jsonl or samples.jsonl; a last line that was cut off by a kill is left out."""
    rows = []
    try:
        for row in iter_json_lines(path):
            rows.append(row)
    except (json.JSONDecodeError, FileNotFoundError):
        pass
    return rows


def refuse_used(folder: Path) -> None:
    """Raise TrainingError if there is already something in the folder, besides what a stopped start has cached."""
    if status := find_status(folder):
        raise TrainingError(
            "run.exists",
            "{folder} already holds a run ({state}).",
            hint="Continue it with --resume, or choose another folder with --out.",
            folder=folder,
            state=status.state,
        )
    if folder.is_dir() and any(path.name != CACHE for path in folder.iterdir()):
        raise TrainingError(
            "run.not-empty", "{folder} is not empty.", hint="Choose another folder with --out.", folder=folder
        )
