"""Recordings of strangers are decoded in a process of its own, with little memory: whatever one does to the decoder,
it is that one recording's error.

Begin with `decode_apart`. The other side is `python -m soridam.speech.decoding`.
"""

import atexit
import json
import os
import resource
import selectors
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np

from soridam.core.errors import AudioError
from soridam.core.messages import as_json, from_json
from soridam.speech.audio import MOST_SECONDS, SAMPLE_RATE, TOO_LONG, Decoded, decode_recording
from soridam.speech.sound import Flaw

TIMEOUT_SECONDS = 60.0  # seconds in which a decoder must get on
REPORT_EVERY_SECONDS = 60.0  # seconds of sound after which it says so
WORKING_MEMORY = 512 * 2**20  # bytes beside the samples themselves
LENGTH = struct.Struct(">I")


def decode_apart(source: Path | bytes, *, name: str = "", most_seconds: float = MOST_SECONDS) -> Decoded:
    """As `audio.decode_recording` at 16 kHz, in a process that stays for the next recording.

    Raises AudioError for whatever goes wrong, also if the decoder dies over it, hangs, or needs too much memory.
    """
    return _SHARED.decode(source, name=name, most_seconds=most_seconds)


def decode_short(recording: bytes, *, most_seconds: float, hint: str) -> np.ndarray:
    """Return the samples of a recording that must not be long: (samples,) at 16 kHz.

    Raises AudioError as `decode_apart` does, and with `hint` for one that is longer.
    """
    try:
        return decode_apart(recording, most_seconds=most_seconds).samples
    except AudioError as error:
        if error.code != TOO_LONG:
            raise
        raise AudioError(
            "audio.too-long",
            "The recording is longer than {seconds} s.",
            hint=hint,
            seconds=f"{most_seconds:.0f}",
        ) from None


class DecodingProcess:
    """Safe to use from several threads; recordings are decoded one after the other."""

    def __init__(self, timeout: float = TIMEOUT_SECONDS) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0  # process id: a fork must not talk to its parent's decoder

    def start(self) -> None:
        """Let it load what it needs, while the caller does something else."""
        with self._lock:
            self._running()

    def decode(self, source: Path | bytes, *, name: str = "", most_seconds: float = MOST_SECONDS) -> Decoded:
        """Raises AudioError."""
        data = source if isinstance(source, bytes) else b""
        path = "" if isinstance(source, bytes) else str(source.absolute())
        label = name or (str(source) if isinstance(source, Path) else "")
        asked = {"path": path, "bytes": len(data), "name": label, "seconds": most_seconds}
        with self._lock:
            process = self._running()
            is_whole = False
            try:
                _send(process.stdin, asked, data)
                decoded = self._receive(process, most_seconds)
                is_whole = True
            except _EndedError:
                raise AudioError(
                    "audio.ended-decoder",
                    "{file} crashes or hangs the decoder.",
                    hint="It is damaged. Leave it out, or convert it to WAV elsewhere.",
                    file=label or "The recording",
                ) from None
            except AudioError:
                is_whole = True
                raise
            finally:
                if not is_whole:
                    self._end()
        return decoded

    def close(self) -> None:
        with self._lock:
            self._end()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._owner != os.getpid():
            self._owner, self._process = os.getpid(), None
        if self._process is None or self._process.poll() is not None:
            self._end()
            command = [sys.executable, "-m", "soridam.speech.decoding"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        return self._process

    def _receive(self, process: "subprocess.Popen[bytes]", most_seconds: float) -> Decoded:
        while True:
            body = json.loads(self._read(process, LENGTH.unpack(self._read(process, LENGTH.size))[0]))
            if "error" in body:
                code, what, hint = body["error"]
                raise AudioError(code, from_json(what), hint=from_json(hint))
            if "samples" in body:
                break
        count = int(body["samples"])
        if not 0 < count <= (most_seconds + 1) * SAMPLE_RATE:
            raise _EndedError
        samples = np.frombuffer(self._read(process, count * 4), dtype=np.float32)
        return Decoded(samples, tuple(Flaw(kind, from_json(message)) for kind, message in body["flaws"]))

    def _read(self, process: "subprocess.Popen[bytes]", count: int) -> bytearray:
        """Exactly `count` bytes, as long as something comes."""
        data = bytearray(count)
        view, got = memoryview(data), 0
        assert process.stdout is not None
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ)
            while got < count:
                if not waiting.select(self._timeout):
                    raise _EndedError
                size = os.readv(process.stdout.fileno(), [view[got:]])
                if not size:
                    raise _EndedError
                got += size
        return data

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


class _EndedError(Exception):
    """The process has gone, or does not answer."""


_SHARED = DecodingProcess()
start_decoding = _SHARED.start
atexit.register(_SHARED.close)


def _send(pipe: IO[bytes] | None, body: dict[str, Any], data: bytes = b"") -> None:
    assert pipe is not None
    head = json.dumps(body).encode()
    try:
        for part in (LENGTH.pack(len(head)) + head, data):
            view = memoryview(part)
            while len(view):
                view = view[pipe.write(view) :]
    except BrokenPipeError:
        raise _EndedError from None


# --- the other side --------------------------------------------------------------------------------------------------


def serve(source: IO[bytes], target: IO[bytes]) -> None:
    """Answer each question on `source`, until it ends, as it does when who asks has gone."""
    bound = _memory_bound()
    while head := source.read(LENGTH.size):
        asked = json.loads(source.read(LENGTH.unpack(head)[0]))
        data = source.read(asked["bytes"])
        bound(len(data) + round(asked["seconds"] * SAMPLE_RATE * 4 * 1.1))
        _answer(target, Path(asked["path"]) if asked["path"] else data, asked)
        target.flush()


def _answer(target: IO[bytes], source: Path | bytes, asked: dict[str, Any]) -> None:
    told = 0.0

    def tell(seconds: float) -> None:
        nonlocal told
        if seconds - told >= REPORT_EVERY_SECONDS:
            told = seconds
            _send(target, {"at": seconds})
            target.flush()

    try:
        decoded = decode_recording(source, name=asked["name"], most_seconds=asked["seconds"], tell=tell)
    except AudioError as error:
        _send(target, {"error": [error.code, as_json(error.what), as_json(error.advice)]})
        return
    flaws = [[flaw.kind, as_json(flaw.message)] for flaw in decoded.flaws]
    _send(target, {"samples": len(decoded.samples), "flaws": flaws})
    target.write(np.ascontiguousarray(decoded.samples).data)


def _memory_bound() -> Callable[[int], None]:
    """Limit memory to a margin above what is loaded, where Linux reports it."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return lambda _: None
    from soridam.speech import containers  # noqa: F401  # its libraries count as loaded

    loaded = int(status.read_text().split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)

    def bound(more: int) -> None:
        allowed = loaded + WORKING_MEMORY + more
        resource.setrlimit(
            resource.RLIMIT_AS, (allowed if most == resource.RLIM_INFINITY else min(allowed, most), most)
        )

    return bound


def _main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; who started it ends it
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
