import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.speech.tiny_whisper import build_tiny_tokenizer
from tests.speech.tone_corpus import sing, tone_row, tone_rows, write_splits, write_tone_corpus

from soridam.core.errors import CorpusError
from soridam.core.progress import SilentProgress
from soridam.speech.corpus.leaks import sentence_key
from soridam.speech.model import Tokens
from soridam.speech.tuning.config import Data
from soridam.speech.tuning.preflight import choose_rows, hold_out_sentences, write_preflight

TOKENS = Tokens(build_tiny_tokenizer())
SILENCE = np.zeros(16_000, dtype=np.float32)


def choose(folder, run=None, **values):
    return choose_rows(Data(corpus=folder, **values), TOKENS, seed=7, progress=SilentProgress(), threads=2, run=run)


def spoil(rows):
    """Three of 40: no text, unreadable sound, nothing but zeros."""
    rows[3]["text"] = "  "
    rows[11]["audio"] = {"bytes": b"fLaC and then nothing", "path": None}
    rows[25] = tone_row(rows[25]["id"], rows[25]["text"], SILENCE)
    return rows


def test_a_clean_corpus_is_split_by_sentence_and_nothing_is_rejected(tmp_path):
    rows = choose(write_tone_corpus(tmp_path))
    assert (len(rows.train), len(rows.validation), rows.rejections) == (36, 4, ())


def test_three_bad_rows_of_forty_stop_the_run_and_are_named_with_their_reasons(tmp_path):
    write_splits(tmp_path, train=spoil(tone_rows(40, seed=0)))
    with pytest.raises(CorpusError, match="3 of 40 rows cannot be used") as error:
        choose(tmp_path)
    for told in ("singer-003: empty-text", "singer-011: unreadable", "singer-025: silent"):
        assert told in error.value.message
    assert "--drop-bad" in error.value.hint


def test_bad_rows_can_be_dropped_and_are_counted(tmp_path):
    write_splits(tmp_path, train=spoil(tone_rows(40, seed=0)))
    rows = choose(tmp_path, drop_bad=True)
    assert len(rows.train) + len(rows.validation) == 37
    assert sorted(rejection.reason for rejection in rows.rejections) == ["empty-text", "silent", "unreadable"]


def test_where_every_row_is_bad_dropping_them_does_not_help(tmp_path):
    rows = tone_rows(40, seed=0)
    for row in rows:
        row["text"] = ""
    write_splits(tmp_path, train=rows)
    with pytest.raises(CorpusError, match=r"nothing is left to train on: 40 of 40 rows are bad"):
        choose(tmp_path, drop_bad=True)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": "가" * 300}, "text-too-long"),
        ({"language": "tlh"}, "unknown-language"),
        ({"language": ""}, "unknown-language"),
    ],
)
def test_rows_that_the_decoder_cannot_hold_are_rejected(tmp_path, change, reason):
    rows = tone_rows(40, seed=0)
    rows[5].update(change)
    write_splits(tmp_path, train=rows)
    with pytest.raises(CorpusError, match=f"singer-005: {reason}"):
        choose(tmp_path)


def test_a_row_longer_than_whispers_window_is_rejected(tmp_path):
    rows = tone_rows(40, seed=0)
    rows[5] = tone_row("long", "do", np.tile(sing("do", np.random.default_rng(0)), 130))
    write_splits(tmp_path, train=rows)
    with pytest.raises(CorpusError, match=r"long: duration \(32\.50 s"):
        choose(tmp_path)


def test_the_same_sound_on_both_sides_is_a_leak_whoever_speaks(tmp_path):
    held = tone_rows(5, seed=1, speaker="guest")
    train = [*tone_rows(20, seed=0), {**held[2], "id": "copied", "speaker": "singer", "text": "something else"}]
    write_splits(tmp_path, train=train, validation=held)
    with pytest.raises(CorpusError, match=r"copied: leak \(the same sound"):
        choose(tmp_path, validation="validation")


def test_the_same_sentence_by_the_same_voices_is_a_leak(tmp_path):
    train, held = tone_rows(20, seed=0), tone_rows(20, seed=0)[4:6]
    held = [
        tone_row(f"again-{n}", row["text"] + ".", sing(row["text"], np.random.default_rng(9 + n)))
        for n, row in enumerate(held)
    ]
    write_splits(tmp_path, train=train, validation=held)
    with pytest.raises(CorpusError, match=r"singer-004: leak .*singer-005: leak") as error:
        choose(tmp_path, validation="validation")
    assert "data.allow_leaks=true" in error.value.hint
    rows = choose(tmp_path, validation="validation", drop_bad=True)
    assert (len(rows.train), len(rows.validation)) == (18, 2)


def test_the_same_sentence_by_new_voices_is_no_leak(tmp_path):
    train = tone_rows(20, seed=0)
    held = [
        tone_row(f"guest-{n}", row["text"], sing(row["text"], np.random.default_rng(9 + n)), "guest")
        for n, row in enumerate(train[:4])
    ]
    write_splits(tmp_path, train=train, validation=held)
    rows = choose(tmp_path, validation="validation")
    assert (len(rows.train), rows.warnings) == (20, ())


def test_leaks_that_are_allowed_are_no_reason_to_stop(tmp_path):
    rows = tone_rows(20, seed=0)
    write_splits(tmp_path, train=rows, validation=rows[:3])
    assert len(choose(tmp_path, validation="validation", allow_leaks=True).train) == 20


def test_shared_voices_are_worth_a_warning(tmp_path):
    (warning,) = choose(write_tone_corpus(tmp_path)).warnings
    assert "new voices" in warning


@given(st.lists(st.sampled_from(["Yes.", "yes", "no", "go on", "네", "아니요"]), min_size=2, max_size=40))
def test_no_sentence_is_both_trained_and_held_out(texts):
    train, held = hold_out_sentences(texts, 0.3, seed=1)
    assert sorted([*train, *held]) == list(range(len(texts)))
    assert not {sentence_key(texts[row]) for row in train} & {sentence_key(texts[row]) for row in held}


def test_a_larger_share_of_the_data_contains_the_smaller_one(tmp_path):
    folder = write_tone_corpus(tmp_path)
    half, most = choose(folder, share=0.5), choose(folder, share=0.8)
    assert len(half.train) == 18
    assert set(half.train) < set(most.train)
    assert half.validation == most.validation


def test_a_run_that_goes_on_believes_its_own_check_and_reads_no_sound_again(tmp_path, monkeypatch):
    corpus = write_splits(tmp_path / "tones", train=spoil(tone_rows(40, seed=0)))
    before = choose(corpus, drop_bad=True)
    write_preflight(tmp_path, before)
    monkeypatch.setattr("soridam.speech.tuning.preflight.decode_audio", None)
    after = choose(corpus, run=tmp_path, drop_bad=True)
    assert (after.train, after.validation, after.rejected) == (before.train, before.validation, before.rejected)


def test_the_check_of_other_files_is_not_believed(tmp_path):
    write_preflight(tmp_path, choose(write_splits(tmp_path / "clean", train=tone_rows(40, seed=0))))
    with pytest.raises(CorpusError, match="3 of 40 rows cannot be used"):
        choose(write_splits(tmp_path / "spoilt", train=spoil(tone_rows(40, seed=0))), run=tmp_path)


def test_a_run_that_was_killed_before_it_noted_its_check_is_checked_again(tmp_path):
    corpus = write_splits(tmp_path / "tones", train=spoil(tone_rows(40, seed=0)))
    assert len(choose(corpus, run=tmp_path, drop_bad=True).rejections) == 3


def test_the_fingerprint_changes_with_a_text(tmp_path):
    rows = tone_rows(20, seed=0)
    before = choose(write_splits(tmp_path / "a", train=rows)).fingerprint()
    rows[3]["text"] = "do do do do do"
    after = choose(write_splits(tmp_path / "b", train=rows)).fingerprint()
    assert before != after
