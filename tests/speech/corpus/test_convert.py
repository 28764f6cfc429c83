import io
import struct
import tracemalloc
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
import soundfile

from soridam.speech.audio import decode_audio
from soridam.speech.corpus.convert import Conversion, Converter, Row
from soridam.speech.corpus.cutting import Margin, PlannedRow
from soridam.speech.corpus.options import PrepareOptions
from soridam.speech.corpus.utterance import Clip, Rejection, Utterance

SOUND = Path(__file__).parents[2] / "fixtures" / "sound"


def tone(seconds: float, rate: int = 16_000, amplitude: float = 0.3) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * 220 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def save(path: Path, samples: np.ndarray, rate: int = 16_000, subtype: str = "PCM_16") -> Path:
    soundfile.write(path, samples, rate, subtype=subtype)
    return path


def convert(clip: Clip | Path, room: Margin | None = None, **facts: Any) -> Row | Rejection:
    options = PrepareOptions(**facts.pop("options", {}))
    text = facts.pop("text", "hello")
    readings = facts.pop("readings", (text,))
    clip = clip if isinstance(clip, Clip) else Clip(clip)
    utterance = Utterance(id="row", clip=clip, transcript=text, readings=readings, **facts)
    return Converter(Conversion.of(options.model_dump())).convert(PlannedRow(utterance, room or Margin()))


def reason(result: Row | Rejection) -> str:
    assert isinstance(result, Rejection), "it was not set aside"
    return result.reason


def sound(result: Row | Rejection) -> np.ndarray:
    assert not isinstance(result, Rejection), result
    return decode_audio(result["audio"]["bytes"])


def test_a_16_bit_recording_at_16_khz_is_stored_bit_for_bit(tmp_path: Path) -> None:
    samples = np.random.default_rng(0).integers(-32768, 32767, 8000, dtype=np.int16)
    path = tmp_path / "a.wav"
    soundfile.write(path, samples, 16_000)
    stored, _ = soundfile.read(io.BytesIO(convert(path)["audio"]["bytes"]), dtype="int16")  # type: ignore[call-overload]
    assert np.array_equal(stored, samples)


def test_stereo_at_44_khz_becomes_mono_at_16_khz(tmp_path: Path) -> None:
    path = save(tmp_path / "a.wav", np.stack([tone(1, 44_100)] * 2, axis=1), 44_100)
    assert sound(convert(path)).shape == (16_000,)


def test_headerless_samples_are_read_at_their_rate(tmp_path: Path) -> None:
    (tmp_path / "a.pcm").write_bytes((tone(1, 8000) * 32767).astype("<i2").tobytes())
    assert sound(convert(Clip(tmp_path / "a.pcm", pcm_rate=8000))).shape == (16_000,)


def test_a_recording_is_read_out_of_its_zip(tmp_path: Path) -> None:
    save(tmp_path / "a.wav", tone(1))
    with ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(tmp_path / "a.wav", "deep/a.wav")
    assert sound(convert(Clip(tmp_path / "all.zip", member="deep/a.wav"))).shape == (16_000,)


def test_a_recording_that_is_not_there_is_missing(tmp_path: Path) -> None:
    assert reason(convert(tmp_path / "gone.wav")) == "missing"


def test_a_member_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    ZipFile(tmp_path / "all.zip", "w").close()
    assert reason(convert(Clip(tmp_path / "all.zip", member="gone.wav"))) == "unreadable"


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not sound at all " * 40, bytes(range(256)) * 20])
def test_bytes_that_are_no_recording_are_set_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    assert reason(convert(tmp_path / "a.wav")) in {"undecodable", "empty"}


def test_a_header_without_sound_is_empty(tmp_path: Path) -> None:
    assert reason(convert(save(tmp_path / "a.wav", tone(0)))) == "empty"


def test_a_header_that_claims_years_of_sound_is_set_aside(tmp_path: Path) -> None:
    path = save(tmp_path / "a.flac", tone(1))
    data = bytearray(path.read_bytes())
    (packed,) = struct.unpack(">Q", data[18:26])
    data[18:26] = struct.pack(">Q", packed | (2**36 - 1))  # total samples, as the format lays it down
    path.write_bytes(data)
    assert reason(convert(path)) == "truncated"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "a.wav")
    assert reason(convert(tmp_path / "a.wav")) == "missing"


@pytest.mark.parametrize("level", [0.0, 1e-4])
def test_nothing_but_silence_is_silent(tmp_path: Path, level: float) -> None:
    assert reason(convert(save(tmp_path / "a.wav", tone(1, amplitude=level)))) == "silent"


def test_a_click_is_too_short(tmp_path: Path) -> None:
    assert reason(convert(save(tmp_path / "a.wav", tone(0.05)))) == "too-short"


def test_more_than_thirty_seconds_without_times_are_too_long(tmp_path: Path) -> None:
    assert reason(convert(save(tmp_path / "a.wav", tone(30.5)))) == "too-long"


def test_exactly_thirty_seconds_are_kept(tmp_path: Path) -> None:
    assert len(sound(convert(save(tmp_path / "a.wav", tone(30))))) == 480_000


def test_of_an_hour_no_more_is_decoded_than_shows_that_it_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, np.zeros(16_000 * 3600, dtype=np.int16), 16_000)
    tracemalloc.start()
    assert reason(convert(path)) == "too-long"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * 2**20  # the hour would be 230 MB


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ogg_truncated.ogg", "truncated"),
        ("webm_truncated.webm", "truncated"),
        ("m4a_corrupt_middle.m4a", "damaged"),
        ("aac_corrupt_middle.aac", "damaged"),
        ("wav_float_nan.wav", "damaged"),
        ("m4a_no_moov.m4a", "undecodable"),
    ],
)
def test_a_recording_of_which_a_part_is_lost_is_set_aside(name: str, expected: str) -> None:
    assert reason(convert(SOUND / name)) == expected


@pytest.mark.parametrize(
    ("name", "seconds"), [("mp3_rate_changes.mp3", 1.475), ("wav_data_0.wav", 0.7), ("stereo_opposite_phase.wav", 0.7)]
)
def test_a_recording_that_is_odd_and_whole_is_kept_whole(name: str, seconds: float) -> None:
    assert len(sound(convert(SOUND / name))) == pytest.approx(seconds * 16_000, abs=200)


@pytest.mark.parametrize(("declared", "kept"), [(1.0, True), (1.24, True), (1.26, False), (0.5, True)])
def test_more_than_a_quarter_second_missing_is_truncated(tmp_path: Path, declared: float, kept: bool) -> None:
    result = convert(save(tmp_path / "a.wav", tone(1)), declared_duration=declared)
    assert isinstance(result, dict) if kept else reason(result) == "truncated"


def test_a_recording_of_no_numbers_is_undecodable(tmp_path: Path) -> None:
    assert reason(convert(save(tmp_path / "a.wav", np.full(16_000, np.nan), subtype="FLOAT"))) == "undecodable"


def test_a_float_recording_beyond_full_scale_is_scaled_not_clipped(tmp_path: Path) -> None:
    stored = sound(convert(save(tmp_path / "a.wav", tone(1, amplitude=5.0), subtype="FLOAT")))
    assert np.allclose(stored, tone(1, amplitude=1.0), atol=1e-3)


def test_zscore_gives_mean_zero_and_a_deviation_of_one_thirty_second(tmp_path: Path) -> None:
    path = save(tmp_path / "a.wav", tone(1, amplitude=0.02) + 0.1)
    stored = sound(convert(path, options={"zscore": True}))
    assert (stored.mean(), stored.std()) == pytest.approx((0, 1 / 32), abs=1e-4)


def test_zscore_does_not_clip_a_word_in_a_long_silence(tmp_path: Path) -> None:
    samples = np.concatenate([np.zeros(16_000 * 20, dtype=np.float32), tone(0.2, amplitude=0.9)])
    stored = sound(convert(save(tmp_path / "a.wav", samples), options={"zscore": True}))
    assert np.mean(np.abs(stored) > 0.999) < 1e-5


def test_a_segment_is_cut_out_of_its_recording(tmp_path: Path) -> None:
    samples = np.concatenate([tone(2), np.zeros(16_000, dtype=np.float32), tone(2)])
    path = save(tmp_path / "a.wav", samples)
    stored = sound(convert(Clip(path, start=1.0, end=2.5)))
    assert np.allclose(stored, samples[16_000:40_000], atol=1e-3)


def test_a_segment_of_a_format_that_cannot_be_sought_is_cut_too(tmp_path: Path) -> None:
    import av

    samples = tone(3)
    with av.open(str(tmp_path / "a.m4a"), "w") as container:
        stream = container.add_stream("aac", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="fltp", layout="mono")
        frame.rate = 16_000
        container.mux([*stream.encode(frame), *stream.encode(None)])
    assert len(sound(convert(Clip(tmp_path / "a.m4a", start=1.0, end=2.5)))) == 24_000


def test_cuts_move_into_the_pauses(tmp_path: Path) -> None:
    pause = np.zeros(3_200, dtype=np.float32)
    path = save(tmp_path / "a.wav", np.concatenate([tone(1), pause, tone(1), pause, tone(1)]))
    careless = Clip(path, start=1.22, end=2.18)  # begins a moment late and ends a moment early
    stored = sound(convert(careless, Margin(0.2, 0.2)))
    assert np.abs(stored[[0, 1, 2, -3, -2, -1]]).max() < 1e-3 and len(stored) > 16_000


def test_a_segment_after_the_end_has_bad_times(tmp_path: Path) -> None:
    assert reason(convert(Clip(save(tmp_path / "a.wav", tone(1)), start=5.0, end=6.0))) == "bad-times"


def test_a_segment_that_the_recording_does_not_hold_whole_is_truncated(tmp_path: Path) -> None:
    assert reason(convert(Clip(save(tmp_path / "a.wav", tone(2)), start=1.0, end=3.0))) == "truncated"


def test_a_text_without_letters_is_no_text(tmp_path: Path) -> None:
    assert reason(convert(save(tmp_path / "a.wav", tone(1)), text="  ")) == "no-text"


def test_the_pronunciation_trains_when_it_is_chosen_and_both_readings_are_kept(tmp_path: Path) -> None:
    path = save(tmp_path / "a.wav", tone(1))
    row = convert(path, readings=("70%", "칠십 퍼센트"), options={"reading": "pronunciation"})
    assert isinstance(row, dict) and (row["text"], row["readings"]) == ("칠십 퍼센트", ["70%", "칠십 퍼센트"])


@pytest.mark.parametrize(("letters", "kept"), [(443, True), (444, False)])
def test_without_a_tokenizer_bytes_bound_the_label(tmp_path: Path, letters: int, kept: bool) -> None:
    result = convert(save(tmp_path / "a.wav", tone(1)), text="a" * letters)
    assert isinstance(result, dict) if kept else reason(result) == "label-too-long"


def test_with_a_tokenizer_tokens_are_counted(tmp_path: Path) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"word": 0, "?": 1}, unk_token="?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    path, options = save(tmp_path / "a.wav", tone(1)), {"tokenizer": str(tmp_path / "tokenizer.json")}
    assert isinstance(convert(path, text="word " * 443, options=options), dict)
    assert reason(convert(path, text="word " * 444, options=options)) == "label-too-long"


@pytest.mark.parametrize(("content", "expected"), [(b"", "empty"), (b"#EXTM3U\nother.wav\n", "undecodable")])
def test_a_tiny_file_is_empty_only_if_it_is_one_of_sound(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    assert reason(convert(path)) == expected


def test_a_wav_that_broke_off_is_truncated_though_nothing_else_declares_its_length(tmp_path: Path) -> None:
    path = save(tmp_path / "a.wav", tone(2))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert reason(convert(path)) == "truncated"
