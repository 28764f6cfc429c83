import pytest
from pydantic import ValidationError

from soridam.book.story import AGE_LIMITS, CastMember, Character, Page, Picture, Story

HERO = Character(id="hero", name="Mina", kind="rabbit", look_en="a small white rabbit", coat="#e9e2ee")
PICTURE = Picture(place="meadow", cast=(CastMember(id="hero"),))


def story(**changes: object) -> Story:
    values = {
        "title": "The Kite",
        "language": "en",
        "age_band": "3-4",
        "characters": (HERO,),
        "cover": PICTURE,
        "pages": (Page(number=1, beat="opening", text="{hero} has a kite.", picture=PICTURE),),
    }
    return Story(**{**values, **changes})


def test_a_story_survives_its_json():
    assert Story.model_validate_json(story().model_dump_json()) == story()


def test_the_first_character_is_the_hero():
    assert story().hero == HERO
    assert story().character("hero") == HERO


def test_a_color_that_is_no_color_is_refused():
    with pytest.raises(ValidationError, match="coat"):
        Character(id="hero", name="Mina", kind="rabbit", look_en="", coat='red"/><script>')


def test_older_children_get_more_pages_and_words():
    limits = [AGE_LIMITS[band] for band in ("3-4", "5-6", "7-8")]
    assert limits == sorted(limits, key=lambda each: (each.pages, each.most_words))
