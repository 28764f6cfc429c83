import json
from pathlib import Path

import numpy as np
import pytest
from tests.speech.evaluation.evaluated import LOWERCASE, Parrot, candidate, evaluate_rows, write_corpus

from soridam.core.errors import CorpusError, UsageError
from soridam.core.files import write_json
from soridam.speech.evaluate import count_inventions
from soridam.speech.evaluation.silence import KINDS, SilentClip
from soridam.speech.evaluation.testsets import leading_metric, open_test_set, scoring_text
from soridam.text.error_rates import Counts

ROWS = [
    {"text": "turn left", "speaker": "a", "age": "3~6", "duration": 1.0},
    {"text": "칠십 퍼센트", "readings": ["70%", "칠십 퍼센트"], "speaker": "b", "age": "10~19", "duration": 2.5},
    {"text": "climb and maintain flight level one", "speaker": "b", "duration": 4.0},
]
WELL = ["Turn left.", "칠십 퍼센트", "climb maintain flight level won"]
BADLY = ["turn", "칠십", "and now for something"]


def run(folder: Path, *models, limit: int = 0):
    return evaluate_rows(folder, ROWS, models, limit=limit)


def test_a_corpus_is_scored_as_by_hand(tmp_path):
    # nothing wrong; nothing wrong against the second reading; "and" dropped and "one" heard as "won" of 6 words
    found = run(tmp_path, candidate("well", Parrot(WELL)))
    assert found.score("well", "corpus/test").scores["wer"].counts == Counts(1, 1, 0, 2 + 2 + 6)


def test_models_stand_side_by_side_with_a_test(tmp_path):
    found = run(tmp_path, candidate("well", Parrot(WELL)), candidate("badly", Parrot(BADLY)))
    tested = next(test for test in found.tests if test.metric == "wer")
    assert (tested.first, tested.second) == ("well", "badly")
    rates = [found.score(model, "corpus/test").scores["wer"].counts.rate for model in ("well", "badly")]
    assert tested.by_utterance.difference == pytest.approx(rates[1] - rates[0])


def test_general_sets_are_scored_beside_the_domain(tmp_path):
    corpus = write_corpus(tmp_path / "other", [{"text": "good day"}])
    general = open_test_set(corpus, "test", lambda language: LOWERCASE, role="general")
    found = evaluate_rows(tmp_path, ROWS, [candidate("forgetful", Parrot(["no such day"]))], general)
    assert [(facts.label, facts.role) for facts in found.sets] == [
        ("corpus/test", "domain"),
        ("other/test", "general"),
    ]
    assert found.score("forgetful", "other/test").scores["wer"].counts == Counts(1, 0, 1, 2)


def test_slices_and_facts_come_from_the_corpus(tmp_path):
    found = run(tmp_path, candidate("well", Parrot(WELL)))
    slices = found.score("well", "corpus/test").slices
    assert [cut.value for cut in slices if cut.factor == "age"] == ["3~6", "10~19", ""]
    assert found.sets[0].speakers == 2


def test_every_utterance_keeps_what_was_written(tmp_path):
    found = run(tmp_path, candidate("well", Parrot(WELL)))
    assert [utterance.attempts["well"].text for utterance in found.of_set("corpus/test")] == WELL
    assert found.utterances[1].attempts["well"].reading == "칠십 퍼센트"


def test_a_second_evaluation_transcribes_nothing(tmp_path):
    run(tmp_path, candidate("well", Parrot(WELL)))
    parrot = Parrot(WELL)
    run(tmp_path, candidate("well", parrot))
    assert parrot.batches == []


def test_text_on_silence_and_noise_is_counted(tmp_path):
    found = run(tmp_path, candidate("chatty", Parrot(WELL, noise="Thank you.")))
    white = next(invention for invention in found.inventions if invention.kind == "white noise")
    assert (white.clips, white.clips_with_text, white.words) == (4, 4, 8)
    assert white.words_per_minute == pytest.approx(8 * 60 / white.seconds)


def test_marks_alone_are_no_text():
    clips = [SilentClip(kind, np.zeros(16_000, dtype=np.float32)) for kind in KINDS]
    found = count_inventions("model", clips, ["..."] * len(clips), LOWERCASE.normalize)
    assert [invention.clips_with_text for invention in found] == [0] * len(KINDS)


def test_a_limit_draws_rows_from_the_seed(tmp_path):
    found = run(tmp_path, candidate("well", Parrot(WELL)), limit=2)
    assert (found.sets[0].utterances, found.sets[0].rows_in_split) == (2, 3)


def test_results_are_plain_json(tmp_path):
    found = run(tmp_path, candidate("well", Parrot(WELL)), candidate("badly", Parrot(BADLY)))
    values = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert values["sets"][0]["normalizer"] == "lowercase/1"
    assert len(values["utterances"]) == 3
    assert "utterances" not in found.summary()


def test_rows_set_aside_are_named(tmp_path):
    write_json(tmp_path / "corpus" / "corpus.json", {"quarantined": {"truncated": 3}})
    assert run(tmp_path, candidate("well", Parrot(WELL))).sets[0].set_aside == {"truncated": 3}


def test_a_row_without_language_needs_one_to_be_given(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", [{"text": "hello", "language": ""}])
    with pytest.raises(UsageError, match="row-0 names no language"):
        open_test_set(corpus, "test", lambda language: LOWERCASE, role="domain")
    opened = open_test_set(corpus, "test", lambda language: LOWERCASE, role="domain", language="ko")
    assert opened.languages == ("ko",)


def test_a_missing_split_names_those_that_are_there(tmp_path):
    corpus = write_corpus(tmp_path / "corpus", ROWS, split="train")
    with pytest.raises(CorpusError, match="no split 'test'; it has train"):
        open_test_set(corpus, "test", lambda language: LOWERCASE, role="domain")


@pytest.mark.parametrize(("language", "metric"), [("ko", "cer"), ("en", "wer")])
def test_korean_is_led_by_characters(language, metric):
    assert leading_metric(language) == metric


@pytest.mark.parametrize(
    ("policy", "language", "label"),
    [
        (None, "ko", "korean-score"),
        (None, "en", "english-score"),
        (None, "de", "multilingual-score"),
        ("airtraffic", "en", "airtraffic-score"),
    ],
)
def test_texts_are_compared_as_their_language_or_the_policy_says(policy, language, label):
    assert scoring_text(policy, language).label.startswith(label)
