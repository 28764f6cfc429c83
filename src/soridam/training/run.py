"""A run is a folder: config, environment, metrics, events, samples, checkpoints, and in the end a model.

Its status is in `run.json`; `run_folder` reads it. Begin with `Run.start` and `Run.resume`.
"""

import json
import platform
import tomllib
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import tomli_w
import torch
from filelock import FileLock, Timeout
from torch.utils.tensorboard import SummaryWriter

from soridam.core.errors import TrainingError
from soridam.core.files import read_json, replacing, write_json, write_json_lines, write_text
from soridam.training.run_folder import (
    CONFIG_FILE,
    ENVIRONMENT_FILE,
    METRICS_FILE,
    PICTURES_FOLDER,
    RUN_FILE,
    SAMPLES_FILE,
    State,
    read_rows,
    read_status,
    refuse_used,
)

PACKAGES = (
    "soridam",
    "torch",
    "transformers",
    "peft",
    "accelerate",
    "bitsandbytes",
    "diffusers",
    "numpy",
    "soxr",
    "soundfile",
)


class Run:
    """The folder of one execution, held by one process at a time. A block that fails says so in run.json."""

    def __init__(self, folder: Path, *, step: int, steps: int) -> None:
        self.folder = folder
        self._step, self._steps = step, steps
        self._lock = FileLock(folder / ".lock")
        self._events: SummaryWriter | None = None

    @classmethod
    def start(cls, folder: Path, *, steps: int, config: Mapping[str, Any], environment: Mapping[str, Any]) -> Self:
        """Make a new run of so many steps. Raises TrainingError if the folder already holds one."""
        refuse_used(folder)
        folder.mkdir(parents=True, exist_ok=True)
        run = cls(folder, step=0, steps=steps)
        run._hold()
        write_text(folder / CONFIG_FILE, tomli_w.dumps(config))
        write_json(folder / ENVIRONMENT_FILE, environment)
        run.set_status("running")
        run._events = SummaryWriter(str(folder))
        return run

    @classmethod
    def resume(cls, folder: Path, *, step: int, steps: int, config: Mapping[str, Any], data: str) -> Self:
        """Take up a run after `step` steps; what was logged later is forgotten, it will come again.

        Raises TrainingError if config or data are not those it was started with: the result would be neither.
        """
        read_status(folder)
        run = cls(folder, step=step, steps=steps)
        run._hold()
        begun = tomllib.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
        if not _agree(begun, config):
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
        run.set_status("running")
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
        self._step = step
        self._append(METRICS_FILE, {"step": step, **values})
        if self._events:
            for name, value in values.items():
                self._events.add_scalar(name, value, step)

    def log_samples(self, step: int, samples: Sequence[Mapping[str, str]]) -> None:
        for sample in samples:
            self._append(SAMPLES_FILE, {"step": step, **sample})

    def write_picture(self, step: int, number: int, png: bytes) -> str:
        """Write a sample that is a picture; returns its path within the run's folder."""
        path = self.folder / PICTURES_FOLDER / f"{step:06d}-{number:02d}.png"
        path.parent.mkdir(exist_ok=True)
        with replacing(path) as temporary:
            temporary.write_bytes(png)
        return path.relative_to(self.folder).as_posix()

    def _append(self, name: str, row: Mapping[str, Any]) -> None:
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def set_status(self, state: State, **facts: Any) -> None:
        """Write run.json: the state, how many steps are done and planned, and what else belongs to the state."""
        write_json(self.folder / RUN_FILE, {"status": state, "step": self._step, "steps": self._steps, **facts})

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
    """A run that writes nothing, for all processes but the first."""

    def log(self, step: int, values: Mapping[str, float]) -> None:
        pass

    def log_samples(self, step: int, samples: Sequence[Mapping[str, str]]) -> None:
        pass

    def write_picture(self, step: int, number: int, png: bytes) -> str:
        return ""

    def set_status(self, state: State, **facts: Any) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


def _agree(begun: Mapping[str, Any], config: Mapping[str, Any]) -> bool:
    """Return whether two configs have the same values; what an older version did not know yet is passed over."""
    return all(
        _agree(value, config[name]) if isinstance(value, Mapping) else name in config and value == config[name]
        for name, value in begun.items()
    )


def describe_environment(*, seed: int, processes: int, device: str, precision: str, data: str) -> dict[str, Any]:
    """Return what a reader needs to repeat the run: versions, machine, seed. No variables, they may hold secrets."""
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
