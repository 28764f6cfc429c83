"""Language models in a process of their own, which many people ask at once. Begin with `LanguageProcess.ask`.

Unlike the other processes that stay, this one answers several questions at the same time: see `answering`.
"""

import json
import queue
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from soridam.core.errors import BusyError, MistakeError, error_of
from soridam.studio.resident import IDLE_SECONDS, StayingProcess

TIMEOUT_SECONDS = 300.0  # in which something must come: a token, or a model that is loaded first
MOST_QUESTIONS = 8  # at once; more are refused
Event = dict[str, Any]


class LanguageProcess(StayingProcess):
    """Safe to use from several threads; what one person asks does not wait for another's answer to end."""

    def __init__(self, idle: float = IDLE_SECONDS, timeout: float = TIMEOUT_SECONDS) -> None:
        super().__init__("soridam.studio.playground.answering", idle)
        self._timeout = timeout
        self._waiting: dict[str, queue.Queue[Event | None]] = {}

    def ask(self, work: str, question: Mapping[str, Any]) -> Iterator[Event]:
        """Yield the events of an answer as they come; closing the iterator stops it.

        Raises BusyError where too many ask at once, MistakeError where the process ends or nothing comes for too long,
        and the work's own errors.
        """
        name, events = uuid.uuid4().hex, queue.Queue[Event | None]()
        self._send_first(name, events, {"id": name, "work": work, **question})
        is_whole = False
        try:
            while not is_whole:
                event = self._next(events)
                is_whole = bool(event.pop("last", False))
                if "error" in event:
                    raise error_of(event["error"]["kind"], event["error"])
                if event:
                    yield event
        finally:
            self._forget(name, stop=not is_whole)

    def ask_once(self, work: str, question: Mapping[str, Any]) -> Event:
        """Return the one event of an answer that has no more. Raises as `ask`."""
        (event,) = self.ask(work, question)
        return event

    def _send_first(self, name: str, events: "queue.Queue[Event | None]", line: Mapping[str, Any]) -> None:
        with self._lock:
            if len(self._waiting) >= MOST_QUESTIONS:
                raise BusyError(
                    "playground.busy", "Too many people ask the model at once.", hint="Try again in a minute."
                )
            process = self._running()
            self._waiting[name] = events
            self._used = time.monotonic()
            if not _send(process, line):
                self._end()
                raise _ended()

    def _next(self, events: "queue.Queue[Event | None]") -> Event:
        try:
            event = events.get(timeout=self._timeout)
        except queue.Empty:
            with self._lock:
                self._end()
            raise MistakeError(
                "playground.slow", "The model did not answer in time.", hint="Try a smaller model, or a shorter text."
            ) from None
        if event is None:
            raise _ended()
        return event

    def _forget(self, name: str, *, stop: bool) -> None:
        with self._lock:
            self._used = time.monotonic()
            is_open = self._waiting.pop(name, None) is not None
            if stop and is_open and self._process is not None:
                _send(self._process, {"id": name, "work": "stop"})

    def _note_begun(self, process: "subprocess.Popen[bytes]") -> None:
        threading.Thread(target=self._hand_out, args=(process,), daemon=True).start()

    def _is_idle(self) -> bool:
        return not self._waiting and super()._is_idle()

    def _hand_out(self, process: "subprocess.Popen[bytes]") -> None:
        """Give each event to whoever asked; when the process has ended, tell all who still wait for it."""
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                event = json.loads(line)
                with self._lock:
                    events = self._waiting.get(event.pop("id"))
                if events is not None:
                    events.put(event)
        with self._lock:
            if self._process is process:
                self._end()

    def _end(self) -> None:
        """Kill the process, if there is one, and tell all who wait for it."""
        for events in self._waiting.values():
            events.put(None)
        self._waiting.clear()
        super()._end()

    def _close_pipes(self, process: "subprocess.Popen[bytes]") -> None:
        """Close the way in; the thread that reads the way out closes that."""
        assert process.stdin is not None
        with suppress(BrokenPipeError):
            process.stdin.close()


def _send(process: "subprocess.Popen[bytes]", line: Mapping[str, Any]) -> bool:
    """Write a line to the process; False if it has ended."""
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps(line).encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        return False
    return True


def _ended() -> MistakeError:
    return MistakeError("playground.ended", "The model's process ended before the answer was whole.", hint="Ask again.")
