"""Server-sent events, for every route that streams. Begin with `event`."""

import json
from collections.abc import Mapping
from typing import Any

EVENT_STREAM = "text/event-stream"
NO_STORE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # no proxy keeps it, or waits for its end


def event(body: Mapping[str, Any]) -> str:
    """Return one server-sent event that holds a JSON object."""
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"
