"""A proxy between the studio and a server that can be cut (connections break, new ones are refused) or frozen
(connections stay, nothing passes). A server that others use too cannot be restarted; its clients see the same.
"""

import contextlib
import socket
import struct
import threading

BREAK = struct.pack("ii", 1, 0)  # close with a reset, as a killed server's kernel does


class Proxy:
    """Listens on a port of its own for `host:port`."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._open = threading.Event()
        self._flowing = threading.Event()
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.restore()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break all connections, and each new one at once."""
        self._open.clear()
        with self._lock:
            broken, self._sockets = self._sockets, set()
        for each in broken:
            _break(each)

    def freeze(self) -> None:
        """Let nothing pass, without a word."""
        self._flowing.clear()

    def restore(self) -> None:
        self._open.set()
        self._flowing.set()

    def close(self) -> None:
        self._listener.close()
        self.restore()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:  # closed
                return
            threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        self._flowing.wait()
        if not self._open.is_set():
            return _break(client)
        try:
            server = socket.create_connection(self._target)
        except OSError:  # it is being restarted
            return _break(client)
        with self._lock:
            self._sockets |= {client, server}
        for one, other in ((client, server), (server, client)):
            threading.Thread(target=self._pump, args=(one, other), daemon=True).start()
        return None

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):  # cut
            while piece := source.recv(65536):
                self._flowing.wait()
                sink.sendall(piece)
        with self._lock:
            self._sockets -= {source, sink}
        for each in (source, sink):
            _break(each)


def _break(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # broken already
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, BREAK)
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
