import pytest
from tests.book.test_story import HERO, story

from soridam.book.story import Story, Wish
from soridam.book.writers.checked import CheckedWriter
from soridam.core.errors import RefusedWishError, StoryError

WISH = Wish(topic="kites", hero=HERO)
GOOD, BAD, MENDED = story(title="Good"), story(title="Bad"), story(title="Mended")


class Scribe:
    """Writes what it was given, or fails."""

    def __init__(self, text: Story | None) -> None:
        self.text = text

    def write(self, wish, preview):
        if self.text is None:
            raise StoryError("story.silent", "The server did not answer.", hint="Ask again.")
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


def test_a_wish_for_which_nobody_has_a_fit_story_is_declined_kindly():
    with pytest.raises(RefusedWishError, match="another story") as refusal:
        write(Scribe(None), Scribe(BAD))
    assert "Bad" not in refusal.value.message + refusal.value.hint


PAGE = GOOD.pages[0]
TWO_PAGES = story(pages=(PAGE, PAGE.model_copy(update={"number": 2, "text": "WE WERE HERE"})))


class PageScribe(Scribe):
    """Offers these texts for a page, one after the other."""

    def __init__(self, *texts: str) -> None:
        super().__init__(GOOD)
        self.texts, self.attempts, self.told = texts, len(texts), []

    def write_page(self, wish, story, number, attempt, findings):
        self.told.append(list(findings))
        return story.pages[number - 1].model_copy(update={"text": self.texts[attempt - 1]})


def no_shouting(found: Story) -> list[str]:
    return [f"Page {page.number} shouts." for page in found.pages if page.text.isupper()]


def rewrite(writer, before: Story = TWO_PAGES, earlier=()):
    return CheckedWriter("api", writer, Scribe(GOOD), no_shouting).rewrite_page(WISH, before, 1, earlier)


def test_one_page_is_written_anew_and_the_others_stay():
    changed = rewrite(PageScribe("{hero} hums."))
    assert changed.pages == (PAGE.model_copy(update={"text": "{hero} hums."}), TWO_PAGES.pages[1])


def test_a_bad_page_is_asked_for_again_with_what_is_wrong():
    writer = PageScribe("LOUD!", "{hero} hums.")  # page 2 is the family's own and is not held against it
    assert rewrite(writer).pages[0].text == "{hero} hums."
    assert writer.told == [[], ["Page 1 shouts."]]


def test_a_page_that_was_there_before_is_not_taken_again():
    writer = PageScribe(PAGE.text, "{hero} sings.", "{hero} hums.")
    assert rewrite(writer, earlier=["{hero} sings."]).pages[0].text == "{hero} hums."


@pytest.mark.parametrize("writer", [PageScribe("LOUD!", "LOUDER!"), Scribe(GOOD)])
def test_if_no_other_page_comes_out_the_story_says_so(writer):
    with pytest.raises(StoryError):
        rewrite(writer)


def test_a_page_that_is_not_there_cannot_be_written_anew():
    with pytest.raises(StoryError, match="no page 99"):
        CheckedWriter("api", PageScribe("x"), Scribe(GOOD), no_shouting).rewrite_page(WISH, GOOD, 99)
