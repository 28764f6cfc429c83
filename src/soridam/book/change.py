"""What a family may change of a finished book besides its pages: title, hero, name, language, dedication."""

import re
from dataclasses import dataclass, field

from soridam.book.draw.choose import Look, with_look
from soridam.book.draw.wardrobe import wardrobe
from soridam.book.folder import Book
from soridam.book.make import BookMaker, StepCallback, check_name, ignore_step
from soridam.book.names import fill
from soridam.book.safety import check_text
from soridam.book.story import Character, Kind, Language, Story, Wish, with_values


@dataclass(frozen=True, slots=True)
class Change:
    """What is empty or None stays as it is. `hero` lends its body and clothes; the name stays."""

    title: str = ""
    name: str = ""
    hero: Character | None = None
    look: Look = field(default_factory=Look)
    language: Language | None = None
    dedication: str = ""


def change_book(maker: BookMaker, book: Book, change: Change, told: StepCallback = ignore_step) -> Book:
    """Change the book; what looks or sounds different is drawn and read anew, and the old sheets are kept.

    Words stay, because names stand in them as markers, but for "the little rabbit" where the hero now is a fox; only
    another language has the story written anew, for the same wish. Raises StoryError for words that do not belong into
    a picture book, or are too many.
    """
    for text in (change.title, change.name, change.dedication):
        check_text(text)
    wish = _changed_wish(book.record.wish, change)
    check_name(wish.hero.name)
    if wish.language != book.story.language:
        return maker.retell(book, wish, told)
    return maker.put(book, _changed_story(book.story, wish, change), wish, told)


def rewrite_page(maker: BookMaker, book: Book, number: int, told: StepCallback = ignore_step) -> Book:
    """Have a page written anew by the maker's writer, drawn and read aloud; the old page is kept as a version.

    Raises StoryError if the story has no such page, or no other words for it came out.
    """
    earlier = {sheet.page.text for sheet in book.versions(number) if sheet.page}
    wish = book.record.wish
    return maker.put(book, maker.writer.rewrite_page(wish, book.story, number, earlier), wish, told)


def _changed_wish(wish: Wish, change: Change) -> Wish:
    return with_values(
        wish,
        hero=_changed_hero(wish.hero, change),
        language=change.language or wish.language,
        dedication=change.dedication or wish.dedication,
    )


def _changed_hero(hero: Character, change: Change) -> Character:
    body = with_look(change.hero or hero, change.look)
    return with_values(body, id=hero.id, name=change.name or hero.name)


def _changed_story(story: Story, wish: Wish, change: Change) -> Story:
    hero = wish.hero.model_copy(update={"id": story.hero.id})  # writers give the hero an id of their own
    pages = tuple(
        page.model_copy(update={"text": _called(page.text, story, hero.kind)}) if hero.kind != story.hero.kind else page
        for page in story.pages
    )
    changed = with_values(
        story, characters=(hero, *story.characters[1:]), pages=pages, title=change.title or story.title
    )
    fill(changed.title, changed)  # a marker that names nobody is refused before anything is drawn
    return changed


def _called(text: str, story: Story, kind: Kind) -> str:
    """Return the text with the hero's new kind beside its name; a child is not called by its kind."""
    marker = story.hero.id
    old, new = (_kind_word(each, story.language) for each in (story.hero.kind, kind))
    is_child = kind == "child"
    if story.language == "ko":
        return re.sub(rf"(아기 )?{old} (?=\{{{marker}[:}}])", "" if is_child else rf"\g<1>{new} ", text)
    return re.sub(rf"(?<=\{{{marker}\}}) the (little )?{old}\b", "" if is_child else rf" the \g<1>{new}", text)


def _kind_word(kind: Kind, language: Language) -> str:
    word: str = wardrobe()["kind"][kind]["ko"][0] if language == "ko" else kind
    return word
