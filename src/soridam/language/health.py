"""How healthy a model stays as its sliders move: a map of perplexities, measured in advance. No torch at import.

Begin with `read_map` (of a model that ships with one), or `measure_map` (of any other).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from torch import Tensor

    from soridam.core.progress import Progress
    from soridam.language.model import LanguageModel
    from soridam.training.adjust import Adjustment

Zone = Literal["safe", "odd", "broken"]
Preset = Literal["as-it-is", "looser", "tighter", "dreamy", "broken"]

GAINS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5)
EPSILONS = (1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1)
ROWS = 8  # adjustments that are measured in one batch
# By how much perplexity may grow: up to SAFE hardly anybody notices, above ODD sentences fall apart.
SAFE, ODD = 1.3, 3.5
HOPELESS = 20.0  # from here on there are hardly words left: what the preset "broken" shows
MOST_BITS = 2.0  # a byte of a text; a model that needs more does not know its language
TEXTS = {
    "en": "The old lighthouse stood on a rock at the edge of the sea. Every evening the keeper climbed the stairs, lit "
    "the lamp and watched the ships come home. When it rained, he read the newspaper and made a pot of tea.",
    "ko": "바닷가 바위 위에 오래된 등대가 서 있었습니다. 등대지기는 저녁마다 계단을 올라가 불을 켜고, 배들이 집으로 "
    "돌아오는 모습을 바라보았습니다. 비가 오는 날이면 신문을 읽고 차를 끓여 마셨습니다.",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """The perplexity of the texts, and the mean entropy of the next token in bits, at one setting of the sliders."""

    perplexity: float
    entropy: float


@dataclass(frozen=True, slots=True)
class HealthMap:
    """A model's health at each ATTN × MLP of GAINS, and at each epsilon of EPSILONS.

    `languages` are those of the texts that it was measured on: the ones that the model knows.
    """

    languages: tuple[str, ...]
    untouched: Measured
    gains: tuple[tuple[Measured, ...], ...]  # one row an ATTN of GAINS, one column an MLP of GAINS
    epsilons: tuple[Measured, ...]

    @property
    def presets(self) -> dict[Preset, tuple[float, float]]:
        """Return ATTN and MLP of each preset by its name."""
        return find_presets(self)

    def zone(self, measured: Measured) -> Zone:
        return zone_of(measured.perplexity / self.untouched.perplexity)

    def at(self, attention: float, mlp: float) -> Measured:
        return self.gains[GAINS.index(attention)][GAINS.index(mlp)]

    def to_json(self) -> dict[str, Any]:
        return {
            "languages": self.languages,
            "untouched": _pair(self.untouched),
            "gains": [[_pair(each) for each in row] for row in self.gains],
            "epsilons": [_pair(each) for each in self.epsilons],
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        return cls(
            languages=tuple(values["languages"]),
            untouched=Measured(*values["untouched"]),
            gains=tuple(tuple(Measured(*each) for each in row) for row in values["gains"]),
            epsilons=tuple(Measured(*each) for each in values["epsilons"]),
        )


def zone_of(growth: float) -> Zone:
    """Return the zone of a setting that multiplies perplexity by `growth`."""
    return "safe" if growth <= SAFE else "odd" if growth <= ODD else "broken"


def find_presets(health: HealthMap) -> dict[Preset, tuple[float, float]]:
    """Find the presets on the map: settings of ATTN and MLP by their name.

    Looser and tighter are the safe settings at which the next token is least and most certain; dreamy is the odd one at
    which it is least certain; broken is the broken setting that is nearest to the untouched model. A model without such
    a setting lacks the preset.
    """
    places = [(attention, mlp) for attention in GAINS for mlp in GAINS]
    by_zone: dict[Zone, list[tuple[float, float]]] = {"safe": [], "odd": [], "broken": []}
    for place in places:
        by_zone[health.zone(health.at(*place))].append(place)

    def entropy(place: tuple[float, float]) -> float:
        return health.at(*place).entropy

    def distance(place: tuple[float, float]) -> float:
        return abs(place[0] - 1) + abs(place[1] - 1)

    found: dict[Preset, tuple[float, float]] = {"as-it-is": (1.0, 1.0)}
    safe = [place for place in by_zone["safe"] if place != (1.0, 1.0)]
    if safe:
        found["looser"], found["tighter"] = max(safe, key=entropy), min(safe, key=entropy)
    if by_zone["odd"]:
        found["dreamy"] = max(by_zone["odd"], key=entropy)
    hopeless = [place for place in places if health.at(*place).perplexity > HOPELESS * health.untouched.perplexity]
    if hopeless:
        found["broken"] = min(hopeless, key=distance)
    return found


def read_map(name: str) -> HealthMap | None:
    """Return the map that ships with a model of the catalog, or None. `soridam adjust NAME --map FILE` makes one."""
    file = resources.files("soridam").joinpath(f"language/maps/{name}.json")
    return HealthMap.from_json(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def map_steps() -> int:
    """Return how many batches `measure_map` computes."""
    return -(-(len(GAINS) ** 2 + len(EPSILONS)) // ROWS)


def measure_map(model: "LanguageModel", progress: "Progress") -> HealthMap:
    """Read the fixed texts at every setting of the map; takes a minute or two on two cores for 135 million weights.

    `progress` advances by one a batch, `map_steps` in all.
    """
    from soridam.training.adjust import UNTOUCHED, Adjustment

    languages, texts = _known_texts(model)
    gains = [Adjustment(attention, mlp) for attention in GAINS for mlp in GAINS]
    wanted = [*gains, *(Adjustment(epsilon=epsilon) for epsilon in EPSILONS)]
    found: list[Measured] = []
    for first in range(0, len(wanted), ROWS):
        found += _measure(model, texts, wanted[first : first + ROWS])
        progress.advance()
    (untouched,) = _measure(model, texts, [UNTOUCHED])
    rows = tuple(tuple(found[start : start + len(GAINS)]) for start in range(0, len(gains), len(GAINS)))
    return HealthMap(languages, untouched, rows, tuple(found[len(gains) :]))


def _known_texts(model: "LanguageModel") -> tuple[tuple[str, ...], list[list[int]]]:
    """Return the languages that the model knows, with the tokens of their texts; at least the one it knows best."""
    import math

    from soridam.training.adjust import UNTOUCHED

    tokens = {language: list(model.tokenizer(text).input_ids) for language, text in TEXTS.items()}
    bits = {}
    for language, ids in tokens.items():
        (measured,) = _measure(model, [ids], [UNTOUCHED])
        bits[language] = math.log2(measured.perplexity) * (len(ids) - 1) / len(TEXTS[language].encode())
    known = [language for language in TEXTS if bits[language] <= MOST_BITS] or [min(bits, key=lambda each: bits[each])]
    return tuple(known), [tokens[language] for language in known]


def _measure(
    model: "LanguageModel", texts: Sequence[Sequence[int]], adjustments: "Sequence[Adjustment]"
) -> list[Measured]:
    """Measure each adjustment over all texts together, a row each."""
    import torch

    sums = torch.zeros(len(adjustments), 2, dtype=torch.float64)
    for text in texts:
        sums += _surprise_and_entropy(model, text, adjustments)
    count = sum(len(text) - 1 for text in texts)
    return [Measured(float((row[0] / count).exp()), float(row[1] / count)) for row in sums]


def _surprise_and_entropy(model: "LanguageModel", text: Sequence[int], adjustments: "Sequence[Adjustment]") -> "Tensor":
    """Sum over the tokens of each row the negative log likelihood in nats and the entropy in bits: (rows, 2)."""
    import torch

    from soridam.language.inner import entropy_of

    ids = torch.tensor([list(text)] * len(adjustments))
    with torch.inference_mode(), model.adjustable.rows(adjustments):
        logits = model.network(ids, use_cache=False).logits[:, :-1]
        logarithms = torch.log_softmax(logits.float(), dim=-1)
        likelihood = logarithms.gather(-1, ids[:, 1:, None])[..., 0].sum(-1)
        return torch.stack([-likelihood, entropy_of(logits).sum(-1)], dim=-1).double()


def _pair(measured: Measured) -> tuple[float, float]:
    """Round perplexity and entropy to four significant figures."""
    return (float(f"{measured.perplexity:.4g}"), float(f"{measured.entropy:.4g}"))
