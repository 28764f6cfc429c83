"""What every benchmark shares: machine, versions, memory of a process tree, results as JSON and a table.

Begin with `Results`. Benchmarks run as scripts from this folder, so they say `from measure import Results`.
"""

import argparse
import json
import os
import platform
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
from rich.console import Console
from rich.table import Table

PACKAGES = (
    *("soridam", "numpy", "torch", "transformers", "diffusers", "peft", "accelerate"),
    *("datasets", "pyarrow", "soundfile", "soxr", "librosa"),
    *("ctranslate2", "faster-whisper", "gguf", "trl", "xllamacpp"),
)
SAMPLING_INTERVAL = 0.05  # seconds


@dataclass(frozen=True)
class Row:
    """One measured figure of one system."""

    system: str
    metric: str
    value: float
    unit: str


def describe_machine() -> dict[str, str | int | float]:
    """What a reader needs in order to compare: processor, cores that we may use, memory, system."""
    return {
        "processor": _processor_name(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor_name() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def describe_versions(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """Versions of the packages that are installed, without importing them."""
    found = {}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


class Results:
    """Collects rows; writes them in the one format of all benchmarks, and as a table for people."""

    def __init__(self, benchmark: str) -> None:
        self.benchmark = benchmark
        self.rows: list[Row] = []

    def add(self, system: str, metric: str, value: float, unit: str) -> None:
        self.rows.append(Row(system, metric, float(value), unit))

    def value(self, system: str, metric: str) -> float:
        """Raises KeyError if it was not measured."""
        for row in self.rows:
            if (row.system, row.metric) == (system, metric):
                return row.value
        raise KeyError((system, metric))

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        document = {
            "benchmark": self.benchmark,
            "machine": describe_machine(),
            "versions": describe_versions(),
            "rows": [asdict(row) for row in self.rows],
        }
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")

    def print_table(self) -> None:
        """One line a system, one column a metric; the spread of repeats is only in the file."""
        shown = [row for row in self.rows if not row.metric.endswith(("_least", "_most"))]
        columns = list(dict.fromkeys((row.metric, row.unit) for row in shown))
        table = Table(title=self.benchmark)
        table.add_column("system", no_wrap=True)
        for metric, unit in columns:
            table.add_column(f"{metric.replace('_', ' ')} ({unit})", justify="right")
        for system in dict.fromkeys(row.system for row in self.rows):
            figures = {(row.metric, row.unit): row.value for row in self.rows if row.system == system}
            table.add_row(system, *(_show(figures.get(column)) for column in columns))
        Console().print(table)


def _show(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"


class PeakMemory:
    """Samples the memory of a process and all its children in the block; `bytes` is the highest sum.

    Pages that forked children share with their parent are counted once: where Linux tells it, proportional
    set size (PSS) is summed, otherwise the resident set size.
    """

    def __init__(self, pid: int | None = None) -> None:
        self._root = psutil.Process(pid or os.getpid())
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.bytes = 0

    def __enter__(self) -> Self:
        self.bytes = tree_memory(self._root)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        pause = SAMPLING_INTERVAL
        while not self._stop.wait(pause):
            started = time.perf_counter()
            self.bytes = max(self.bytes, tree_memory(self._root))
            # Summing gigabytes of pages takes a while; looking must not slow down what is looked at.
            pause = max(SAMPLING_INTERVAL, 20 * (time.perf_counter() - started))


def tree_memory(root: psutil.Process) -> int:
    """Bytes that a process and its children hold now."""
    try:
        processes = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(_memory_of(process) for process in processes)


def _memory_of(process: psutil.Process) -> int:
    try:
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
        return process.memory_info().rss
    except (OSError, psutil.Error):  # it ended while we looked
        return 0


def benchmark_arguments(description: str) -> argparse.ArgumentParser:
    """The flags that all benchmarks have."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", type=Path, help="write the results to this file")
    return parser


def finish(results: Results, path: Path | None) -> None:
    """Print the table and write the file, if one was asked for."""
    results.print_table()
    if path:
        results.write(path)
