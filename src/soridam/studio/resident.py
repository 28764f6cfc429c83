"""A process of one's own that stays: it keeps what it has loaded for the next question, and is ended when idle.

The server stays light that way, and a decoder that dies takes nobody along. Begin with `Resident.ask`; the other side
is a module that calls `answer`, and keeps its models in a `ModelCache`.
"""

import json
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, Any, Generic, TypeVar

from soridam.core.errors import SoridamError, as_report, error_of
from soridam.studio.environment import child_environment

IDLE_SECONDS = 600.0  # after which the memory is given back
TIMEOUT_SECONDS = 120.0  # for one answer
MOST_MODELS = 2  # that one process keeps in memory
T = TypeVar("T")


class StayingProcess:
    """A process that is started with the first question, stays for others, and is ended when it is idle.

    Who uses `_process`, or a method that begins with `_`, holds the lock.
    """

    def __init__(self, module: str, idle: float = IDLE_SECONDS) -> None:
        self._module, self._idle = module, idle
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._used = 0.0

    @property
    def is_running(self) -> bool:
        process = self._process
        return process is not None and process.poll() is None

    def close(self) -> None:
        with self._lock:
            self._end()

    def _running(self) -> "subprocess.Popen[bytes]":
        """Return the process; another one where it has ended."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            command = [sys.executable, "-m", self._module]
            pipe, environment = subprocess.PIPE, child_environment()
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment)
            threading.Thread(target=self._end_when_idle, args=(self._process,), daemon=True).start()
            self._note_begun(self._process)
        return self._process

    def _note_begun(self, process: "subprocess.Popen[bytes]") -> None:
        """Do what a new process needs besides."""

    def _is_idle(self) -> bool:
        return time.monotonic() - self._used > self._idle

    def _end_when_idle(self, process: "subprocess.Popen[bytes]") -> None:
        while process.poll() is None:
            time.sleep(min(1.0, self._idle))
            with self._lock:
                if self._process is process and self._is_idle():
                    self._end()

    def _end(self) -> None:
        """Kill the process, if it has not ended already."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._close_pipes(self._process)
            self._process = None

    def _close_pipes(self, process: "subprocess.Popen[bytes]") -> None:
        """Close both ends of ours; what the process has not read any more is lost."""
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()


class Resident(StayingProcess):
    """Safe to use from several threads; questions are answered one after the other."""

    def __init__(self, module: str, idle: float = IDLE_SECONDS, timeout: float = TIMEOUT_SECONDS) -> None:
        super().__init__(module, idle)
        self._timeout = timeout

    def ask(self, question: Mapping[str, Any], body: bytes) -> dict[str, Any] | None:
        """Return the answer; None if the process died over it, or took too long and was ended."""
        with self._lock:
            process = self._running()
            self._used = time.monotonic()
            answer = _ask(process, question, body, self._timeout)
            self._used = time.monotonic()
            if answer is None:
                self._end()
            return answer


def without_error(told: dict[str, Any]) -> dict[str, Any]:
    """Return an answer. Raises the error that it reports, if it does, as it was raised in the process."""
    if "error" in told:
        raise error_of(told["error"]["kind"], told["error"])
    return told


def _ask(
    process: "subprocess.Popen[bytes]", question: Mapping[str, Any], body: bytes, timeout: float
) -> dict[str, Any] | None:
    assert process.stdin is not None
    assert process.stdout is not None
    killer = threading.Timer(timeout, process.kill)
    killer.start()
    try:
        process.stdin.write(json.dumps({**question, "bytes": len(body)}).encode() + b"\n" + body)
        process.stdin.flush()
        line = process.stdout.readline()
    except BrokenPipeError:
        return None
    finally:
        killer.cancel()
    answer: dict[str, Any] | None = json.loads(line) if line.endswith(b"\n") else None
    return answer


def answer(reply: Callable[[dict[str, Any], bytes], Mapping[str, Any]], source: IO[bytes], target: IO[bytes]) -> None:
    """Answer each question on `source` with one line of JSON, until it ends; errors are answers, too."""
    while line := source.readline():
        question = json.loads(line)
        try:
            told: Mapping[str, Any] = reply(question, source.read(question["bytes"]))
        except SoridamError as error:
            told = {"error": {"kind": type(error).__name__, **as_report(error)}}
        target.write(json.dumps(dict(told), ensure_ascii=False).encode() + b"\n")
        target.flush()


class ModelCache(Generic[T]):
    """The models that such a process has loaded, by name. The one that was not used longest makes room first."""

    def __init__(self, load: Callable[[str], T], most: int = MOST_MODELS) -> None:
        self._load, self._most = load, most
        self._loaded: OrderedDict[str, T] = OrderedDict()

    def find(self, name: str) -> T:
        """Return the model of this name, loaded if it is not there."""
        if name not in self._loaded:
            while len(self._loaded) >= self._most:
                self._loaded.popitem(last=False)
            self._loaded[name] = self._load(name)
        self._loaded.move_to_end(name)
        return self._loaded[name]
