"""Encoding of examples into tokens; those of the assistant's answers, end tokens included, are marked as learned.

A conversation is rendered whole by the model's chat template and tokenized once, so that a model is taught the same
tokens that it reads and writes later.
Begin with `Encoder`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from jinja2 import TemplateError

from soridam.language.data.example import Example, Rejection, Turn

SYSTEM_FIRST = "\n\n"  # between a system prompt and the question where no template says it


@dataclass(frozen=True, slots=True)
class Encoded:
    """Tokens of one example, and which of them are learned; `number` is the row that it came from."""

    number: int
    tokens: tuple[int, ...]
    learned: tuple[bool, ...]

    @property
    def length(self) -> int:
        """Return how many positions it takes in a batch: the last token is only a label."""
        return len(self.tokens) - 1

    @property
    def labels(self) -> int:
        """Return how many tokens are learned. The first token is never: nothing stands before it."""
        return sum(self.learned[1:])


class EncodingError(ValueError):
    """An example that the template refuses or that is too long; `reason` is one of the kinds in `reasons`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True)
class Encoder:
    """A tokenizer with its chat template, the model's end tokens, and the most tokens of an example."""

    tokenizer: Any
    ends: frozenset[int]
    most_tokens: int
    system: str = ""  # before conversations that have no system turn of their own

    def encode(self, number: int, example: Example) -> list[Encoded] | Rejection:
        """Return the pieces of an example: one of a conversation, as many as it takes of plain text.

        A preference gives two, the chosen conversation and the rejected one.
        """
        try:
            if example.text:
                return [Encoded(number, tokens, (True,) * len(tokens)) for tokens in self._cut(example.text)]
            turns = self.with_system(example.turns)
            pieces = [self._encode_turns(number, turns, last_only=example.rejected is not None)]
            if example.rejected is not None:
                other = (*turns[:-1], Turn("assistant", example.rejected))
                pieces.append(self._encode_turns(number, other, last_only=True))
        except EncodingError as error:
            return Rejection(example.place, error.reason, str(error))
        return pieces

    def with_system(self, turns: Sequence[Turn]) -> tuple[Turn, ...]:
        """Return the turns, with the system prompt of the config before them if they have none of their own."""
        has_own = bool(turns) and turns[0].role == "system"
        return tuple(turns) if has_own or not self.system else (Turn("system", self.system), *turns)

    def prompt(self, turns: Sequence[Turn]) -> list[int]:
        """Return the tokens after which the model writes its answer. Raises EncodingError if the template refuses."""
        return list(self._tokenize(self._render(turns, asking=True)).input_ids)

    def render(self, example: Example) -> str:
        """Return the text that the template makes of an example. Raises EncodingError if the template refuses."""
        return example.text or self._render(self.with_system(example.turns), asking=False)

    def marked(self, encoded: Encoded) -> list[tuple[str, bool]]:
        """Return the text of an example in pieces, each with whether it is learned."""
        runs = groupby(zip(encoded.tokens, encoded.learned, strict=True), key=itemgetter(1))
        return [(str(self.tokenizer.decode([token for token, _ in run])), learned) for learned, run in runs]

    def _encode_turns(self, number: int, turns: Sequence[Turn], *, last_only: bool) -> Encoded:
        """Find the answers in the rendered text, and mark their tokens and the end token after each."""
        text = self._render(turns, asking=False)
        found = self._tokenize(text, return_offsets_mapping=True)
        tokens, places = list(found.input_ids), list(found.offset_mapping)
        learned = [False] * len(tokens)
        for start, end in self._answers(turns, text, last_only=last_only):
            inside = [index for index, (first, last) in enumerate(places) if first < end and start < last]
            after = inside[-1] + 1 if inside else len(tokens)
            while after < len(tokens) and tokens[after] not in self.ends and _is_blank(text, places[after]):
                after += 1  # Llama 2 writes a space before its end token
            if inside and after < len(tokens) and tokens[after] in self.ends:
                inside = list(range(inside[0], after + 1))
            for index in inside:
                learned[index] = True
        while tokens and not learned[len(tokens) - 1]:  # a line break after the last answer teaches nothing
            tokens.pop()
            learned.pop()
        if not tokens:
            raise EncodingError("template", "the model's template leaves the answer out")
        if tokens[-1] not in self.ends and self.tokenizer.eos_token_id is not None:
            tokens.append(self.tokenizer.eos_token_id)
            learned.append(True)
        if len(tokens) > self.most_tokens + 1:
            raise EncodingError("too-long", f"{len(tokens)} tokens, and data.most_tokens is {self.most_tokens}")
        return Encoded(number, tuple(tokens), tuple(learned))

    def _answers(self, turns: Sequence[Turn], text: str, *, last_only: bool) -> Iterator[tuple[int, int]]:
        """Yield where each answer stands in the rendered text, from the end of its prompt to its own end."""
        position = 0
        for number, turn in enumerate(turns):
            content = turn.content.strip()
            if turn.role == "assistant" and (not last_only or number == len(turns) - 1):
                prompt = self._render(turns[:number], asking=True)
                begun = len(prompt) if text.startswith(prompt) else position
                found = text.find(content, begun)
                if found < 0:
                    raise EncodingError("template", "the model's template changes or leaves out an answer")
                yield (begun if text.startswith(prompt) else found), found + len(content)
                position = found + len(content)
            else:
                position = max(position, text.find(content, position) + len(content))

    def _render(self, turns: Sequence[Turn], *, asking: bool) -> str:
        if not self.tokenizer.chat_template:
            return _render_plainly(turns, asking=asking)
        try:
            messages = [turn.to_message() for turn in turns]
            text = self.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=asking)
        except (TemplateError, TypeError, ValueError) as error:
            raise EncodingError("template", f"the model's template refuses it: {error}") from None
        return str(text)

    def _tokenize(self, text: str, **how: Any) -> Any:
        """Tokenize a text. Special tokens are added only where no template has written them."""
        return self.tokenizer(text, add_special_tokens=not self.tokenizer.chat_template, verbose=False, **how)

    def _cut(self, text: str) -> list[tuple[int, ...]]:
        """Cut a text into pieces of at most `most_tokens` labels; an end token follows the last.

        The first token of a piece is the last one of the piece before it, so that every token is learned once.
        """
        tokens = list(self.tokenizer(text, verbose=False).input_ids)
        if self.tokenizer.eos_token_id is not None:
            tokens.append(self.tokenizer.eos_token_id)
        if len(tokens) < 2:
            raise EncodingError("empty", "the text has no tokens")
        starts = range(0, len(tokens) - 1, self.most_tokens)
        return [tuple(tokens[start : start + self.most_tokens + 1]) for start in starts]


def _is_blank(text: str, place: tuple[int, int]) -> bool:
    return not text[place[0] : place[1]].strip()


def _render_plainly(turns: Sequence[Turn], *, asking: bool) -> str:
    """Render a conversation for a model without a template, such as GPT-2: each turn on a line of its own."""
    parts = [turn.content.strip() + (SYSTEM_FIRST if turn.role == "system" else "\n") for turn in turns]
    text = "".join(parts)
    return text if asking else text.removesuffix("\n")
