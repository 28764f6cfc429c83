"""Faults and oddities of a prepared corpus, row by row. Begin with `check_corpus`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from soridam.core.progress import Progress, SilentProgress
from soridam.speech.corpus.measurements import Measurement, measure_split
from soridam.speech.corpus.shards import split_names

DURATION_TOLERANCE = 0.05  # seconds between what is stored and what the sound has
QUIET_LEVEL = -45.0  # dBFS of speech; 16 bits leave some 50 dB below it, noise rooms leave less
CLIPPED_SHARE = 0.001
SPEECH_SHARE = 0.1
CUT_OFF_TAIL = -6.0  # dB below the speech: natural endings fall by more
OUTLIER_SCORE = 5.0  # robust standard deviations
OUTLIER_MINIMUM = 20  # rows, below which no rate is unusual
MAX_SECONDS = 30.0


class Severity(StrEnum):
    """Errors would break a training run or make its figures wrong; warnings are worth a look."""

    ERROR = "error"
    WARNING = "warning"


# kind: severity, English, Korean
KINDS: dict[str, tuple[Severity, str, str]] = {
    "unreadable": (Severity.ERROR, "the sound cannot be decoded", "소리를 디코딩할 수 없음"),
    "no-text": (Severity.ERROR, "there is no text", "텍스트가 없음"),
    "wrong-duration": (
        Severity.ERROR,
        "the stored duration differs from the sound's",
        "저장된 길이와 실제 길이가 다름",
    ),
    "too-long": (Severity.ERROR, "longer than Whisper's 30 s", "Whisper의 30초를 넘음"),
    "same-id": (Severity.ERROR, "the id occurs more than once", "같은 id가 여러 번 나옴"),
    "same-sound": (Severity.WARNING, "the same sound occurs more than once", "같은 소리가 여러 번 나옴"),
    "same-text": (Severity.WARNING, "the same speaker says the same text again", "같은 화자가 같은 문장을 다시 말함"),
    "quiet": (Severity.WARNING, "speech below -45 dBFS", "음성이 -45 dBFS보다 작음"),
    "clipped": (Severity.WARNING, "more than 0.1 % of the samples at full scale", "0.1%가 넘는 샘플이 최대값에 닿음"),
    "mostly-silent": (Severity.WARNING, "less than a tenth of it is sound", "소리가 10분의 1도 되지 않음"),
    "cut-off": (Severity.WARNING, "it ends in the middle of sound", "소리가 나는 도중에 끝남"),
    "odd-rate": (
        Severity.WARNING,
        "unusually much or little text for its duration",
        "길이에 비해 글자가 너무 많거나 적음",
    ),
}


@dataclass(frozen=True)
class Finding:
    """One thing about one row. `row` counts within its split."""

    kind: str
    split: str
    row: int
    id: str
    detail: str

    @property
    def severity(self) -> Severity:
        return KINDS[self.kind][0]


@dataclass(frozen=True)
class CheckReport:
    """All findings, errors first, and the number of rows that were checked."""

    rows: int
    findings: list[Finding]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]


def check_corpus(folder: Path, progress: Progress | None = None) -> CheckReport:
    """Decode every row of every split and report what is wrong or odd. Raises CorpusError if it is no corpus."""
    shown = progress or SilentProgress()
    measurements = [row for split in split_names(folder) for row in measure_split(folder, split, shown)]
    return CheckReport(len(measurements), find_faults(measurements))


def find_faults(measurements: Sequence[Measurement]) -> list[Finding]:
    findings = [finding for row in measurements for finding in _faults_of(row)]
    findings += _repeated(measurements)
    findings += _odd_rates(measurements)
    order = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(findings, key=lambda finding: (order[finding.kind], finding.split, finding.row))


def _finding(kind: str, row: Measurement, detail: str) -> Finding:
    return Finding(kind, row.split, row.row, row.id, detail)


def _faults_of(row: Measurement) -> Iterable[Finding]:
    if not row.letters:
        yield _finding("no-text", row, "")
    if row.error:
        yield _finding("unreadable", row, row.error)
        return
    if abs(row.stored_duration - row.duration) > DURATION_TOLERANCE:
        yield _finding("wrong-duration", row, f"{row.stored_duration:.2f} s stored, {row.duration:.2f} s real")
    if row.duration > MAX_SECONDS:
        yield _finding("too-long", row, f"{row.duration:.1f} s")
    if row.clipped > CLIPPED_SHARE:
        yield _finding("clipped", row, f"{row.clipped:.2%}")
    if row.speech < SPEECH_SHARE:
        yield _finding("mostly-silent", row, f"{row.speech:.0%} of {row.duration:.1f} s")
    elif row.level < QUIET_LEVEL:
        yield _finding("quiet", row, f"{row.level:.0f} dBFS")
    elif row.tail > CUT_OFF_TAIL:
        yield _finding("cut-off", row, f"its end is {row.tail:+.0f} dB against its speech")


def _repeated(measurements: Sequence[Measurement]) -> Iterable[Finding]:
    readable = [row for row in measurements if not row.error]
    said = [row for row in measurements if row.speaker and row.letters]
    yield from _groups("same-id", [(row.id, row) for row in measurements])
    yield from _groups("same-sound", [(row.sound, row) for row in readable])
    yield from _groups("same-text", [((row.speaker, row.sentence), row) for row in said])


def _groups(kind: str, keyed: Iterable[tuple[object, Measurement]]) -> Iterable[Finding]:
    """Every row but the first of those with an equal key, with the id of the first."""
    first: dict[object, Measurement] = {}
    for key, row in keyed:
        earlier = first.setdefault(key, row)
        if earlier is not row:
            yield _finding(kind, row, f"as {earlier.split} row {earlier.row}, {earlier.id}")


def _odd_rates(measurements: Sequence[Measurement]) -> Iterable[Finding]:
    """Robust z-scores of the logarithm: (x - median) / (1.4826 × MAD), Iglewicz & Hoaglin 1993."""
    rows = [row for row in measurements if row.rate > 0]
    if len(rows) < OUTLIER_MINIMUM:
        return
    rates = np.log([row.rate for row in rows])
    middle = np.median(rates)
    spread = max(1.4826 * float(np.median(np.abs(rates - middle))), 0.05)
    for row, score in zip(rows, (rates - middle) / spread, strict=True):
        if abs(score) > OUTLIER_SCORE:
            yield _finding("odd-rate", row, f"{row.rate:.1f} characters per second, typical are {np.exp(middle):.1f}")


def count_by_kind(findings: Iterable[Finding]) -> dict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for finding in findings:
        counts[finding.kind] += 1
    return dict(counts)
