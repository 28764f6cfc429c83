"""What a page's picture shows: place, time, weather, cast, props, and a prompt in English. Begin with `picture_for`."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, cast

from soridam.book.story import WITHOUT_WEATHER, CastMember, Language, Mood, Picture, Place, Pose, Time, Weather
from soridam.book.writers.grammar.content import Frame, Happening
from soridam.book.writers.grammar.planning import Plan

FindProp = Callable[[str, Language], str | None]

ROLES: Final = frozenset(("hero", "friend", "pal", "other"))
MOST_PROPS = 6
_SEEKS: Final = ("look", "search", "seek", "find", "찾", "찾아보", "찾아내", "찾아다니")
_SEEKING: Final = ("problem", "resolve", "try", "low", "friend")  # stages in which what is lost is not found yet

_PLACES_EN: Final[dict[Place, str]] = {
    "meadow": "in a sunny meadow",
    "forest": "in a friendly forest",
    "garden": "in a flower garden",
    "mountain": "on a mountain path",
    "beach": "on a sandy beach",
    "sea": "by the sea",
    "underwater": "under water",
    "river": "at a river",
    "farm": "on a farm",
    "village": "in a little village",
    "city": "in a city street",
    "playground": "on a playground",
    "camp": "at a camp with tents",
    "snowfield": "in a field of snow",
    "desert": "in a desert",
    "clouds": "among the clouds",
    "space": "in space among stars",
    "castle": "at a castle",
    "cave": "in a cave",
    "market": "at a market",
    "bedroom": "in a cozy bedroom",
    "living-room": "in a cozy living room",
    "kitchen": "in a warm kitchen",
    "classroom": "in a classroom",
    "library": "in a library",
}
_TIMES_EN: Final[dict[Time, str]] = {
    "morning": "morning light",
    "day": "daylight",
    "sunset": "sunset light",
    "night": "soft night light",
}
_WEATHER_EN: Final[dict[Weather, str]] = {
    "clear": "",
    "cloudy": "cloudy",
    "rain": "gentle rain",
    "snow": "falling snow",
    "rainbow": "a rainbow",
}
_BEDS: Final = frozenset(("bedroom", "camp"))  # where one sleeps
_BRIGHT: Final[dict[Weather, Weather]] = {"rain": "rainbow", "cloudy": "clear"}


def picture_for(
    plan: Plan, frame: Frame, items: Sequence[Happening], stage: str, at: float, find_prop: FindProp
) -> Picture:
    """The picture of a page: `items` are what of the theme is told on it, `at` is how far the story is (0 to 1)."""
    cast_members = _cast_of(plan, frame)
    place = frame.place or next((item.place for item in items if item.place), None) or _place_at(plan, at)
    if place not in _BEDS and any(member.pose == "sleep" for member in cast_members):
        place = "bedroom"
    time = _time_of(plan, frame, stage)
    weather = _weather_of(plan, stage, time)
    sees = [item.see for item in items]
    words = [word for item in items for word in item.props] + list(frame.props)
    props = _without_cast([find_prop(word, "en") for word in words], plan, find_prop)
    sought = set(_thing_props(plan, find_prop)[:1]) if _is_looked_for(plan, stage) else set()
    return Picture(
        place=place,
        time=time,
        weather=weather,
        shot=frame.shot,
        cast=cast_members,
        props=_props(
            prop
            for prop in [
                *(_thing_props(plan, find_prop) if frame.with_thing or "[thing" in frame.text else []),
                *props,
            ]
            if prop not in sought
        ),
        prompt_en=_prompt(plan, [frame.prompt, *sees], place, time, weather),
    )


def cover_picture(plan: Plan, find_prop: FindProp) -> Picture:
    """Everybody, glad, with what the child asked for; quiet for a tender story."""
    mood: Mood = "smile" if plan.is_tender else "joy"
    place = plan.topic.place or plan.theme.places[0]
    time: Time = plan.theme.time or plan.topic.time or "day"
    weather = _weather_of(plan, "turn", time)
    members = tuple(
        CastMember(
            id=character.id, pose="wave" if character.id == "hero" and not plan.is_tender else "stand", mood=mood
        )
        for character in plan.characters
    )
    others = " and ".join(_in_english(plan, character.id) for character in plan.characters[1:])
    scene = f"{_in_english(plan, 'hero')} and {others} smile at us with {_in_english(plan, 'thing')}"
    return Picture(
        place=place,
        time=time,
        weather=weather,
        shot="wide",
        cast=members,
        props=_props([*_thing_props(plan, find_prop), *_theme_props(plan, find_prop)]),
        prompt_en=_prompt(plan, [scene], place, time, weather),
    )


def _thing_props(plan: Plan, find_prop: FindProp) -> list[str | None]:
    """Return the topic's thing, unless a character plays it; then what else the child named."""
    drawn = {noun for identity, noun in plan.noun_of.items() if identity != "hero"}
    nouns = [plan.topic.thing, *plan.topic.nouns]
    language = plan.wish.language
    found = []
    for noun in nouns:
        if noun is None or noun.head in drawn or noun.is_place:
            continue
        words = [noun.text, noun.head]
        prop = next((prop for word in words if (prop := find_prop(word, language))), None)
        if prop is None and noun.concept:
            prop = next((prop for word in noun.concept.en if (prop := find_prop(word, "en"))), None)
        found.append(prop)
    return list(dict.fromkeys(found))[:2]


def _theme_props(plan: Plan, find_prop: FindProp) -> list[str | None]:
    return _without_cast([find_prop(word, "en") for word in plan.theme.props[:1]], plan, find_prop)


def _without_cast(props: Sequence[str | None], plan: Plan, find_prop: FindProp) -> list[str | None]:
    """Leave out what would look like a second one of the cast, such as a mouse beside a mouse."""
    played = {find_prop(character.kind, "en") for character in plan.characters}
    return [prop for prop in props if prop not in played]


def _is_looked_for(plan: Plan, stage: str) -> bool:
    """Whether the thing is lost just now: it is not to be seen before it is found, whatever the theme would show."""
    topic = plan.topic
    is_itself = topic.who is not None and topic.thing is not None and topic.who.head == topic.thing.head
    seeks = topic.action is not None and topic.action.verb in _SEEKS
    if is_itself or (plan.plot_name != "lost" and topic.trouble != "lost" and not seeks):
        return False
    return stage in _SEEKING or (plan.plot_name == "help" and stage in ("opening", "about"))


def _props(found: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(prop for prop in found if prop))[:MOST_PROPS]


def _place_at(plan: Plan, at: float) -> Place:
    """Home in the first and the last part, the theme's other places on the way.

    A place that was wished for is home; if the theme does not know it, the whole story happens there.
    """
    home = plan.topic.place or plan.theme.places[0]
    on_the_way = [place for place in plan.theme.places if place != home and home in plan.theme.places]
    if at < 0.25 or at > 0.85 or not on_the_way:
        return home
    return on_the_way[min(int((at - 0.25) / 0.6 * len(on_the_way)), len(on_the_way) - 1)]


def _time_of(plan: Plan, frame: Frame, stage: str) -> Time:
    if plan.theme.time:
        return plan.theme.time
    if frame.time:
        return frame.time
    if frame.end or plan.is_at_night:
        return "night"
    if plan.topic.time:
        return plan.topic.time
    by_stage: dict[str, Time] = {"opening": "morning", "about": "morning", "joy": "sunset", "ending": "sunset"}
    return by_stage.get(stage, "day")


def _weather_of(plan: Plan, stage: str, time: Time) -> Weather:
    weather = plan.topic.weather or plan.theme.weather or "clear"
    if stage not in ("turn", "joy", "ending"):
        return "rain" if weather == "rainbow" else weather
    bright = _BRIGHT.get(weather, weather)
    return "clear" if bright == "rainbow" and time == "night" else bright


def _cast_of(plan: Plan, frame: Frame) -> tuple[CastMember, ...]:
    """`hero run joy, friend wave smile`; a role that nobody plays is left out."""
    members = []
    for written in frame.show.split(","):
        role, pose, mood = written.split()
        if role in plan.noun_of:
            members.append(CastMember(id=role, pose=cast(Pose, pose), mood=cast(Mood, mood)))
    return tuple(members)


def _prompt(plan: Plan, sees: Sequence[str], place: Place, time: Time, weather: Weather) -> str:
    scene = ", ".join(re.sub(r"<(\w+)>", lambda match: _in_english(plan, match[1]), see) for see in sees if see)
    sky = "" if place in WITHOUT_WEATHER else _WEATHER_EN[weather]
    return ", ".join(filter(None, (scene, _PLACES_EN[place], _TIMES_EN[time], sky)))[:600]


def _in_english(plan: Plan, role: str) -> str:
    """Return what a role or the thing is, in English, whatever the language of the story. Never a name."""
    topic = plan.topic
    if role == "thing":
        concept = topic.thing.concept if topic.thing else None
        if plan.wish.language == "en" and topic.thing:
            return str(plan.words.say("thing", "the", plan.scope))
        return f"the {concept.english}" if concept else "something special"
    if role == "other":
        concept = (topic.who or topic.thing).concept if topic.who or topic.thing else None  # type: ignore[union-attr]
        return f"the {concept.english}" if concept else "the visitor"
    character = next((character for character in plan.characters if character.id == role), None)
    return f"the {character.kind}" if character else "a friend"
