"""Validation during training: the loss of the same held-out text each time, and greedy answers to its prompts.

Begin with `choose_units` and `write_answers`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import GenerationConfig

from soridam.language.data.encode import Encoder
from soridam.language.data.example import Example
from soridam.language.tuning.loading import Unit
from soridam.language.tuning.preflight import Chosen

TEXT_PROMPT = 24  # tokens of a plain text that are given to be continued


@dataclass(frozen=True, slots=True)
class Answer:
    """A model's greedy answer to the prompt of an example, beside the answer of the example."""

    id: str
    prompt: str
    reference: str
    hypothesis: str

    def to_json(self) -> dict[str, str]:
        return {"id": self.id, "prompt": self.prompt, "reference": self.reference, "hypothesis": self.hypothesis}


def spread(count: int, most: int) -> list[int]:
    """Return at most `most` of `count` indices, evenly spread."""
    step = max(1.0, count / max(1, most))
    return [int(position * step) for position in range(min(most, count))]


def choose_units(chosen: Chosen, *, most: int, together: bool) -> list[Unit]:
    """Choose at most `most` of the examples; both answers of a preference count as one."""
    units = list(chosen.pieces) if together else [(piece,) for piece in chosen.flat]
    return [units[index] for index in spread(len(units), most)]


def write_answers(inner: Any, encoder: Encoder, examples: Sequence[Example], *, most_tokens: int) -> list[Answer]:
    """Answer the last question of each conversation, or continue the beginning of a text."""
    answers = []
    for example in examples:
        prompt, reference, tokens = _prompt_of(encoder, example, most_tokens)
        written = generate_greedily(inner, encoder.ends, tokens, most_tokens=most_tokens)
        text = encoder.tokenizer.decode(written, skip_special_tokens=True)
        answers.append(Answer(str(example.place), prompt, reference, text.strip()))
    return answers


def _prompt_of(encoder: Encoder, example: Example, most_tokens: int) -> tuple[str, str, list[int]]:
    """Return the question, its reference answer, and the tokens that the model is given."""
    if example.text:
        tokens = list(encoder.tokenizer(example.text).input_ids)
        given, following = tokens[:TEXT_PROMPT], tokens[TEXT_PROMPT : TEXT_PROMPT + most_tokens]
        return encoder.tokenizer.decode(given), encoder.tokenizer.decode(following), given
    turns = encoder.with_system(example.turns)
    return turns[-2].content, turns[-1].content, encoder.prompt(turns[:-1])


@torch.no_grad()
def generate_greedily(inner: Any, ends: frozenset[int], prompt: Sequence[int], *, most_tokens: int) -> list[int]:
    """Return the likeliest continuation, without the prompt, up to an end token, which is left out."""
    first = min(ends, default=None)
    config = GenerationConfig(
        do_sample=False, max_new_tokens=most_tokens, eos_token_id=sorted(ends) or None, pad_token_id=first or 0
    )
    entered = torch.tensor([list(prompt)], device=inner.device)
    found = inner.generate(entered, attention_mask=torch.ones_like(entered), generation_config=config)
    written = found[0, len(prompt) :].tolist()
    return written[: next((place for place, token in enumerate(written) if token in ends), len(written))]
