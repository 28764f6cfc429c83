"""Sentences with values, which can be translated without matching the English text.

An error, a hint or the title of a progress is a `Message`: a template in English, and the values of its places. The
template is the key of a catalog (`studio/http/korean.toml`); `str` puts the values in.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

MOST_VALUE = 1_000  # characters of a value that are kept where a message is stored


class Message:
    """A sentence: `template` names its values in braces, as `str.format` does. A value may be a sentence itself."""

    __slots__ = ("template", "values")

    def __init__(self, template: str, /, **values: object) -> None:
        self.template: Final = template
        self.values: Final[Mapping[str, str | Message]] = {
            name: value if isinstance(value, Message) else str(value) for name, value in values.items()
        }

    def __str__(self) -> str:
        return self.template.format(**{name: str(value) for name, value in self.values.items()})

    def __repr__(self) -> str:
        return f"Message({self.template!r}, {dict(self.values)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.template, self.values) == (other.template, other.values)

    def __hash__(self) -> int:
        return hash((self.template, tuple(self.values.items())))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.template, dict(self.values))


Title = str | Message  # of what shows progress: a sentence without values, or with them


def _rebuild(template: str, values: Mapping[str, object]) -> Message:
    return Message(template, **values)


def with_values(message: Message, change: Callable[[str], str]) -> Message:
    """Return the message with each of its values changed, those of inner messages too."""
    values = {
        name: with_values(value, change) if isinstance(value, Message) else change(value)
        for name, value in message.values.items()
    }
    return Message(message.template, **values)


def plain(text: str) -> Message:
    """Return a text that is in no catalog: a name, or what another program said."""
    return Message("{text}", text=text)


def as_json(message: Message) -> dict[str, Any]:
    """Return the message as an object of JSON, its values cut to MOST_VALUE characters."""
    return {
        "text": message.template,
        "values": {
            name: as_json(value) if isinstance(value, Message) else value.replace("\0", "")[:MOST_VALUE]
            for name, value in message.values.items()
        },
    }


def from_json(body: Mapping[str, Any]) -> Message:
    """Raises KeyError, TypeError or AttributeError for what `as_json` did not write."""
    values = {name: from_json(value) if isinstance(value, dict) else value for name, value in body["values"].items()}
    return Message(body["text"], **values)


def as_text(title: "str | Message") -> str:
    """Return a sentence for a column or a file: one without values as it is, a message as JSON."""
    return title if isinstance(title, str) else json.dumps(as_json(title), ensure_ascii=False)


def from_text(text: str) -> "str | Message":
    """Return what `as_text` wrote."""
    return from_json(json.loads(text)) if text.startswith('{"text": ') else text
