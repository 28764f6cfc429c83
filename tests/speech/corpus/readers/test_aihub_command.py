from pathlib import Path
from typing import Any

import pytest
from corpus_builders import json_bytes, reasons, utterances, wav_bytes, write, write_zip
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soridam.core.errors import CorpusError
from soridam.speech.corpus.archive import read_clip
from soridam.speech.corpus.readers.aihub_command import declared_seconds, iter_utterances


def label(text: str = "불 켜 줘", **other: Any) -> dict[str, Any]:
    return {
        "기본정보": {"Language": "KOR", "NumberOfSpeaker": "1"},
        "음성정보": {"SamplingRate": "48000", "NumberOfBit": "16", "NumberOfChannel": "1"},
        "전사정보": {"LabelText": text},
        "화자정보": {"SpeakerName": "S01", "Gender": "Female", "Age": "3~6", "Region": "서울", "Dialect": "경기"},
        "파일정보": {"FileName": "x.wav", "FileLength": "0.1"},
        "기타정보": {"QualityStatus": "Good", **other},
    }


def english_label(wave_key: str, other_key: str) -> dict[str, Any]:
    return {
        "Basic": {"Language": "KOR"},
        wave_key: {"SamplingRate": "48000"},
        "Transcription": {"LabelText": "불 켜 줘"},
        "Speaker": {"SpeakerName": "S01", "Gender": "Male", "Age": "10~19", "Region": "부산"},
        "File": {"FileName": "x.wav", "FileLength": "0.1"},
        other_key: {"QualityStatus": "Good"},
    }


def write_pair(folder: Path, stem: str, content: Any, rate: int = 48_000) -> None:
    write(folder / f"{stem}.wav", wav_bytes(rate=rate))
    write(folder / f"{stem}.json", json_bytes(content, mark=True))


def test_a_label_with_a_byte_order_mark_beside_its_wav_is_read(tmp_path: Path) -> None:
    write_pair(tmp_path / "a", "x", label())
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.id, row.transcript, row.readings, row.language) == ("a/x", "불 켜 줘", ("불 켜 줘",), "ko")


def test_the_age_stays_a_range_and_the_gender_becomes_a_word(tmp_path: Path) -> None:
    write_pair(tmp_path, "x", label())
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.age, row.gender, row.speaker, row.region) == ("3~6", "female", "S01", "경기")


@pytest.mark.parametrize(
    ("wave_key", "other_key"), [("Wave", "Other"), ("Wave_Info", "Miscellaneous_Info"), ("Wave", "Other_Info")]
)
def test_english_keys_are_read(tmp_path: Path, wave_key: str, other_key: str) -> None:
    write_pair(tmp_path, "x", english_label(wave_key, other_key))
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.readings, row.age, row.gender) == (("불 켜 줘",), "10~19", "male")


def test_a_spelled_and_a_spoken_text_are_two_readings(tmp_path: Path) -> None:
    content = label()
    content["전사정보"] = {"OrgLabelText": "3시", "TransLabelText": "세 시"}
    write_pair(tmp_path, "x", content)
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert row.readings == ("3시", "세 시")


def test_a_masked_name_sets_the_row_aside(tmp_path: Path) -> None:
    write_pair(tmp_path, "x", label("#@이름# 불러 줘"))
    assert reasons(list(iter_utterances(tmp_path))) == ["deidentified-name"]


def test_a_recording_that_is_not_good_is_set_aside(tmp_path: Path) -> None:
    write_pair(tmp_path, "x", label(QualityStatus="Bad"))
    assert reasons(list(iter_utterances(tmp_path))) == ["bad-quality"]


def test_a_row_without_text_is_set_aside(tmp_path: Path) -> None:
    write_pair(tmp_path, "x", label(" "))
    assert reasons(list(iter_utterances(tmp_path))) == ["no-transcript"]


def test_a_label_without_its_recording_is_set_aside_with_advice(tmp_path: Path) -> None:
    write(tmp_path / "x.json", json_bytes(label()))
    [row] = list(iter_utterances(tmp_path))
    assert reasons([row]) == ["missing-audio"] and "both the labels and the recordings" in str(row)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"[" * 100_000, b"\xff\xfe\x00", b'{"a": 1}', b"9" * 5000])
def test_a_label_that_cannot_be_read_is_set_aside(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "x.json", content)
    assert reasons(list(iter_utterances(tmp_path))) == ["unreadable-label"]


def test_each_label_gives_one_row(tmp_path: Path) -> None:
    write_pair(tmp_path / "a", "good", label())
    write(tmp_path / "b" / "bad.json", b"{")
    write(tmp_path / "c" / "lost.json", json_bytes(label()))
    assert reasons(list(iter_utterances(tmp_path))) == ["", "unreadable-label", "missing-audio"]


def test_a_declared_length_longer_than_the_file_is_kept_for_the_check_of_truncated_files(tmp_path: Path) -> None:
    content = label()
    content["파일정보"]["FileLength"] = "5.2"
    write(tmp_path / "x.wav", wav_bytes(2.601, rate=48_000))
    write(tmp_path / "x.json", json_bytes(content))
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert row.declared_duration == 5.2


@pytest.mark.parametrize("value", ["2.6", 2.6, "2600", 249_600, "249644"])
def test_a_length_in_any_usual_unit_becomes_seconds(value: Any) -> None:
    assert declared_seconds(value, expected=2.601) == pytest.approx(2.6, abs=0.01)


@pytest.mark.parametrize("value", ["", None, "long", "0", -1, "nan", "1e12"])
def test_a_length_that_makes_no_sense_declares_nothing(value: Any) -> None:
    assert declared_seconds(value, expected=2.6) is None


def test_trimming_takes_the_stretch_of_speech(tmp_path: Path) -> None:
    write_pair(tmp_path, "x", label(SpeechStart="0.02", SpeechEnd="0.08"))
    [row] = utterances(list(iter_utterances(tmp_path, trim=True)))
    assert (row.clip.start, row.clip.end) == (0.02, 0.08)


def test_without_trimming_the_whole_file_is_the_clip(tmp_path: Path) -> None:
    write_pair(tmp_path, "x", label(SpeechStart="0.02", SpeechEnd="0.08"))
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.clip.start, row.clip.end) == (None, None)


def test_labels_and_recordings_in_mirrored_folders_find_each_other(tmp_path: Path) -> None:
    write(tmp_path / "Training" / "라벨링데이터" / "TL1" / "x.json", json_bytes(label()))
    write(tmp_path / "Training" / "원천데이터" / "TS1" / "x.wav", wav_bytes())
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert row.part == "train" and row.clip.path.name == "x.wav"


def split(path: Path, size: int) -> None:
    content = path.read_bytes()
    for index, start in enumerate(range(0, len(content), size)):
        path.with_name(f"{path.name}.part{index}").write_bytes(content[start : start + size])
    path.unlink()


def test_split_archives_are_read_without_unpacking(tmp_path: Path) -> None:
    labels = {f"AI비서/S01/{n}.json": json_bytes(label(f"{n}번 켜 줘"), mark=True) for n in range(3)}
    write_zip(tmp_path / "[라벨]1.AI비서.zip", labels)
    sounds = {f"AI비서/S01/{n}.wav": wav_bytes(0.1 + n / 100, 48_000) for n in range(3)}
    write_zip(tmp_path / "[원천]1.AI비서_1.zip", dict(list(sounds.items())[:2]))
    split(write_zip(tmp_path / "[원천]1.AI비서_2.zip", dict(list(sounds.items())[2:])), size=900)
    rows = utterances(list(iter_utterances(tmp_path)))
    assert [read_clip(row.clip) for row in rows] == list(sounds.values())
    assert len(list(tmp_path.iterdir())) > 12 and not list(tmp_path.rglob("*.wav"))


def test_a_missing_part_of_the_recordings_stops_with_its_name_instead_of_rejecting_every_row(tmp_path: Path) -> None:
    write_zip(tmp_path / "[라벨]1.zip", {"a/x.json": json_bytes(label())})
    split(write_zip(tmp_path / "[원천]1_1.zip", {"a/x.wav": wav_bytes()}), size=900)
    (tmp_path / "[원천]1_1.zip.part1").unlink()
    with pytest.raises(CorpusError, match="part 1 is missing"):
        list(iter_utterances(tmp_path))


def test_a_damaged_label_inside_an_archive_is_set_aside(tmp_path: Path) -> None:
    write_zip(tmp_path / "[라벨]1.zip", {"a/x.json": b"{", "a/y.json": json_bytes(label())})
    write_zip(tmp_path / "[원천]1_1.zip", {"a/x.wav": wav_bytes(), "a/y.wav": wav_bytes()})
    assert reasons(list(iter_utterances(tmp_path))) == ["unreadable-label", ""]


def test_of_recordings_with_one_name_the_one_in_the_same_folder_is_taken(tmp_path: Path) -> None:
    write_zip(tmp_path / "[라벨]1.zip", {"a/x.json": json_bytes(label())})
    write_zip(tmp_path / "[원천]1.zip", {"b/x.wav": b"other", "a/x.wav": b"mine"})
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert read_clip(row.clip) == b"mine"


def test_recordings_that_cannot_be_told_apart_are_not_guessed(tmp_path: Path) -> None:
    write_zip(tmp_path / "[라벨]1.zip", {"a/x.json": json_bytes(label())})
    write_zip(tmp_path / "[원천]1.zip", {"b/x.wav": b"one", "c/x.wav": b"two"})
    assert reasons(list(iter_utterances(tmp_path))) == ["ambiguous-audio"]


@pytest.mark.parametrize("name", ["../../outside.wav", "/etc/hostname", "..\\outside.wav", "http://host/x.wav"])
def test_a_file_name_never_leads_out_of_the_corpus(tmp_path: Path, name: str) -> None:
    write(tmp_path / "outside.wav", wav_bytes())
    content = label()
    content["파일정보"]["FileName"] = name
    write(tmp_path / "corpus" / "deep" / "y.json", json_bytes(content))
    [reason] = reasons(list(iter_utterances(tmp_path / "corpus")))
    assert reason in ("missing-audio", "remote-url")


def test_a_link_out_of_the_corpus_is_refused(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.wav", wav_bytes())
    write(tmp_path / "corpus" / "x.json", json_bytes(label()))
    (tmp_path / "corpus" / "x.wav").symlink_to(outside)
    assert reasons(list(iter_utterances(tmp_path / "corpus"))) == ["unsafe-path"]


def test_an_empty_folder_is_told_what_was_found_and_expected(tmp_path: Path) -> None:
    write(tmp_path / "readme.md", "x")
    with pytest.raises(CorpusError, match=r"expected JSON labels.*found readme\.md") as caught:
        list(iter_utterances(tmp_path))
    assert "soridam corpus prepare" in caught.value.hint


def test_the_order_does_not_depend_on_the_disk(tmp_path: Path) -> None:
    for stem in ("b", "a", "c"):
        write_pair(tmp_path / stem, stem, label())
    assert [row.id for row in iter_utterances(tmp_path)] == ["a/a", "b/b", "c/c"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_random_bytes_as_a_label_are_set_aside(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "x.json", content)
    assert reasons(list(iter_utterances(tmp_path))) == ["unreadable-label"]


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
NESTED = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner), max_leaves=6
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_labels_of_any_shape_give_one_row_and_no_exception(tmp_path: Path, data: st.DataObject) -> None:
    content = label()
    section = data.draw(st.sampled_from(list(content)))
    content[section] = data.draw(NESTED | st.fixed_dictionaries(dict.fromkeys(content[section], NESTED)))
    write_pair(tmp_path, "x", content)
    assert len(list(iter_utterances(tmp_path))) == 1
