import pytest
from tests.book.test_story import HERO, story

from soridam.book.story import Story, Wish
from soridam.book.writers.checked import CheckedWriter
from soridam.core.errors import StoryError

WISH = Wish(topic="kites", hero=HERO)
GOOD, BAD, MENDED = story(title="Good"), story(title="Bad"), story(title="Mended")


class Scribe:
    """Writes what it was given, or fails."""

    def __init__(self, text: Story | None) -> None:
        self.text = text

    def write(self, wish, preview):
        if self.text is None:
            raise StoryError("The server did not answer.", hint="Ask again.")
        preview(self.text)
        return self.text


class MendingScribe(Scribe):
    def __init__(self, text: Story, mended: Story) -> None:
        super().__init__(text)
        self.mended, self.told = mended, []

    def repair(self, wish, story, findings):
        self.told.append(findings)
        return self.mended


def check(found: Story) -> list[str]:
    return ["Its title is Bad."] if found.title == "Bad" else []


def write(writer, fallback=None):
    return CheckedWriter("api", writer, fallback or Scribe(GOOD), check).write(WISH, lambda _: None)


def test_a_good_story_is_taken_as_it_is():
    written = write(Scribe(MENDED), Scribe(None))
    assert (written.story, written.by) == (MENDED, "api")


def test_a_bad_story_is_repaired_once_by_who_wrote_it():
    writer = MendingScribe(BAD, MENDED)
    written = write(writer)
    assert (written.story, written.by) == (MENDED, "api")
    assert writer.told == [["Its title is Bad."]]


@pytest.mark.parametrize("writer", [Scribe(None), Scribe(BAD), MendingScribe(BAD, BAD)])
def test_what_cannot_be_repaired_is_left_to_the_grammar_and_said_so(writer):
    written = write(writer)
    assert (written.story, written.by) == (GOOD, "grammar")


def test_a_bad_story_of_the_fallback_is_no_book():
    with pytest.raises(StoryError, match="Bad"):
        write(Scribe(None), Scribe(BAD))
