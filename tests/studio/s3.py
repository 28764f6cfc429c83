"""An S3-compatible server on this machine, over HTTP: moto's, which keeps what it gets in memory."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from moto.server import ThreadedMotoServer

from soridam.settings import StorageSettings

BUCKET = "studio"
KEYS = {"SORIDAM_STORAGE_KEY": "a-key", "SORIDAM_STORAGE_SECRET": "canary-9b1f"}


@contextmanager
def s3_server() -> Iterator[StorageSettings]:
    """With an empty bucket; the settings lead below a prefix of it."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        httpx.post(f"{endpoint}/moto-api/reset").raise_for_status()
        httpx.put(f"{endpoint}/{BUCKET}").raise_for_status()
        yield StorageSettings(url=f"s3://{BUCKET}/our/own", endpoint=endpoint)
    finally:
        server.stop()
