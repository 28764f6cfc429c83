import pytest
import tomli_w
from tests.speech.tone_corpus import tone_rows, write_splits

from soridam.core.files import write_json, write_text
from soridam.speech.corpus.shards import CorpusSplit
from soridam.speech.tuning.held_out import open_held_out_rows
from soridam.speech.tuning.preflight import hold_out_sentences


@pytest.fixture
def corpus(tmp_path):
    return write_splits(tmp_path / "tones", train=tone_rows(40, seed=0))


def run_on(corpus, *rejected, **data):
    folder = corpus.parent / "run"
    write_json(folder / "run.json", {"status": "completed"})
    write_json(folder / "preflight.json", [{"id": row} for row in rejected])
    write_text(folder / "config.toml", tomli_w.dumps({"seed": 3, "data": {"corpus": str(corpus), **data}}))
    return folder


def test_without_a_split_of_its_own_they_are_the_rows_that_the_run_validated_on(corpus):
    _, held = hold_out_sentences(CorpusSplit(corpus, "train").column("text"), 0.2, seed=3)
    found = open_held_out_rows(run_on(corpus, held_out=0.2))
    assert (found.rows, found.label) == (held, "tones/validation")
    assert found.languages == ("en",) * len(held)


def test_rows_that_the_run_could_not_use_are_left_out(corpus):
    first, *others = open_held_out_rows(run_on(corpus)).rows
    bad = CorpusSplit(corpus, "train").column("id")[first]
    assert open_held_out_rows(run_on(corpus, bad)).rows == tuple(others)


def test_a_test_split_goes_before_the_one_that_chose_the_checkpoint(corpus):
    write_splits(corpus, dev=tone_rows(3, seed=1))
    assert open_held_out_rows(run_on(corpus, validation="dev")).label == "tones/dev"
    write_splits(corpus, test=tone_rows(2, seed=2))
    assert open_held_out_rows(run_on(corpus, validation="dev")).label == "tones/test"


def test_the_folder_of_the_model_in_a_run_will_do(corpus):
    run = run_on(corpus)
    (run / "model").mkdir()
    assert open_held_out_rows(run / "model").rows == open_held_out_rows(run).rows


def test_without_a_run_or_its_corpus_there_are_none(corpus, tmp_path):
    assert open_held_out_rows(tmp_path) is None
    assert open_held_out_rows(run_on(corpus.with_name("gone"))) is None
