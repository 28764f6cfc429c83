"""What a sentence of the grammar may speak of: the topic, the roles, and what was chosen for this book or this page."""

from dataclasses import dataclass, field
from typing import Protocol

from soridam.book.story import Character
from soridam.book.topic.parts import Topic


@dataclass(frozen=True)
class Scope:
    """`noun_of` says what the characters are (고양이, cat) by their id; `chosen` holds words such as spot and treat."""

    topic: Topic
    characters: tuple[Character, ...]
    noun_of: dict[str, str]
    facts: frozenset[str]
    chosen: dict[str, str] = field(default_factory=dict)

    def having(self, **chosen: str) -> "Scope":
        return Scope(self.topic, self.characters, self.noun_of, self.facts, {**self.chosen, **chosen})

    def kind_of(self, identity: str) -> str:
        return next((character.kind for character in self.characters if character.id == identity), "")


class Words(Protocol):
    """Says a slot: `[thing:을]` has the name thing and the form 을. Raises KeyError for an unknown slot."""

    def say(self, name: str, form: str, scope: Scope) -> str: ...

    def polish(self, text: str) -> str:
        """Return what a finished text of this language needs, such as capitals."""
        ...

    def title(self, text: str) -> str: ...
