"""Kinds of jobs for tests, added by importing this module: they count, refuse, break, die, do not listen."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from typing import Any

from tests.studio.wait import wait_for

from soridam.core.errors import CorpusError
from soridam.studio.jobs.context import JobContext
from soridam.studio.jobs.kinds import KINDS, Kind, Payload


def count(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Count to `steps`, a little work each, going on from the checkpoint; note when it ran, for those who look.

    Whoever begins at 0 waits at step `hold`, if there is one, until it is to stop.
    """
    first = int(context.checkpoint or 0)
    notes = context.folder.parent / "notes.txt"
    for step in range(first, payload["steps"]):
        with notes.open("a") as file:
            file.write(f"{context.folder.name} {step} {time.time():.6f}\n")
        time.sleep(payload.get("pause", 0.0))
        if first == 0 and step == payload.get("hold"):
            wait_for(lambda: context.is_stopping)
        context.save_checkpoint(str(step + 1))
        context.progress(step + 1, payload["steps"], f"단계 {step + 1}")
    return {"counted": payload["steps"], "이름": payload.get("이름", "")}


def refuse(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    raise CorpusError("corpus.empty", "There are no recordings.", hint="Bring some.")


def break_down(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    raise ZeroDivisionError("a mistake of ours")


def die(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Is killed, as by the kernel when memory runs out, in its first `times` attempts."""
    if context._attempt.claim.attempt <= payload["times"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return {}


def leave(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Ends its process without a word, as a library may that does not know better."""
    os._exit(payload["code"])


def ignore(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Starts a child of its own, that hides in a session of its own, and never looks up."""
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    started = [subprocess.Popen(sleeper), subprocess.Popen(sleeper, start_new_session=True)]
    context.sample({"started": [each.pid for each in started]})
    time.sleep(600)
    return {}


def hold_interpreter(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Calls into a library that does not release the interpreter until somebody writes into the pipe `until`."""
    pipe = os.open(payload["until"], os.O_RDWR)
    context.sample({"holding": True})
    ctypes.PyDLL(None).read(pipe, ctypes.create_string_buffer(1), 1)
    return {}


def _name(payload: Payload) -> str:
    return str(payload.get("이름", ""))


def _corpus(payload: Payload) -> str | None:
    return payload.get("corpus")


for name in ("count", "refuse", "break_down", "die", "leave", "ignore", "hold_interpreter"):
    KINDS[name] = Kind(f"{__name__}:{name}", title=_name, resource=_corpus)
