"""Texts without secrets, whatever a library writes into them: log lines, tracebacks, and what jobs tell.

Begin with `Redaction`. `redact_stderr` is for a whole process.
"""

import io
import logging
import sys
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TextIO

HIDDEN = "***"
SHORTEST = 4  # shorter ones would hide half of every line


class Redaction:
    """Hides these secrets wherever they stand."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        self._secrets = sorted((secret for secret in secrets if len(secret) >= SHORTEST), key=len, reverse=True)

    def hide(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def hide_in(self, value: Any) -> Any:
        """Return the same in all texts of plain JSON, names included."""
        match value:
            case str():
                return self.hide(value)
            case Mapping():
                return {self.hide_in(name): self.hide_in(inner) for name, inner in value.items()}
            case Sequence():
                return [self.hide_in(inner) for inner in value]
        return value


class Redacting(logging.Formatter):
    """Tracebacks included: what is hidden is hidden in the finished line."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._redaction = Redaction(secrets)

    def format(self, record: logging.LogRecord) -> str:
        return self._redaction.hide(super().format(record))


class RedactedStream(io.TextIOBase):
    """What is written goes on to `target`, a line at a time: so that no secret passes in two halves."""

    encoding = "utf-8"

    def __init__(self, target: TextIO, secrets: Collection[str]) -> None:
        self._target, self._redaction, self._begun = target, Redaction(secrets), ""

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._target.isatty()

    def fileno(self) -> int:
        return self._target.fileno()

    def write(self, text: str) -> int:
        lines, end, self._begun = (self._begun + text).rpartition("\n")
        if end:
            self._target.write(self._redaction.hide(lines + end))
            self._target.flush()
        return len(text)

    def flush(self) -> None:
        """Nothing: the line that was begun waits for its end, or for the end of the process."""

    def close(self) -> None:
        if not self.closed and self._begun:
            self.write("\n")
        super().close()


def redact_logs(secrets: Collection[str]) -> None:
    """Let this process log warnings and worse to standard error, without these secrets."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def redact_stderr(secrets: Collection[str]) -> None:
    """Redact all that Python writes to standard error: logs, tracebacks, warnings, what libraries print."""
    sys.stderr = RedactedStream(sys.stderr, secrets)
    redact_logs(secrets)
