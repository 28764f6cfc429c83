import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from tests.radio.messages import heard

from soridam.radio.correct.guard import Evidence
from soridam.radio.correct.snapping import EMPTY
from soridam.radio.corrector import Corrector
from soridam.radio.export import as_csv, as_txt
from soridam.radio.material.channel import Airband, transmit
from soridam.radio.material.voices import RadioVoice, say
from soridam.radio.overlap import NONE, find_overlap
from soridam.radio.pipeline import RadioTranscript, understand
from soridam.radio.transmissions import Transmission
from soridam.speech.audio import SAMPLE_RATE, Waveform

SENTENCE = "lufthansa one two three descend flight level one eight zero and turn left heading zero nine zero"
OTHER = "speedbird two alfa contact tower one one eight decimal seven good day and thank you for the help"


@pytest.fixture(scope="module")
def spoken() -> tuple[Waveform, Waveform]:
    return say(SENTENCE, RadioVoice("flite", "rms")), say(OTHER, RadioVoice("flite", "slt"))


def received(spoken: tuple[Waveform, Waveform], overlap: float, squeal: float, seed: int = 1) -> Waveform:
    airband = Airband(clipped_start=0.0, overlap=overlap, squeal=squeal, squeal_pitch=(700.0, 2_000.0))
    return transmit(*spoken, airband, np.random.default_rng(seed)).samples


@pytest.mark.parametrize("seed", [1, 2])
def test_the_squeal_of_two_carriers_is_found_with_its_tone(spoken, seed):
    airband = Airband(clipped_start=0.0, overlap=1.0, squeal=1.0, squeal_pitch=(1_000.0, 1_001.0))
    sound = transmit(*spoken, airband, np.random.default_rng(seed))
    found = find_overlap(sound.samples)
    assert found.overlap and found.probability > 0.79
    assert found.tone == pytest.approx(sound.squeal, abs=40)


@pytest.mark.parametrize("seed", [1, 2])
def test_one_station_alone_is_not_taken_for_two(spoken, seed):
    assert not find_overlap(received(spoken, overlap=0.0, squeal=0.0, seed=seed)).overlap


@pytest.mark.parametrize("count", [0, 10, 1_023, SAMPLE_RATE])
def test_silence_and_scraps_hold_none(count):
    assert find_overlap(np.zeros(count, np.float32)) == NONE


def test_what_has_no_squeal_is_made_as_before(spoken):
    first, second = (
        transmit(*spoken, airband, np.random.default_rng(5)).samples
        for airband in (Airband(overlap=1.0), Airband(overlap=1.0, squeal_pitch=(500.0, 600.0)))
    )
    assert np.array_equal(first, second)


def test_an_overlap_is_flagged_in_json_text_and_table(spoken):
    sound = received(spoken, overlap=1.0, squeal=1.0)
    message = understand(Transmission(0.0, 5.0, sound, -20.0), Corrector().correct(Evidence((SENTENCE,)), EMPTY), EMPTY)
    told = message.to_json()
    assert told["overlap"] is True and 0.79 <= told["overlap_probability"] <= 1 and 600 < told["tone"] < 2_100
    transcript = RadioTranscript(5.0, (message, replace(message, overlap=NONE)))
    assert [line.endswith("<< two stations at once") for line in as_txt(transcript).splitlines()] == [True, False]
    assert [row["overlap"] for row in csv.DictReader(io.StringIO(as_csv(transcript)))] == ["yes", ""]


def test_a_transmission_alone_is_not_flagged():
    assert heard(SENTENCE).messages[0].to_json()["overlap"] is False
