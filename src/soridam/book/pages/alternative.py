"""Pictures in words, for those who do not see them: place, hour, weather, who does what, and things.

Begin with `describe`. The words are in `alternative.toml`; they say what was drawn, or what a painter was asked for.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from soridam.book.draw.cast.expressions import AWAKE
from soridam.book.draw.props.dictionary import load_props
from soridam.book.names import fill
from soridam.book.story import WITHOUT_WEATHER, CastMember, Language, Picture, Story


def describe(picture: Picture, story: Story) -> str:
    """Return a few sentences in the language of the story. Raises StoryError for somebody who is not in its cast."""
    words = _words(story.language)
    place = words["time"][picture.time].format(place=words["place"][picture.place])
    sentences = [place[0].upper() + place[1:]]
    if picture.place not in WITHOUT_WEATHER and picture.weather in words["weather"]:
        sentences.append(words["weather"][picture.weather])
    sentences += [_doing(member, story, words) for member in picture.cast]
    props = load_props()
    things = [getattr(props[name], story.language)[0] for name in picture.props if name in props]
    if things:
        sentences.append(words["thing"].format(things=", ".join(dict.fromkeys(things))))
    return " ".join(sentences)


def _doing(member: CastMember, story: Story, words: dict[str, Any]) -> str:
    kind = words["kind"][story.character(member.id).kind]
    is_awake = member.pose == "sleep" and member.mood in AWAKE
    pose, mood = words["pose"]["awake" if is_awake else member.pose], words["mood"][member.mood]
    if story.language == "ko":
        name = fill(f"{{{member.id}:이}}", story)
        return f"{words['who'].format(kind=kind, name=name) if kind else name} {mood} {pose}."
    name = fill(f"{{{member.id}}}", story)
    return f"{words['who'].format(kind=kind, name=name) if kind else name} {pose}, {mood}."


@cache
def _words(language: Language) -> dict[str, Any]:
    tables = tomllib.loads(Path(__file__).with_name("alternative.toml").read_text(encoding="utf-8"))
    found: dict[str, Any] = tables[language]
    return found
