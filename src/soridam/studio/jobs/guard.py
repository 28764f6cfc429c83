"""The guard of a job: a process between the runner and the job, which leaves nothing of the job behind.

Begin with `run_guarded`. Guard and job are one program that has forked. Whatever ends the job (itself, a kill, the end
of its lease, the death of the runner), the guard then kills all that the job had started, in whatever session it hides.
"""

import contextlib
import ctypes
import mmap
import os
import signal
import struct
import time
from collections.abc import Callable

import psutil

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
RUNNER_GONE = signal.SIGUSR1
MARK = "SORIDAM_JOB"  # in the environment of all that a job starts: its fence and id
HEARD = (signal.SIGCHLD, signal.SIGTERM, RUNNER_GONE)


class Deadline:
    """A moment of the monotonic clock that guard and job share: then the job is dead, whatever it is stuck in."""

    def __init__(self, moment: float) -> None:
        self._memory = mmap.mmap(-1, 8)
        self._write(moment)

    def extend(self, moment: float) -> None:
        """Called by the job. The kernel's alarm is for a guard that is frozen with it: both die when they wake."""
        self._write(moment)
        signal.setitimer(signal.ITIMER_REAL, max(0.001, self.remaining()))

    def remaining(self) -> float:
        """Seconds; none below 0."""
        moment: float = struct.unpack("d", self._memory[:])[0]
        return max(0.0, moment - time.monotonic())

    def _write(self, moment: float) -> None:
        self._memory[:] = struct.pack("d", moment)


def run_guarded(work: Callable[[Deadline], int], runner: int, moment: float) -> int:
    """Do `work` in a fork, until `moment` at first; returns its exit code when nothing of it is left.

    All is killed when the deadline passes or the process `runner`, our parent, dies. SIGTERM is handed on to the job.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
    _prctl(PR_SET_CHILD_SUBREAPER, 1)  # what loses its parent below us becomes our child
    _die_with(runner, RUNNER_GONE)
    deadline, guard = Deadline(moment), os.getpid()
    job = os.fork()
    if job == 0:
        _die_with(guard, signal.SIGKILL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
        return work(deadline)
    code = _wait(job, deadline)
    end_descendants(guard)
    return code if code >= 0 else 128 - code  # as shells tell of signals


def end_descendants(process: int) -> None:
    """Kill everything that the process has started, and what that has started, until nothing is left."""
    while descendants := _descendants(process):
        for each in descendants:
            each.kill()
        psutil.wait_procs(descendants, timeout=1.0)


def mark_of(job: str, fence: int) -> str:
    return f"{fence} {job}"


def end_strays(job: str, fence: int) -> None:
    """Kill what attempts of a job up to this one have left on this machine, because their guard was killed itself."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):  # it has ended, or is somebody else's
            number, _, marked = process.environ().get(MARK, "").partition(" ")
            if marked == job and int(number) <= fence:
                process.kill()


def _wait(job: int, deadline: Deadline) -> int:
    while (code := _reap(job)) is None:
        heard = signal.sigtimedwait(HEARD, deadline.remaining())
        is_over = heard is None and deadline.remaining() == 0
        if is_over or (heard is not None and heard.si_signo == RUNNER_GONE):
            return -signal.SIGKILL
        if heard is not None and heard.si_signo == signal.SIGTERM:
            os.kill(job, signal.SIGTERM)
    return code


def _reap(job: int) -> int | None:
    """Bury all that has ended; the job's exit code, if it is among them."""
    code = None
    while True:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == job:
            return os.waitstatus_to_exitcode(status)
        if pid == 0:
            return code


def _descendants(process: int) -> list[psutil.Process]:
    try:
        found = psutil.Process(process).children(recursive=True)
        return [each for each in found if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
    except psutil.NoSuchProcess:  # one of them ended while we looked; the next look is right
        return [] if not psutil.pid_exists(process) else _descendants(process)


def _die_with(parent: int, number: signal.Signals) -> None:
    """Have the kernel send us this signal when the parent dies."""
    _prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:  # it died before we asked
        os._exit(0)


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
