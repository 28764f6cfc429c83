"""Hearing wishes in a process of its own: the server stays light, and a recording goes through a pipe, never a disk.

Begin with `Ear.listen`. The process is started by the first wish, keeps its model for the next ones, and is ended when
nobody has spoken for a while.
"""

import json
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from typing import IO, Any

from soridam.book.parts import Heard
from soridam.book.story import Language
from soridam.core.errors import AudioError, SoridamError

IDLE = 600.0  # seconds after which the model's memory is given back
NOT_HEARD = AudioError("The wish could not be heard.", hint="Say it again, or type it.")


class Ear:
    """Safe to use from several threads; wishes are heard one after the other."""

    def __init__(self, idle: float = IDLE) -> None:
        self._idle = idle
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._used = 0.0

    def listen(self, recording: bytes, language: Language | None) -> Heard:
        """Raises AudioError with the words of the listener, whatever kept it from hearing."""
        with self._lock:
            process = self._running()
            self._used = time.monotonic()
            answer = _ask(process, recording, language)
            self._used = time.monotonic()
            if answer is None:
                self._end()
        if answer is None:
            raise NOT_HEARD
        if "error" in answer:
            raise AudioError(answer["error"], hint=answer["hint"])
        return Heard(**answer)

    def close(self) -> None:
        with self._lock:
            self._end()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "soridam.studio.ear"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            threading.Thread(target=self._end_when_idle, args=(self._process,), daemon=True).start()
        return self._process

    def _end_when_idle(self, process: "subprocess.Popen[bytes]") -> None:
        while process.poll() is None:
            time.sleep(min(1.0, self._idle))
            with self._lock:
                if self._process is process and time.monotonic() - self._used > self._idle:
                    self._end()

    def _end(self) -> None:
        """Closing its input ends it; whoever is gone already is gone."""
        if self._process is not None:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.kill()
            self._process.wait()
            self._process.stdin.close()
            self._process.stdout.close()
            self._process = None


def _ask(process: "subprocess.Popen[bytes]", recording: bytes, language: Language | None) -> dict[str, Any] | None:
    """None if the process has died, as a decoder may that is given what is no sound."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps({"bytes": len(recording), "language": language}).encode() + b"\n")
        process.stdin.write(recording)
        process.stdin.flush()
    except BrokenPipeError:
        return None
    line = process.stdout.readline()
    answer: dict[str, Any] | None = json.loads(line) if line else None
    return answer


def main(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer each recording on `source` with one line of JSON, until it ends."""
    from soridam.settings import read_settings
    from soridam.wiring import build_listener

    listener = build_listener(read_settings().book)
    while line := source.readline():
        asked = json.loads(line)
        try:
            answer = asdict(listener.listen(source.read(asked["bytes"]), asked["language"]))
        except SoridamError as error:
            answer = {"error": error.message, "hint": error.hint}
        target.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        target.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
