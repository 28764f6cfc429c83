"""The default writer: a story grammar of our own, without a model. Begin with `GrammarWriter`."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from soridam.book.draw.props.dictionary import find_prop
from soridam.book.names import fill
from soridam.book.safety import find_blocked
from soridam.book.story import Story, Wish
from soridam.book.writers.grammar.content import load_content
from soridam.book.writers.grammar.picturing import FindProp
from soridam.book.writers.grammar.planning import plan_story
from soridam.book.writers.grammar.telling import tell

MOST_VERSIONS = 8


@dataclass(frozen=True)
class GrammarWriter:
    """Writes a story for any wish, the same for the same wish. `find_prop` tells what the illustrator can draw."""

    find_prop: FindProp = find_prop

    def write(self, wish: Wish, preview: Callable[[Story], None]) -> Story:
        """A finished story in a few milliseconds, so that `preview` is told it once."""
        versions = (self._version(wish, number) for number in range(MOST_VERSIONS))
        story = next((version for version in versions if _is_clean(version)), None) or self._version(wish, 0)
        preview(story)
        return story

    def _version(self, wish: Wish, number: int) -> Story:
        rng = random.Random(f"{wish.seed}/{wish.language}/{wish.age_band}/{wish.topic}/{number}")
        return tell(plan_story(wish, load_content(wish.language), rng), rng, self.find_prop)


def _is_clean(story: Story) -> bool:
    """Words that are harmless alone can look blocked side by side (기다리자 해적이); then it is told otherwise."""
    texts = [story.title, *(page.text for page in story.pages), *(page.question for page in story.pages)]
    return not find_blocked("\n".join(fill(text, story) for text in texts))
