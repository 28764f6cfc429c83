"""Stopping a run between two steps, so that nothing learned is lost. Begin with `noting_interrupts`."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

Handler = Callable[[int, FrameType | None], Any] | int | None
Item = TypeVar("Item")


class Interrupt:
    """A flag that says whether this process was asked to stop."""

    def __init__(self) -> None:
        self.is_asked = False
        self._may_wait = True

    def note(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal. Raises KeyboardInterrupt when it comes again, or where it may not wait."""
        if self.is_asked or not self._may_wait:
            raise KeyboardInterrupt
        self.is_asked = True

    def raise_if_asked(self) -> None:
        if self.is_asked:
            raise KeyboardInterrupt

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Inside of the block a signal interrupts at once: nothing is half done there."""
        self.raise_if_asked()
        self._may_wait = False
        try:
            yield
        finally:
            self._may_wait = True


@contextmanager
def noting_interrupts() -> Iterator[Interrupt]:
    """Inside of the block Ctrl-C and SIGTERM are noted; a second one interrupts at once.

    A process that handles them itself keeps its own handlers, and only the main thread can have any.
    """
    interrupt = Interrupt()
    before: dict[signal.Signals, Handler] = {}
    usual_handlers = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
    if threading.current_thread() is threading.main_thread():
        for number, usual in usual_handlers.items():
            if signal.getsignal(number) == usual:
                before[number] = signal.signal(number, interrupt.note)
    try:
        yield interrupt
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def saving_when_stopped(steps: Iterator[Item], save: Callable[[], object]) -> Iterator[Item]:
    """Yield the steps. Where asking for the next one raises, because the run is to stop, `save` is called first."""
    try:
        yield from steps
    except GeneratorExit:  # no more steps are wanted
        raise
    except BaseException:
        save()
        raise
