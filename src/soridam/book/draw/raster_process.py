"""Rasterizing in a process of its own. Begin with `RasterProcess`.

resvg keeps Python's lock for as long as it draws, which is seconds for a large page: in the same process nobody else
would be heard meanwhile, and no second core would help.

The process reads one line of JSON and an SVG for each picture, and writes the length of the PNG in eight bytes and the
PNG. It ends when nobody is left who could ask it.
"""

import json
import subprocess
import sys
import threading
import weakref
from typing import IO

from soridam.book.draw.scenery.painter import WIDTH
from soridam.core.errors import BookError

LENGTH = 8  # bytes, the largest first
COMMAND = [sys.executable, "-m", "soridam.book.draw.raster_process"]


class RasterProcess:
    """Safe to use from several threads: pictures are drawn one after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Have it load while the first picture is being composed."""
        with self._lock:
            self._running()

    def rasterize(self, svg: str, width: int = WIDTH) -> bytes:
        """Return the same bytes as `raster.rasterize`. Raises BookError if the process dies over it."""
        with self._lock:
            process = self._running()
            drawn = _ask(process, svg.encode(), width)
            if drawn is None:
                _end(process)
        if drawn is None:
            raise BookError(
                "book.drawing-died",
                "The process that draws has ended.",
                hint="Make sure that there is enough memory, and try again: finished pictures are kept.",
            )
        return drawn

    def close(self) -> None:
        with self._lock:
            if self._process is not None:
                _end(self._process)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            weakref.finalize(self, _end, self._process)
        return self._process


def _ask(process: "subprocess.Popen[bytes]", svg: bytes, width: int) -> bytes | None:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps({"width": width, "bytes": len(svg)}).encode() + b"\n" + svg)
        process.stdin.flush()
    except BrokenPipeError:
        return None
    length = int.from_bytes(process.stdout.read(LENGTH), "big")
    drawn = process.stdout.read(length)
    return drawn if length and len(drawn) == length else None


def _end(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def answer(source: IO[bytes], target: IO[bytes]) -> None:
    """Draw what comes until nothing more does."""
    from soridam.book.draw.raster import rasterize

    while line := source.readline():
        asked = json.loads(line)
        drawn = rasterize(source.read(asked["bytes"]).decode(), asked["width"])
        target.write(len(drawn).to_bytes(LENGTH, "big") + drawn)
        target.flush()


def main() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asked, and ends us with them
    answer(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
