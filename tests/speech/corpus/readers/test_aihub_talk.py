from pathlib import Path
from typing import Any

import pytest
from corpus_builders import json_bytes, reasons, utterances, wav_bytes, write, write_zip

from soridam.core.errors import CorpusError
from soridam.speech.corpus.readers.aihub_talk import iter_utterances


def label(text: str) -> dict[str, Any]:
    return {
        "발화정보": {"stt": text, "scriptId": "s1", "fileNm": "x.wavp", "recrdTime": "5.000", "recrdQuality": "16K"},
        "대화정보": {"recrdUnit": "phone", "recrdEnvrn": "실내", "cityCode": "수도권"},
        "녹음자정보": {"recorderId": "R7", "age": 9, "gender": "여"},
    }


def test_the_facts_of_speaker_and_recording_are_taken(tmp_path: Path) -> None:
    write(tmp_path / "1.Training" / "x.json", json_bytes(label("안녕")))
    write(tmp_path / "1.Training" / "x.wav", wav_bytes())
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.speaker, row.age, row.gender, row.region, row.part) == ("R7", "9", "female", "수도권", "train")
    assert row.declared_duration == 5.0


@pytest.mark.parametrize(
    ("text", "plain"),
    [("(SP:그) 집에 가", "그 집에 가"), ("(FP:음) 좋아", "음 좋아"), ("(NO:) 좋아 (SN:웃음소리)", "좋아 웃음소리")],
)
def test_marks_go_and_what_they_hold_stays(tmp_path: Path, text: str, plain: str) -> None:
    write(tmp_path / "x.json", json_bytes(label(text)))
    write(tmp_path / "x.wav", wav_bytes())
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.transcript, row.readings) == (text, (plain,))


def test_a_row_of_nothing_but_marks_is_set_aside(tmp_path: Path) -> None:
    write(tmp_path / "x.json", json_bytes(label("(NO:) (SN:)")))
    assert reasons(list(iter_utterances(tmp_path))) == ["empty-after-marks"]


def test_a_mark_that_is_not_closed_sets_the_row_aside(tmp_path: Path) -> None:
    write(tmp_path / "x.json", json_bytes(label("(SP:그 집에 가")))
    assert reasons(list(iter_utterances(tmp_path))) == ["broken-marks"]


def test_archives_are_read(tmp_path: Path) -> None:
    write_zip(tmp_path / "[라벨]x.zip", {"x.json": json_bytes(label("안녕"))})
    write_zip(tmp_path / "[원천]x.zip", {"x.wav": wav_bytes()})
    assert utterances(list(iter_utterances(tmp_path)))[0].clip.member == "x.wav"


def test_a_label_of_another_corpus_is_set_aside(tmp_path: Path) -> None:
    write(tmp_path / "x.json", json_bytes({"전사정보": {"LabelText": "불 켜"}}))
    assert reasons(list(iter_utterances(tmp_path))) == ["unreadable-label"]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="an empty folder"):
        list(iter_utterances(tmp_path))
