"""Speech for programs in a process of its own: recordings go through a pipe, never a disk; answers come as a stream.

Begin with `SpeechProcess.stream`. What the process does is in `speech_process_main`.
"""

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from soridam.core.errors import AudioError, BusyError, MistakeError, error_of
from soridam.studio.resident import IDLE_SECONDS, Resident

TIMEOUT_SECONDS = 300.0  # in which something must come: a piece of a recording, or a model that is loaded first
WAIT_SECONDS = 60.0  # for others to be done
MOST_WAITING = 8  # requests; more are refused at once
IN_MEMORY = 2**20  # bytes: what is smaller arrives in memory, what is larger in a file
CHUNK = 2**16  # bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """One of several: `body` as the work gave it, `data` what is no text."""

    body: Mapping[str, Any]
    data: bytes = b""


class SpeechProcess(Resident):
    """Safe to use from several threads; requests are answered one after the other."""

    def __init__(
        self, idle: float = IDLE_SECONDS, timeout: float = TIMEOUT_SECONDS, wait: float = WAIT_SECONDS
    ) -> None:
        super().__init__("soridam.studio.openai.speech_process_main", idle, timeout)
        self._wait = wait
        self._places = threading.BoundedSemaphore(1 + MOST_WAITING)  # one is answered, the others wait

    def stream(self, work: str, request: Mapping[str, Any], data: bytes = b"") -> Iterator[Answer]:
        """Yield the answers, as they come. Closing the iterator kills the process.

        Raises MistakeError where it ends without a word, AudioError where it takes too long, BusyError where too many
        wait, and the work's own errors.
        """
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            if not self._lock.acquire(timeout=self._wait):
                raise _busy()
            yield from self._stream(work, request, data)
        finally:
            self._places.release()

    def _stream(self, work: str, request: Mapping[str, Any], data: bytes) -> Iterator[Answer]:
        """Send the request and yield its answers; the caller has taken the lock, which is released here."""
        is_whole = False
        try:
            process = self._running()
            _send(process, {"work": work, "request": dict(request), "bytes": len(data)}, data)
            for answer in self._answers(process):
                is_whole = "end" in answer.body
                if is_whole:
                    _raise_error(answer.body["end"])
                else:
                    yield answer
        finally:
            self._used = time.monotonic()
            if not is_whole:
                self._end()
            self._lock.release()

    def _answers(self, process: "subprocess.Popen[bytes]") -> Iterator[Answer]:
        reader = _TimedReader(process, self._timeout)
        while True:
            body = json.loads(reader.read_line())
            yield Answer(body, reader.read(body.pop("bytes", 0)))
            if "end" in body:
                return


def hand_over(file: IO[bytes], size: int) -> tuple[bytes, str]:
    """Return a recording that arrived, for `stream`: its bytes where it is small, or else the path of its file.

    The file has no name; Linux lets other processes of ours open it by its number, so that nobody holds it in memory.
    """
    if size <= IN_MEMORY or sys.platform != "linux":
        return file.read(), ""
    file.flush()
    return b"", f"/proc/{os.getpid()}/fd/{file.fileno()}"


def _busy() -> BusyError:
    return BusyError("audio.busy", "Too many recordings wait to be transcribed.", hint="Try again in a minute.")


def _unworkable() -> MistakeError:
    return MistakeError(
        "audio.unworkable", "The recording could not be processed.", hint="Send another one; this one may be damaged."
    )


class _TimedReader:
    """Reads what a process writes. Raises MistakeError if it ends, AudioError if nothing comes for too long."""

    def __init__(self, process: "subprocess.Popen[bytes]", timeout: float) -> None:
        assert process.stdout is not None
        self._source = process.stdout.fileno()
        self._timeout = timeout
        self._kept = b""

    def read_line(self) -> bytes:
        while b"\n" not in self._kept:
            self._more()
        line, _, self._kept = self._kept.partition(b"\n")
        return line

    def read(self, count: int) -> bytes:
        while len(self._kept) < count:
            self._more()
        data, self._kept = self._kept[:count], self._kept[count:]
        return data

    def _more(self) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._source, selectors.EVENT_READ)
            if not waiting.select(self._timeout):
                raise AudioError(
                    "audio.slow", "That took too long.", hint="Send a shorter recording, or take a smaller model."
                )
        piece = os.read(self._source, CHUNK)
        if not piece:
            raise _unworkable()
        self._kept += piece


def _send(process: "subprocess.Popen[bytes]", head: Mapping[str, Any], data: bytes) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps(head).encode() + b"\n" + data)
        process.stdin.flush()
    except BrokenPipeError:
        raise _unworkable() from None


def _raise_error(end: Mapping[str, Any] | None) -> None:
    """The error that the work ended with, by the name of its class."""
    if end is None:
        return
    raise error_of(end["kind"], end["error"])
