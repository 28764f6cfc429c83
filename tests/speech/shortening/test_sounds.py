import numpy as np
import pytest
from tests.speech.shortening.sounds_and_whisper import write_songs

from soridam.core.errors import UsageError
from soridam.core.progress import SilentProgress
from soridam.speech.audio import SAMPLE_RATE, encode_flac
from soridam.speech.shortening.sounds import find_recordings, gather_sounds, waveform


def gather(*folders, most=100, seed=7):
    return gather_sounds(folders, most=most, seed=seed, progress=SilentProgress())


def write_long(folder, seconds):
    """Write one recording: noise with a pause of half a second every five seconds."""
    rng = np.random.default_rng(0)
    wave = 0.1 * rng.standard_normal(round(seconds * SAMPLE_RATE)).astype(np.float32)
    for second in range(5, seconds, 5):
        wave[second * SAMPLE_RATE : round((second + 0.5) * SAMPLE_RATE)] = 0
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "long.flac").write_bytes(encode_flac(wave))


def test_a_recording_is_either_learned_from_or_validated_on(tmp_path):
    sounds = gather(write_songs(tmp_path / "songs", 20))
    assert (len(sounds.train), len(sounds.validation), sounds.recordings) == (18, 2, 20)
    held = {piece.tobytes() for piece in sounds.validation}
    assert not held & {piece.tobytes() for piece in sounds.train}


def test_the_same_seed_takes_the_same_pieces_and_another_other_ones(tmp_path):
    folder = write_songs(tmp_path / "songs", 20)
    assert gather(folder, most=8).fingerprint() == gather(folder, most=8).fingerprint()
    assert gather(folder, most=8).fingerprint() != gather(folder, most=8, seed=8).fingerprint()


def test_a_small_folder_counts_as_much_as_a_large_one(tmp_path):
    few, many = write_songs(tmp_path / "few", 6, seed=1), write_songs(tmp_path / "many", 30, seed=2)
    sounds = gather(few, many, most=12)
    assert sounds.recordings == 12
    assert len(sounds.train) == 10


def test_a_long_recording_is_cut_into_pieces_that_fit_the_window_and_lose_nothing(tmp_path):
    write_long(tmp_path / "long", 100)
    sounds = gather(tmp_path / "long", most=1000)
    pieces = [*sounds.train, *sounds.validation]
    assert len(pieces) > 3
    assert all(len(piece) <= 30 * SAMPLE_RATE for piece in pieces)
    assert sum(map(len, pieces)) == 100 * SAMPLE_RATE


def test_pieces_keep_the_samples(tmp_path):
    write_long(tmp_path / "long", 31)
    sounds = gather(tmp_path / "long", most=1000)
    whole = np.concatenate([waveform(piece) for piece in (*sounds.train, *sounds.validation)])
    assert len(whole) == 31 * SAMPLE_RATE
    assert np.abs(whole).max() == pytest.approx(0.5, abs=0.15)


def test_a_silent_recording_and_a_click_are_left_out_with_a_reason(tmp_path):
    folder = write_songs(tmp_path / "songs", 6)
    (folder / "zeros.flac").write_bytes(encode_flac(np.zeros(SAMPLE_RATE, dtype=np.float32)))
    (folder / "click.flac").write_bytes(encode_flac(0.5 * np.ones(800, dtype=np.float32)))
    assert {each.file for each in gather(folder).unread} == {"zeros.flac", "click.flac"}


def test_files_that_are_no_recordings_are_not_looked_at(tmp_path):
    folder = write_songs(tmp_path / "songs", 2)
    (folder / "notes.txt").write_text("text")
    (folder / ".hidden.wav").write_bytes(b"")
    assert [path.name for path in find_recordings(folder)] == ["song-00.flac", "song-01.flac"]


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(UsageError, match="holds no recordings"):
        find_recordings(tmp_path)
