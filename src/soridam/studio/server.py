"""Starting the studio: folder, database, workers, server, and the link to log in by. Begin with `run_studio`."""

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from filelock import FileLock, Timeout

from soridam.core.errors import UsageError
from soridam.settings import StudioSettings, read_settings
from soridam.studio.app import build_app
from soridam.studio.environment import secret_texts
from soridam.studio.http.idle_connections import HeadTimeoutProtocol
from soridam.studio.migrations import migrate
from soridam.studio.parts import StudioParts, build_parts
from soridam.studio.people.accounts import LINK_LASTS
from soridam.studio.redaction import redact_stderr
from soridam.studio.storage.disk import make_private
from soridam.studio.supervisor import Supervisor
from soridam.studio.worker import build_reconciler

SECONDS_TO_END = 20  # that requests are given when the studio is to end
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def run_studio(settings: StudioSettings) -> None:
    """Run until Ctrl-C; everything that was started ends with it.

    Raises UsageError if the studio runs already, if its port is taken, and for an open address without accounts.
    """
    if settings.host not in LOOPBACK and not settings.accounts:
        raise UsageError(
            "server.open",
            "At {host} others could reach the studio, and it has no accounts.",
            hint="Set studio.accounts = true, or keep to 127.0.0.1.",
            host=settings.host,
        )
    redact_stderr(secret_texts(settings))
    folder = Path(settings.folder)
    make_private(folder)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # what the server raises again after it has closed
    with _alone(folder), _listening(settings) as listener:
        parts = build_parts(settings, book=read_settings().book)
        migrate(parts.engine)
        address = f"http://{settings.host}:{listener.getsockname()[1]}"
        build_reconciler(settings, parts.jobs).start()
        with _workers(settings):
            _print_address(parts, address)
            try:
                _Server(parts).run(sockets=[listener])
            finally:
                parts.close()


class _Server(uvicorn.Server):
    """Ends what would not end by itself, before it waits for requests to end."""

    def __init__(self, parts: StudioParts) -> None:
        proxies = list(parts.settings.proxies)
        super().__init__(
            uvicorn.Config(
                build_app(parts),
                log_config=None,
                access_log=False,
                http=HeadTimeoutProtocol,
                limit_concurrency=parts.settings.most_connections,
                server_header=False,
                proxy_headers=bool(proxies),
                forwarded_allow_ips=proxies,
                timeout_graceful_shutdown=SECONDS_TO_END,
            )
        )
        self._following = parts.following

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._following.close()
        await super().shutdown(sockets)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / "studio.lock", timeout=0)
    try:
        with lock:
            yield
    except Timeout:
        raise UsageError(
            "server.running",
            "This studio runs already.",
            hint="Open the page that it printed, or stop it with Ctrl-C first.",
        ) from None


@contextlib.contextmanager
def _listening(settings: StudioSettings) -> Iterator[socket.socket]:
    """The port, taken before anything else is done, so that a taken one is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            raise UsageError(
                "server.port",
                "Port {port} cannot be used: {reason}.",
                hint="Choose another with --port.",
                port=settings.port,
                reason=error.strerror,
            ) from None
        listener.listen(512)
        yield listener


@contextlib.contextmanager
def _workers(settings: StudioSettings) -> Iterator[None]:
    """The studio's own workers, started again if they die."""
    command = [sys.executable, "-m", "soridam.studio.worker", "--studio", str(os.getpid()), *settings.queues]
    workers = [Supervisor(command) for _ in range(settings.workers)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.join()


def _print_address(parts: StudioParts, address: str) -> None:
    """Print its address, and how its owner logs in: once by a link, or the first time by an invitation."""
    if parts.settings.accounts:
        address = parts.settings.public_url or address
        sys.stdout.write(f"The studio is at {address}\n")
        if parts.accounts.count() == 0:
            sys.stdout.write(f"Become its owner: {address}/join?invitation={parts.accounts.invite('owner')}\n")
    else:
        link = parts.accounts.issue(parts.accounts.find_or_create_local(), "link", LINK_LASTS)
        sys.stdout.write(f"The studio is at {address}\nLog in:       {address}/login?link={link}\n")
    sys.stdout.write("Stop it with Ctrl-C.\n")
    sys.stdout.flush()
