"""Several files as one download. Begin with `send_zip`."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from fastapi.responses import StreamingResponse

from soridam.studio.http.zip_stream import stream_zip


def send_zip(name: str, files: Sequence[tuple[Path, str]]) -> StreamingResponse:
    """Send `files`, each under the name beside it, as a zip that is packed while it is sent."""
    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(name, safe='')}.zip"}
    return StreamingResponse(stream_zip(files), media_type="application/zip", headers=headers)
