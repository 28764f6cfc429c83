"""What every story must keep, whoever wrote it. Begin with `check_story`.

Findings are sentences that a language model can act on; an empty tuple means that the story may become a book.
"""

import re
from collections import Counter
from collections.abc import Iterator

from soridam.book.draw.props.dictionary import load_props
from soridam.book.names import BRACED, MARKER, is_particle
from soridam.book.pronouns import is_pronoun
from soridam.book.safety import find_blocked
from soridam.book.story import AGE_LIMITS, Page, Picture, Story
from soridam.book.text import page_text
from soridam.book.writers.sentences import count_words, plain_sentence, split_sentences
from soridam.core.errors import StoryError

SHORT_SENTENCE = 2  # words; "Oh no!" may come again
_HANGUL, _LATIN = re.compile(r"[가-힣]"), re.compile(r"[A-Za-z]")


def check_story(story: Story) -> tuple[str, ...]:
    """Everything that is wrong with a story, page by page."""
    markers = tuple(_check_markers(story))
    if markers:  # without names nothing else can be judged
        return markers
    return (*_check_length(story), *_check_words(story), *_check_repetition(story), *_check_pictures(story))


def _check_markers(story: Story) -> Iterator[str]:
    known = {character.id for character in story.characters}
    for place, text in _texts(story):
        for braced in BRACED.findall(text):
            match = MARKER.fullmatch(braced)
            if match is None or match[1] not in known:
                yield f"{place}: {braced} is nobody in the story."
            elif match[2] and not (is_particle(match[2]) if story.language == "ko" else is_pronoun(match[2])):
                yield f"{place}: {braced} has a particle that we do not know."


def _texts(story: Story) -> Iterator[tuple[str, str]]:
    yield "The title", story.title
    yield "The lesson", story.lesson
    for page in story.pages:
        for text in (page.text, page.question, *(line.text for line in page.speaker_lines)):
            yield f"Page {page.number}", text


def _check_length(story: Story) -> Iterator[str]:
    limits = AGE_LIMITS[story.age_band]
    if len(story.pages) != limits.pages:
        yield f"The story has {len(story.pages)} pages; for this age it has {limits.pages}."
    if [page.number for page in story.pages] != list(range(1, len(story.pages) + 1)):
        yield "The pages are not numbered from 1 on."
    for page in story.pages:
        text = page_text(page, story)
        words, sentences = count_words(text), len(split_sentences(text))
        if words > limits.most_words:
            yield f"Page {page.number} has {words} words; at most {limits.most_words} are read at this age."
        if not limits.fewest_sentences <= sentences <= limits.most_sentences:
            yield (
                f"Page {page.number} has {sentences} sentences; "
                f"it should have {limits.fewest_sentences} to {limits.most_sentences}."
            )


def _check_words(story: Story) -> Iterator[str]:
    for place, text in _texts(story):
        if find_blocked(text):
            yield f"{place} holds words that do not belong into a picture book ({find_blocked(text)[0].reason})."
    for page in story.pages:
        if not _is_in_language(page_text(page, story), story.language):
            yield f"Page {page.number} is not in {'Korean' if story.language == 'ko' else 'English'}."
        yield from _check_lines(page)


def _is_in_language(text: str, language: str) -> bool:
    """Mostly, at least: a Korean story may name a robot R2, an English one 떡볶이."""
    korean, english = len(_HANGUL.findall(text)), len(_LATIN.findall(text))
    return korean >= english if language == "ko" else english > korean


def _check_lines(page: Page) -> Iterator[str]:
    for line in page.speaker_lines:
        if line.text not in page.text:
            yield f"Page {page.number}: the spoken line '{line.text}' does not stand in the page's text."


def _check_repetition(story: Story) -> Iterator[str]:
    """One sentence, the refrain, may come again; short calls may too."""
    seen: Counter[str] = Counter()
    for page in story.pages:
        try:
            sentences = split_sentences(page_text(page, story))
        except StoryError as error:
            yield error.message
            return
        seen.update({plain_sentence(each) for each in sentences if count_words(each) > SHORT_SENTENCE})
    repeated = [sentence for sentence, times in seen.most_common() if times > 1]
    for sentence in repeated[1:]:
        yield f"Besides the refrain, this sentence is repeated: {sentence}"


def _check_pictures(story: Story) -> Iterator[str]:
    yield from _check_picture("The cover", story.cover, story)
    for page in story.pages:
        yield from _check_picture(f"Page {page.number}", page.picture, story)


def _check_picture(place: str, picture: Picture, story: Story) -> Iterator[str]:
    known = {character.id for character in story.characters}
    shown = [member.id for member in picture.cast]
    for name in shown:
        if name not in known:
            yield f"{place} shows {name}, who is nobody in the story."
    if len(set(shown)) < len(shown):
        yield f"{place} shows somebody twice."
    for prop in picture.props:
        if prop not in load_props():
            yield f"{place} shows '{prop}', which is not in the dictionary of props."
