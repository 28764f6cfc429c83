"""A page's text as it is shown, and as it is read aloud. Names are put in here."""

from soridam.book.names import fill
from soridam.book.parts import SpokenPart
from soridam.book.story import Page, Story


def page_text(page: Page, story: Story) -> str:
    """Return the text as readers see it."""
    return fill(page.text, story)


def spoken_parts(page: Page, story: Story) -> tuple[SpokenPart, ...]:
    """Return the text cut where the voice changes; joined by nothing it is `page_text`.

    A line that the text does not hold is left out: the narrator reads it all, and no word is said twice.
    """
    text, at = page_text(page, story), 0
    parts: list[SpokenPart] = []
    cast = [character.id for character in story.characters]
    for line in page.speaker_lines:
        said = fill(line.text, story)
        begin = text.find(said, at)
        if begin < 0:
            continue
        parts += [SpokenPart(text[at:begin]), SpokenPart(said, cast.index(line.character))]
        at = begin + len(said)
    parts.append(SpokenPart(text[at:]))
    return tuple(part for part in parts if part.text)
