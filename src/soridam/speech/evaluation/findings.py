"""Results of an evaluation, as plain values that become evaluation.json and the report. Begin with `Evaluation`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from soridam.evaluation.significance import Comparison, Interval
from soridam.text.error_rates import Counts, Metric

FORMAT = "soridam-evaluation/1"
Role = Literal["domain", "general"]


@dataclass(frozen=True, slots=True)
class ModelFacts:
    name: str
    folder: str
    form: str
    fingerprint: str
    short_context: bool


@dataclass(frozen=True, slots=True)
class SetFacts:
    """One test set. `rows_in_split` is how many it was taken from; `set_aside` why its corpus lacks rows."""

    label: str
    folder: str
    split: str
    role: Role
    languages: tuple[str, ...]
    normalizer: str
    data_sha256: str
    utterances: int
    rows_in_split: int
    seconds: float
    speakers: int
    set_aside: dict[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """Errors of a corpus or a slice. `by_speaker` draws whole speakers, where several are known."""

    counts: Counts
    interval: Interval
    by_speaker: Interval | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The utterances that share one value of one factor, such as age 3~6. Durations are `2-4` seconds."""

    factor: str
    value: str
    utterances: int
    seconds: float
    scores: dict[Metric, Score]


@dataclass(frozen=True, slots=True)
class SetScore:
    """One model on one test set. `recognition_seconds` is what transcribing all of it took."""

    model: str
    label: str
    scores: dict[Metric, Score]
    slices: tuple[Slice, ...]
    recognition_seconds: float


@dataclass(frozen=True, slots=True)
class PairedTest:
    """Do two models differ on a set? `p_adjusted` (Holm) allows for all pairs of models of that set."""

    label: str
    metric: Metric
    first: str
    second: str
    by_utterance: Comparison
    p_adjusted: float
    by_speaker: Comparison | None


@dataclass(frozen=True, slots=True)
class Invention:
    """A model's output for clips of one kind without speech."""

    model: str
    kind: str
    clips: int
    clips_with_text: int
    words: int
    seconds: float
    words_per_minute: float
    texts: tuple[str, ...]  # as written, of the clips with text


@dataclass(frozen=True, slots=True)
class Attempt:
    """One model at one utterance. `reading` and `scored` are the normalized texts that were compared."""

    text: str
    scored: str
    reading: str
    errors: dict[Metric, Counts]
    seconds: float


@dataclass(frozen=True, slots=True)
class ScoredUtterance:
    label: str
    row: int
    id: str
    duration: float
    facts: dict[str, str]  # speaker, age, gender, region, source; what is known
    readings: tuple[str, ...]  # as the corpus has them
    attempts: dict[str, Attempt]  # by model


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Several models on the same test sets. `metric` is the one that reports lead with."""

    metric: Metric
    seed: int
    versions: dict[str, str]
    models: tuple[ModelFacts, ...]
    sets: tuple[SetFacts, ...]
    scores: tuple[SetScore, ...]
    tests: tuple[PairedTest, ...]
    inventions: tuple[Invention, ...]
    utterances: tuple[ScoredUtterance, ...]

    def score(self, model: str, label: str) -> SetScore:
        return next(score for score in self.scores if (score.model, score.label) == (model, label))

    def of_set(self, label: str) -> list[ScoredUtterance]:
        return [utterance for utterance in self.utterances if utterance.label == label]

    def to_json(self) -> dict[str, Any]:
        """Plain values; rates are fractions, so 0.05 is 5 %."""
        return {"format": FORMAT, **asdict(self)}

    def summary(self) -> dict[str, Any]:
        """As `to_json`, without the single utterances."""
        return {key: value for key, value in self.to_json().items() if key != "utterances"}


def known_facts(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the facts about who spoke and where, of a corpus row, that are not empty."""
    names = ("speaker", "age", "gender", "region", "source")
    return {name: str(row[name]) for name in names if row[name]}
