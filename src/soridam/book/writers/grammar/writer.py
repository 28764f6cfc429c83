"""The default writer: a story grammar of our own, without a model. Begin with `GrammarWriter`."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from soridam.book.care.classify import Judgement, listen_closely
from soridam.book.draw.props.dictionary import find_prop
from soridam.book.story import Page, Story, Wish
from soridam.book.writers.grammar.content import load_content
from soridam.book.writers.grammar.picturing import FindProp
from soridam.book.writers.grammar.planning import Plan, plan_story, with_cast
from soridam.book.writers.grammar.telling import tell
from soridam.core.errors import StoryError


@dataclass(frozen=True)
class GrammarWriter:
    """Writes a story for any wish, the same for the same wish. `find_prop` tells what the illustrator can draw."""

    find_prop: FindProp = find_prop
    attempts: int = 30  # a page is told in no time

    def write(self, wish: Wish, preview: Callable[[Story], None]) -> Story:
        """Return a finished story in a few milliseconds, so that `preview` is told nothing."""
        plan, rng = _planned(wish, listen_closely(wish.topic, wish.language))
        return tell(plan, rng, self.find_prop)

    def write_page(self, wish: Wish, story: Story, number: int, attempt: int, findings: Sequence[str] = ()) -> Page:
        """Return the page as another telling of the plan has it. Raises StoryError for a story of another plan."""
        plan, rng = _planned(wish, listen_closely(wish.topic, wish.language))
        if [each.id for each in plan.characters] != [each.id for each in story.characters]:
            raise StoryError(
                "story.foreign",
                "The story grammar can rewrite only what it wrote itself.",
                hint="Choose the writer of this book in the settings (book.writer), or give the words yourself.",
            )
        told = tell(with_cast(plan, story.characters), rng, self.find_prop, telling=attempt)
        return told.pages[number - 1]


def plan_for(wish: Wish, judgement: Judgement) -> Plan:
    """Return the plan that the grammar would tell for this wish. `judgement` is what was heard in its topic."""
    return _planned(wish, judgement)[0]


def _planned(wish: Wish, judgement: Judgement) -> tuple[Plan, random.Random]:
    rng = random.Random(f"{wish.seed}/{wish.language}/{wish.age_band}/{wish.topic}/0")
    return plan_story(wish, judgement, load_content(wish.language), rng), rng
