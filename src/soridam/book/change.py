"""What a family may change of a finished book besides its pages: title, hero, name, language, dedication."""

from dataclasses import dataclass

from soridam.book.draw.heroes import default_hero
from soridam.book.folder import Book
from soridam.book.make import BookMaker, Told, tell_nobody
from soridam.book.safety import check_text
from soridam.book.story import Character, Kind, Language, Story, Wish


@dataclass(frozen=True, slots=True)
class Change:
    """What is empty or None stays as it is."""

    title: str = ""
    name: str = ""
    kind: Kind | None = None
    language: Language | None = None
    dedication: str = ""


def change_book(maker: BookMaker, book: Book, change: Change, told: Told = tell_nobody) -> Book:
    """Change the book; what looks or sounds different is drawn and read anew, and the old sheets are kept.

    Words stay, because names stand in them as markers; only another language has the story written anew, for the same
    wish. Raises StoryError for words that do not belong into a picture book.
    """
    for text in (change.title, change.name, change.dedication):
        check_text(text)
    wish = _changed_wish(book.record.wish, change)
    if wish.language != book.story.language:
        return maker.retell(book, wish, told)
    return maker.put(book, _changed_story(book.story, wish, change), wish, told)


def _changed_wish(wish: Wish, change: Change) -> Wish:
    language = change.language or wish.language
    updates = {
        "hero": _changed_hero(wish.hero, language, change),
        "language": language,
        "dedication": change.dedication or wish.dedication,
    }
    return wish.model_copy(update=updates)


def _changed_hero(hero: Character, language: Language, change: Change) -> Character:
    changed = hero
    if change.kind is not None and change.kind != hero.kind:
        changed = default_hero(change.kind, language).model_copy(update={"id": hero.id, "name": hero.name})
    return changed.model_copy(update={"name": change.name}) if change.name else changed


def _changed_story(story: Story, wish: Wish, change: Change) -> Story:
    hero = wish.hero.model_copy(update={"id": story.hero.id})  # writers give the hero an id of their own
    characters = (hero, *story.characters[1:])
    return story.model_copy(update={"characters": characters, "title": change.title or story.title})
