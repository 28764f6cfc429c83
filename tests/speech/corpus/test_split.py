from pathlib import Path

import numpy as np
import pytest

from soridam.core.errors import CorpusError, UsageError
from soridam.core.files import read_json, write_json
from soridam.core.progress import SilentProgress
from soridam.speech.audio import encode_flac
from soridam.speech.corpus.leaks import RowKeys, count_leaks, sentence_key
from soridam.speech.corpus.shards import CorpusSplit, write_shard
from soridam.speech.corpus.split import By, assign_rows, compare_ways, parse_ratio, split_corpus

FLAC = encode_flac(np.zeros(1600, dtype=np.float32))


def write_corpus(folder: Path, pairs: list[tuple[str, str]], parts: list[str] | None = None) -> Path:
    """A prepared corpus with one row for each (speaker, sentence)."""
    rows = [
        {
            "id": f"row-{number}",
            "audio": {"bytes": FLAC, "path": "x.flac"},
            "text": sentence,
            "readings": [sentence],
            "transcript": sentence,
            "speaker": speaker,
            "duration": 0.1,
            "part": parts[number] if parts else "",
        }
        for number, (speaker, sentence) in enumerate(pairs)
    ]
    write_shard(folder / "data" / "train-00000.parquet", rows)
    write_json(
        folder / "corpus.json",
        {
            "soridam": "0",
            "options": {"source": "", "reading": "spelling", "normalizer": "", "zscore": False},
            "rows": {"read": len(rows), "written": len(rows), "joined": 0, "quarantined": 0},
            "quarantined": {},
            "hours": 0.1,
            "languages": ["en"],
        },
    )
    return folder


def script_read_by_all(speakers: int = 10, sentences: int = 10) -> list[tuple[str, str]]:
    return [(f"speaker {s}", f"sentence {t}") for s in range(speakers) for t in range(sentences)]


def keys_of(pairs: list[tuple[int, int]]) -> RowKeys:
    speakers, sentences = (np.array(column, dtype=np.uint64) for column in zip(*pairs, strict=True))
    return RowKeys(speakers, sentences, np.ones(len(pairs)))


@pytest.mark.parametrize(("ratio", "train"), [("9:1", 90), ("8:2", 80), ("6:4", 60)])
def test_any_ratio_is_kept_by_speaker(tmp_path: Path, ratio: str, train: int) -> None:
    corpus = write_corpus(tmp_path / "corpus", script_read_by_all())
    report = split_corpus(corpus, tmp_path / "out", by=By.SPEAKER, ratio=ratio)
    assert report.rows == {"train": train, "test": 100 - train}


def test_three_numbers_give_a_validation_split_too(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", script_read_by_all())
    report = split_corpus(corpus, tmp_path / "out", by=By.TEXT, ratio="8:1:1")
    assert report.rows == {"train": 80, "validation": 10, "test": 10}


def test_by_speaker_no_voice_is_on_both_sides(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", script_read_by_all())
    split_corpus(corpus, tmp_path / "out", by=By.SPEAKER)
    train, test = (set(CorpusSplit(tmp_path / "out", name).column("speaker")) for name in ("train", "test"))
    assert not train & test


def test_by_text_no_sentence_is_on_both_sides_though_case_and_spacing_differ(tmp_path: Path) -> None:
    pairs = [("a", f"Sentence {n}!") for n in range(20)] + [("b", f"sen tence {n}") for n in range(20)]
    split_corpus(write_corpus(tmp_path / "corpus", pairs), tmp_path / "out", by=By.TEXT)
    train, test = (
        {sentence_key(text) for text in CorpusSplit(tmp_path / "out", name).column("text")}
        for name in ("train", "test")
    )
    assert not train & test


def test_by_both_leaves_out_the_rows_that_would_leak_and_counts_them(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", script_read_by_all())
    report = split_corpus(corpus, tmp_path / "out", by=By.BOTH, ratio="8:2")
    assert (report.rows, report.dropped) == ({"train": 64, "test": 4}, 32)


def test_by_both_nothing_leaks(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", script_read_by_all())
    report = split_corpus(corpus, tmp_path / "out", by=By.BOTH, ratio="8:2")
    assert [(leak.speakers, leak.sentences) for leak in report.leaks] == [(0, 0)]


def test_by_both_loses_nothing_where_groups_of_speakers_share_nothing() -> None:
    families = keys_of([(1 + speaker, 100 + speaker // 2) for speaker in range(20) for _ in range(3)])
    assigned = assign_rows(families, [0.8, 0.2], By.BOTH, seed=1)
    assert np.bincount(assigned).tolist() == [48, 12]


def test_rows_without_a_speaker_stay_in_train() -> None:
    keys = keys_of([(0, number) for number in range(1, 6)] + [(number, number) for number in range(1, 11)])
    assert assign_rows(keys, [0.5, 0.5], By.SPEAKER, seed=3)[:5].tolist() == [0] * 5


def test_a_single_speaker_cannot_be_split_by_speaker(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", script_read_by_all(speakers=1))
    with pytest.raises(CorpusError, match="test would stay empty"):
        split_corpus(corpus, tmp_path / "out", by=By.SPEAKER)


@pytest.mark.parametrize(("speaker", "way"), [("a", "text"), ("", "text")])
def test_where_a_split_by_speaker_is_impossible_the_command_that_works_is_named(
    tmp_path: Path, speaker: str, way: str
) -> None:
    corpus = write_corpus(tmp_path / "corpus", [(speaker, f"sentence {number}") for number in range(10)])
    with pytest.raises(CorpusError) as error:
        split_corpus(corpus, tmp_path / "out", by=By.SPEAKER, ratio="9:1")
    assert error.value.hint == f"Run: soridam corpus split {corpus} --by {way} --ratio 9:1 --out {tmp_path / 'out'}"


def test_a_split_that_breaks_off_leaves_nothing_that_looks_like_one(tmp_path: Path) -> None:
    class Full(SilentProgress):
        def advance(self, amount: float = 1) -> None:
            raise OSError(28, "No space left on device")

    corpus = write_corpus(tmp_path / "corpus", script_read_by_all())
    with pytest.raises(OSError, match="No space"):
        split_corpus(corpus, tmp_path / "out", by=By.SPEAKER, progress=Full())
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


def test_equal_seeds_give_equal_bytes(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", script_read_by_all())
    for name in ("one", "two"):
        split_corpus(corpus, tmp_path / name, by=By.SPEAKER, seed=5)
    one, two = (sorted(path for path in (tmp_path / name).rglob("*") if path.is_file()) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_another_seed_holds_out_other_speakers() -> None:
    keys = keys_of([(speaker, speaker) for speaker in range(1, 101)])
    one, two = (assign_rows(keys, [0.8, 0.2], By.SPEAKER, seed=seed) for seed in (1, 2))
    assert (one != two).any()


def test_public_splits_are_taken_by_name(tmp_path: Path) -> None:
    parts = ["train"] * 60 + ["dev"] * 10 + ["test"] * 20 + [""] * 10
    corpus = write_corpus(tmp_path / "corpus", script_read_by_all(), parts)
    report = split_corpus(corpus, tmp_path / "out", by=By.PART)
    assert (report.rows, report.dropped) == ({"train": 60, "validation": 10, "test": 20}, 10)


def test_a_corpus_without_public_splits_says_so(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", script_read_by_all())
    with pytest.raises(CorpusError, match="names no public split"):
        split_corpus(corpus, tmp_path / "out", by=By.PART)


def test_many_rows_keep_their_sound_facts_and_order(tmp_path: Path) -> None:
    pairs = [(f"speaker {number % 7}", f"sentence {number}") for number in range(3000)]
    split_corpus(write_corpus(tmp_path / "corpus", pairs), tmp_path / "out", by=By.TEXT, ratio="8:2")
    splits = [CorpusSplit(tmp_path / "out", name) for name in ("train", "test")]
    ids = sorted((row for split in splits for row in split.column("id")), key=lambda row: int(row[4:]))
    assert ids == [f"row-{number}" for number in range(3000)] and splits[0].flac(2000) == FLAC


def test_leaks_of_a_random_split_are_counted_by_hand(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    write_corpus(folder, [("a", "one"), ("b", "two")])
    (folder / "data" / "train-00000.parquet").rename(folder / "keep")
    write_corpus(folder, [("a", "One."), ("a", "three"), ("c", "four")])
    (folder / "data" / "train-00000.parquet").rename(folder / "data" / "test-00000.parquet")
    (folder / "keep").rename(folder / "data" / "train-00000.parquet")
    [leak] = count_leaks(folder)
    assert (leak.speakers, leak.sentences, leak.rows_with_shared_speaker, leak.rows_with_shared_sentence) == (
        1,
        1,
        2,
        1,
    )


def test_leaky_and_disjoint_ways_stand_side_by_side(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", script_read_by_all())
    shared = {way.by: (way.leaks[0].speakers, way.leaks[0].sentences) for way in compare_ways(corpus, "8:2", seed=7)}
    assert shared == {"row": (10, 10), "speaker": (0, 10), "text": (10, 0), "both": (0, 0)}


def test_the_leak_report_lies_beside_the_data(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", script_read_by_all())
    split_corpus(corpus, tmp_path / "out", by=By.SPEAKER)
    assert read_json(tmp_path / "out" / "leaks.json")[0]["sentences"] == 10


@pytest.mark.parametrize("text", ["", "8", "8:0", "a:b", "8:1:1:1", "8:-2", "inf:1"])
def test_what_is_no_ratio_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_ratio(text)
