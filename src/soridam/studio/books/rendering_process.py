"""The process that makes one form of a book: `python -m soridam.studio.books.rendering_process BOOK FORM OUT`.

Standard input is the record of the book as its reader saw it: later changes are not read. An error is
written as JSON to standard output.
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path

from soridam.core.errors import SoridamError, as_report
from soridam.studio.books.renderings import NICE

PR_SET_PDEATHSIG = 1


def main(folder: str, form: str, out: str) -> int:
    """Write the form into the folder `out`; returns the exit code."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # end with the server
    os.nice(NICE)
    from soridam.book.folder import Book, BookRecord
    from soridam.book.pages.export import export_book

    record = BookRecord.model_validate_json(sys.stdin.buffer.read())
    try:
        export_book(Book(Path(folder), record), Path(out), [form])
    except SoridamError as error:
        sys.stdout.write(json.dumps(as_report(error)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
