"""Telling a full disk as one while safetensors are written. Begin with `telling_system_errors`."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SYSTEM_ERROR = re.compile(r"\(os error (\d{1,3})\)")  # how libraries in Rust name the system's errors


@contextmanager
def telling_system_errors(path: Path) -> Iterator[None]:
    """Turn what the library says of the system into the OSError that any other writing raises."""
    from safetensors import SafetensorError

    try:
        yield
    except SafetensorError as error:
        if found := _SYSTEM_ERROR.search(str(error)):
            raise OSError(int(found[1]), os.strerror(int(found[1])), str(path)) from error
        raise
