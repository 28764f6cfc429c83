"""One finished book in each language, to be opened by whoever has none yet. Begin with `SampleBooks.ask`.

Each is made once, at the first request, in a process of its own (`sample_process`), and kept in
`<studio>/samples/<language>-<version>/`. All of it can be made again: it is in no backup and counts for nobody's quota.
"""

import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from soridam import __version__
from soridam.core.errors import NotFoundError
from soridam.core.files import read_json
from soridam.studio.environment import child_environment

FOLDER = "samples"
READER_FILE, COVER_FILE, TITLE_FILE = "book.html", "cover.jpg", "title.json"

SampleState = Literal["ready", "making", "failed"]
SampleLanguage = Literal["ko", "en"]


@dataclass(frozen=True)
class Sample:
    """The sample of a language; `title` is empty until it is ready."""

    state: SampleState
    title: str = ""


class SampleBooks:
    """The samples of one studio. Safe to use from several threads."""

    def __init__(self, studio: Path) -> None:
        self._folder = studio / FOLDER
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(len(get_args(SampleLanguage)), thread_name_prefix="sample")
        self._going: dict[SampleLanguage, Future[int]] = {}
        self._processes: set[subprocess.Popen[bytes]] = set()

    def ask(self, language: SampleLanguage) -> Sample:
        """Say how far the sample is; the first question begins it. One that failed waits for the next start."""
        folder = self._place(language)
        if folder.is_dir():  # it takes its name when it is whole
            return Sample("ready", str(read_json(folder / TITLE_FILE)))
        with self._lock:
            if language not in self._going:
                self._going[language] = self._pool.submit(self._make, folder, language)
        return Sample("failed" if self._going[language].done() and not folder.is_dir() else "making")

    def file(self, language: SampleLanguage, name: str) -> Path:
        """Return the path of a file of the sample. Raises NotFoundError while it is not ready."""
        path = self._place(language) / name
        if not path.is_file():
            raise NotFoundError("sample.not-ready", "The sample book is not ready yet.", hint="Wait a moment.")
        return path

    def close(self) -> None:
        """End what is being made."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            for process in self._processes:
                process.kill()

    def _place(self, language: SampleLanguage) -> Path:
        return self._folder / f"{language}-{__version__}"

    def _make(self, folder: Path, language: SampleLanguage) -> int:
        """Return the exit code. The process ends with the thread that began it, which therefore waits for it."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "soridam.studio.books.sample_process", language, str(folder)]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, env=child_environment(), start_new_session=True
        ) as process:
            self._processes.add(process)
            return process.wait()
