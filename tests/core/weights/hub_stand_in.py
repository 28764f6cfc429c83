"""A small hub on this machine: the routes that huggingface_hub asks for models, and the faults that hubs have."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class HubStandIn:
    """Use as a context. `repositories` maps an id to its files; `requests` collects (method, path, range)."""

    def __init__(self, repositories: dict[str, dict[str, bytes]]) -> None:
        self.repositories = repositories
        self.requests: list[tuple[str, str, str | None]] = []
        self.wrong_hashes = False
        self.silent = False
        self.stall_at: int | None = None  # bytes of a large file after which nothing more comes
        self.stalled = threading.Event()
        self.release = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "HubStandIn":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()

    def facts(self, name: str, repository: str) -> dict[str, object]:
        siblings = [self._sibling(name, data) for name, data in self.repositories[repository].items()]
        return {"id": repository, "sha": COMMIT, "siblings": siblings, "private": False, "tags": []}

    def _sibling(self, name: str, data: bytes) -> dict[str, object]:
        facts: dict[str, object] = {"rfilename": name, "size": len(data), "blobId": hashlib.sha1(data).hexdigest()}
        if name.endswith((".safetensors", ".bin")):
            sha256 = "0" * 64 if self.wrong_hashes else hashlib.sha256(data).hexdigest()
            facts["lfs"] = {"sha256": sha256, "size": len(data), "pointerSize": 134}
        return facts

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self._answer(with_body=False)

            def do_GET(self) -> None:
                self._answer(with_body=True)

            def _answer(self, with_body: bool) -> None:
                path = urlsplit(self.path).path
                hub.requests.append((self.command, path, self.headers.get("Range")))
                if hub.silent:
                    hub.release.wait()
                    return
                if path.startswith("/api/models/"):
                    self._send_facts(path.removeprefix("/api/models/").split("/revision/")[0])
                    return
                repository, _, name = path[1:].partition(f"/resolve/{'main' if '/resolve/main/' in path else COMMIT}/")
                data = hub.repositories.get(repository, {}).get(name)
                self._not_found() if data is None else self._send(data, with_body)

            def _send_facts(self, repository: str) -> None:
                if repository not in hub.repositories:
                    self._not_found("RepoNotFound")
                    return
                body = json.dumps(hub.facts("", repository)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def _not_found(self, code: str = "EntryNotFound") -> None:
                self.send_response(404)
                self.send_header("X-Error-Code", code)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def _send(self, data: bytes, with_body: bool) -> None:
                asked = self.headers.get("Range")
                start = int(asked.removeprefix("bytes=").split("-")[0]) if asked else 0
                self.send_response(206 if asked else 200)
                self.send_header("X-Repo-Commit", COMMIT)
                self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
                self.send_header("Accept-Ranges", "bytes")
                if asked:
                    self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
                self.send_header("Content-Length", str(len(data) - start))
                self.end_headers()
                if with_body:
                    self._send_body(data[start:])

            def _send_body(self, data: bytes) -> None:
                if hub.stall_at is not None and len(data) > hub.stall_at:
                    self.wfile.write(data[: hub.stall_at])
                    self.wfile.flush()
                    hub.stalled.set()
                    hub.release.wait()
                    return
                self.wfile.write(data)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        return Handler
