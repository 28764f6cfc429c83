"""Checks before training: which examples are learned, which are for validation, and which are unusable and why.

Begin with `choose_examples`. Unusable examples raise a CorpusError that names file and line, or are dropped if the
config says so.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from soridam.core.errors import CorpusError, UsageError
from soridam.core.files import write_json
from soridam.language.data.encode import Encoded, Encoder
from soridam.language.data.example import Example, Rejection
from soridam.language.data.splits import Splits, hold_out, read_splits
from soridam.language.tuning.config import Data
from soridam.training.run_folder import PREFLIGHT_FILE

STATISTICS_FILE = "tokens.json"
NAMED = 5  # in an error; all are in the run's preflight.json
BINS = 20  # of the histogram of lengths


@dataclass(frozen=True, slots=True)
class Chosen:
    """Examples of one part and the pieces of tokens that they give; a piece's `number` is its example's index."""

    examples: tuple[Example, ...]
    pieces: tuple[tuple[Encoded, ...], ...]  # of each example

    @property
    def flat(self) -> tuple[Encoded, ...]:
        return tuple(piece for pieces in self.pieces for piece in pieces)


@dataclass(frozen=True, slots=True)
class Rows:
    """The examples of a run, those left out, and warnings."""

    train: Chosen
    validation: Chosen
    rejections: tuple[Rejection, ...] = ()
    warnings: tuple[str, ...] = ()

    def fingerprint(self) -> str:
        """Return a hash that changes when an example is added, dropped, moved or changed, or is tokenized otherwise."""
        digest = hashlib.sha256()
        for chosen in (self.train, self.validation):
            digest.update(repr([(piece.tokens, piece.learned) for piece in chosen.flat]).encode())
        return digest.hexdigest()


def refuse_no_corpus(data: Data) -> None:
    """Raise UsageError if no corpus is named, before a model is loaded."""
    if data.corpus == Path():
        raise UsageError(
            "run.no-text",
            "There is nothing to learn from.",
            hint="Name a file or folder of text: data.corpus=pairs.jsonl",
        )


def choose_examples(data: Data, encoder: Encoder, *, preferences: bool, seed: int) -> Rows:
    """Read, check and tokenize everything, and keep training and validation apart.

    Raises CorpusError if an example is bad and data.drop_bad is not set, or if nothing is left to train or to validate
    on; UsageError if data.validation names nothing.
    """
    splits = read_splits(data.corpus, validation=_path(data.validation), test=_path(data.test))
    rejected = list(splits.rejected)
    wanted = _of_kind(splits, preferences, rejected)
    unique = _without_duplicates(wanted.train, rejected)
    train, validation = (unique, wanted.validation) if wanted.validation else hold_out(unique, data.held_out, seed)
    if not data.allow_leaks:
        train = _without_leaks(train, (("validation", validation), ("test", wanted.test)), rejected)
    train = _take_share(train, data.share, seed)
    rows = Rows(
        _encode(train, encoder, rejected), _encode(validation, encoder, rejected), tuple(rejected), _warnings(data)
    )
    _refuse(rows, data)
    return rows


def _path(named: str) -> Path | None:
    return Path(named) if named else None


def _of_kind(splits: Splits, preferences: bool, rejected: list[Rejection]) -> Splits:
    """Leave out preferences where completions are learned, and the other way round."""

    def keep(examples: Iterable[Example]) -> tuple[Example, ...]:
        kept = []
        for example in examples:
            if preferences == (example.rejected is not None):
                kept.append(example)
            else:
                detail = "it has no rejected answer" if preferences else "it is a preference; set objective.kind"
                rejected.append(Rejection(example.place, "other-kind", detail))
        return tuple(kept)

    return Splits(keep(splits.train), keep(splits.validation), splits.test, ())


def _without_duplicates(examples: Sequence[Example], rejected: list[Rejection]) -> tuple[Example, ...]:
    seen: dict[str, Example] = {}
    for example in examples:
        first = seen.setdefault(example.key(), example)
        if first is not example:
            rejected.append(Rejection(example.place, "duplicate", f"it is the same as {first.place}"))
    return tuple(seen.values())


def _without_leaks(
    train: Sequence[Example], parts: Sequence[tuple[str, Sequence[Example]]], rejected: list[Rejection]
) -> tuple[Example, ...]:
    """Leave out training examples with the same question as a validation example."""
    held = {example.prompt_key(): (name, example.place) for name, examples in parts for example in examples}
    kept = []
    for example in train:
        found = held.get(example.prompt_key())
        if found is None:
            kept.append(example)
        else:
            rejected.append(Rejection(example.place, "leak", f"the same prompt is in the {found[0]} text, {found[1]}"))
    return tuple(kept)


def _take_share(examples: tuple[Example, ...], share: float, seed: int) -> tuple[Example, ...]:
    if share == 1.0:
        return examples
    drawn = np.random.default_rng([seed, 1]).permutation(len(examples))[: max(1, round(len(examples) * share))]
    return tuple(examples[index] for index in sorted(drawn))


def _encode(examples: Sequence[Example], encoder: Encoder, rejected: list[Rejection]) -> Chosen:
    kept: list[Example] = []
    pieces: list[tuple[Encoded, ...]] = []
    for example in examples:
        found = encoder.encode(len(kept), example)
        if isinstance(found, Rejection):
            rejected.append(found)
        else:
            kept.append(example)
            pieces.append(tuple(found))
    return Chosen(tuple(kept), tuple(pieces))


def _warnings(data: Data) -> tuple[str, ...]:
    return ("Training and validation may share prompts: the score says less about new ones.",) * data.allow_leaks


def _refuse(rows: Rows, data: Data) -> None:
    bad = len(rows.rejections)
    total = bad + len(rows.train.examples) + len(rows.validation.examples)
    if not rows.train.examples or not rows.validation.examples:
        raise CorpusError(
            "run.no-examples",
            "{corpus}: nothing is left {where}: {bad} of {rows} examples are bad. {why}",
            hint="Add examples, or name others with data.corpus and data.validation.",
            corpus=data.corpus,
            where="to validate on" if rows.train.examples else "to train on",
            bad=bad,
            rows=total,
            why=name_some(rows.rejections),
        )
    if bad and not data.drop_bad:
        leaking = any(rejection.reason == "leak" for rejection in rows.rejections)
        raise CorpusError(
            "run.bad-examples",
            "{corpus}: {bad} of {rows} examples cannot be used. {why}",
            hint="Correct them, or leave them out with --drop-bad{more}.",
            corpus=data.corpus,
            bad=bad,
            rows=total,
            why=name_some(rows.rejections),
            more=", or accept leaks with data.allow_leaks=true" if leaking else "",
        )


def name_some(rejections: Sequence[Rejection]) -> str:
    """Describe the first few rejections in one line, and how many more there are."""
    more = f"; and {len(rejections) - NAMED} more" if len(rejections) > NAMED else ""
    return "; ".join(map(str, rejections[:NAMED])) + more + "." if rejections else ""


def token_statistics(rows: Rows) -> dict[str, Any]:
    """Return counts of tokens and labels, and a histogram of the lengths of the training examples."""
    lengths = np.array([len(piece.tokens) for piece in rows.train.flat])
    counts, edges = np.histogram(lengths, bins=min(BINS, max(1, int(lengths.max() - lengths.min()))))
    return {
        "examples": {"train": len(rows.train.examples), "validation": len(rows.validation.examples)},
        "tokens": int(lengths.sum()),
        "learned_tokens": sum(piece.labels for piece in rows.train.flat),
        "length": {
            "shortest": int(lengths.min()),
            "median": float(np.median(lengths)),
            "mean": round(float(lengths.mean()), 1),
            "p95": float(np.quantile(lengths, 0.95)),
            "longest": int(lengths.max()),
        },
        "histogram": {"edges": [round(float(edge), 1) for edge in edges], "counts": counts.tolist()},
        "left_out": dict(Counter(rejection.reason for rejection in rows.rejections)),
    }


def write_preflight(folder: Path, rows: Rows) -> None:
    """Write what was left out and why, and the token statistics."""
    write_json(folder / PREFLIGHT_FILE, [rejection.to_json() for rejection in rows.rejections])
    write_json(folder / STATISTICS_FILE, token_statistics(rows))
