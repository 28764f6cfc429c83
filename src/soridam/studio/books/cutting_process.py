"""The process that cuts a drawing out of a photograph: `python -m soridam.studio.books.cutting_process`.

Standard input is the photograph. The answer is the length of a head in eight bytes, the head as JSON, and the PNG: the
head has width, height and colors, or the error that was found.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from typing import Any

PR_SET_PDEATHSIG = 1
NICE = 5
MOST_MEMORY = 4 * 2**30  # bytes of addresses: a photograph of 64 million pixels takes a quarter of them
CPU_SECONDS = 50


def main() -> int:
    """Answer one photograph; returns the exit code."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # end with the server
    os.nice(NICE)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread takes addresses
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    from soridam.book.draw.cutout.cut import cut_out
    from soridam.book.draw.cutout.drawing import MOST_BYTES
    from soridam.core.errors import StoryError, as_report
    from soridam.studio.books.drawings import LENGTH

    facts: dict[str, Any]
    try:
        cut = cut_out(sys.stdin.buffer.read(MOST_BYTES + 1))
        facts, png = {"width": cut.width, "height": cut.height, "colors": cut.colors}, cut.png
    except StoryError as error:
        facts, png = {"error": as_report(error)}, b""
    head = json.dumps(facts).encode()
    sys.stdout.buffer.write(len(head).to_bytes(LENGTH, "big") + head + png)
    return 0


if __name__ == "__main__":
    sys.exit(main())
