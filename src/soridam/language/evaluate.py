"""Scores of language models on the same held-out text: perplexity, answers, forgetting. Begin with `evaluate_models`.

A perplexity counts tokens: only models that cut the text into the same tokens are compared with each other.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from soridam.core.errors import CorpusError
from soridam.core.progress import show_progress
from soridam.evaluation.significance import Comparison, Interval, bootstrap_interval, compare
from soridam.language.data.encode import Encoded, Encoder
from soridam.language.data.example import Example, Rejection
from soridam.language.data.splits import read_splits
from soridam.language.model import end_tokens, load_causal, load_tokenizer, read_most_tokens
from soridam.language.tuning.loading import TrainingBatches, sum_by_piece
from soridam.language.tuning.network import CausalNetwork
from soridam.language.tuning.objective import iter_inputs, perplexity_of
from soridam.language.tuning.preflight import name_some
from soridam.language.tuning.validation import Answer, spread, write_answers
from soridam.language.weights import find_language_model
from soridam.training.batches import BatchLimits
from soridam.training.run_folder import model_of

LIMITS = BatchLimits(2048, 32)
MOST_TOKENS = 1024  # of one example


@dataclass(frozen=True, slots=True)
class TestText:
    """Held-out examples by the name of their file or folder; the first of an evaluation is its domain."""

    __test__ = False  # no class of tests

    label: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one model on one text.

    `loss` is the mean in nats for each learned token, with its interval. `answered` is the share of prompts whose
    answer has exactly the words of the reference, None where nothing was asked. `losses` has shape (examples, 2): the
    summed loss in nats and the number of learned tokens.
    """

    model: str
    label: str
    loss: Interval
    answered: Interval | None
    losses: np.ndarray
    answers: tuple[Answer, ...]

    @property
    def perplexity(self) -> Interval:
        """Return the perplexity with its interval: the exponential of the loss and of both ends."""
        low, high = (None if end is None else perplexity_of(end) for end in (self.loss.low, self.loss.high))
        return Interval(perplexity_of(self.loss.rate), low, high, self.loss.units)

    def to_json(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "text": self.label,
            "perplexity": asdict(self.perplexity),
            "answered": self.answered and asdict(self.answered),
            "tokens": int(self.losses[:, 1].sum()),
            "answers": [answer.to_json() for answer in self.answers],
        }


@dataclass(frozen=True, slots=True)
class Paired:
    """The difference of two models on one text, second minus first, in nats for each token; negative is better."""

    first: str
    second: str
    label: str
    loss: Comparison


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of all models on all texts, and each model against the first where their tokens are the same."""

    scores: tuple[Score, ...]
    tests: tuple[Paired, ...]
    left_out: tuple[Rejection, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "scores": [score.to_json() for score in self.scores],
            "tests": [asdict(test) for test in self.tests],
            "left_out": [dict(rejection.to_json()) for rejection in self.left_out],
        }


def evaluate_models(
    models: Sequence[str],
    corpus: Path,
    *,
    general: Sequence[Path] = (),
    answers: int = 8,
    seed: int = 7,
    names: Sequence[str] = (),
) -> Evaluation:
    """Score models (runs, folders, or names) on the test text of a corpus, and on general text for forgetting.

    `names` are what the models are called in the result, where that is not what they are found by. Of a corpus the part
    named test is used, else the one named validation, else all of it. At most `answers` prompts are answered. Raises
    CorpusError if no example is left that every model can read, WeightsError for no model.
    """
    folders, names = [find_model(name) for name in models], names or models
    most = min(MOST_TOKENS, *(read_most_tokens(folder) or MOST_TOKENS for folder in folders))
    encoders = [_encoder(folder, most) for folder in folders]
    left_out: list[Rejection] = []
    texts = [open_text(path, encoders, left_out) for path in (corpus, *general)]
    scores: list[Score] = []
    with show_progress("Validating", len(models) * len(texts), "texts") as progress:
        for name, folder, encoder in zip(names, folders, encoders, strict=True):
            inner = load_causal(folder)
            for text in texts:
                scores.append(score(name, inner, encoder, text, answers=answers, seed=seed))
                progress.advance()
    return Evaluation(tuple(scores), compare_with_first(scores, names, seed=seed), tuple(left_out))


def find_model(name: str) -> Path:
    """Return the folder of weights of a run, a folder or a name. Raises WeightsError if there is none."""
    return find_language_model(model_of(name))


def _encoder(folder: Path, most: int) -> Encoder:
    """Build an encoder without the end tokens of the model, which is not loaded yet; `score` adds them."""
    return Encoder(load_tokenizer(folder), frozenset(), most)


def open_text(path: Path, encoders: Sequence[Encoder], left_out: list[Rejection]) -> TestText:
    """Read the examples that every model can read; the others are added to `left_out`.

    Raises CorpusError if no example is left.
    """
    splits = read_splits(path)
    left_out += splits.rejected
    kept = []
    for example in splits.test or splits.validation or splits.train:
        found = [encoder.encode(0, example) for encoder in encoders]
        bad = next((one for one in found if isinstance(one, Rejection)), None)
        if bad is None:
            kept.append(example)
        else:
            left_out.append(bad)
    if not kept:
        raise CorpusError(
            "run.no-examples",
            "{corpus}: nothing is left {where}: {bad} of {rows} examples are bad. {why}",
            hint="Add examples, or name another file or folder.",
            corpus=path,
            where="to evaluate on",
            bad=len(left_out),
            rows=len(left_out),
            why=name_some(left_out),
        )
    return TestText(path.stem, tuple(kept))


def score(name: str, inner: Any, encoder: Encoder, text: TestText, *, answers: int, seed: int) -> Score:
    """Score one model on one text."""
    ends = end_tokens(inner, encoder.tokenizer)
    encoder = Encoder(encoder.tokenizer, ends, encoder.most_tokens)
    pieces = [_pieces(encoder, example) for example in text.examples]
    losses = measure_losses(inner, pieces)
    asked = [example for example in text.examples if example.turns]
    chosen = [asked[index] for index in spread(len(asked), answers)]
    written = [answer for example in chosen for answer in _answer(inner, encoder, example)]
    right = np.array([[_words(one.hypothesis) == _words(one.reference), 1] for one in written], dtype=np.float64)
    return Score(
        name,
        text.label,
        bootstrap_interval(losses, seed=seed),
        bootstrap_interval(right, seed=seed) if written else None,
        losses,
        tuple(written),
    )


def _pieces(encoder: Encoder, example: Example) -> tuple[Encoded, ...]:
    """Return the pieces of tokens of an example; of a preference only the preferred answer."""
    found = encoder.encode(0, example)
    assert not isinstance(found, Rejection), found
    return tuple(found[:1] if example.rejected is not None else found)


def _answer(inner: Any, encoder: Encoder, example: Example) -> list[Answer]:
    """Answer greedily, with a quarter more tokens than the reference has, so that an answer that is too long shows."""
    reference = len(encoder.tokenizer(example.turns[-1].content).input_ids)
    return write_answers(inner, encoder, [example], most_tokens=reference + reference // 4 + 2)


def _words(text: str) -> list[str]:
    return text.casefold().split()


@torch.no_grad()
def measure_losses(inner: Any, pieces: Sequence[tuple[Encoded, ...]]) -> np.ndarray:
    """Return the summed loss in nats and the number of learned tokens of each example: (examples, 2)."""
    network = CausalNetwork(inner).eval()
    batches = TrainingBatches(pieces, LIMITS, seed=0)
    sums = torch.cat(
        [sum_by_piece(network(*iter_inputs(batch, inner.device)), batch.pieces) for batch in batches.iter_in_order()]
    ).tolist()
    ratios, position = np.zeros((len(pieces), 2)), 0
    for row, unit in enumerate(pieces):
        ratios[row] = sum(sums[position : position + len(unit)]), sum(piece.labels for piece in unit)
        position += len(unit)
    return ratios


def compare_with_first(scores: Sequence[Score], models: Sequence[str], *, seed: int) -> tuple[Paired, ...]:
    """Compare each model with the first on each text, where both cut it into the same number of tokens."""
    found = {(one.model, one.label): one for one in scores}
    tests = []
    for label in dict.fromkeys(one.label for one in scores):
        first = found[models[0], label]
        for name in models[1:]:
            second = found[name, label]
            if np.array_equal(first.losses[:, 1], second.losses[:, 1]):
                tests.append(Paired(models[0], name, label, compare(first.losses, second.losses, seed=seed)))
    return tuple(tests)
