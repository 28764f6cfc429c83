"""Reads the text of a PDF in a process of its own, with little memory and time: PDFs of strangers may be bombs.

Begin with `read_pages`. The other side is `python -m soridam.radio.retrieval.pdf FILE`.
"""

import json
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from soridam.core.errors import CorpusError

MOST_PAGES = 2_000
MOST_LETTERS = 5_000_000
TIMEOUT_SECONDS = 60.0
MEMORY = 1536 * 2**20  # bytes


def read_pages(path: Path, timeout: float = TIMEOUT_SECONDS) -> list[str]:
    """Return the text of each page. Raises CorpusError for what cannot be read, or not in time."""
    command = [sys.executable, "-m", __name__, str(path.absolute())]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=timeout, check=False)
        pages: list[str] = json.loads(ended.stdout)["pages"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        raise _unreadable() from None
    return pages


def _unreadable() -> CorpusError:
    return CorpusError(
        "retrieval.pdf",
        "This PDF cannot be read.",
        hint="It is damaged, protected by a password, or too large. Save it anew, or give its text.",
    )


def main() -> None:
    """Write the pages to stdout as JSON; a PDF that cannot be read ends the process with an error."""
    from pypdf import PdfReader

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    reader = PdfReader(sys.argv[1])
    if reader.is_encrypted:
        reader.decrypt("")
    pages, letters = [], 0
    for page in reader.pages[:MOST_PAGES]:
        pages.append(page.extract_text())
        letters += len(pages[-1])
        if letters > MOST_LETTERS:
            break
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write(json.dumps({"pages": pages}).encode())


if __name__ == "__main__":
    main()
