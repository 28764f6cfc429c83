"""Who reads what on a page, heard from a voice that hums."""

import pytest
from tests.speech.synthesis.hum import Hum, humming_voice, pitch

from soridam.book.narrate import KokoroNarrator
from soridam.book.parts import SpokenPart


@pytest.mark.parametrize("character", [0, 4])
def test_characters_speak_in_a_voice_of_their_own(character):
    parts = [SpokenPart("가나다라."), SpokenPart("가나다라.", character)]
    wave = KokoroNarrator(humming_voice(Hum())).narrate(parts, "ko", "5-6").wave
    half = len(wave) // 2
    assert [pitch(wave[:half]), pitch(wave[half:])] == [pytest.approx(440, abs=8), pytest.approx(880, abs=8)]


class Listed(Hum):
    """A hum that keeps the mixes and speeds that it was asked for."""

    def __init__(self):
        super().__init__()
        self.mixes, self.speeds = [], []

    def style(self, mix):
        self.mixes.append(mix)
        return super().style(mix)

    def say(self, sounds, style, speed):
        self.speeds.append(speed)
        return super().say(sounds, style, speed)


def test_two_characters_have_two_voices():
    kokoro = Listed()
    KokoroNarrator(humming_voice(kokoro)).narrate([SpokenPart("가.", 0), SpokenPart("나.", 1)], "ko", "5-6")
    assert kokoro.mixes[0] != kokoro.mixes[1]


def test_the_youngest_are_read_to_most_slowly():
    kokoro = Listed()
    for age_band in ("3-4", "5-6", "7-8"):
        KokoroNarrator(humming_voice(kokoro)).narrate([SpokenPart("가.")], "ko", age_band)
    assert kokoro.speeds == sorted(set(kokoro.speeds))


@pytest.mark.parametrize(("has_english", "first"), [(True, "a"), (False, "j")])
def test_english_is_read_by_an_english_voice_if_there_is_one(has_english, first):
    kokoro = Listed()
    voice = humming_voice(kokoro)
    voice._english = has_english
    KokoroNarrator(voice).narrate([SpokenPart("Hello.")], "en", "5-6")
    assert [name[0] for mix in kokoro.mixes for name in mix] == [first]
