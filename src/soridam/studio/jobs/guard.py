"""The guard of a job: a process between the runner and the job, which holds its lease and leaves nothing of it behind.

Begin with `run_guarded`. Guard and job are one program that has forked. The guard renews the lease, so that nothing
that the job computes can keep it from doing so. Whatever ends the job (itself, a kill, the end of its lease, the death
of the runner), the guard then kills all that the job had started, in whatever session it hides.
"""

import contextlib
import ctypes
import mmap
import os
import signal
import struct
import time
from collections.abc import Callable
from typing import Protocol

import psutil

from soridam.studio.jobs.table import State

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while the machine sleeps, as the database's
TIMER_ABSTIME = 1
RUNNER_GONE, LOST = signal.SIGUSR1, signal.SIGUSR2
MARK = "SORIDAM_JOB"  # in the environment of all that a job starts: its fence and id
HEARD = (signal.SIGCHLD, signal.SIGTERM, RUNNER_GONE, LOST)
CLOCK_INTERVAL = 1.0  # seconds after which the guard reads the clock itself: waits stand still while a machine sleeps
MARGIN = 0.2  # of the lease: the guard ends the job that much earlier than anyone else may take it
LAST_MARGIN = 0.1  # of the lease: by then the kernel has killed a guard that could not, and the job with it
EXIT_LOST = 75  # EX_TEMPFAIL: somebody else goes on
EXIT_LAPSED = 76  # its lease could not be renewed in time
STATES: tuple[State | None, ...] = (None, "waiting", "paused", "cancelled")


def moment() -> float:
    """Return seconds on a clock of this machine that nobody sets, and that goes on while the machine sleeps."""
    return time.clock_gettime(CLOCK)


class Deadline:
    """When the job has to be dead, whatever it is stuck in. Two keep it: the guard, and a timer of the kernel.

    The timer kills the guard, and its death the job (see `_die_with`), even if both are frozen and stay so.
    """

    def __init__(self, begun: float, lease: float) -> None:
        self._timer = _create_timer()
        self.extend(begun, lease)

    def extend(self, begun: float, lease: float) -> None:
        """Move the deadline for a lease of so many seconds that began after the moment `begun`."""
        self._moment = begun + lease * (1 - MARGIN)
        _set_timer(self._timer, begun + lease * (1 - LAST_MARGIN))

    def remaining(self) -> float:
        """Return seconds; none below 0."""
        return max(0.0, self._moment - moment())


class StopFlag:
    """What is to become of the job if it is to stop, in memory that guard and job share."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 1)

    def request(self, state: State) -> None:
        """The first who asks is heard."""
        if not self.is_set():
            self._memory[0] = STATES.index(state)

    def is_set(self) -> bool:
        return self._memory[0] != 0

    @property
    def state(self) -> State:
        return STATES[self._memory[0]] or "waiting"


class Renewal(Protocol):
    """What renews the lease, in the process of the guard."""

    def start(self) -> None:
        """Begin, in a thread; send LOST to this process when the job is no longer ours."""

    def stop(self, state: State) -> None:
        """Write that the job, which is dead, has been stopped."""


def run_guarded(
    work: Callable[[], int], runner: int, deadline: Deadline, stop: StopFlag, renewal: Renewal, grace: float
) -> int:
    """Do `work` in a fork; returns its exit code when nothing of it is left, EXIT_LAPSED if its deadline has passed.

    All is killed when the deadline passes, the lease is lost or the process `runner`, our parent, dies; and if the job
    goes on for `grace` seconds after it was to stop. SIGTERM is such a wish.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)
    _prctl(PR_SET_CHILD_SUBREAPER, 1)  # what loses its parent below us becomes our child
    _die_with(runner, RUNNER_GONE)
    guard = os.getpid()
    job = os.fork()
    if job == 0:
        _die_with(guard, signal.SIGKILL)
        signal.signal(signal.SIGTERM, lambda *_: stop.request("waiting"))  # where a system ends all at once
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
        return work()
    renewal.start()
    code = _wait(job, deadline, stop, grace)
    end_descendants(guard)
    if code is None:
        renewal.stop(stop.state)
        return EXIT_LOST
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


def _wait(job: int, deadline: Deadline, stop: StopFlag, grace: float) -> int | None:
    """Wait until the job has ended or has to; returns its exit code, None if it went on although it was to stop."""
    asked_at: float | None = None
    while (code := _reap(job)) is None:
        patience = min(CLOCK_INTERVAL, grace) if asked_at is None else max(0.0, asked_at + grace - moment())
        heard = signal.sigtimedwait(HEARD, min(deadline.remaining(), patience, CLOCK_INTERVAL))
        if deadline.remaining() == 0:
            return EXIT_LAPSED
        if heard is not None and heard.si_signo in (RUNNER_GONE, LOST):
            return EXIT_LOST
        if heard is not None and heard.si_signo == signal.SIGTERM:
            stop.request("waiting")
        if stop.is_set() and asked_at is None:
            asked_at = moment()
        elif asked_at is not None and moment() - asked_at > grace:
            return None
    return 1 if code == EXIT_LAPSED else code  # a job that chose this code itself has not lost its lease


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


def _create_timer() -> ctypes.c_void_p:
    """Create a timer that kills this process, which works on a stopped process, too."""
    event, timer = ctypes.create_string_buffer(64), ctypes.c_void_p()  # struct sigevent of <signal.h>
    struct.pack_into("Pii", event, 0, 0, signal.SIGKILL, 0)  # SIGEV_SIGNAL is 0
    if _libc().timer_create(CLOCK, event, ctypes.byref(timer)):
        raise OSError(ctypes.get_errno(), "timer_create")
    return timer


def _set_timer(timer: ctypes.c_void_p, at: float) -> None:
    interval = struct.pack("llll", 0, 0, int(at), int(at % 1 * 1e9))  # struct itimerspec: once
    if _libc().timer_settime(timer, TIMER_ABSTIME, interval, None):
        raise OSError(ctypes.get_errno(), "timer_settime")


def _prctl(option: int, value: int) -> None:
    if _libc().prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
