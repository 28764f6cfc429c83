"""Cut a prepared corpus into train, validation and test, so that what is tested was not trained on.

Begin with `split_corpus`; `assign_rows` decides, `compare_ways` shows what each way would leak.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from soridam.core.errors import CorpusError, UsageError
from soridam.core.files import replacing, write_json
from soridam.core.messages import Message
from soridam.core.progress import Progress, SilentProgress
from soridam.speech.corpus.card import write_card
from soridam.speech.corpus.leaks import UNKNOWN, Leak, RowKeys, compare_splits, read_keys
from soridam.speech.corpus.parquet import open_parquet, read_parquet
from soridam.speech.corpus.readers.atcosim import assign_public_split
from soridam.speech.corpus.shards import ROWS_PER_GROUP, open_shard, read_facts, shard_paths, split_names

DROPPED = -1
ROWS_PER_SHARD = 1024
TOLERANCE = 0.25  # of its share, by which a split may miss it before rows are rather left out
PART_NAMES = {"train": "train", "dev": "validation", "valid": "validation", "validation": "validation", "test": "test"}


class By(StrEnum):
    """What must differ between the sides. `row` guarantees nothing: it shows how much a random split flatters."""

    SPEAKER = "speaker"
    TEXT = "text"
    BOTH = "both"
    ROW = "row"
    PART = "part"


@dataclass(frozen=True)
class SplitReport:
    """Rows and hours of each split, what was left out, and what the splits share."""

    by: str
    ratio: str
    seed: int
    rows: dict[str, int]
    hours: dict[str, float]
    dropped: int
    leaks: list[Leak]


def parse_ratio(text: str) -> list[float]:
    """Read `9:1`, `6:4` or `8:1:1` as shares that sum to one: train, (validation,) test. Raises UsageError."""
    try:
        numbers = [float(number) for number in text.split(":")]
    except ValueError:
        numbers = []
    if len(numbers) not in (2, 3) or not all(0 < number < float("inf") for number in numbers):
        raise UsageError(
            "corpus.bad-ratio",
            "'{ratio}' is not a ratio.",
            hint="Write 8:2 for train and test, 8:1:1 with validation.",
            ratio=text,
        )
    return [number / sum(numbers) for number in numbers]


def ratio_names(shares: Sequence[float]) -> list[str]:
    return ["train", "test"] if len(shares) == 2 else ["train", "validation", "test"]


def split_corpus(
    folder: Path,
    out: Path,
    *,
    by: By,
    ratio: str = "8:2",
    seed: int = 7,
    public: str = "",
    progress: Progress | None = None,
) -> SplitReport:
    """Write the rows of all splits of `folder` to a new corpus in `out`, cut anew. Memory holds one row group.

    By `part` the corpus's own public splits are taken, or with `public` one of ATCOSIM's by its name.
    Equal corpora, ratio and seed give equal bytes. Raises CorpusError where a split would stay empty.
    """
    if out.exists() and any(out.iterdir()):
        raise CorpusError(
            "corpus.split-folder-taken",
            "{folder} holds something already.",
            hint="Choose a new folder with --out.",
            folder=out,
        )
    facts = read_facts(folder)
    paths = [path for name in split_names(folder) for path in shard_paths(folder, name)]
    keys = read_keys(paths)
    try:
        names, assigned = _assign(folder, paths, keys, by, ratio, seed, public)
    except CorpusError as error:
        hint = _command_that_works(folder, out, keys, ratio, seed) or error.advice
        raise CorpusError(error.code, error.what, hint=hint) from None
    report = describe_split(names, assigned, keys, by, ratio if by is not By.PART else "", seed)
    with _whole_folder(out) as building:
        _write_rows(paths, building, names, assigned, progress or SilentProgress())
        _write_facts(facts, building, report)
    return report


@contextmanager
def _whole_folder(out: Path) -> Iterator[Path]:
    """Give a folder beside `out` that takes its name once it is complete: half a split would look like a whole one."""
    building = out.with_name(f".{out.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        yield building
        building.replace(out)  # over an empty folder of that name, too
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _assign(
    folder: Path, paths: Sequence[Path], keys: RowKeys, by: By, ratio: str, seed: int, public: str
) -> tuple[list[str], np.ndarray]:
    if by is By.PART:
        return _assign_parts(folder, paths, public)
    shares = parse_ratio(ratio)
    return ratio_names(shares), assign_rows(keys, shares, by, seed)


def _command_that_works(folder: Path, out: Path, keys: RowKeys, ratio: str, seed: int) -> Message | None:
    """Return the command for the best way of splitting that this corpus allows; None if it allows none."""
    shares = parse_ratio(ratio)
    for by in (By.SPEAKER, By.TEXT, By.ROW):
        try:
            assign_rows(keys, shares, by, seed)
        except CorpusError:
            continue
        return Message(
            "Run: soridam corpus split {folder} --by {by} --ratio {ratio} --out {out}",
            folder=folder,
            by=by,
            ratio=ratio,
            out=out,
        )
    return None


def compare_ways(folder: Path, ratio: str, seed: int) -> list[SplitReport]:
    """Return the report of every way of splitting, with and without leaks; write nothing.

    A way that this corpus does not allow (a single speaker, say) is left out.
    """
    keys = read_keys([path for name in split_names(folder) for path in shard_paths(folder, name)])
    shares = parse_ratio(ratio)
    reports = []
    for by in (By.ROW, By.SPEAKER, By.TEXT, By.BOTH):
        try:
            assigned = assign_rows(keys, shares, by, seed)
        except CorpusError:
            continue
        reports.append(describe_split(ratio_names(shares), assigned, keys, by, ratio, seed))
    return reports


def assign_rows(keys: RowKeys, shares: Sequence[float], by: By, seed: int) -> np.ndarray:
    """Return the number of each row's split, or -1 for a row that is left out; shape (rows,).

    `both` holds out speakers and sentences at once. Where groups of speakers have nothing in common, whole groups are
    dealt and nothing is lost. Elsewhere a row whose speaker and sentence fall on different sides would leak, and is
    left out: where everybody reads the same script, 8:2 keeps 64 + 4 of 100 rows. A sentence that only one side's
    speakers say goes to that side, at no loss.
    Rows without a speaker cannot be held out by speaker; they stay in train. Raises CorpusError.
    """
    random = np.random.default_rng(seed)
    match by:
        case By.ROW:
            assigned = _assign_groups(np.arange(1, len(keys) + 1, dtype=np.uint64), shares, random)
        case By.SPEAKER:
            assigned = _assign_groups(keys.speakers, shares, random)
        case By.TEXT:
            assigned = _assign_groups(keys.sentences, shares, random)
        case By.BOTH:
            assigned = _assign_both(keys, shares, random)
        case By.PART:
            raise UsageError("corpus.ratio-of-public", "Public splits have no ratio.", hint="Leave --ratio out.")
    _refuse_empty(assigned, shares, by, keys)
    return assigned


def _assign_groups(groups: np.ndarray, shares: Sequence[float], random: np.random.Generator) -> np.ndarray:
    """Give whole groups in random order, each to the split that lacks most of its share."""
    known, index, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    owner = _deal(sizes, shares, random, first=known == UNKNOWN)
    return owner[index]


def _deal(sizes: np.ndarray, shares: Sequence[float], random: np.random.Generator, first: np.ndarray) -> np.ndarray:
    """Return the split of each group. Those marked `first` go to train before anything is dealt."""
    owner = np.zeros(len(sizes), dtype=np.int8)
    lacking = np.array(shares) * sizes.sum()
    lacking[0] -= sizes[first].sum()
    for group in random.permutation(np.flatnonzero(~first)):
        owner[group] = np.argmax(lacking / shares)
        lacking[owner[group]] -= sizes[group]
    return owner


def _assign_both(keys: RowKeys, shares: Sequence[float], random: np.random.Generator) -> np.ndarray:
    whole = _assign_groups(find_components(keys), shares, random)
    reached = np.bincount(whole, minlength=len(shares)) / len(keys)
    if np.all(np.abs(reached - shares) <= TOLERANCE * np.array(shares)):
        return whole
    return _assign_crossed(keys, shares, random)


def find_components(keys: RowKeys) -> np.ndarray:
    """Return a number for each row, the same for rows that hang together by a chain of speakers and sentences."""
    _, speakers = np.unique(keys.speakers, return_inverse=True)
    _, sentences = np.unique(keys.sentences, return_inverse=True)
    component = np.arange(1, speakers.max(initial=-1) + 2)  # of each speaker; 0 would mean unknown
    while True:
        of_sentence = np.full(sentences.max(initial=-1) + 1, len(keys) + 1)
        np.minimum.at(of_sentence, sentences, component[speakers])
        smallest = component.copy()
        np.minimum.at(smallest, speakers, of_sentence[sentences])
        if np.array_equal(smallest, component):
            return component[speakers]
        component = smallest


def _assign_crossed(keys: RowKeys, shares: Sequence[float], random: np.random.Generator) -> np.ndarray:
    by_speaker = _assign_groups(keys.speakers, shares, random)
    known, index = np.unique(keys.sentences, return_inverse=True)
    said = np.zeros((len(known), len(shares)), dtype=np.int64)  # how often speakers of each split say a sentence
    np.add.at(said, (index, by_speaker), 1)
    of_one_side = (said > 0).sum(axis=1) == 1
    owner = said.argmax(axis=1).astype(np.int8)
    contested = np.flatnonzero(~of_one_side)
    nothing_first = np.zeros(len(contested), dtype=bool)
    owner[contested] = _deal(said[contested].sum(axis=1), shares, random, first=nothing_first)
    owner[known == UNKNOWN] = 0
    return np.where(owner[index] == by_speaker, by_speaker, DROPPED)


def _refuse_empty(assigned: np.ndarray, shares: Sequence[float], by: By, keys: RowKeys) -> None:
    for number, name in enumerate(ratio_names(shares)):
        if not (assigned == number).any():
            raise CorpusError(
                "corpus.empty-side",
                "Split by {way}, {side} would stay empty: {rows} rows, known speakers: {speakers}, sentences: "
                "{sentences}.",
                hint="Split by something else (--by text, --by row), or add recordings.",
                way=by,
                side=name,
                rows=len(keys),
                speakers=_count_known(keys.speakers),
                sentences=_count_known(keys.sentences),
            )


def _count_known(keys: np.ndarray) -> int:
    return len(np.setdiff1d(keys, [UNKNOWN]))


def _assign_parts(folder: Path, paths: Sequence[Path], public: str) -> tuple[list[str], np.ndarray]:
    named = assign_public_split(_column(paths, "speaker"), public) if public else _column(paths, "part")
    named = [PART_NAMES.get(name, name) for name in named]
    names = [name for name in dict.fromkeys(("train", "validation", "test", *sorted(set(named)))) if name in named]
    names = [name for name in names if name]
    if len(names) < 2:
        raise CorpusError(
            "corpus.no-public-split",
            "{folder} names no public split in its column 'part'.",
            hint="Split by something else: --by speaker, --by text.",
            folder=folder,
        )
    numbers = {name: number for number, name in enumerate(names)}
    return names, np.array([numbers.get(name, DROPPED) for name in named], dtype=np.int8)


def _column(paths: Sequence[Path], name: str) -> list[str]:
    return [value or "" for path in paths for value in read_parquet(path, [name]).column(name).to_pylist()]


def describe_split(
    names: Sequence[str], assigned: np.ndarray, keys: RowKeys, by: By, ratio: str, seed: int
) -> SplitReport:
    masks = {name: assigned == number for number, name in enumerate(names)}
    sides = {
        name: RowKeys(keys.speakers[mask], keys.sentences[mask], keys.seconds[mask]) for name, mask in masks.items()
    }
    return SplitReport(
        by=by.value,
        ratio=ratio,
        seed=seed,
        rows={name: len(side) for name, side in sides.items()},
        hours={name: round(float(side.seconds.sum()) / 3600, 4) for name, side in sides.items()},
        dropped=int((assigned == DROPPED).sum()),
        leaks=compare_splits(sides),
    )


def _write_rows(
    paths: Sequence[Path], out: Path, names: Sequence[str], assigned: np.ndarray, progress: Progress
) -> None:
    """One pass over the input for each split: one writer is open at a time, whole shards come and go."""
    for number, name in enumerate(names):
        groups = _iter_groups(paths, assigned == number, progress)
        for shard, tables in enumerate(_by_shard(groups)):
            with replacing(out / "data" / f"{name}-{shard:05d}.parquet") as temporary, open_shard(temporary) as writer:
                for table in tables:
                    writer.write_table(table, row_group_size=ROWS_PER_GROUP)


def _iter_groups(paths: Sequence[Path], wanted: np.ndarray, progress: Progress) -> Iterator[pa.Table]:
    """Full row groups of the wanted rows, in the order of the corpus."""
    held: list[pa.Table] = []
    start = 0
    for path in paths:
        file = open_parquet(path)
        for group in range(file.num_row_groups):
            end = start + file.metadata.row_group(group).num_rows
            if wanted[start:end].any():
                held.append(file.read_row_group(group).filter(pa.array(wanted[start:end])))
                yield from _full_groups(held)
            progress.advance(int(wanted[start:end].sum()))
            start = end
    yield from held


def _full_groups(held: list[pa.Table]) -> Iterator[pa.Table]:
    """Take full groups out of `held`, and leave the rest in it."""
    table = pa.concat_tables(held).combine_chunks()
    while len(table) >= ROWS_PER_GROUP:
        yield table.slice(0, ROWS_PER_GROUP)
        table = table.slice(ROWS_PER_GROUP)
    held[:] = [table] if len(table) else []


def _by_shard(groups: Iterator[pa.Table]) -> Iterator[Iterator[pa.Table]]:
    """Cut a stream of row groups into shards without holding one."""
    per_shard = ROWS_PER_SHARD // ROWS_PER_GROUP

    def take(first: pa.Table) -> Iterator[pa.Table]:
        yield first
        for _ in range(per_shard - 1):
            table = next(groups, None)
            if table is None:
                return
            yield table

    for first in groups:
        yield take(first)


def _write_facts(facts: dict[str, Any], out: Path, report: SplitReport) -> None:
    facts["split"] = {key: value for key, value in asdict(report).items() if key != "leaks"}
    facts["rows"]["written"] = sum(report.rows.values())
    facts["rows"]["dropped"] = report.dropped
    facts["hours"] = round(sum(report.hours.values()), 4)
    write_json(out / "leaks.json", [asdict(leak) for leak in report.leaks])
    write_card(out, facts)
    write_json(out / "corpus.json", facts)
