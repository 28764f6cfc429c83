"""Servers of our own for the long form: unlike shared ones they can be killed and started again. See `Server`."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Name = Literal["postgresql", "mariadb", "rabbitmq", "redis"]
PROGRAMS: Mapping[str, str] = {
    "postgresql": "postgres",
    "mariadb": "mariadbd",
    "rabbitmq": "/usr/lib/rabbitmq/bin/rabbitmq-server",
    "redis": "redis-server",
}
SECONDS_TO_START = 60.0


@dataclass
class Server:
    """A database or a broker with a folder and a port of its own."""

    command: list[str]
    port: int
    user: str | None = None  # PostgreSQL does not run as root
    end: signal.Signals = signal.SIGKILL
    environment: dict[str, str] = field(default_factory=dict)
    _process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Returns when it listens."""
        self._process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            user=self.user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + SECONDS_TO_START
        while not _listens(self.port):
            assert time.monotonic() < deadline and self._process.poll() is None, f"{self.command[0]} does not start"
            time.sleep(0.1)

    def kill(self) -> None:
        """Without a chance to tidy up."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):  # dead already
            os.killpg(self._process.pid, self.end)
        self._process.wait()
        while _listens(self.port):  # a child of it holds the port a moment longer
            time.sleep(0.05)


def are_installed(*names: str) -> bool:
    return all(shutil.which(PROGRAMS[name]) for name in names)


@contextlib.contextmanager
def own_server(name: Name) -> Iterator[Server]:
    """Set up in a new folder, started, and removed in the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"chaos-{name}-"))
    server = _prepare(name, folder, _free_port())
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(name: Name, folder: Path, port: int) -> Server:
    match name:
        case "postgresql":
            return _prepare_postgresql(folder, port)
        case "mariadb":
            return _prepare_mariadb(folder, port)
        case "redis":
            words = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
            return Server([PROGRAMS[name], *words], port)
        case "rabbitmq":
            return _prepare_rabbitmq(folder, port)


def _prepare_postgresql(folder: Path, port: int) -> Server:
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    _run(["initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], user)
    words = ["-D", str(data), "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    # SIGQUIT is its own word for: stop this instant, and recover from the log at the next start. Killed by SIGKILL, the
    # parent would leave its children behind for a while, and the next start would refuse because of them.
    return Server([PROGRAMS["postgresql"], *words], port, user, signal.SIGQUIT)


def _prepare_mariadb(folder: Path, port: int) -> Server:
    data = f"--datadir={folder / 'data'}"
    _run(["mariadb-install-db", "--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"])
    words = [f"--port={port}", f"--socket={folder / 'socket'}", "--bind-address=127.0.0.1", "--user=root"]
    return Server([PROGRAMS["mariadb"], "--no-defaults", data, *words, "--innodb-buffer-pool-size=64M"], port)


def _prepare_rabbitmq(folder: Path, port: int) -> Server:
    configuration = folder / "rabbitmq.conf"  # that of the system may name a port
    configuration.write_text(f"listeners.tcp.local = 127.0.0.1:{port}\n")
    (folder / "environment").touch()
    environment = {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"{folder.name}@localhost",
        "RABBITMQ_CONFIG_FILE": str(configuration),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "environment"),
        "RABBITMQ_DIST_PORT": str(_free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
    }
    return Server([PROGRAMS["rabbitmq"]], port, environment=environment)


def _run(command: list[str], user: str | None = None) -> None:
    subprocess.run(command, user=user, check=True, capture_output=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
