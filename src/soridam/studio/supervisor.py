"""Keeps the studio's own workers alive: one that dies is started again. Begin with `Supervisor`."""

import logging
import signal
import subprocess
import threading
import time
from collections.abc import Sequence

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a dead worker is started again; doubled each time
WELL = 60.0  # seconds: one that lived so long did not die of its start
SECONDS_TO_END = 30.0

log = logging.getLogger(__name__)


class Supervisor:
    """One process, started again when it ends, until `stop`."""

    def __init__(self, command: Sequence[str], longest_pause: float = LONGEST_PAUSE) -> None:
        self._command = command
        self._longest_pause = longest_pause
        self._lock = threading.Lock()  # between starting it and stopping for good
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; `join` waits until it has."""
        with self._lock:
            self._stopping.set()
            if self._process is not None:
                self._process.send_signal(signal.SIGTERM)

    def join(self) -> None:
        """Wait for the end; one that takes too long is killed."""
        self._thread.join(SECONDS_TO_END)
        if self._thread.is_alive() and self._process is not None:
            self._process.kill()
            self._thread.join()

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while (process := self._start()) is not None:
            begun = time.monotonic()
            code = process.wait()
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - begun > WELL else pause
            log.warning("A worker ended with code %d; another is started in %g s.", code, pause)
            self._stopping.wait(pause)
            pause = min(2 * pause, self._longest_pause)

    def _start(self) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            if self._stopping.is_set():
                return None
            self._process = subprocess.Popen(self._command, start_new_session=True)
            return self._process
