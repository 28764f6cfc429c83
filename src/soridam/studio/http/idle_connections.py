"""Connections on which no request comes. Begin with `HeadTimeoutProtocol`.

uvicorn waits without end for the head of a request: whoever opens connections and says nothing would keep them all.
"""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_WITHIN = 30.0  # seconds, from the connection or from the first byte of another request on it


class HeadTimeoutProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, with a time limit for the head of each request. `guard` limits bodies."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._time_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._time_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timing()
        super().connection_lost(exc)

    def _time_head(self) -> None:
        is_websocket = self.transport.get_protocol() is not self
        is_waiting = self.cycle is None or self.cycle.response_complete
        if is_websocket or not is_waiting:
            self._stop_timing()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_WITHIN, self.transport.close)

    def _stop_timing(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
