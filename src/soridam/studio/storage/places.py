"""Where the studio keeps corpora and runs on disk: a folder each, named by their id. Begin with `Places`."""

import shutil
import unicodedata
import uuid
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from soridam.core.errors import UsageError
from soridam.studio.storage.extents import DRAFT, FIGURES, UPLOADS

LONGEST_PART = 200  # bytes; file systems allow 255, and we add to names while they are written


@dataclass(frozen=True, slots=True)
class CorpusPlace:
    """The folder of one corpus: uploads, what preparation made of them, the recognizer's draft."""

    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / UPLOADS

    @property
    def ready(self) -> Path:
        """Takes its name once it is whole: the prepared corpus and what is known of it."""
        return self.folder / "ready"

    @property
    def corpus(self) -> Path:
        return self.ready / "corpus"

    @property
    def quarantine(self) -> Path:
        """The rows that the latest preparation set aside, whether anything was left or not."""
        return self.folder / "quarantine.jsonl"

    @property
    def draft(self) -> Path:
        return self.folder / DRAFT

    @property
    def plan(self) -> Path:
        """The segments that an edited corpus is to be made of."""
        return self.folder / "plan.jsonl"

    @property
    def is_ready(self) -> bool:
        return (self.ready / FIGURES).is_file()

    def making(self, job: str) -> Path:
        """Return the folder that a job works in until it is whole; its next attempt resumes there."""
        return self.folder / f"making-{job}"

    def publish(self, job: str) -> None:
        """Let what the job made take the place of what was there."""
        old = self.folder / f"old-{job}"
        if self.ready.exists():
            self.ready.replace(old)
        self.making(job).replace(self.ready)
        shutil.rmtree(old, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Places:
    """The studio's folder."""

    folder: Path

    def corpus(self, corpus: str) -> CorpusPlace:
        return CorpusPlace(self.folder / "corpora" / _checked(corpus))

    def run(self, run: str) -> Path:
        return self.folder / "runs" / _checked(run)


def _checked(id: str) -> str:
    """Ids come from our own tables; that they are ids is a second lock."""
    return str(uuid.UUID(id))


def new_id() -> str:
    return str(uuid.uuid4())


def inner_path(name: str) -> PurePosixPath:
    """Return a name from outside as a path that stays inside: plain parts, none hidden. Raises UsageError."""
    written = unicodedata.normalize("NFC", name).replace("\\", "/")
    parts = written.split("/")
    if not all(_is_plain(part) for part in parts) or len(parts) > 12:
        raise UsageError(
            "upload.name",
            "'{name}' cannot be the name of a file here.",
            hint="Rename it, without dots in front.",
            name=name[:80],
        )
    return PurePosixPath(*parts)


def _is_plain(part: str) -> bool:
    is_named = bool(part.strip(" .")) and not part.startswith(".") and part == part.strip()
    return is_named and len(part.encode()) <= LONGEST_PART and not any(_is_control(letter) for letter in part + "")


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") or letter in ':*?"<>|'
