import numpy as np
import pytest
from tests.speech.evaluation.evaluated import LOWERCASE, tone, write_corpus

from soridam.core.errors import CorpusError
from soridam.speech.evaluation.long_recordings import LENGTHS, PAUSES, write_long_recordings
from soridam.speech.evaluation.testsets import open_test_set

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven")
ROWS = [{"text": word, "duration": 25.0} for word in WORDS]


def open_rows(folder, rows):
    corpus = write_corpus(folder / "corpus", rows)
    return open_test_set(corpus, "test", lambda language: LOWERCASE, role="domain")


def join(test_set, folder, seed=1):
    corpus = write_long_recordings(test_set, folder, seed=seed)
    return open_test_set(corpus, "test", lambda language: LOWERCASE, role="domain")


def test_every_utterance_is_in_one_recording_longer_than_a_minute(tmp_path):
    joined = join(open_rows(tmp_path, ROWS), tmp_path / "long")
    assert len(joined.rows) > 1
    assert sorted(" ".join(reading for (reading,) in joined.readings()).split()) == sorted(WORDS)
    assert all(joined.durations() > LENGTHS[0])


def test_a_recording_sounds_as_its_text_says_with_pauses_between(tmp_path):
    joined = join(open_rows(tmp_path, ROWS), tmp_path / "long")
    words = joined.column("text")[0].split()
    wave = joined.split.waveform(0)
    heard = np.flatnonzero(np.diff(np.concatenate([[0], wave != 0])) == 1)  # tones cross zero, so look at each first
    pauses = len(wave) / 16_000 - 25.0 * len(words)
    assert PAUSES[0] * len(words) <= pauses <= PAUSES[1] * len(words)
    first = wave[heard[0] : heard[0] + 16_000]
    assert np.argmax(np.abs(np.fft.rfft(first))) == np.argmax(np.abs(np.fft.rfft(tone(WORDS.index(words[0]), 1.0))))


def test_the_same_seed_gives_the_same_recordings(tmp_path):
    test_set = open_rows(tmp_path, ROWS)
    first, again, other = (join(test_set, tmp_path / name, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    assert first.data_sha256 == again.data_sha256 != other.data_sha256


def test_of_two_readings_all_first_and_all_second_ones_are_joined(tmp_path):
    rows = [{"text": "칠십", "readings": ["70", "칠십"], "duration": 25.0}, {"text": "네", "duration": 25.0}]
    (readings,) = join(open_rows(tmp_path, rows), tmp_path / "long").readings()
    assert {tuple(sorted(reading.split())) for reading in readings} == {("70", "네"), ("네", "칠십")}


def test_languages_are_not_mixed(tmp_path):
    rows = [{"text": code, "language": code, "duration": 25.0} for code in ("ko", "en") * 2]
    joined = join(open_rows(tmp_path, rows), tmp_path / "long")
    assert dict(zip(joined.languages, joined.column("text"), strict=True)) == {"en": "en en", "ko": "ko ko"}


def test_too_little_speech_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="too little"):
        join(open_rows(tmp_path, ROWS[:1]), tmp_path / "long")
