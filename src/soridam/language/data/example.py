"""The data types of what a language model learns from. Begin with `Example`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: a line of text formats, a row of tables, both from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Role
    content: str

    def to_message(self) -> dict[str, str]:
        """Return the message in the form of chat templates and of the OpenAI API."""
        return {"role": self.role, "content": self.content}


@dataclass(frozen=True, slots=True)
class Example:
    """A conversation whose assistant turns are learned, or plain text, all of which is learned.

    With `rejected`, a worse answer than the last turn, the example is a preference.
    """

    place: Place
    turns: tuple[Turn, ...] = ()
    text: str = ""
    rejected: str | None = None

    def key(self) -> str:
        """Return the content in a normal form; examples with the same key are duplicates."""
        parts = [self.text, *(f"{turn.role}: {turn.content}" for turn in self.turns), self.rejected or ""]
        return " ".join("\n".join(parts).casefold().split())

    def prompt_key(self) -> str:
        """Return the questions in the same normal form; of plain text the whole text."""
        asked = [turn.content for turn in self.turns if turn.role == "user"]
        return " ".join(("\n".join(asked) or self.text).casefold().split())


@dataclass(frozen=True, slots=True)
class Rejection:
    """An example that cannot be learned from: where it stands, the kind of reason, and the reason in words."""

    place: Place
    reason: str
    detail: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason} ({self.detail})"

    def to_json(self) -> Mapping[str, str]:
        return {"id": str(self.place), "reason": self.reason, "detail": self.detail}
