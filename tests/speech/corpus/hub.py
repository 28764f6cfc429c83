"""A small Hugging Face hub on this machine: makes repositories, takes LFS uploads and commits, all in memory."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlparse


class Hub(ThreadingHTTPServer):
    """What was created and committed, and the token that it asks for."""

    def __init__(self, token: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.token = token
        self.repos: dict[str, dict[str, Any]] = {}
        self.objects: dict[str, bytes] = {}
        self.files: dict[str, bytes] = {}
        self.requests = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self) -> None:
        self.server.requests += 1
        path = urlparse(self.path).path
        if "/tree/" in path:
            files = [
                {"type": "file", "path": name, "size": len(data), "oid": "0"}
                for name, data in self.server.files.items()
            ]
            return self._answer(files)
        if path.startswith("/api/datasets/"):
            siblings = [{"rfilename": name} for name in self.server.files]
            return self._answer({"id": "me/corpus", "sha": "0" * 40, "siblings": siblings, "private": True, "tags": []})
        return self._answer({"error": "not found"}, 404)

    def do_POST(self) -> None:
        self.server.requests += 1
        path, body = urlparse(self.path).path, self._body()
        if self.headers.get("Authorization") != f"Bearer {self.server.token}":
            return self._answer({"error": "Invalid username or password."}, 401)
        if path == "/api/validate-yaml":
            return self._answer({"errors": [], "warnings": []})
        if path == "/api/repos/create":
            asked = json.loads(body)
            self.server.repos[asked["name"]] = asked
            return self._answer({"url": f"{self.server.address}/datasets/me/{asked['name']}", "name": asked["name"]})
        if "/preupload/" in path:
            return self._answer({"files": [self._mode(file["path"]) for file in json.loads(body)["files"]]})
        if path.endswith("/objects/batch"):
            return self._answer(
                {"transfer": "basic", "objects": [self._upload(o) for o in json.loads(body)["objects"]]}
            )
        if "/commit/" in path:
            self._commit([json.loads(line) for line in body.splitlines()])
            return self._answer(
                {"commitUrl": f"{self.server.address}/datasets/me/corpus/commit/{'1' * 40}", "commitOid": "1" * 40}
            )
        return self._answer({"error": f"unknown {path}"}, 404)

    def do_PUT(self) -> None:
        self.server.requests += 1
        body = self._body()
        self.server.objects[hashlib.sha256(body).hexdigest()] = body
        self._answer({})

    def _mode(self, path: str) -> dict[str, Any]:
        mode = "lfs" if path.endswith(".parquet") else "regular"
        return {"path": path, "uploadMode": mode, "shouldIgnore": False}

    def _upload(self, wanted: dict[str, Any]) -> dict[str, Any]:
        return wanted | {"actions": {"upload": {"href": f"{self.server.address}/lfs/{wanted['oid']}", "header": {}}}}

    def _commit(self, operations: list[dict[str, Any]]) -> None:
        for operation in operations:
            value = operation["value"]
            match operation["key"]:
                case "file":
                    self.server.files[value["path"]] = base64.b64decode(value["content"])
                case "lfsFile":
                    self.server.files[value["path"]] = self.server.objects[value["oid"]]
                case "deletedFile":
                    del self.server.files[value["path"]]

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            return b"".join(self._chunks())
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def _answer(self, value: Any, status: int = 200) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments: Any) -> None:
        pass


@contextmanager
def local_hub(token: str) -> Iterator[Hub]:
    hub = Hub(token)
    thread = threading.Thread(target=hub.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        hub.server_close()
        thread.join()
