"""The forms of a book (reader, PDF, EPUB, sound, print), each made once, in a process of its own, and kept on disk.

Begin with `Renderings.get`. What is kept lies in `<studio>/renderings/<book>/<form>-<key>/`; the key is a hash of what
the book shows and of the program that draws it, so that a changed book is made anew. All of it can be made again: it is
in no backup and in no store.
"""

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from soridam import __version__
from soridam.book.folder import Book
from soridam.core.errors import BookError, SoridamError, from_report
from soridam.studio.environment import child_environment

Form = Literal["html", "pdf", "print", "coloring", "epub", "audio", "json"]

FOLDER = "renderings"
NAMES: Mapping[Form, str] = {
    "html": "book.html",
    "pdf": "book.pdf",
    "print": "book-print.pdf",
    "coloring": "book-coloring.pdf",
    "epub": "book.epub",
    "audio": "book.mp3",
    "json": "story.json",
}
SLOW: tuple[Form, ...] = ("print",)  # takes minutes of all cores: nothing else waits for it
AT_ONCE = max(1, (os.cpu_count() or 1) // 2)  # the other half is for jobs, and for the server itself
TIMEOUT_SECONDS = 1800.0  # for one form
KEPT_FOR = 600.0  # seconds that an older form is left, for who is just reading it
NICE = 5  # the server answers first


@dataclass(frozen=True)
class Rendering:
    """A file that is whole; `tag` changes whenever its contents would."""

    path: Path
    tag: str


class Renderings:
    """All forms of all books. Safe to use from several event loops and threads; each form is made by one of them."""

    def __init__(self, studio: Path) -> None:
        self._folder = studio / FOLDER
        self._lock = threading.Lock()
        self._going: dict[Path, Future[Path]] = {}
        self._quick = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="render")
        self._slow = ThreadPoolExecutor(1, thread_name_prefix="print")
        self._processes: set[subprocess.Popen[bytes]] = set()

    async def get(self, id: str, book: Book, form: Form) -> Rendering:
        """Return the form of the book as it is now, made if need be; `id` is the studio's.

        Raises BookError if it cannot be made.
        """
        key = await asyncio.to_thread(key_of, book)
        path = self._folder / id / f"{form}-{key}" / NAMES[form]
        if not await asyncio.to_thread(_is_there, path):
            # One who goes away while they wait leaves it to the others.
            await asyncio.shield(asyncio.wrap_future(self._ask(book, form, path)))
        return Rendering(path, f'"{form}-{key}"')

    def close(self) -> None:
        """End what is being made."""
        with self._lock:
            for pool in (self._quick, self._slow):
                pool.shutdown(wait=False, cancel_futures=True)
            for process in self._processes:
                process.kill()

    def _ask(self, book: Book, form: Form, path: Path) -> "Future[Path]":
        with self._lock:
            going = self._going.get(path)
            if going is None:
                pool = self._slow if form in SLOW else self._quick
                going = self._going[path] = pool.submit(self._make, book, form, path)
                going.add_done_callback(lambda _: self._forget(path))
        return going

    def _forget(self, path: Path) -> None:
        with self._lock:
            self._going.pop(path, None)

    def _make(self, book: Book, form: Form, path: Path) -> Path:
        if path.is_file():  # since we looked
            return path
        _remove_older(path.parent)
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=path.parent.parent) as made:
            self._run(book, form, Path(made) / "out")
            (Path(made) / "out").replace(path.parent)
        return path

    def _run(self, book: Book, form: Form, out: Path) -> None:
        command = [sys.executable, "-m", "soridam.studio.books.rendering_process", str(book.folder), form, str(out)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=child_environment(), start_new_session=True
        ) as process:
            with self._lock:
                self._processes.add(process)
            try:
                output, _ = process.communicate(book.record.model_dump_json().encode(), TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                output = b""
            finally:
                with self._lock:
                    self._processes.discard(process)
        if process.returncode != 0:
            raise _error_of(output)


def key_of(book: Book) -> str:
    """Hash all that the book shows, and the program that draws it."""
    shown = f"{_program()}\n{book.record.model_dump_json()}"
    return hashlib.sha256(shown.encode()).hexdigest()[:32]


def remove_unused(studio: Path, before: float) -> None:
    """Remove what nobody has asked for since `before`, in seconds since 1970."""
    for folder in (studio / FOLDER).glob("*/*"):
        if _used(folder) < before:
            shutil.rmtree(folder, ignore_errors=True)


@cache
def _program() -> str:
    """Hash the code of the pages: in a checkout it changes without the version."""
    import soridam.book.pages as pages

    digest = hashlib.sha256(__version__.encode())
    for path in sorted(Path(pages.__file__).parent.glob("*.*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _remove_older(folder: Path) -> None:
    """Remove the same form of the same book as it was before the book was changed."""
    form = folder.name.partition("-")[0]
    for older in folder.parent.glob(f"{form}-*"):
        if older != folder and time.time() - _used(older) > KEPT_FOR:
            shutil.rmtree(older, ignore_errors=True)


def _is_there(path: Path) -> bool:
    """Say whether the file is there, and note that it was asked for just now."""
    try:
        os.utime(path.parent)
    except FileNotFoundError:
        return False
    return path.is_file()


def _used(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _error_of(output: bytes) -> SoridamError:
    """Read the error that the process wrote before it ended."""
    try:
        return from_report(BookError, json.loads(output))
    except ValueError:
        return BookError(
            "book.not-rendered",
            "The book could not be prepared for reading.",
            hint="Try again. If it fails again, make sure that there is enough memory and disk space.",
        )
