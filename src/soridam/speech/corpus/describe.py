"""A corpus as one HTML page: figures, plots, what was set aside, what is odd, and utterances to see and hear.

Begin with `describe_corpus`. The page needs no network and no other file.
"""

import base64
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from soridam.core.files import write_text
from soridam.core.progress import Progress, SilentProgress
from soridam.speech.corpus.check import KINDS, Finding, Severity, find_faults
from soridam.speech.corpus.leaks import Leak, count_leaks, ordered_splits
from soridam.speech.corpus.measurements import Measurement, measure_split
from soridam.speech.corpus.pictures import draw_cloud, draw_histogram, draw_ranks, draw_spectrogram
from soridam.speech.corpus.quarantine import explain
from soridam.speech.corpus.shards import CorpusSplit, read_facts

CLOUD_DOTS = 5000
FINDINGS_SHOWN = 8
FACTS_SHOWN = ("gender", "age", "region", "language", "source", "part")
VALUES_SHOWN = 8

WORDS = {
    "en": {
        "split": "Split",
        "utterances": "Utterances",
        "hours": "Hours",
        "speakers": "Speakers",
        "sentences": "Different sentences",
        "median": "Median length",
        "seconds": "length in seconds",
        "letters": "letters in the text",
        "letters_by_seconds": "letters, by seconds",
        "rate": "letters per second of sound",
        "level": "level of speech, dBFS",
        "quiet_share": "share of silence",
        "per_speaker": "speakers, by number of utterances",
        "pictures": "Distributions",
        "facts": "Who and what",
        "unknown": "unknown",
        "aside": "Set aside when it was prepared",
        "findings": "Worth a look",
        "error": "error",
        "warning": "warning",
        "none": "Nothing.",
        "more": "more",
        "leaks": "Shared between splits",
        "shared_speakers": "shared speakers",
        "shared_sentences": "shared sentences",
        "rows_of": "{0:,} rows of {1:,}",
        "examples": "Examples",
        "gender": "gender",
        "age": "age",
        "region": "region",
        "language": "language",
        "source": "source",
        "part": "public split",
    },
    "ko": {
        "split": "분할",
        "utterances": "발화",
        "hours": "시간",
        "speakers": "화자",
        "sentences": "서로 다른 문장",
        "median": "길이 중앙값",
        "seconds": "길이 (초)",
        "letters": "글자 수",
        "letters_by_seconds": "길이(초)에 따른 글자 수",
        "rate": "소리 1초당 글자 수",
        "level": "음성 크기, dBFS",
        "quiet_share": "무음 비율",
        "per_speaker": "화자 (발화 수 순)",
        "pictures": "분포",
        "facts": "화자와 출처",
        "unknown": "알 수 없음",
        "aside": "준비할 때 제외한 행",
        "findings": "살펴볼 것",
        "error": "오류",
        "warning": "경고",
        "none": "없음.",
        "more": "개 더",
        "leaks": "분할 사이에 겹치는 것",
        "shared_speakers": "겹치는 화자",
        "shared_sentences": "겹치는 문장",
        "rows_of": "전체 {1:,}행 중 {0:,}행",
        "examples": "예시",
        "gender": "성별",
        "age": "나이",
        "region": "지역",
        "language": "언어",
        "source": "출처",
        "part": "공개 분할",
    },
}


@dataclass(frozen=True)
class SplitFigures:
    """The line of one split in the table."""

    name: str
    utterances: int
    hours: float
    speakers: int
    sentences: int
    median: float


@dataclass(frozen=True)
class Example:
    """One utterance to see and hear."""

    split: str
    id: str
    text: str
    facts: str
    picture: Markup
    sound: str


def describe_corpus(
    folder: Path,
    page: Path,
    *,
    language: str = "en",
    examples: int = 8,
    seed: int = 7,
    progress: Progress | None = None,
) -> None:
    """Measure the corpus and write the page, in English or Korean (`en`, `ko`). Raises CorpusError if it is none."""
    shown, facts = progress or SilentProgress(), read_facts(folder)
    measured = {name: list(measure_split(folder, name, shown)) for name in ordered_splits(folder)}
    rows = [row for split in measured.values() for row in split]
    words = WORDS[language]
    template = _environment().get_template("describe.html.jinja")
    write_text(
        page,
        template.render(
            words=words,
            language=language,
            name=folder.resolve().name,
            facts=facts,
            splits=[_figures(name, split) for name, split in measured.items()],
            pictures=_draw_all([row for row in rows if not row.error], words),
            counted=_count_facts(folder, list(measured)),
            aside=_aside(facts["quarantined"], language),
            findings=_grouped(find_faults(rows), language),
            leaks=_leaks(folder),
            examples=_choose_examples(folder, rows, examples, seed),
        ),
    )


def _environment() -> Environment:
    """Everything is escaped: transcripts are text of strangers."""
    return Environment(
        loader=PackageLoader("soridam.speech.corpus", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _figures(name: str, rows: Sequence[Measurement]) -> SplitFigures:
    durations = np.array([row.stored_duration for row in rows])
    return SplitFigures(
        name=name,
        utterances=len(rows),
        hours=float(durations.sum()) / 3600,
        speakers=len({row.speaker for row in rows if row.speaker}),
        sentences=len({row.sentence for row in rows}),
        median=float(np.median(durations)) if len(rows) else 0.0,
    )


def _draw_all(rows: Sequence[Measurement], words: dict[str, str]) -> list[tuple[str, Markup]]:
    if not rows:
        return []
    durations, letters, rates, levels, speech = (
        np.array([getattr(row, name) for row in rows]) for name in ("duration", "letters", "rate", "level", "speech")
    )
    dots = np.linspace(0, len(rows) - 1, min(len(rows), CLOUD_DOTS)).astype(int)
    drawn = {
        "seconds": draw_histogram(durations),
        "letters": draw_histogram(letters),
        "letters_by_seconds": draw_cloud(durations[dots], letters[dots]),
        "rate": draw_histogram(rates, limits=(0, float(np.percentile(rates, 99)) * 1.2 + 1)),
        "level": draw_histogram(levels, limits=(-70, 0)),
        "quiet_share": draw_histogram(1 - speech, limits=(0, 1)),
    }
    speakers = Counter(row.speaker for row in rows if row.speaker)
    if len(speakers) > 1:
        drawn["per_speaker"] = draw_ranks(list(speakers.values()))
    return [(words[name], Markup(picture)) for name, picture in drawn.items()]


def _count_facts(folder: Path, splits: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    """Return the most frequent values of each fact that is known at all."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACTS_SHOWN}
    for split in splits:
        table = CorpusSplit(folder, split)
        for name in FACTS_SHOWN:
            counts[name].update(value or "" for value in table.column(name))
    return {name: count.most_common(VALUES_SHOWN) for name, count in counts.items() if set(count) - {""}}


def _aside(counts: dict[str, int], language: str) -> list[tuple[str, int, str]]:
    return [(reason, count, explain(reason, language)) for reason, count in counts.items()]


def _grouped(findings: Sequence[Finding], language: str) -> list[dict[str, Any]]:
    groups = []
    for kind, (severity, english, korean) in KINDS.items():
        found = [finding for finding in findings if finding.kind == kind]
        if found:
            groups.append(
                {
                    "severity": severity.value,
                    "is_error": severity is Severity.ERROR,
                    "meaning": korean if language == "ko" else english,
                    "count": len(found),
                    "shown": found[:FINDINGS_SHOWN],
                }
            )
    return groups


def _leaks(folder: Path) -> list[Leak]:
    return count_leaks(folder) if len(ordered_splits(folder)) > 1 else []


def _choose_examples(folder: Path, rows: Sequence[Measurement], count: int, seed: int) -> list[Example]:
    """Return some of each length: the readable rows in order of duration, cut into equal parts, one of each."""
    readable = sorted((row for row in rows if not row.error), key=lambda row: (row.duration, row.split, row.row))
    random = np.random.default_rng(seed)
    parts = np.array_split(np.arange(len(readable)), min(count, len(readable)) or 1)
    chosen = [readable[int(random.choice(part))] for part in parts if len(part) and count]
    splits = {name: CorpusSplit(folder, name) for name in {row.split for row in chosen}}
    return [_example(splits[row.split], row) for row in chosen]


def _example(split: CorpusSplit, measurement: Measurement) -> Example:
    row = split.row(measurement.row)
    known = [row[name] for name in ("speaker", "gender", "age", "region") if row[name]]
    figures = [f"{measurement.duration:.1f} s", f"{measurement.level:.0f} dBFS"]
    return Example(
        split=split.name,
        id=row["id"],
        text=row["text"],
        facts=" · ".join(known + figures),
        picture=Markup(draw_spectrogram(split.waveform(measurement.row))),
        sound=base64.b64encode(split.flac(measurement.row)).decode(),
    )
