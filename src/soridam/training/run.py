"""A run is a folder: config, environment, metrics, events, samples, checkpoints, and in the end a model.

`run.json` says how it stands. Begin with `Run.start` and `Run.resume`.
"""

import json
import platform
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import torch
from filelock import FileLock, Timeout
from torch.utils.tensorboard import SummaryWriter

from soridam.core.errors import TrainingError
from soridam.core.files import iter_json_lines, read_json, write_json, write_json_lines, write_text

RUN_FILE = "run.json"
CONFIG_FILE = "config.toml"
ENVIRONMENT_FILE = "environment.json"
METRICS_FILE = "metrics.jsonl"
SAMPLES_FILE = "samples.jsonl"
PREFLIGHT_FILE = "preflight.json"
PACKAGES = ("soridam", "torch", "transformers", "peft", "accelerate", "bitsandbytes", "numpy", "soxr", "soundfile")


class Run:
    """The folder of one execution, held by one process at a time. A block that fails says so in run.json."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = FileLock(folder / ".lock")
        self._events: SummaryWriter | None = None

    @classmethod
    def start(cls, folder: Path, *, config: Mapping[str, Any], environment: Mapping[str, Any]) -> Self:
        """Make a new run. Raises TrainingError if the folder already holds one."""
        refuse_used(folder)
        folder.mkdir(parents=True, exist_ok=True)
        run = cls(folder)
        run._hold()
        write_text(folder / CONFIG_FILE, to_toml(config))
        write_json(folder / ENVIRONMENT_FILE, environment)
        run.set_status("running", step=0)
        run._events = SummaryWriter(str(folder))
        return run

    @classmethod
    def resume(cls, folder: Path, *, step: int, config: Mapping[str, Any], data: str) -> Self:
        """Take up a run after `step` steps; what was logged later is forgotten, it will come again.

        Raises TrainingError if config or data are not those it was started with: the result would be neither.
        """
        read_status(folder)
        run = cls(folder)
        run._hold()
        if (folder / CONFIG_FILE).read_text(encoding="utf-8") != to_toml(config):
            raise TrainingError(
                "run.other-config",
                "{folder} was started with another config.",
                hint="Resume without giving a config, or use --out.",
                folder=folder,
            )
        if read_json(folder / ENVIRONMENT_FILE)["data"] != data:
            raise TrainingError(
                "run.corpus-changed",
                "The corpus has changed since {folder} was started.",
                hint="Start a new run with --out.",
                folder=folder,
            )
        for name in (METRICS_FILE, SAMPLES_FILE):
            kept = [row for row in read_rows(folder / name) if 0 < step >= row["step"]]
            write_json_lines(folder / name, kept)
        run.set_status("running", step=step)
        run._events = SummaryWriter(str(folder), purge_step=step + 1)
        return run

    def _hold(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise TrainingError(
                "run.locked",
                "Another process is working on {folder}.",
                hint="Wait for it, or choose another folder.",
                folder=self.folder,
            ) from None

    def log(self, step: int, values: Mapping[str, float]) -> None:
        """Append figures of one step to metrics.jsonl and the TensorBoard events."""
        self._append(METRICS_FILE, {"step": step, **values})
        if self._events:
            for name, value in values.items():
                self._events.add_scalar(name, value, step)

    def log_samples(self, step: int, samples: Sequence[Mapping[str, str]]) -> None:
        for sample in samples:
            self._append(SAMPLES_FILE, {"step": step, **sample})

    def _append(self, name: str, row: Mapping[str, Any]) -> None:
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def set_status(self, status: str, **facts: Any) -> None:
        """running, completed, failed or interrupted, with what belongs to it."""
        write_json(self.folder / RUN_FILE, {"status": status, **facts})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            self.set_status("interrupted")
        elif error is not None:
            self.set_status("failed", message=str(error))
        if self._events:
            self._events.close()
        self._lock.release()


class SilentRun:
    """What all processes but the first write their diary into: nothing."""

    def log(self, step: int, values: Mapping[str, float]) -> None:
        pass

    def log_samples(self, step: int, samples: Sequence[Mapping[str, str]]) -> None:
        pass

    def set_status(self, status: str, **facts: Any) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


def to_toml(values: Mapping[str, Any]) -> str:
    """A config of scalars, lists and sections as TOML."""
    plain = {name: value for name, value in values.items() if not isinstance(value, Mapping)}
    lines = [f"{name} = {_toml_value(value)}" for name, value in plain.items()]
    for name, section in values.items():
        if isinstance(section, Mapping):
            lines += ["", f"[{name}]", to_toml(section).rstrip("\n")]
    return "\n".join(lines) + "\n"


def _toml_value(value: Any) -> str:
    """JSON's strings, numbers and lists are TOML's, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def refuse_used(folder: Path) -> None:
    """Raises TrainingError if there is already something in the folder."""
    if (folder / RUN_FILE).exists():
        raise TrainingError(
            "run.exists",
            "{folder} already holds a run ({state}).",
            hint="Continue it with --resume, or choose another folder with --out.",
            folder=folder,
            state=read_json(folder / RUN_FILE)["status"],
        )
    if folder.is_dir() and any(folder.iterdir()):
        raise TrainingError(
            "run.not-empty", "{folder} is not empty.", hint="Choose another folder with --out.", folder=folder
        )


def read_status(folder: Path) -> dict[str, Any]:
    """What run.json says. Raises TrainingError if there is no run."""
    try:
        status: dict[str, Any] = read_json(folder / RUN_FILE)
    except FileNotFoundError:
        raise TrainingError(
            "run.missing", "There is no run in {folder}.", hint="Start it without --resume.", folder=folder
        ) from None
    return status


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The lines of metrics.jsonl or samples.jsonl; a last line that was cut off by a kill is left out."""
    rows = []
    try:
        for row in iter_json_lines(path):
            rows.append(row)
    except (json.JSONDecodeError, FileNotFoundError):
        pass
    return rows


def describe_environment(*, seed: int, processes: int, device: str, precision: str, data: str) -> dict[str, Any]:
    """What a reader needs to repeat the run: versions, machine, seed. No variables, they may hold secrets."""
    return {
        "versions": {name: _version(name) for name in PACKAGES} | {"python": platform.python_version()},
        "system": f"{platform.system()} {platform.machine()}",
        "device": torch.cuda.get_device_name() if device.startswith("cuda") else f"{device}, {_processor()}",
        "threads": torch.get_num_threads(),
        "processes": processes,
        "precision": precision,
        "seed": seed,
        "data": data,
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    names = info.read_text().splitlines() if info.exists() else []
    return next((line.split(":", 1)[1].strip() for line in names if line.startswith("model name")), "CPU")
