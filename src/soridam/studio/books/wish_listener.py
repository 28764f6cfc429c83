"""Hearing wishes in a process of its own: the server stays light, and a recording goes through a pipe, never a disk.

Begin with `WishListener.listen`.
"""

import sys
from dataclasses import asdict

from soridam.book.parts import Heard
from soridam.book.story import Language
from soridam.core.errors import AudioError, from_report
from soridam.studio.resident import IDLE_SECONDS, TIMEOUT_SECONDS, Resident, answer


class WishListener:
    """Safe to use from several threads; wishes are heard one after the other."""

    def __init__(self, idle: float = IDLE_SECONDS, timeout: float = TIMEOUT_SECONDS) -> None:
        self._resident = Resident(__name__, idle, timeout)

    def listen(self, recording: bytes, language: Language | None) -> Heard:
        """Raises AudioError with the words of the listener, whatever kept it from hearing."""
        heard = self._resident.ask({"language": language}, recording)
        if heard is None:
            raise AudioError("wish.not-heard", "The wish could not be heard.", hint="Say it again, or type it.")
        if "error" in heard:
            raise from_report(AudioError, heard["error"])
        return Heard(**heard)

    def close(self) -> None:
        self._resident.close()


def main() -> None:
    from soridam.settings import read_settings
    from soridam.wiring import build_listener

    listener = build_listener(read_settings().book)
    answer(
        lambda asked, recording: asdict(listener.listen(recording, asked["language"])),
        sys.stdin.buffer,
        sys.stdout.buffer,
    )


if __name__ == "__main__":
    main()
