"""Checks before training: rows for training, rows for validation, and unusable rows with the reason.

Begin with `choose_rows`; it raises CorpusError that names the rows, or drops them when told to.
"""

import hashlib
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np

from soridam.core.errors import AudioError, CorpusError, UsageError
from soridam.core.files import read_json, write_json
from soridam.core.progress import Progress
from soridam.speech.audio import SAMPLE_RATE, decode_audio
from soridam.speech.corpus.leaks import sentence_key
from soridam.speech.corpus.shards import CorpusSplit, split_names
from soridam.speech.corpus.utterance import Rejection
from soridam.speech.model import Tokens
from soridam.speech.tuning.config import Data
from soridam.speech.tuning.targets import MOST_TOKENS, plain_target
from soridam.speech.window import FULL_WINDOW
from soridam.training.run_folder import PREFLIGHT_FILE

CHECKED_FILE = "preflight-files.json"
ROWS_NAMED = 5  # in an error; all are in the run's preflight.json
SHORTEST = 0.05  # seconds
LONGEST = FULL_WINDOW + 0.1  # a cut at 30 s may be a few samples off
Place = tuple[str, int]  # the name of a split, and a row of it


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a run: indices into its splits, rows left out, and warnings."""

    train_split: CorpusSplit
    train: tuple[int, ...]
    validation_split: CorpusSplit
    validation: tuple[int, ...]
    rejected: Mapping[Place, Rejection] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        return tuple(self.rejected.values())

    def languages(self, override: str) -> list[str]:
        """Return the languages that are trained on."""
        column = self.train_split.column("language")
        return [override] if override else sorted({column[row] for row in self.train})

    def hours(self) -> float:
        """Return the hours of training sound."""
        return float(self.train_split.durations[list(self.train)].sum()) / 3600

    def fingerprint(self) -> str:
        """Changes when a row is added, dropped, moved, or its text or length changes."""
        digest = hashlib.sha256()
        for split, rows in ((self.train_split, self.train), (self.validation_split, self.validation)):
            for name in ("id", "text", "duration", "language"):
                column = split.column(name)
                digest.update(repr([column[row] for row in rows]).encode())
        return digest.hexdigest()


def choose_rows(
    data: Data, tokens: Tokens, *, seed: int, progress: Progress, threads: int, run: Path | None = None
) -> Rows:
    """Read the splits, check every row, and keep training and validation apart.

    What `run` wrote down of an earlier check is believed while the corpus is the same files. Raises CorpusError if a
    row is bad and data.drop_bad is not set, or if nothing is left to train or to validate on.
    """
    rows = _split_rows(data, seed)
    rejected = _read_preflight(run, rows) if run else None
    if rejected is None:
        check = _RowCheck(tokens, data.language, progress)
        bad = check.check(rows.train_split, rows.train, threads)
        bad_validation = check.check(rows.validation_split, rows.validation, threads)
        leaks = {} if data.allow_leaks else find_leaks(rows, check.digests)
        rejected = leaks | bad | bad_validation
    rows = replace(
        rows,
        train=tuple(row for row in rows.train if (rows.train_split.name, row) not in rejected),
        validation=tuple(row for row in rows.validation if (rows.validation_split.name, row) not in rejected),
        rejected=rejected,
        warnings=_warnings(rows),
    )
    _refuse(rows, drop_bad=data.drop_bad)
    return rows


def write_preflight(run: Path, rows: Rows) -> None:
    """Note in the folder of a run what was left out, and in which files that was found."""
    left_out = [{"split": split, "row": row, **asdict(why)} for (split, row), why in rows.rejected.items()]
    write_json(run / PREFLIGHT_FILE, left_out)
    write_json(run / CHECKED_FILE, _state_of_shards(rows))


def _read_preflight(run: Path, rows: Rows) -> Mapping[Place, Rejection] | None:
    """Return what was left out, or None if that is not known of these very files."""
    if not (run / CHECKED_FILE).is_file() or read_json(run / CHECKED_FILE) != _state_of_shards(rows):
        return None
    return {
        (entry["split"], entry["row"]): Rejection(entry["id"], entry["reason"], entry["detail"])
        for entry in read_json(run / PREFLIGHT_FILE)
    }


def _state_of_shards(rows: Rows) -> dict[str, list[int]]:
    """Name, size in bytes and time of change (ns) of the files: a file that was written again is another one."""
    facts = {path.name: path.stat() for split in (rows.train_split, rows.validation_split) for path in split.paths}
    return {name: [fact.st_size, fact.st_mtime_ns] for name, fact in facts.items()}


def refuse_no_corpus(data: Data) -> None:
    """Raise UsageError if no corpus is named, CorpusError if it does not exist, before any weights are fetched."""
    if data.corpus == Path():
        raise UsageError(
            "run.which-corpus",
            "Which corpus?",
            hint="Add data.corpus=FOLDER, with a folder that `soridam corpus prepare` wrote.",
        )
    split_names(data.corpus)


def _split_rows(data: Data, seed: int) -> Rows:
    train = CorpusSplit(data.corpus, data.train)
    if data.validation:
        held = CorpusSplit(data.corpus, data.validation)
        return Rows(train, _share(range(len(train)), data.share, seed), held, tuple(range(len(held))))
    kept, held_out = hold_out_sentences(train.column("text"), data.held_out, seed)
    return Rows(train, _share(kept, data.share, seed), train, held_out)


def hold_out_sentences(texts: Sequence[str], share: float, seed: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return rows that train and rows that validate, about `share` of them; no sentence is on both sides."""
    sentences = [sentence_key(text) for text in texts]
    counts = Counter(sentences)
    shuffled = np.random.default_rng([seed, 3]).permutation(sorted(counts)).tolist()
    held: set[str] = set()
    taken = 0
    for sentence in shuffled:
        if taken >= share * len(texts):
            break
        held.add(sentence)
        taken += counts[sentence]
    rows = range(len(texts))
    return (
        tuple(row for row in rows if sentences[row] not in held),
        tuple(row for row in rows if sentences[row] in held),
    )


def _share(rows: Sequence[int], share: float, seed: int) -> tuple[int, ...]:
    """Return the first part of one fixed shuffle, so that a larger share contains the smaller ones."""
    shuffled = np.random.default_rng([seed, 4]).permutation(np.asarray(rows, dtype=int))
    return tuple(sorted(shuffled[: max(1, round(share * len(shuffled)))].tolist())) if len(shuffled) else ()


class _RowCheck:
    """Looks at every row's facts and sound; remembers a digest of each sound to find doubles."""

    def __init__(self, tokens: Tokens, language: str, progress: Progress) -> None:
        self.tokens = tokens
        self.language = language
        self.progress = progress
        self.digests: dict[Place, str] = {}
        self._reading = threading.Lock()  # a Parquet file is read by one thread at a time

    def check(self, split: CorpusSplit, rows: Sequence[int], threads: int) -> dict[Place, Rejection]:
        """Return the bad rows."""
        with ThreadPoolExecutor(threads) as pool:
            findings = pool.map(lambda row: self._check_row(split, row), rows)
            return {(split.name, row): finding for row, finding in zip(rows, findings, strict=True) if finding}

    def _check_row(self, split: CorpusSplit, row: int) -> Rejection | None:
        facts = split.row(row)
        reason = self._check_text(facts["text"] or "", self.language or facts["language"] or "")
        reason = reason or self._check_sound(split, row)
        self.progress.advance()
        return Rejection(facts["id"], *reason) if reason else None

    def _check_text(self, text: str, language: str) -> tuple[str, str] | None:
        if not text.strip():
            return "empty-text", "nothing is said in the transcript"
        try:
            length = len(plain_target(self.tokens, text, language).labels)
        except UsageError:
            return "unknown-language", f"Whisper knows no language '{language}'; set data.language"
        if length > MOST_TOKENS:
            return "text-too-long", f"{length} tokens, and the decoder holds {MOST_TOKENS}"
        return None

    def _check_sound(self, split: CorpusSplit, row: int) -> tuple[str, str] | None:
        with self._reading:
            stored = split.flac(row)
        try:
            samples = decode_audio(stored)
        except AudioError as error:
            return "unreadable", error.message
        seconds = len(samples) / SAMPLE_RATE
        if not SHORTEST <= seconds <= LONGEST:
            return "duration", f"{seconds:.2f} s; Whisper takes {SHORTEST} to {FULL_WINDOW:.0f} s"
        if not np.any(samples):
            return "silent", "every sample is zero"
        self.digests[(split.name, row)] = hashlib.sha256(samples.tobytes()).hexdigest()
        return None


def find_leaks(rows: Rows, digests: Mapping[Place, str]) -> dict[Place, Rejection]:
    """Training rows that would make the validation score a lie.

    The same sound always; the same sentence where the split keeps speakers apart no better than sentences.
    """
    train, held = rows.train_split, rows.validation_split
    ids, texts = train.column("id"), train.column("text")
    held_texts = held.column("text")
    held_sounds = {digests.get((held.name, row), f"unread {row}") for row in rows.validation}
    leaks = {
        (train.name, row): Rejection(ids[row], "leak", "the same sound is in the validation rows")
        for row in rows.train
        if digests.get((train.name, row)) in held_sounds
    }
    if _speakers_are_disjoint(rows):
        return leaks
    held_sentences = {sentence_key(held_texts[row]) for row in rows.validation if held_texts[row]}
    return {
        (train.name, row): Rejection(
            ids[row], "leak", "the same sentence is in the validation rows, and so are its speakers"
        )
        for row in rows.train
        if texts[row] and sentence_key(texts[row]) in held_sentences
    } | leaks


def _speakers_are_disjoint(rows: Rows) -> bool:
    """False also where a speaker is unknown."""
    speakers, held_speakers = rows.train_split.column("speaker"), rows.validation_split.column("speaker")
    train = {speakers[row] or "" for row in rows.train}
    held = {held_speakers[row] or "" for row in rows.validation}
    return "" not in train | held and not train & held


def _warnings(rows: Rows) -> tuple[str, ...]:
    if rows.train and rows.validation and not _speakers_are_disjoint(rows):
        return ("Training and validation may share speakers: the score says nothing about new voices.",)
    return ()


def _refuse(rows: Rows, *, drop_bad: bool) -> None:
    folder = rows.train_split.folder
    bad = len(rows.rejections)
    total = bad + len(rows.train) + len(rows.validation)
    if not rows.train or not rows.validation:
        what = "to train on" if not rows.train else "to validate on"
        raise CorpusError(
            "run.nothing-left",
            "{corpus}: nothing is left {where}: {bad} of {rows} rows are bad. {why}",
            hint="Run: soridam corpus check {folder} (have splits: {splits})",
            corpus=folder,
            where=what,
            bad=bad,
            rows=total,
            why=_name(rows.rejections),
            folder=folder,
            splits=", ".join(split_names(folder)),
        )
    if bad and not drop_bad:
        leaking = any(rejection.reason == "leak" for rejection in rows.rejections)
        allow = ", or accept leaks with data.allow_leaks=true" if leaking else ""
        raise CorpusError(
            "run.bad-rows",
            "{corpus}: {bad} of {rows} rows cannot be used. {why}",
            hint="Fix them, or leave them out with --drop-bad{more}.",
            corpus=folder,
            bad=bad,
            rows=total,
            why=_name(rows.rejections),
            more=allow,
        )


def _name(rejections: Iterable[Rejection]) -> str:
    listed = [f"{item.id}: {item.reason} ({item.detail})" for item in rejections]
    more = f"; and {len(listed) - ROWS_NAMED} more" if len(listed) > ROWS_NAMED else ""
    return "; ".join(listed[:ROWS_NAMED]) + more + "."
