from pathlib import Path
from typing import Any

import pytest
from corpus_builders import json_bytes, reasons, utterances, wav_bytes, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soridam.speech.corpus.readers.label_studio import iter_utterances


def text_area(text: str, region: str = "r1", **value: float) -> dict[str, Any]:
    return {"id": region, "type": "textarea", "from_name": "transcription", "value": {"text": [text], **value}}


def task(audio: str, *results: dict[str, Any], **annotation: Any) -> dict[str, Any]:
    return {"id": 1, "data": {"audio": audio}, "annotations": [{"result": list(results), **annotation}]}


def write_export(folder: Path, *tasks: Any) -> None:
    write(folder / "export.json", json_bytes(list(tasks)))
    write(folder / "a.wav", wav_bytes())


@pytest.mark.parametrize(
    "audio", ["a.wav", "/data/upload/3/0123abcd-a.wav", "/data/local-files/?d=sounds%2Fa.wav", "sub/a.wav"]
)
def test_a_recording_is_found_however_the_server_calls_it(tmp_path: Path, audio: str) -> None:
    write_export(tmp_path, task(audio, text_area("안녕")))
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.readings, row.clip.path.name) == (("안녕",), "a.wav")


def test_regions_are_stretches_with_their_speakers(tmp_path: Path) -> None:
    who = {"id": "r2", "type": "labels", "value": {"start": 0.05, "end": 0.1, "labels": ["Child"]}}
    one, two = text_area("one", "r1", start=0.0, end=0.05), text_area("two", "r2", start=0.05, end=0.1)
    write_export(tmp_path, task("a.wav", one, who, two))
    first, second = utterances(list(iter_utterances(tmp_path)))
    assert (first.clip.end, second.clip.start, second.speaker) == (0.05, 0.05, "Child")


def test_a_cancelled_annotation_does_not_count(tmp_path: Path) -> None:
    write_export(tmp_path, task("a.wav", text_area("wrong"), was_cancelled=True))
    assert reasons(list(iter_utterances(tmp_path))) == ["no-transcript"]


def test_the_short_export_is_read(tmp_path: Path) -> None:
    write_export(
        tmp_path, {"audio": "a.wav", "transcription": "hello"}, {"audio": "a.wav", "transcription": ["x", "y"]}
    )
    assert [row.readings[0] for row in utterances(list(iter_utterances(tmp_path)))] == ["hello", "x y"]


def test_bad_tasks_are_set_aside_one_by_one(tmp_path: Path) -> None:
    tasks = [
        "x",
        {},
        task("http://h/a.wav", text_area("x")),
        task("gone.wav", text_area("x")),
        task("", text_area("x")),
    ]
    write_export(tmp_path, *tasks)
    expected = ["unreadable-label", "no-transcript", "remote-url", "missing-audio", "missing-audio"]
    assert reasons(list(iter_utterances(tmp_path))) == expected


NESTED = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["data", "annotations", "result", "value", "text", "audio", "start", "id", "labels"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.lists(NESTED, min_size=1, max_size=3))
def test_tasks_of_any_shape_give_rows_and_no_exception(tmp_path: Path, content: list[Any]) -> None:
    write_export(tmp_path, *content)
    assert len(list(iter_utterances(tmp_path))) >= len(content)
