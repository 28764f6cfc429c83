"""Test sets: rows of a corpus, their languages, and the normalizers that compare their texts.

Begin with `open_test_set`.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from soridam.core.errors import CorpusError, UsageError
from soridam.core.files import read_json, sha256_of
from soridam.speech.corpus.shards import CorpusSplit
from soridam.speech.evaluation.findings import Role, SetFacts
from soridam.speech.evaluation.hypotheses import Row
from soridam.text.error_rates import Metric
from soridam.text.normalizer import LANGUAGE_POLICIES, find_text_policy

_SPACELESS = frozenset({"ko", "ja", "zh", "yue", "th", "lo", "my", "km"})  # where words are no safe unit


@dataclass(frozen=True)
class ScoringText:
    """The normalizer of texts before comparison, with the name and version that results carry."""

    label: str
    normalize: Callable[[str], str]


@dataclass(frozen=True)
class TestSet:
    """Rows of one split, with the language of each and how their texts are compared."""

    __test__ = False  # not for pytest

    label: str
    role: Role
    split: CorpusSplit
    rows: tuple[int, ...]
    languages: tuple[str, ...]
    texts: dict[str, ScoringText]  # by language
    data_sha256: str

    def normalizers(self) -> list[Callable[[str], str]]:
        """Return what reduces the texts of each row."""
        return [self.texts[language].normalize for language in self.languages]

    def to_transcribe(self) -> list[Row]:
        durations = self.split.durations
        return [
            Row(number, float(durations[number]), language)
            for number, language in zip(self.rows, self.languages, strict=True)
        ]

    def column(self, name: str) -> list[str]:
        """Return a fact of each row; "" where it is unknown."""
        values = self.split.column(name)
        return [str(values[number] or "") for number in self.rows]

    def durations(self) -> np.ndarray:
        """Return seconds, shape (rows,)."""
        return self.split.durations[list(self.rows)]

    def readings(self) -> list[tuple[str, ...]]:
        """Return what was said in each row, as the corpus has it: one text, or both of a dual transcription."""
        readings, texts = self.split.column("readings"), self.split.column("text")
        return [tuple(readings[number] or [texts[number] or ""]) for number in self.rows]


def open_test_set(
    folder: Path,
    split: str,
    choose_text: Callable[[str], ScoringText],
    *,
    role: Role,
    language: str = "",
    limit: int = 0,
    seed: int = 7,
) -> TestSet:
    """Return a split of a prepared corpus as a test set.

    `choose_text` is asked for each language; `language` overrides what rows say. With `limit`, that many rows are
    drawn from the seed. Raises CorpusError if there are no rows, UsageError if a row's language is unknown.
    """
    opened = CorpusSplit(folder, split)
    if not len(opened):
        raise CorpusError(
            "corpus.no-rows",
            "{folder} has no rows in '{split}'.",
            hint="Run: soridam corpus describe {folder}",
            folder=folder,
            split=split,
        )
    rows = np.arange(len(opened))
    if 0 < limit < len(opened):
        rows = np.sort(np.random.default_rng(seed).choice(rows, limit, replace=False))
    spoken = opened.column("language")
    languages = [language or spoken[row] or "" for row in rows]
    if "" in languages:
        unknown = opened.column("id")[rows[languages.index("")]]
        raise UsageError(
            "corpus.row-language",
            "{folder}: row {row} names no language.",
            hint="Give it, for example: --language ko",
            folder=folder,
            row=unknown,
        )
    label = f"{folder.resolve().name}/{split}"
    texts = {code: choose_text(code) for code in sorted(set(languages))}
    return TestSet(label, role, opened, tuple(rows.tolist()), tuple(languages), texts, data_hash(opened))


def scoring_text(policy: str | None, language: str) -> ScoringText:
    """Return how texts of a language are compared: as the policy says, or else as the language's own one does.

    Raises UsageError for an unknown policy.
    """
    score = find_text_policy(policy or LANGUAGE_POLICIES.get(language, "multilingual")).score
    return ScoringText(score.label, score.apply)


def leading_metric(language: str) -> Metric:
    """Return the main error rate of a language: words in English, characters in Korean."""
    return "cer" if language in _SPACELESS else "wer"


def describe_set(test_set: TestSet) -> SetFacts:
    return SetFacts(
        label=test_set.label,
        folder=str(test_set.split.folder),
        split=test_set.split.name,
        role=test_set.role,
        languages=tuple(sorted(set(test_set.languages))),
        normalizer=", ".join(sorted({text.label for text in test_set.texts.values()})),
        data_sha256=test_set.data_sha256,
        utterances=len(test_set.rows),
        rows_in_split=len(test_set.split),
        seconds=float(test_set.durations().sum()),
        speakers=len(set(test_set.column("speaker")) - {""}),
        set_aside=_set_aside(test_set.split.folder),
    )


def data_hash(split: CorpusSplit) -> str:
    """SHA-256 over the split's shards, in order."""
    digest = hashlib.sha256()
    for path in split.paths:
        digest.update(sha256_of(path).encode())
    return digest.hexdigest()


def _set_aside(folder: Path) -> dict[str, int]:
    """Return how many rows the preparation of this corpus set aside, by reason."""
    facts = folder / "corpus.json"
    return dict(read_json(facts).get("quarantined", {})) if facts.is_file() else {}
