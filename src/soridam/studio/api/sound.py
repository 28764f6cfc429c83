"""Sound that a page can play and seek in. Begin with `send_sound`."""

import re

from fastapi import Request
from fastapi.responses import Response

RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
FOREVER = {"Cache-Control": "private, max-age=3600", "Accept-Ranges": "bytes"}


def send_sound(request: Request, data: bytes, media: str = "audio/flac") -> Response:
    """Send all of it, or the one range that was asked for (RFC 9110, 14.2); a list of ranges gets all."""
    asked = RANGE.fullmatch(request.headers.get("range", "").strip())
    if asked is None or not any(asked.groups()):
        return Response(data, media_type=media, headers=FOREVER)
    first, last = _bounds(asked[1], asked[2], len(data))
    if first > last:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{len(data)}"})
    headers = {**FOREVER, "Content-Range": f"bytes {first}-{last}/{len(data)}"}
    return Response(data[first : last + 1], 206, headers, media)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Parse a range into its two ends, both inclusive. `-500` means the last 500 bytes."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
