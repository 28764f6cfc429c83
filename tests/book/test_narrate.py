"""Who reads what on a page, heard from a voice that hums."""

import pytest
from tests.speech.synthesis.hum import Hum, humming_voice, pitch

from soridam.book.narrate import KokoroNarrator
from soridam.book.parts import SpokenPart


def test_characters_speak_in_a_voice_of_their_own():
    parts = [SpokenPart("가나다라."), SpokenPart("가나다라.", by_character=True)]
    wave = KokoroNarrator(humming_voice(Hum())).narrate(parts, "ko").wave
    half = len(wave) // 2
    assert [pitch(wave[:half]), pitch(wave[half:])] == [pytest.approx(440, abs=8), pytest.approx(880, abs=8)]
