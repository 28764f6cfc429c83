import json

import pytest
from tests.language.tiny_chat import write_tiny_chat
from transformers import AutoTokenizer

from soridam.core.errors import CorpusError, UsageError
from soridam.language.data.encode import Encoder
from soridam.language.tuning.config import Data
from soridam.language.tuning.preflight import choose_examples, refuse_no_corpus, token_statistics


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    folder = write_tiny_chat(tmp_path_factory.mktemp("tiny"))
    return Encoder(AutoTokenizer.from_pretrained(folder), frozenset([0]), 60)


def pairs(count, start=0):
    return [{"prompt": f"question {n}", "completion": f"answer {n}"} for n in range(start, start + count)]


def write(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def choose(encoder, path, **values):
    return choose_examples(Data(corpus=path, **values), encoder, preferences=False, seed=7)


BAD = [
    {"prompt": "question 0", "completion": "answer 0"},  # line 21
    {"prompt": "", "completion": "answer"},
    {"prompt": "long", "completion": "x" * 100},
    {"messages": [{"role": "assistant", "content": "first"}]},
    {"prompt": "Hi", "chosen": "a", "rejected": "b"},
]
REASONS = {21: "duplicate", 22: "empty", 23: "too-long", 24: "roles", 25: "other-kind"}


def test_bad_examples_stop_the_run_and_are_named_with_file_and_line(encoder, tmp_path):
    with pytest.raises(CorpusError) as caught:
        choose(encoder, write(tmp_path / "a.jsonl", [*pairs(20), *BAD]))
    assert all(f"a.jsonl:{line}: {reason}" in caught.value.message for line, reason in REASONS.items())


def test_bad_examples_can_be_left_out(encoder, tmp_path):
    rows = choose(encoder, write(tmp_path / "a.jsonl", [*pairs(20), *BAD]), drop_bad=True)
    assert (len(rows.train.examples), len(rows.validation.examples), len(rows.rejections)) == (18, 2, 5)


def test_text_of_the_test_in_the_corpus_is_a_leak(encoder, tmp_path):
    test = write(tmp_path / "test.jsonl", [{"prompt": " Question  3 ", "completion": "other"}])
    corpus = write(tmp_path / "a.jsonl", pairs(20))
    with pytest.raises(CorpusError, match="same prompt is in the test text, test"):
        choose(encoder, corpus, test=str(test))
    assert choose(encoder, corpus, test=str(test), allow_leaks=True).warnings


def test_a_corpus_in_which_all_is_bad_is_refused_even_if_bad_is_dropped(encoder, tmp_path):
    with pytest.raises(CorpusError, match="nothing is left to train on"):
        choose(encoder, write(tmp_path / "a.jsonl", BAD[1:]), drop_bad=True)


def test_no_corpus_is_refused_before_anything_is_loaded():
    with pytest.raises(UsageError, match="nothing to learn"):
        refuse_no_corpus(Data())


def test_the_statistics_count_tokens_and_lengths(encoder, tmp_path):
    rows = choose(encoder, write(tmp_path / "a.jsonl", pairs(10)))
    found = token_statistics(rows)
    assert found["tokens"] == 9 * len("?question 0?answer 0!")  # each special token and letter is one
    assert found["learned_tokens"] == 9 * len("answer 0!")
    assert sum(found["histogram"]["counts"]) == 9


def test_the_fingerprint_changes_with_a_word(encoder, tmp_path):
    first = choose(encoder, write(tmp_path / "a.jsonl", pairs(10))).fingerprint()
    other = choose(encoder, write(tmp_path / "a.jsonl", [*pairs(9), {"prompt": "question 9", "completion": "No"}]))
    assert other.fingerprint() != first
