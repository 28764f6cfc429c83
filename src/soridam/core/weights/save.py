"""System errors, such as a full disk, while safetensors are written. Begin with `raising_system_errors`."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SYSTEM_ERROR = re.compile(r"\(os error (\d{1,3})\)")  # how libraries in Rust name the system's errors


@contextmanager
def raising_system_errors(path: Path) -> Iterator[None]:
    """Turn a system error that the library wraps into an OSError, as any other writing raises it."""
    from safetensors import SafetensorError

    try:
        yield
    except SafetensorError as error:
        if found := _SYSTEM_ERROR.search(str(error)):
            raise OSError(int(found[1]), os.strerror(int(found[1])), str(path)) from error
        raise
