import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.book.test_story import HERO, story

from soridam.book.names import fill, iter_markers, name_with_particle, put_markers, with_particle
from soridam.book.story import Character
from soridam.core.errors import StoryError

SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
PAIRS = (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("아", "야"), ("이랑", "랑"), ("이에요", "예요"))


def named(name: str):
    hero = HERO.model_copy(update={"name": name})
    return story(language="ko", characters=(hero,))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("지훈", "지훈이는 지훈이가 지훈이를 지훈이와 지훈이에게 지훈이로 지훈이예요 지훈아"),
        ("미나", "미나는 미나가 미나를 미나와 미나에게 미나로 미나예요 미나야"),
        ("별", "별이는 별이가 별이를 별이와 별이에게 별이로 별이예요 별아"),
        ("펭귄", "펭귄은 펭귄이 펭귄을 펭귄과 펭귄에게 펭귄으로 펭귄이에요 펭귄아"),
        ("김지훈", "김지훈은 김지훈이 김지훈을 김지훈과 김지훈에게 김지훈으로 김지훈이에요 김지훈아"),
        ("Jack", "Jack은 Jack이 Jack을 Jack과 Jack에게 Jack으로 Jack이에요 Jack아"),
        ("Daniel", "Daniel은 Daniel이 Daniel을 Daniel과 Daniel에게 Daniel로 Daniel이에요 Daniel아"),
        ("R2D2", "R2D2는 R2D2가 R2D2를 R2D2와 R2D2에게 R2D2로 R2D2예요 R2D2야"),
        ("지훈⭐", "지훈⭐은 지훈⭐이 지훈⭐을 지훈⭐과 지훈⭐에게 지훈⭐으로 지훈⭐이에요 지훈⭐아"),
        ("🦊", "🦊는 🦊가 🦊를 🦊와 🦊에게 🦊로 🦊예요 🦊야"),
    ],
)
def test_a_name_takes_the_particles_that_a_picture_book_gives_it(name, told):
    markers = "{hero:은} {hero:가} {hero:을} {hero:와} {hero:에게} {hero:으로} {hero:이에요} {hero:아}"
    assert fill(markers, named(name)) == told


@pytest.mark.parametrize(
    ("word", "particle", "told"),
    [
        ("물", "으로", "물로"),
        ("장갑", "로", "장갑으로"),
        ("바다", "으로", "바다로"),
        ("떡볶이", "을", "떡볶이를"),
        ("블랙홀", "이었어요", "블랙홀이었어요"),
        ("10", "은", "10은"),
        ("7", "으로", "7로"),
        ("TV", "을", "TV를"),
        ("DVD", "을", "DVD를"),
        ("Kate", "은", "Kate는"),
        ("Bob", "은", "Bob은"),
        ("Nicole", "으로", "Nicole로"),
        ("곰 인형!", "을", "곰 인형!을"),
    ],
)
def test_a_noun_takes_the_particle_of_its_last_sound(word, particle, told):
    assert with_particle(word, particle) == told


@given(st.text(SYLLABLES, min_size=1, max_size=5))
def test_hangul_takes_one_form_by_its_final_consonant(word):
    has_final = (ord(word[-1]) - 0xAC00) % 28 > 0
    for consonant, vowel in PAIRS:
        assert (
            with_particle(word, consonant) == with_particle(word, vowel) == word + (consonant if has_final else vowel)
        )


@given(st.text(min_size=1, max_size=12), st.sampled_from(PAIRS))
def test_any_name_takes_some_form(name, pair):
    told = name_with_particle(name, pair[0])
    assert told.startswith(name)
    assert told.endswith(pair)


def test_plain_markers_give_the_plain_name_in_both_languages():
    assert fill("{hero}'s kite", story()) == "Mina's kite"
    assert fill("{hero}의", named("지훈")) == "지훈의"


def test_a_name_is_no_marker():
    hero = Character(id="hero", name="{friend}", kind="cat", look_en="", coat="#ffffff")
    assert fill("{hero}!", story(characters=(hero,))) == "{friend}!"


@pytest.mark.parametrize("text", ["{friend} waves.", "{hero:은} waves."])
def test_a_marker_that_cannot_be_filled_is_refused(text):
    with pytest.raises(StoryError, match=r"not a character|Korean particle"):
        fill(text, story())


def test_an_unknown_particle_is_refused():
    with pytest.raises(StoryError, match="particle"):
        fill("{hero:뿅}", named("미나"))


def test_markers_are_found_in_order():
    assert [(marker.identity, marker.particle) for marker in iter_markers("{a:은} {b} {C} {}")] == [
        ("a", "은"),
        ("b", None),
    ]


@pytest.mark.parametrize("name", ["토리", "지훈", "Max"])
def test_names_in_words_of_a_person_become_markers_again(name):
    told = named(name)
    markers = ["{hero:은}", "{hero}"]
    words = f"{fill('{hero:은}', told)} 잠이 들었어요. 잘 자, {name}!"
    assert put_markers(words, markers, told) == "{hero:은} 잠이 들었어요. 잘 자, {hero}!"


def test_a_name_inside_another_word_is_left_alone():
    assert put_markers("도토리를 주웠어요.", ["{hero:을}", "{hero}"], named("토리")) == "도토리를 주웠어요."
