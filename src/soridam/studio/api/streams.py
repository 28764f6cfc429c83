"""Server-sent events, as every route that streams has them. Begin with `event`."""

import json
from collections.abc import Mapping
from typing import Any

EVENT_STREAM = "text/event-stream"
NO_STORE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # no proxy keeps it, or waits for its end


def event(body: Mapping[str, Any]) -> str:
    """One event that holds an object of JSON."""
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"
