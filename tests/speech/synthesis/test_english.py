"""The rules with a handful of words; those of the real lists are in test_narrate, with the voice."""

import numpy as np
import pytest

from soridam.speech.synthesis.english import EnglishSounds
from soridam.speech.synthesis.english_spelling import PHONES, SpellingNetwork, to_sounds

KNOWN = {
    "the": "ði",
    "a": "A",
    "an": "æn",
    "to": "tu",
    "apple": "ˈæpᵊl",
    "dog": "dˈɔɡ",
    "want": "wˈɑnt",
    "hop": "hˈɑp",
    "rain": "ɹˈAn",
    "bow": {"DEFAULT": "bˈO", "VERB": "bˈW"},
    "box": "bˈɑks",
    "story": "stˈɔɹi",
    "bake": "bˈAk",
    "read": {"DEFAULT": "ɹˈid", "VBD": "ɹˈɛd", "VBN": "ɹˈɛd"},
    "close": {"DEFAULT": "klˈOs", "VERB": "klˈOz"},
    "used": {"DEFAULT": "jˈuzd", "VBD": "jˈust"},
    "cat": "kˈæt",
    "T": "tˈi",
    "V": "vˈi",
    "way": "wˈA",
    "door": "dˈɔɹ",
    "her": {"DEFAULT": "hɜɹ", "None": "hˌɜɹ"},
    "three": "θɹˈi",
    "bears": "bˈɛɹz",
    "teddy": "tˈɛdi",
    "no": "nˈO",
}


class GuessA(SpellingNetwork):
    """Guesses the same of every word."""

    def __init__(self) -> None:
        """It needs no weights."""

    def sounds(self, word: str) -> str:
        return "ɡˈɛs"


@pytest.fixture
def english():
    return EnglishSounds(KNOWN, GuessA(), hangul=lambda word: f"<{word}>")


def said(english, text):
    return " ".join(word.sounds + word.pause for word in english.words(text))


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("The dog, the apple.", "ðə dˈɔɡ, ði ˈæpᵊl."),
        ("a dog", "ɐ dˈɔɡ"),
        ("to the dog", "tə ðə dˈɔɡ"),
        ("wanted hopped hopping baked", "wˈɑntᵻd hˈɑpt hˈɑpɪŋ bˈAkt"),
        ("boxes stories dogs cats cat's", "bˈɑksᵻz stˈɔɹiz dˈɔɡz kˈæts kˈæts"),
        ("rainbow teddybears", "ɹˈAnbˌO tˈɛdibˌɛɹz"),
        ("TV", "tˌivˈi"),
        ("waaaay nooo!", "wˈA nˈO!"),
        ("I close the door.", "ɡˈɛs klˈOz ðə dˈɔɹ."),
        ("Close the door.", "klˈOz ðə dˈɔɹ."),
        ("a close dog", "ɐ klˈOs dˈɔɡ"),
        ("He read. I read.", "ɡˈɛs ɹˈɛd. ɡˈɛs ɹˈid."),
        ("used to want", "jˈust tə wˈɑnt"),
        ("3 bears", "θɹˈi bˈɛɹz"),
        ("her dog; the dog and her", "hɜɹ dˈɔɡ; ðə dˈɔɡ ɡˈɛs hˌɜɹ"),
        ("민지's dog", "<민지> ɡˈɛs dˈɔɡ"),
        ("Zuzu", "ɡˈɛs"),
    ],
)
def test_a_phrase_sounds_as_people_say_it(english, text, sounds):
    assert said(english, text) == sounds


def test_words_keep_their_places_in_the_text(english):
    text = "“The dog!” - a cat…"
    assert [text[word.begin : word.stop] for word in english.words(text)] == ["“The", "dog!”", "a", "cat…"]


def test_a_text_without_a_word_has_no_sounds(english):
    assert english.words(" … — !") == []


def test_phones_become_sounds_with_the_stress_before_the_vowel():
    assert to_sounds(["JH", "IY1", "HH", "OW0"]) == "ʤˈihO"
    assert to_sounds(["ER0", "AH0", "DH"]) == "əɹəð"


def test_the_network_knows_seventy_phones():
    assert len(PHONES) == 70


def test_the_network_runs_on_its_arrays_and_ends(tmp_path):
    chance = np.random.default_rng(0)
    hidden, shapes = 4, {"enc_emb": (29, 4), "dec_emb": (74, 4), "fc_w": (74, 4), "fc_b": (74,)}
    for side in ("enc", "dec"):
        shapes |= {f"{side}_{name}": (3 * hidden, hidden) for name in ("w_ih", "w_hh")}
        shapes |= {f"{side}_{name}": (3 * hidden,) for name in ("b_ih", "b_hh")}
    np.savez(
        tmp_path / "net.npz", **{name: chance.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    )
    network = SpellingNetwork(tmp_path / "net.npz")
    assert network.sounds("toto") == network.sounds("toto")
