"""Logs without secrets, whatever a library writes into them. Begin with `log_without`."""

import logging
from collections.abc import Collection

HIDDEN = "***"
SHORTEST = 4  # shorter ones would hide half of every line


class Redacting(logging.Formatter):
    """Tracebacks included: what is hidden is hidden in the finished line."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._secrets = sorted((secret for secret in secrets if len(secret) >= SHORTEST), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


def log_without(secrets: Collection[str]) -> None:
    """From now on this process logs warnings and worse to standard error, and none of these."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
