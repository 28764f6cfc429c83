"""One door for all writers: what they write is checked, repaired once by who wrote it, or left to the grammar.

A child never meets an error because a server was slow or a model wrote nonsense.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from soridam.book.parts import Writer
from soridam.book.story import Story, Wish
from soridam.core.errors import SoridamError, StoryError

Check = Callable[[Story], Sequence[str]]

log = logging.getLogger(__name__)


@runtime_checkable
class RepairingWriter(Protocol):
    """A writer that can be told what is wrong with its story."""

    def repair(self, wish: Wish, story: Story, findings: Sequence[str]) -> Story: ...


@dataclass(frozen=True, slots=True)
class Written:
    """A checked story, and the name of who wrote it in the end."""

    story: Story
    by: str


@dataclass(frozen=True)
class CheckedWriter:
    """`check` tells what breaks the rules of a picture book, in words that a model can act on."""

    name: str
    writer: Writer
    fallback: Writer
    check: Check
    fallback_name: str = "grammar"

    def write(self, wish: Wish, preview: Callable[[Story], None]) -> Written:
        """Raises StoryError only if the fallback has no fit story even without a topic, which is a mistake of ours."""
        try:
            return Written(self._checked(wish, preview), self.name)
        except SoridamError as error:
            log.warning("The writer '%s' gave no fit story: %s", self.name, error.message)
        return Written(self._calm(wish, preview), self.fallback_name)

    def _calm(self, wish: Wish, preview: Callable[[Story], None]) -> Story:
        """The fallback's story, or one of its own choice where the topic makes words that are blocked."""
        story = self.fallback.write(wish, preview)
        if self.check(story):
            story = self.fallback.write(wish.model_copy(update={"topic": ""}), preview)
        self._refuse(story)
        return story

    def _checked(self, wish: Wish, preview: Callable[[Story], None]) -> Story:
        story = self.writer.write(wish, preview)
        findings = self.check(story)
        if findings and isinstance(self.writer, RepairingWriter):
            story = self.writer.repair(wish, story, findings)
        self._refuse(story)
        return story

    def _refuse(self, story: Story) -> None:
        findings = self.check(story)
        if findings:
            raise StoryError(
                f"The story breaks {len(findings)} rules, first: {findings[0]}", hint="Ask again, or use the grammar."
            )
