"""How texts are said, with a voice that hums: a tone of 50 ms for each sound. The real voice is in test_real_voice."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.speech.synthesis.hum import HIGH, LOW, Hum, humming_voice, pitch

from soridam.speech.synthesis.spoken import VOICE_RATE
from soridam.speech.synthesis.voice import BETWEEN_SENTENCES, LONGEST_HESITATION, LOUDEST, LOUDNESS, Passage, Voice

PAGE = [
    Passage("옛날에 토끼가 살았어요. 토끼가 “", LOW),
    Passage("같이 놀자!", HIGH),
    Passage("” 하고 말했어요. 3 마리가 왔어요.", LOW),
]


@pytest.fixture
def hum():
    return Hum()


@pytest.fixture
def voice(hum):
    return humming_voice(hum)


def test_words_are_the_words_of_the_page_in_its_order(voice):
    text = "".join(passage.text for passage in PAGE)
    words = [text[word.begin : word.stop] for word in voice.read(PAGE, "ko").words]
    assert words == [
        *("옛날에", "토끼가", "살았어요.", "토끼가", "같이", "놀자!", "하고", "말했어요.", "3", "마리가", "왔어요."),
    ]


def test_times_rise_and_stay_inside_the_wave(voice):
    spoken = voice.read(PAGE, "ko")
    times = [time for word in spoken.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= len(spoken.wave) / VOICE_RATE


def test_a_word_sounds_when_it_is_said_and_not_before(voice):
    spoken = voice.read([Passage("하나, 둘.", LOW)], "ko")
    first, second = spoken.words
    between = spoken.wave[round(first.end * VOICE_RATE) + 200 : round(second.start * VOICE_RATE) - 200]
    assert np.abs(between).max() < 0.01
    assert np.abs(spoken.wave[round(second.start * VOICE_RATE) :]).max() > 0.05


def test_silence_within_a_clause_is_cut_short_and_silence_at_a_comma_stays():
    spoken = humming_voice(Hum(space=12)).read([Passage("하나 둘, 셋 넷.", LOW)], "ko")
    gaps = [later.start - earlier.end for earlier, later in pairwise(spoken.words)]
    assert gaps == pytest.approx([LONGEST_HESITATION, 0.6, LONGEST_HESITATION], abs=0.06)
    for word in spoken.words:
        assert np.abs(spoken.wave[round(word.start * VOICE_RATE) :][:400]).max() > 0.05
        assert np.abs(spoken.wave[: round(word.end * VOICE_RATE)][-900:]).max() > 0.05
    assert len(spoken.wave) / VOICE_RATE < spoken.words[-1].end + 0.1


def test_characters_speak_in_the_second_voice(voice):
    spoken = voice.read([Passage("가나다라.", LOW), Passage("가나다라.", HIGH)], "ko")
    half = len(spoken.wave) // 2
    pitches = [pitch(wave) for wave in (spoken.wave[:half], spoken.wave[half:])]
    assert pitches == [pytest.approx(440, abs=8), pytest.approx(880, abs=8)]


def test_both_voices_are_equally_loud_and_never_clip(voice):
    spoken = voice.read([Passage("가나다라.", LOW), Passage("가나다라.", HIGH)], "ko")
    half = len(spoken.wave) // 2
    for wave in (spoken.wave[:half], spoken.wave[half:]):
        assert np.sqrt(np.mean(wave[np.abs(wave) > 0.01] ** 2)) == pytest.approx(LOUDNESS, rel=0.1)
    assert np.abs(spoken.wave).max() <= LOUDEST


def test_sentences_begin_and_end_in_silence(voice):
    wave = voice.read([Passage("가나다라.", LOW)], "ko").wave
    assert wave[0] == wave[-1] == 0


def test_a_third_of_a_second_lies_between_sentences(voice):
    one = len(voice.read([Passage("가나다라.", LOW)], "ko").wave)
    two = len(voice.read([Passage("가나다라. 가나다라.", LOW)], "ko").wave)
    assert (two - 2 * one) / VOICE_RATE == pytest.approx(BETWEEN_SENTENCES, abs=0.001)


def test_the_same_page_gives_the_same_wave_on_one_core_and_on_two(hum, voice):
    other = Voice(threads=1, _models=voice._models)
    assert np.array_equal(voice.read(PAGE, "ko").wave, other.read(PAGE, "ko").wave)


def test_a_sentence_that_is_too_long_is_cut_at_a_pause(hum, voice):
    text = ", ".join(["토끼가 당근을 아주 많이 먹고"] * 40) + "."
    spoken = voice.read([Passage(text, LOW)], "ko")
    assert len(hum.said) > 1
    assert all(sounds.rstrip()[-1] in ",." for sounds in hum.said)
    assert len(spoken.words) == len(text.split())


def test_a_sentence_without_any_pause_is_cut_between_words(hum, voice):
    text = " ".join(["토끼가"] * 200)
    assert len(voice.read([Passage(text, LOW)], "ko").words) == 200


def test_sounds_that_the_voice_lacks_are_left_out(hum, voice):
    voice.read([Passage("☃ snow☃man", LOW)], "en")
    assert not any("☃" in sounds for sounds in hum.said)


@pytest.mark.parametrize("text", ["", "…", "“ ”", "\n"])
def test_parts_without_a_word_are_a_short_silence(voice, text):
    spoken = voice.read([Passage(text, LOW)], "en")
    assert not spoken.wave.any()
    assert len(spoken.wave)
    assert spoken.words == ()


PASSAGES = st.lists(
    st.builds(Passage, st.text(st.sampled_from("가나국물 ab3.,!?“”\n—"), max_size=20), st.sampled_from([LOW, HIGH])),
    max_size=4,
)


@settings(max_examples=40)
@given(PASSAGES, st.sampled_from(["ko", "en"]))
def test_whatever_a_page_holds_its_words_are_in_order(passages, language):
    spoken = humming_voice(Hum()).read(passages, language)
    text = "".join(passage.text for passage in passages)
    assert all(left.stop <= right.begin and left.end <= right.start for left, right in pairwise(spoken.words))
    assert all(text[word.begin : word.stop].strip() for word in spoken.words)
    assert np.isfinite(spoken.wave).all()
