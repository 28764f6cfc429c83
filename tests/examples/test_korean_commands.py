import csv
import sys
from collections import Counter
from pathlib import Path

import pytest
import soundfile

from soridam.core.errors import UsageError

sys.path.append(str(Path(__file__).parents[2] / "examples"))
import korean_commands as example

PLAN = example.plan(2_000)
TRAIN = [utterance for utterance in PLAN if utterance.part == "train"]
TESTS = [utterance for utterance in PLAN if utterance.part != "train"]


def voices(utterances):
    return {voice for utterance in utterances for voice in utterance.speaker.mix}


def test_the_parts_are_as_large_as_the_card_says():
    assert Counter(utterance.part for utterance in PLAN) == {"train": 1400, "children": 200, "plain": 200, "new": 200}
    assert "1,400 utterances to train on" in example.card(PLAN)


def test_no_sentence_is_said_twice():
    assert len({utterance.text for utterance in PLAN}) == 2_000


def test_no_speaker_and_no_voice_of_a_test_is_in_the_training_part():
    assert not {utterance.speaker.name for utterance in TRAIN} & {utterance.speaker.name for utterance in TESTS}
    assert not voices(TRAIN) & voices(TESTS)
    assert len(voices(PLAN)) == 5


def test_new_sentences_come_from_templates_that_were_not_trained_on():
    known = set(example.iter_sentences(example.TEMPLATES))
    assert {utterance.text for utterance in TRAIN} <= known
    assert not {utterance.text for utterance in TESTS if utterance.part == "new"} & known


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one():
    assert example.plan(200) == PLAN[:200]


def test_more_utterances_than_sentences_are_refused():
    with pytest.raises(UsageError, match="2035"):
        example.plan(3_000)


def test_children_are_higher_than_adults():
    children = [utterance.speaker.height for utterance in PLAN if utterance.speaker.age < 10]
    adults = [utterance.speaker.height for utterance in PLAN if utterance.speaker.age >= 20]
    assert min(children) > 1.2 > 1.06 >= max(adults)


@pytest.mark.weights
def test_only_what_is_missing_is_spoken_and_every_recording_says_that_it_is_synthetic(tmp_path):
    example.make_corpus(tmp_path, count=4, threads=2)
    first, second, *_ = sorted(tmp_path.glob("*.flac"))
    kept = [path.stat().st_mtime_ns for path in (first, tmp_path / "metadata.csv")]
    bytes_of_lost = second.read_bytes()
    second.unlink()
    example.make_corpus(tmp_path, count=4, threads=2)
    assert [path.stat().st_mtime_ns for path in (first, tmp_path / "metadata.csv")] == kept
    assert second.read_bytes() == bytes_of_lost
    with (tmp_path / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    assert {row["region"] for row in rows} == {"synthetic"}
    for row in rows:
        with soundfile.SoundFile(tmp_path / row["file_name"]) as recording:
            assert recording.comment.startswith("Synthetic speech")
            assert recording.samplerate == 16_000
