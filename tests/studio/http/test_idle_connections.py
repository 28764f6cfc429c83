"""Who opens a connection and says nothing, or half of something, is waited for only so long."""

import asyncio
import socket
import threading
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from tests.studio.wait import wait_for
from websockets.sync.client import connect

from soridam.studio.http import idle_connections
from soridam.studio.http.guard import Guard
from soridam.studio.http.idle_connections import HeadTimeoutProtocol

WHOLE = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(await request.body())


async def talk(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(await websocket.receive_text())


@contextmanager
def served(app):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(uvicorn.Config(app, http=HeadTimeoutProtocol, log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.fixture
def port(monkeypatch):
    monkeypatch.setattr(idle_connections, "HEAD_WITHIN", 0.3)
    with served(Starlette(routes=[Route("/", echo, methods=["GET", "POST"]), WebSocketRoute("/talk", talk)])) as port:
        yield port


@pytest.mark.parametrize("said", [b"", b"GET / HT", WHOLE + b"GET / HT"], ids=["nothing", "half", "half of the second"])
def test_a_head_that_never_comes_ends_the_connection(port, said):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(said)
        got = b""
        while data := connection.recv(1000):
            got += data
        assert got.startswith(b"HTTP/1.1 200") == said.startswith(WHOLE)


def test_a_websocket_is_not_ended(port):
    with connect(f"ws://127.0.0.1:{port}/talk") as websocket:
        with pytest.raises(TimeoutError):
            websocket.recv(timeout=1.0)  # longer than a head may take
        websocket.send("still here")
        assert websocket.recv(timeout=20) == "still here"


def ask(timeout: float, *pieces: bytes) -> list[dict]:
    """What a guard answers to a body of these pieces, of which no more comes."""
    sent: list[dict] = []

    async def app(scope, receive, send):
        request = Request(scope, receive)
        await PlainTextResponse(await request.body())(scope, receive, send)

    async def run() -> None:
        waiting = list(pieces)

        async def receive():
            if not waiting:
                await asyncio.Event().wait()
            return {"type": "http.request", "body": waiting.pop(0), "more_body": True}

        async def send(message):
            sent.append(message)

        headers = [(b"host", b"127.0.0.1")]
        scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers}
        scope |= {"scheme": "http", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1)}
        await Guard(app, ["127.0.0.1"], 1000, timeout)(scope, receive, send)

    asyncio.run(run())
    return sent


@pytest.mark.parametrize("pieces", [(), (b"half",)])
def test_a_body_that_never_comes_is_answered_with_408(pieces):
    start, *_ = ask(0.05, *pieces)
    assert start["status"] == 408
    assert (b"connection", b"close") in start["headers"]


def test_a_body_that_drips_is_not_waited_for_either(monkeypatch):
    sent = ask(0.0, b"a", b"b")
    assert sent[0]["status"] == 408


def test_a_route_may_take_longer_than_a_body():
    """A print is made for minutes, and only then it is looked whether the one who asked is still there."""
    sent: list[dict] = []

    async def app(scope, receive, send):
        await asyncio.sleep(0.2)
        assert (await receive())["body"] == b""
        await PlainTextResponse("made")(scope, receive, send)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [(b"host", b"127.0.0.1")]}
    scope |= {"scheme": "http", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1)}
    asyncio.run(Guard(app, ["127.0.0.1"], 1000, timeout=0.1)(scope, receive, send))
    assert sent[0]["status"] == 200


def test_waiting_is_over_when_the_connection_is(port):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(WHOLE)
        wait_for(lambda: connection.recv(1000))
