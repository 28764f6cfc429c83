"""Painting for programs in a process of its own, which keeps the pipeline. Begin with `PictureProcess.paint`.

What the process does is in `picture_process_main`.
"""

import threading
from collections.abc import Mapping
from typing import Any

from soridam.core.errors import BusyError, MistakeError
from soridam.studio.resident import IDLE_SECONDS, Resident, without_error

TIMEOUT_SECONDS = 900.0  # for all pictures of a request, and a model that is loaded first
MOST_WAITING = 8  # requests; more are refused at once


class PictureProcess:
    """Safe to use from several threads; requests are answered one after the other."""

    def __init__(self, idle: float = IDLE_SECONDS, timeout: float = TIMEOUT_SECONDS) -> None:
        self._resident = Resident("soridam.studio.openai.picture_process_main", idle, timeout)
        self._places = threading.BoundedSemaphore(1 + MOST_WAITING)  # one is answered, the others wait

    def paint(self, request: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return {"png", "seed"} for each picture, the PNG in base64.

        Raises BusyError where too many wait, MistakeError where no answer comes in time, and the painter's own errors.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError("image.busy", "Too many pictures wait to be painted.", hint="Try again in a minute.")
        try:
            told = self._resident.ask(request, b"")
        finally:
            self._places.release()
        if told is None:
            raise MistakeError(
                "image.no-answer", "The pictures were not painted in time.", hint="Ask for fewer, or smaller ones."
            )
        pictures: list[dict[str, Any]] = without_error(told)["pictures"]
        return pictures

    def close(self) -> None:
        self._resident.close()
