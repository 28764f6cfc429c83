from pathlib import Path
from typing import Any

import pytest
from corpus_builders import json_bytes, reasons, utterances, wav_bytes, write, write_zip
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soridam.speech.corpus.archive import read_clip
from soridam.speech.corpus.readers.aihub_telephone import iter_utterances


def session(*turns: Any) -> dict[str, Any]:
    return {
        "dataSet": {
            "version": "1.0",
            "typeInfo": {
                "category": "금융",
                "subcategory": "대출",
                "speakers": [
                    {"id": "1", "type": "상담사", "gender": "남", "age": "30대", "telephone_network": "LTE"},
                    {"id": "C00042", "type": "고객", "gender": "여", "age": "50대", "telephone_network": "3G"},
                ],
            },
            "dialogs": list(turns),
        }
    }


def turn(name: str, text: str, speaker: str = "1") -> dict[str, Any]:
    return {"speaker": speaker, "audioPath": f"S1/{name}", "duration": "1.5", "text": text}


def test_each_turn_has_its_own_recording_and_speaker(tmp_path: Path) -> None:
    write(tmp_path / "S1.json", json_bytes(session(turn("0001.wav", "네"), turn("0002.wav", "아뇨", "C00042"))))
    for name in ("0001.wav", "0002.wav"):
        write(tmp_path / "S1" / name, wav_bytes(rate=8_000))
    one, two = utterances(list(iter_utterances(tmp_path)))
    assert (one.id, one.clip.path.name, one.gender, one.age) == ("S1/00000", "0001.wav", "male", "30대")
    assert (two.speaker, two.gender, two.declared_duration) == ("C00042", "female", 1.5)


def test_a_speaker_counted_from_one_is_another_person_in_another_session(tmp_path: Path) -> None:
    for name in ("S1", "S2"):
        write(tmp_path / f"{name}.json", json_bytes(session(turn(f"{name}.wav", "네"))))
        write(tmp_path / f"{name}.wav", wav_bytes(rate=8_000))
    assert [row.speaker for row in utterances(list(iter_utterances(tmp_path)))] == ["S1/1", "S2/1"]


def test_recordings_of_one_name_are_told_apart_by_their_session(tmp_path: Path) -> None:
    write_zip(tmp_path / "TL.zip", {"S1.json": json_bytes(session(turn("0001.wav", "네")))})
    write_zip(tmp_path / "TS.zip", {"a/S1/0001.wav": b"mine", "a/S2/0001.wav": b"other"})
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert read_clip(row.clip) == b"mine"


def test_dual_transcriptions_give_two_readings(tmp_path: Path) -> None:
    write(tmp_path / "S1.json", json_bytes(session(turn("0001.wav", "n/ (3시)/(세 시)에 봐요"))))
    write(tmp_path / "S1" / "0001.wav", wav_bytes(rate=8_000))
    assert utterances(list(iter_utterances(tmp_path)))[0].readings == ("3시에 봐요", "세 시에 봐요")


def test_a_bad_turn_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    content = session(turn("0001.wav", "네"), "broken", turn("0003.wav", "네"), {"text": "네"})
    write(tmp_path / "S1.json", json_bytes(content))
    write(tmp_path / "S1" / "0001.wav", wav_bytes(rate=8_000))
    expected = ["", "unreadable-label", "missing-audio", "missing-audio"]
    assert reasons(list(iter_utterances(tmp_path))) == expected


@pytest.mark.parametrize("content", [{}, {"dataSet": 1}, {"dataSet": {}}, {"dataSet": {"dialogs": {}}}])
def test_a_session_without_turns_is_one_rejection(tmp_path: Path, content: Any) -> None:
    write(tmp_path / "S1.json", json_bytes(content))
    assert reasons(list(iter_utterances(tmp_path))) == ["unreadable-label"]


@pytest.mark.parametrize("path", ["http://host/a.wav", "s3://bucket/a.wav"])
def test_addresses_are_refused(tmp_path: Path, path: str) -> None:
    content = session({"speaker": "1", "audioPath": path, "text": "네"})
    write(tmp_path / "S1.json", json_bytes(content))
    assert reasons(list(iter_utterances(tmp_path))) == ["remote-url"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_random_bytes_are_set_aside(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "S1.json", content)
    assert reasons(list(iter_utterances(tmp_path))) == ["unreadable-label"]
