"""Answers of a language model, token by token, each row of a batch with its own adjustment. Begin with `answer`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor
from transformers import DynamicCache

from soridam.core.errors import UsageError
from soridam.language.model import LanguageModel
from soridam.training.adjust import Adjustment

UNFINISHED = "\N{REPLACEMENT CHARACTER}"  # what a decoder writes for a character of which tokens are missing

End = Literal["stop", "length"]  # by the model or a stop text; at the most tokens that were asked for or can be read


@dataclass(frozen=True, slots=True)
class Sampling:
    """Options of choosing the next token: the likeliest at temperature 0, else drawn from the likeliest `top_p`.

    All rows of a batch draw with the same seed, so that equal rows give equal answers. An answer ends before the first
    of `stops`. With `likeliest` each piece also holds the probability of its token and of that many alternatives.
    """

    most_tokens: int = 128
    temperature: float = 0.0
    top_p: float = 1.0
    seed: int = 7
    stops: tuple[str, ...] = ()
    likeliest: int | None = None

    def __post_init__(self) -> None:
        if self.most_tokens < 1 or self.temperature < 0 or not 0 < self.top_p <= 1:
            raise UsageError(
                "sampling.range",
                "An answer has at least one token, a temperature from 0, and a top-p above 0 up to 1.",
                hint="Correct these values.",
            )


@dataclass(frozen=True, slots=True)
class TokenChoice:
    """A token as text, the logarithm of its probability, and the likeliest tokens at its place with theirs."""

    text: str
    logarithm: float
    likeliest: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that was added to one row's answer by one token more; the last one says how it ended."""

    row: int
    text: str
    end: End | None = None
    choice: TokenChoice | None = None


def answer(
    model: LanguageModel, prompt: Sequence[int], adjustments: Sequence[Adjustment], sampling: Sampling
) -> Iterator[Piece]:
    """Yield the answers to one prompt, a row for each adjustment, all rows in one batch.

    An answer does not depend on the other rows, but for rounding. It stops at `most_tokens`, when every row has ended,
    and when the model can read no more tokens. Other answers may be computed between two pieces of this one.
    """
    texts = [_Text(model, sampling.stops) for _ in adjustments]
    generators = [torch.Generator().manual_seed(sampling.seed) for _ in adjustments]
    cache = DynamicCache(config=model.network.config)
    entered = torch.tensor([list(prompt)] * len(adjustments))
    most = _room(model, len(prompt), sampling.most_tokens)
    for number in range(most):
        logits = _next_logits(model, entered, adjustments, cache)
        chosen = [_choose(row, sampling, generator) for row, generator in zip(logits, generators, strict=True)]
        for row, (text, token) in enumerate(zip(texts, chosen, strict=True)):
            if text.end is None:
                added = text.add(token, is_last=number + 1 == most)
                yield Piece(row, added, text.end, _describe(model, logits[row], token, sampling.likeliest))
        if all(text.end for text in texts):
            return
        entered = torch.tensor(chosen).unsqueeze(1)


def answer_whole(
    model: LanguageModel, prompt: Sequence[int], adjustments: Sequence[Adjustment], sampling: Sampling
) -> list[str]:
    """Return the answers of `answer`, each as one text."""
    texts = [""] * len(adjustments)
    for piece in answer(model, prompt, adjustments, sampling):
        texts[piece.row] += piece.text
    return texts


class _Text:
    """The text of one row.

    Characters are given out when all of their tokens are there, and when no stop text can begin with them any more.
    """

    def __init__(self, model: LanguageModel, stops: Sequence[str]) -> None:
        self._model, self._stops = model, [stop for stop in stops if stop]
        self._tokens: list[int] = []
        self._given = 0
        self.end: End | None = None

    def add(self, token: int, *, is_last: bool) -> str:
        """Take a token; returns the text that can be given out with it."""
        if token in self._model.ends:
            self.end = "stop"
        else:
            self._tokens.append(token)
            self.end = "length" if is_last else None
        text = str(self._model.tokenizer.decode(self._tokens, skip_special_tokens=True))
        if found := [place for stop in self._stops if (place := text.find(stop)) >= 0]:
            self.end, text = "stop", text[: min(found)]
        if self.end is None:
            text = self._certain(text)
        new, self._given = text[self._given :], max(self._given, len(text))
        return new

    def _certain(self, text: str) -> str:
        """Return the text without an unfinished character, and without an end that may begin a stop text."""
        if text.endswith(UNFINISHED):
            return text[: self._given]
        beginnings = (
            length for stop in self._stops for length in range(len(stop) - 1, 0, -1) if text.endswith(stop[:length])
        )
        return text[: len(text) - max(beginnings, default=0)]


@torch.inference_mode()
def _next_logits(
    model: LanguageModel, entered: Tensor, adjustments: Sequence[Adjustment], cache: DynamicCache
) -> Tensor:
    """Compute the logits of the next token: (rows, vocabulary). The cache is good for these adjustments only."""
    with model.adjustable.rows(adjustments):
        found = model.network(entered, past_key_values=cache, use_cache=True, logits_to_keep=1)
    logits: Tensor = found.logits[:, -1]
    return logits


def _choose(logits: Tensor, sampling: Sampling, generator: torch.Generator) -> int:
    if sampling.temperature == 0:
        return int(logits.argmax())
    probabilities = torch.softmax(logits.float() / sampling.temperature, dim=-1)
    ranked, places = probabilities.sort(descending=True)
    kept = ranked * (ranked.cumsum(0) - ranked < sampling.top_p)  # the likeliest one always
    return int(places[torch.multinomial(kept, 1, generator=generator)])


def _describe(model: LanguageModel, logits: Tensor, token: int, likeliest: int | None) -> TokenChoice | None:
    """Return the token with its probability at temperature 1, or None if nobody asked for probabilities."""
    if likeliest is None:
        return None
    logarithms = torch.log_softmax(logits.float(), dim=-1)
    best = logarithms.topk(min(likeliest, len(logarithms)))
    around = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return TokenChoice(
        model.text_of(token),
        float(logarithms[token]),
        tuple((model.text_of(other), value) for other, value in around),
    )


def _room(model: LanguageModel, prompt: int, wanted: int) -> int:
    return wanted if model.most_tokens is None else min(wanted, model.most_tokens - prompt)
