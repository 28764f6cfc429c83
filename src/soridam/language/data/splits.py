"""Reading of a file or folder into examples for training, validation and test. Begin with `read_splits`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from soridam.language.data.example import Example, Rejection
from soridam.language.data.readers import iter_examples, known_files

Part = Literal["train", "validation", "test"]
NAMES: dict[str, Part] = {
    "train": "train",
    "validation": "validation",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "test": "test",
}


@dataclass(frozen=True, slots=True)
class Splits:
    """Examples by their part, and what could not be read."""

    train: tuple[Example, ...]
    validation: tuple[Example, ...]
    test: tuple[Example, ...]
    rejected: tuple[Rejection, ...]


def read_splits(corpus: Path, *, validation: Path | None = None, test: Path | None = None) -> Splits:
    """Read a corpus: a file, or a folder whose files or folders may be named train, validation and test.

    `validation` and `test` are files or folders of their own. Raises CorpusError as `known_files` does.
    """
    read: dict[Part, list[Example]] = {"train": [], "validation": [], "test": []}
    rejected: list[Rejection] = []
    given: list[tuple[Part, Path]] = [(part_of(file, corpus), file) for file in known_files(corpus)]
    given += [("validation", file) for file in (known_files(validation) if validation else [])]
    given += [("test", file) for file in (known_files(test) if test else [])]
    for part, file in given:
        examples, bad = separate(iter_examples(file))
        read[part] += examples
        rejected += bad
    return Splits(tuple(read["train"]), tuple(read["validation"]), tuple(read["test"]), tuple(rejected))


def part_of(file: Path, corpus: Path) -> Part:
    """Return the part that the name of a file, or of a folder inside the corpus, says; train if it says none."""
    if file == corpus:
        return "train"
    inner = file.relative_to(corpus)
    stems = [*inner.parts[:-1], inner.name.removesuffix(inner.suffix)]
    named = (NAMES.get(re.split(r"[-_.]", stem.casefold())[0]) for stem in stems)
    return next((part for part in named if part), "train")


def separate(found: Iterable[Example | Rejection]) -> tuple[list[Example], list[Rejection]]:
    """Separate examples from rejections."""
    examples: list[Example] = []
    rejected: list[Rejection] = []
    for one in found:
        if isinstance(one, Example):
            examples.append(one)
        else:
            rejected.append(one)
    return examples, rejected


def hold_out(examples: tuple[Example, ...], share: float, seed: int) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Keep a share of the examples for validation, at least one; those that ask the same stay together.

    A single text is cut: its last part is kept.
    """
    prompts = sorted({example.prompt_key() for example in examples})
    if len(prompts) == 1 and examples[0].text:
        return _cut(examples[0], share)
    order = np.random.default_rng([seed, 0]).permutation(len(prompts))
    held = {prompts[index] for index in order[: max(1, round(len(prompts) * share))]} if len(prompts) > 1 else set()
    train = tuple(example for example in examples if example.prompt_key() not in held)
    return train, tuple(example for example in examples if example.prompt_key() in held)


def _cut(example: Example, share: float) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """Cut a text between two words, so that about `share` of it is held out."""
    wanted = round(len(example.text) * (1 - share))
    breaks = [match.end() for match in re.finditer(r"\s+", example.text)]
    place = min(breaks, key=lambda end: abs(end - wanted), default=0)
    halves = (example.text[:place], example.text[place:])
    train, held = (tuple(replace(example, text=half) for _ in half.strip()[:1]) for half in halves)
    return train, held
