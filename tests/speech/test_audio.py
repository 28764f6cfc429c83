import io
import tracemalloc
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from soridam.core.errors import AudioError
from soridam.speech.audio import TOO_LONG, decode_audio, decode_pcm, decode_recording, duration_of, encode_flac

SOUND = Path(__file__).parents[1] / "fixtures" / "sound"


def tone(rate: int, seconds: float = 1.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(int(rate * seconds)) / rate)).astype(np.float32)


def encode(container: str, codec: str, rate: int, seconds: float = 1.0, layout: str = "mono") -> bytes:
    """A tone as PyAV writes it."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate)
        stream.layout = layout
        frame = av.AudioFrame.from_ndarray(
            (tone(rate, seconds) * 32767).astype(np.int16)[None], format="s16", layout="mono"
        )
        frame.rate = rate
        for block in av.AudioResampler(format=stream.format.name, layout=layout, rate=rate).resample(frame):
            file.mux(stream.encode(block))
        file.mux(stream.encode(None))
    return buffer.getvalue()


def loudest_frequency(samples: np.ndarray) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples)))) / duration_of(samples)


@pytest.mark.parametrize(
    ("container", "codec", "rate"),
    [("wav", "pcm_s16le", 48_000), ("webm", "libopus", 48_000), ("mp4", "aac", 44_100), ("mp3", "libmp3lame", 44_100)],
)
def test_what_browsers_and_phones_record_becomes_16_khz(container, codec, rate):
    samples = decode_audio(encode(container, codec, rate))
    assert duration_of(samples) == pytest.approx(1.0, abs=0.08)
    assert loudest_frequency(samples) == pytest.approx(440, abs=3)


def test_telephone_g722_is_recognized_by_its_name():
    samples = decode_audio(encode("g722", "g722", 16_000), name="press-one.g722")
    assert loudest_frequency(samples) == pytest.approx(440, abs=3)


def stereo(*channels: np.ndarray, subtype: str = "PCM_16") -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, np.stack(channels, axis=1), 16_000, format="WAV", subtype=subtype)
    return buffer.getvalue()


def test_several_channels_are_averaged():
    np.testing.assert_allclose(decode_audio(stereo(tone(16_000), 0 * tone(16_000))), tone(16_000) / 2, atol=1e-4)


@pytest.mark.parametrize("other", [-1.0, -0.9, -0.6])
def test_channels_that_cancel_each_other_out_are_heard_by_the_loudest_one(other: float):
    np.testing.assert_allclose(decode_audio(stereo(tone(16_000), other * tone(16_000))), tone(16_000), atol=1e-4)


def test_two_people_on_two_channels_are_both_heard():
    random = np.random.default_rng(0)
    one, other = (random.normal(0, 0.1, 16_000).astype(np.float32) for _ in range(2))
    np.testing.assert_allclose(decode_audio(stereo(one, other)), (one + other) / 2, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "seconds", "flaws"),
    [
        ("aac_corrupt_middle.aac", 0.35, ["damaged"]),
        ("aac_rate_changes.aac", 1.47, []),
        ("flac_streamed_no_length.flac", 0.70, []),
        ("g722.g722", 0.70, []),
        ("m4a_corrupt_middle.m4a", 0.70, ["damaged"]),
        ("mp3_rate_changes.mp3", 1.475, []),
        ("ogg_truncated.ogg", 0.41, ["truncated"]),
        ("stereo_opposite_phase.wav", 0.70, []),
        ("very_quiet.wav", 0.70, []),
        ("wav_data_0.wav", 0.70, []),
        ("wav_float_nan.wav", 0.70, ["damaged"]),
        ("wav_int16_range_in_float.wav", 0.50, []),
        ("webm_corrupt_middle.webm", 0.70, []),  # within one packet, of which the codec makes what it can
        ("webm_truncated.webm", 0.41, ["truncated"]),
    ],
)
def test_all_of_the_sound_is_there_and_what_is_not_is_told(name: str, seconds: float, flaws: list[str]):
    decoded = decode_recording(SOUND / name)
    assert [flaw.kind for flaw in decoded.flaws] == flaws
    assert duration_of(decoded.samples) == pytest.approx(seconds, abs=0.01)
    assert np.isfinite(decoded.samples).all()
    assert 5e-4 < np.abs(decoded.samples).max() <= 1


@pytest.mark.parametrize(
    ("name", "code"),
    [("m4a_no_moov.m4a", "audio.mp4-without-index"), ("webm_headless_cluster.webm", "audio.webm-without-head")],
)
def test_half_a_file_is_called_what_it_is(name: str, code: str):
    with pytest.raises(AudioError) as refused:
        decode_recording(SOUND / name)
    assert refused.value.code == code


def test_a_part_that_is_missing_within_is_told_in_seconds():
    content = encode("matroska", "aac", 44_100, seconds=5)
    place = len(content) // 2
    (flaw,) = decode_recording(content[:place] + bytes(600) + content[place + 600 :]).flaws
    assert (flaw.kind, flaw.message.template) == ("damaged", "It is damaged: {seconds} s are missing within.")


def test_recordings_in_a_row_are_longer_than_the_first_one_says_and_not_cut_off():
    twice = encode("mp3", "libmp3lame", 44_100) * 2
    decoded = decode_recording(twice)
    assert duration_of(decoded.samples) == pytest.approx(2, abs=0.15)
    assert "truncated" not in [flaw.kind for flaw in decoded.flaws]


@pytest.mark.parametrize("layout", ["5.1", "7.1"])
def test_film_sound_of_many_channels_is_heard(layout: str):
    decoded = decode_audio(encode("mp4", "aac", 48_000, layout=layout))
    assert duration_of(decoded) == pytest.approx(1, abs=0.08)
    assert loudest_frequency(decoded) == pytest.approx(440, abs=3)


@pytest.mark.parametrize(("container", "codec"), [("mp3", "libmp3lame"), ("adts", "aac")])
def test_changes_of_channels_are_followed(container: str, codec: str):
    joined = encode(container, codec, 44_100) + encode(container, codec, 44_100, layout="stereo")
    assert duration_of(decode_audio(joined)) == pytest.approx(2, abs=0.15)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, 1e30])
def test_samples_that_are_no_numbers_count_as_silence_and_are_told(wrong: float):
    samples = tone(16_000)
    samples[100:110] = wrong
    decoded = decode_recording(stereo(samples, samples, subtype="FLOAT"))
    assert np.abs(decoded.samples[100:110]).max() == 0
    np.testing.assert_array_equal(decoded.samples[110:], tone(16_000)[110:])
    assert [flaw.kind for flaw in decoded.flaws] == ["damaged"]


def test_a_recording_of_no_numbers_at_all_is_refused():
    with pytest.raises(AudioError, match="not numbers"):
        decode_recording(stereo(np.full(16_000, np.nan), subtype="FLOAT"))


@pytest.mark.parametrize("scale", [1.5, 32767.0, 2.0**31])
def test_what_goes_beyond_full_scale_is_scaled(scale: float):
    decoded = decode_audio(stereo(tone(16_000) * scale * 2, subtype="FLOAT"))
    np.testing.assert_allclose(decoded, tone(16_000) * 2, atol=1e-4)


def test_a_click_beyond_full_scale_does_not_silence_the_rest():
    samples = tone(16_000)
    samples[5] = 1e6
    np.testing.assert_allclose(decode_audio(stereo(samples, subtype="FLOAT"))[6:], samples[6:], atol=1e-6)


@pytest.mark.parametrize("content", ["flac", "wav"])
def test_a_door_s_limit_is_applied_while_decoding(content: str):
    buffer = io.BytesIO()
    soundfile.write(buffer, np.zeros(16_000 * 3600, dtype=np.int16), 16_000, format=content)
    tracemalloc.start()
    with pytest.raises(AudioError) as refused:
        decode_audio(buffer.getvalue(), most_seconds=10)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.code == TOO_LONG
    assert peak < len(buffer.getvalue()) + 20 * 2**20  # an hour would be 230 MB


def test_headerless_pcm_is_little_endian_16_bit():
    data = (tone(16_000) * 32767).astype("<i2").tobytes() + b"\x00"  # an odd byte at the end happens
    np.testing.assert_allclose(decode_pcm(data, pcm_rate=16_000), tone(16_000), atol=1e-3)


def test_flac_comes_back_as_it_went():
    np.testing.assert_allclose(decode_audio(encode_flac(tone(16_000))), tone(16_000), atol=1e-4)


@pytest.mark.parametrize(
    "data", [b"", b"RIFF\x00\x00", b"not a recording at all" * 100, b"#EXTM3U\nhttp://localhost/a.ts\n"]
)
def test_what_is_no_recording_is_an_audio_error(data):
    with pytest.raises(AudioError):
        decode_audio(data, name="upload.wav")


def test_a_missing_file_is_an_audio_error(tmp_path):
    with pytest.raises(AudioError, match=r"gone\.wav"):
        decode_audio(tmp_path / "gone.wav")


@pytest.mark.parametrize(
    "playlist",
    ["ffconcat version 1.0\nfile gone.ts\n", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ngone.ts\n#EXT-X-ENDLIST\n"],
)
def test_a_playlist_is_refused_before_what_it_names_is_opened(tmp_path: Path, playlist: str) -> None:
    path = tmp_path / "list.m3u8"
    path.write_text(playlist)
    with pytest.raises(AudioError, match="is a playlist"):  # opening it first would say that gone.ts is not there
        decode_audio(path)
