"""One door for all writers: what they write is checked, repaired once by who wrote it, or left to the grammar.

A child never meets an error because a server was slow or a model wrote nonsense. Where even the grammar finds no clean
words for a topic, the wish is declined kindly, rather than answered with a story about something else.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from soridam.book.care.answer import check_disclosure
from soridam.book.parts import Writer
from soridam.book.safety import KIND_WORDS, SUGGESTIONS
from soridam.book.story import Page, Story, Wish
from soridam.core.errors import RefusedWishError, SoridamError, StoryError

Check = Callable[[Story], Sequence[str]]

log = logging.getLogger(__name__)


@runtime_checkable
class RepairingWriter(Protocol):
    """A writer that can be told what is wrong with its story."""

    def repair(self, wish: Wish, story: Story, findings: Sequence[str]) -> Story: ...


@runtime_checkable
class PageWriter(Protocol):
    """A writer that can write one page of a story anew; `attempts` says how often it is worth asking."""

    attempts: int

    def write_page(self, wish: Wish, story: Story, number: int, attempt: int, findings: Sequence[str]) -> Page:
        """Attempts count from 1; `findings` tell what was wrong with the attempt before. Raises StoryError."""
        ...


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
        """Raises RefusedWishError, in kind words, if nobody has a fit story for this topic, or it is a disclosure."""
        check_disclosure(wish.topic, wish.language)
        try:
            return Written(self._checked(wish, preview), self.name)
        except SoridamError as error:
            log.warning("The writer '%s' gave no fit story: %s", self.name, error.message)
        return Written(self._calm(wish, preview), self.fallback_name)

    def rewrite_page(self, wish: Wish, story: Story, number: int, earlier: Collection[str] = ()) -> Story:
        """Return the story with page `number` written anew by the same checks; `earlier` are texts that it had already.

        Raises StoryError if no other page comes out, or there is no such page.
        """
        if not 1 <= number <= len(story.pages):
            raise StoryError(
                "story.no-page",
                "The story has no page {page}.",
                hint="Its pages are 1 to {count}.",
                page=number,
                count=len(story.pages),
            )
        if not isinstance(self.writer, PageWriter):
            raise StoryError(
                "story.whole-only",
                "The writer '{name}' writes whole stories only.",
                hint="Give the words yourself.",
                name=self.name,
            )
        known = {*earlier, story.pages[number - 1].text}
        findings: Sequence[str] = ()
        for attempt in range(1, self.writer.attempts + 1):
            page = self.writer.write_page(wish, story, number, attempt, findings)
            changed = _with_page(story, page)
            findings = ["The page's text is an earlier one."] if page.text in known else self._new(story, changed)
            if not findings:
                return changed
        raise StoryError(
            "story.no-other-page",
            "Page {page} of this story could not be rewritten: {reason}",
            hint="Give the words yourself: soridam book edit BOOK --page N --text TEXT",
            page=number,
            reason=findings[0],
        )

    def _new(self, before: Story, after: Story) -> list[str]:
        """Return what is wrong with a story that was not so before: a family may have put in words of its own."""
        known = set(self.check(before))
        return [finding for finding in self.check(after) if finding not in known]

    def _calm(self, wish: Wish, preview: Callable[[Story], None]) -> Story:
        story = self.fallback.write(wish, preview)
        findings = self.check(story)
        if findings:
            log.warning("The fallback gave no fit story: %s", findings[0])
            raise RefusedWishError("wish.declined", KIND_WORDS[wish.language], hint=SUGGESTIONS[wish.language])
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
                "story.rules",
                "The story breaks {count} rules, first: {rule}",
                hint="Ask again, or use the grammar.",
                count=len(findings),
                rule=findings[0],
            )


def _with_page(story: Story, page: Page) -> Story:
    pages = tuple(page if old.number == page.number else old for old in story.pages)
    return story.model_copy(update={"pages": pages})
