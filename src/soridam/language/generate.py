"""Answers of a language model, token by token, each row of a batch with its own adjustment. Begin with `answer`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import DynamicCache

from soridam.core.errors import UsageError
from soridam.language.model import LanguageModel
from soridam.training.adjust import Adjustment

UNFINISHED = "\N{REPLACEMENT CHARACTER}"  # what a decoder writes for a character of which tokens are missing


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen: the likeliest at temperature 0, else drawn among the likeliest `top_p`.

    All rows of a batch draw with the same seed, so that equal rows give equal answers.
    """

    most_tokens: int = 128
    temperature: float = 0.0
    top_p: float = 1.0
    seed: int = 7

    def __post_init__(self) -> None:
        if self.most_tokens < 1 or self.temperature < 0 or not 0 < self.top_p <= 1:
            raise UsageError(
                "sampling.range",
                "An answer has at least one token, a temperature from 0, and a top-p above 0 up to 1.",
                hint="Correct these values.",
            )


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that was added to one row's answer; `ended` with the last one."""

    row: int
    text: str
    ended: bool = False


def answer(
    model: LanguageModel, prompt: Sequence[int], adjustments: Sequence[Adjustment], sampling: Sampling
) -> Iterator[Piece]:
    """Yield the answers to one prompt, a row for each adjustment, all rows in one batch.

    Which rows stand beside each other changes nothing but the order of sums. Stops at `most_tokens`, where every row
    has ended, and where the model can read no more.
    """
    texts = [_Text(model) for _ in adjustments]
    generators = [torch.Generator().manual_seed(sampling.seed) for _ in adjustments]
    cache = DynamicCache(config=model.network.config)
    entered = torch.tensor([list(prompt)] * len(adjustments))
    most = _room(model, len(prompt), sampling.most_tokens)
    for number in range(most):
        logits = _next_logits(model, entered, adjustments, cache)
        chosen = [_choose(row, sampling, generator) for row, generator in zip(logits, generators, strict=True)]
        for row, (text, token) in enumerate(zip(texts, chosen, strict=True)):
            if not text.ended:
                yield Piece(row, text.add(token, is_last=number + 1 == most), text.ended)
        if all(text.ended for text in texts):
            return
        entered = torch.tensor(chosen).unsqueeze(1)


def answer_whole(
    model: LanguageModel, prompt: Sequence[int], adjustments: Sequence[Adjustment], sampling: Sampling
) -> list[str]:
    """The answers as `answer` gives them, each in one piece."""
    texts = [""] * len(adjustments)
    for piece in answer(model, prompt, adjustments, sampling):
        texts[piece.row] += piece.text
    return texts


class _Text:
    """The text of one row; characters are given out when all of their tokens are there."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._tokens: list[int] = []
        self._given = 0
        self.ended = False

    def add(self, token: int, *, is_last: bool) -> str:
        """Take a token; returns the text that it completes."""
        self.ended = is_last or token in self._model.ends
        if token not in self._model.ends:
            self._tokens.append(token)
        text = str(self._model.tokenizer.decode(self._tokens, skip_special_tokens=True))
        if text.endswith(UNFINISHED) and not self.ended:
            return ""
        new, self._given = text[self._given :], len(text)
        return new


@torch.inference_mode()
def _next_logits(
    model: LanguageModel, entered: Tensor, adjustments: Sequence[Adjustment], cache: DynamicCache
) -> Tensor:
    """Logits of the token that follows, (rows, vocabulary). The cache belongs to these adjustments alone."""
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


def _room(model: LanguageModel, prompt: int, wanted: int) -> int:
    return wanted if model.most_tokens is None else min(wanted, model.most_tokens - prompt)
