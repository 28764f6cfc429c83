"""How pages are read, with a voice that hums: a tone of 50 ms for each sound. The real voice is in test_real_voice."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soridam.book.parts import NARRATION_RATE, SpokenPart
from soridam.book.voice.english import EnglishSounds
from soridam.book.voice.kokoro import MOST_SOUNDS, Kokoro, Said
from soridam.book.voice.korean import KoreanSounds
from soridam.book.voice.narrate import BETWEEN_SENTENCES, LOUDEST, LOUDNESS, KokoroNarrator, Voices

SOUND = NARRATION_RATE // 20
SILENCE = NARRATION_RATE // 4
PAGE = [
    SpokenPart("옛날에 토끼가 살았어요. 토끼가 “"),
    SpokenPart("같이 놀자!", by_character=True),
    SpokenPart("” 하고 말했어요. 3 마리가 왔어요."),
]


class Hum(Kokoro):
    """Hums every sound; characters' voices hum higher and ten times as quietly."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def knows(self, sound: str) -> bool:
        return sound != "☃"

    def style(self, mix) -> np.ndarray:
        return np.full((MOST_SOUNDS, 1), 880.0 if "jf_alpha" in mix else 440.0)

    def say(self, sounds: str, style: np.ndarray, speed: float) -> Said:
        assert len(sounds) <= MOST_SOUNDS
        self.said.append(sounds)
        pitch = style[0, 0]
        ends = SILENCE + SOUND * np.arange(len(sounds) + 1)
        time = np.arange(ends[-1] + SILENCE) / NARRATION_RATE
        wave = np.sin(2 * np.pi * pitch * time) * (0.05 if pitch > 500 else 0.5)
        quiet = np.array([sound in " ,.!?…" for sound in sounds])
        gates = np.concatenate([[0] * 5, np.repeat(~quiet, 1), [0] * 5]).repeat(SOUND)
        return Said((wave * gates[: len(wave)]).astype(np.float32), ends)


class NoSpelling:
    def sounds(self, word: str) -> str:
        return word


@pytest.fixture
def hum():
    return Hum()


@pytest.fixture
def narrator(hum):
    return KokoroNarrator(_voices=Voices(hum, KoreanSounds(lambda word: word), EnglishSounds({}, NoSpelling())))


def test_words_are_the_words_of_the_page_in_its_order(narrator):
    text = "".join(part.text for part in PAGE)
    words = [text[word.begin : word.stop] for word in narrator.narrate(PAGE, "ko").words]
    assert words == [
        *("옛날에", "토끼가", "살았어요.", "토끼가", "같이", "놀자!", "하고", "말했어요.", "3", "마리가", "왔어요."),
    ]


def test_times_rise_and_stay_inside_the_wave(narrator):
    narration = narrator.narrate(PAGE, "ko")
    times = [time for word in narration.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= len(narration.wave) / NARRATION_RATE


def test_a_word_sounds_when_it_is_said_and_not_before(narrator):
    narration = narrator.narrate([SpokenPart("하나, 둘.")], "ko")
    first, second = narration.words
    between = narration.wave[round(first.end * NARRATION_RATE) + 200 : round(second.start * NARRATION_RATE) - 200]
    assert np.abs(between).max() < 0.01
    assert np.abs(narration.wave[round(second.start * NARRATION_RATE) :]).max() > 0.05


def test_characters_speak_in_the_second_voice(narrator):
    narration = narrator.narrate([SpokenPart("가나다라."), SpokenPart("가나다라.", by_character=True)], "ko")
    half = len(narration.wave) // 2
    pitches = [_pitch(wave) for wave in (narration.wave[:half], narration.wave[half:])]
    assert pitches == [pytest.approx(440, abs=8), pytest.approx(880, abs=8)]


def _pitch(wave):
    return np.argmax(np.abs(np.fft.rfft(wave))) * NARRATION_RATE / len(wave)


def test_both_voices_are_equally_loud_and_never_clip(narrator):
    narration = narrator.narrate([SpokenPart("가나다라."), SpokenPart("가나다라.", by_character=True)], "ko")
    half = len(narration.wave) // 2
    for wave in (narration.wave[:half], narration.wave[half:]):
        assert np.sqrt(np.mean(wave[np.abs(wave) > 0.01] ** 2)) == pytest.approx(LOUDNESS, rel=0.1)
    assert np.abs(narration.wave).max() <= LOUDEST


def test_sentences_begin_and_end_in_silence(narrator):
    wave = narrator.narrate([SpokenPart("가나다라.")], "ko").wave
    assert wave[0] == wave[-1] == 0


def test_a_third_of_a_second_lies_between_sentences(narrator):
    one = len(narrator.narrate([SpokenPart("가나다라.")], "ko").wave)
    two = len(narrator.narrate([SpokenPart("가나다라. 가나다라.")], "ko").wave)
    assert (two - 2 * one) / NARRATION_RATE == pytest.approx(BETWEEN_SENTENCES, abs=0.001)


def test_the_same_page_gives_the_same_wave_on_one_core_and_on_two(hum, narrator):
    other = KokoroNarrator(threads=1, _voices=narrator._voices)
    assert np.array_equal(narrator.narrate(PAGE, "ko").wave, other.narrate(PAGE, "ko").wave)


def test_a_sentence_that_is_too_long_is_cut_at_a_pause(hum, narrator):
    text = ", ".join(["토끼가 당근을 아주 많이 먹고"] * 40) + "."
    narration = narrator.narrate([SpokenPart(text)], "ko")
    assert len(hum.said) > 1
    assert all(sounds.rstrip()[-1] in ",." for sounds in hum.said)
    assert len(narration.words) == len(text.split())


def test_a_sentence_without_any_pause_is_cut_between_words(hum, narrator):
    text = " ".join(["토끼가"] * 200)
    assert len(narrator.narrate([SpokenPart(text)], "ko").words) == 200


def test_sounds_that_the_voice_lacks_are_left_out(hum, narrator):
    narrator.narrate([SpokenPart("☃ snow☃man")], "en")
    assert not any("☃" in sounds for sounds in hum.said)


@pytest.mark.parametrize("text", ["", "…", "“ ”", "\n"])
def test_parts_without_a_word_are_a_short_silence(narrator, text):
    narration = narrator.narrate([SpokenPart(text)], "en")
    assert not narration.wave.any()
    assert len(narration.wave)
    assert narration.words == ()


PARTS = st.lists(
    st.builds(SpokenPart, st.text(st.sampled_from("가나국물 ab3.,!?“”\n—"), max_size=20), st.booleans()), max_size=4
)


@settings(max_examples=40, deadline=None)
@given(PARTS, st.sampled_from(["ko", "en"]))
def test_whatever_a_page_holds_its_words_are_in_order(parts, language):
    voices = Voices(Hum(), KoreanSounds(lambda word: word), EnglishSounds({}, NoSpelling()))
    narration = KokoroNarrator(_voices=voices).narrate(parts, language)
    text = "".join(part.text for part in parts)
    assert all(left.stop <= right.begin and left.end <= right.start for left, right in pairwise(narration.words))
    assert all(text[word.begin : word.stop].strip() for word in narration.words)
    assert np.isfinite(narration.wave).all()
