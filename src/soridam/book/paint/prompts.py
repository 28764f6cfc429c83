"""What a diffusion model is told about a page: who is in it first, then what happens, where, when, and how it is drawn.

Text encoders read 77 tokens and weigh the first ones most, so that the hero's description opens every prompt in the
same words: the cheapest consistency there is.
"""

from collections.abc import Sequence

from soridam.book.story import Character, Mood, Picture, Pose

STYLE = "children's picture book illustration, soft watercolor and gouache, warm light, rounded shapes, gentle colors"
NEGATIVE = (
    "text, letters, watermark, signature, photo, realistic, scary, blood, weapon, nude, deformed, extra limbs, "
    "extra fingers, cropped head, blurry, low quality"
)
_POSES: dict[Pose, str] = {
    "stand": "standing",
    "wave": "waving",
    "walk": "walking",
    "run": "running",
    "jump": "jumping",
    "sit": "sitting",
    "hug": "with open arms",
    "sleep": "sleeping",
}
_MOODS: dict[Mood, str] = {
    "smile": "smiling",
    "joy": "laughing with joy",
    "surprise": "surprised",
    "sad": "a little sad",
    "worried": "worried",
    "sleepy": "sleepy",
    "proud": "proud",
}
_SHOTS = {"wide": "wide shot", "medium": "full figures", "close": "close-up"}
_WEATHER = {"clear": "", "cloudy": "cloudy sky", "rain": "rain", "snow": "falling snow", "rainbow": "a rainbow"}


def page_prompt(picture: Picture, characters: Sequence[Character], trigger: str = "") -> str:
    """Return the prompt of a page or cover. Characters are named by their looks only, never by name.

    `trigger` are the words by which a LoRA knows the hero, the first of the characters: they replace its looks.
    """
    looks = {character.id: character.look_en for character in characters}
    if trigger:
        looks[characters[0].id] = trigger
    cast = [f"{looks[member.id]}, {_POSES[member.pose]}, {_MOODS[member.mood]}" for member in picture.cast]
    where = f"{picture.place.replace('-', ' ')}, {picture.time}"
    parts = [
        *cast,
        picture.prompt_en,
        where,
        _WEATHER[picture.weather],
        *(prop.replace("-", " ") for prop in picture.props),
    ]
    return ", ".join(part.strip(" ,.") for part in [*parts, _SHOTS[picture.shot], STYLE] if part)
