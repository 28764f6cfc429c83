"""The data types of what a picture model learns from. Begin with `CaptionedPicture`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CaptionedPicture:
    """A picture and what is said about it; an empty caption if nothing is.

    `place` names it in messages, e.g. `heroes/fox-03.png`, relative to the folder that the user named. `repeats` is how
    often it is seen in one epoch.
    """

    place: str
    path: Path
    caption: str
    repeats: int = 1


@dataclass(frozen=True, slots=True)
class Rejection:
    """A picture that cannot be learned from: where it lies, the kind of reason, and the reason in words."""

    place: str
    reason: str
    detail: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason} ({self.detail})"

    def to_json(self) -> Mapping[str, str]:
        return {"id": self.place, "reason": self.reason, "detail": self.detail}


def place_of(path: Path, root: Path) -> str:
    """Return the name of a path below `root` for messages; what is no UTF-8 in it is replaced."""
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", errors="replace")
