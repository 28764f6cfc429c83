"""The vocabulary of a tokenizer in the form of llama.cpp. Begin with `read_vocabulary`.

GGUF names the rule by which text is split before tokens are merged; it does not hold the rule. With a wrong name
llama.cpp would split text in another way and say nothing. So the steps of a tokenizer, with their regular expressions,
must be exactly those of a tokenizer that is known here, and anything else is refused. A test lets llama.cpp tokenize
texts with each of the known ones. llama.cpp does not normalize to NFC: texts are expected to be in it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from soridam.core.errors import UsageError
from soridam.language.weights.convert import SPECIAL

NORMAL, UNKNOWN, WRITTEN, UNUSED, BYTE = 1, 2, 4, 5, 6  # types of tokens, besides SPECIAL
WORDS = r"[^\r\n\p{L}\p{N}]?\p{L}+"
MARKS = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN_2 = rf"(?i:'s|'t|'re|'ve|'m|'ll|'d)|{WORDS}|\p{{N}}|{MARKS}"
LLAMA_3 = rf"(?i:'s|'t|'re|'ve|'m|'ll|'d)|{WORDS}|\p{{N}}{{1,3}}|{MARKS}"
SPACE = "\N{LOWER ONE EIGHTH BLOCK}"  # SentencePiece's for a space
Steps = tuple[tuple[Any, ...], ...]
BYTES = ("ByteLevel", False, False)
# The normalizer and the steps before merging, and how llama.cpp calls them.
CUTS: dict[tuple[Steps, Steps], str] = {
    ((), (("Digits", True), ("ByteLevel", False, True))): "smollm",
    ((), (("ByteLevel", False, True),)): "gpt-2",
    ((), (("Split", LLAMA_3, "Isolated", False), BYTES)): "llama-bpe",
    ((("NFC",),), (("Split", QWEN_2, "Isolated", False), BYTES)): "qwen2",
}
# Not Metaspace, by which Transformers replaces it in Llama 2: that puts no space before text that begins with one.
SENTENCE_PIECE: tuple[Steps, Steps] = ((("Prepend", SPACE), ("Replace", " ", SPACE)), ())
SETTINGS = {  # what of a step decides how it cuts
    "ByteLevel": ("add_prefix_space", "use_regex"),
    "Digits": ("individual_digits",),
    "Prepend": ("prepend",),
    "Replace": ("pattern", "content"),
    "Split": ("pattern", "behavior", "invert"),
}


@dataclass(frozen=True)
class Vocabulary:
    """Tokens in their order with their types; merges of a byte-level tokenizer, or scores of SentencePiece's."""

    model: str
    cut: str
    tokens: tuple[str, ...]
    types: tuple[int, ...]
    merges: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()


def read_vocabulary(tokenizer: Any, size: int) -> Vocabulary:
    """Return the vocabulary of a tokenizer for a model with `size` embeddings.

    Raises UsageError for a tokenizer whose steps are not known here.
    """
    state: dict[str, Any] = json.loads(tokenizer.backend_tokenizer.to_str())
    cut = _steps(state["normalizer"]), _steps(state["pre_tokenizer"])
    tokens = _tokens(tokenizer, size)
    if state["model"]["type"] == "BPE" and cut in CUTS:
        name, model = CUTS[cut], state["model"]
        if bool(model["ignore_merges"]) == (name == "llama-bpe") and not model["byte_fallback"]:
            merges = tuple(" ".join(pair) for pair in model["merges"])
            return Vocabulary("gpt2", name, tokens, _types(state, tokens), merges)
    if state["model"]["type"] == "BPE" and cut == SENTENCE_PIECE and state["model"]["byte_fallback"]:
        scores = _scores(state["model"], tokens)
        if scores is not None:
            return Vocabulary("llama", "default", tokens, _types(state, tokens), scores=scores)
    raise UsageError(
        "export.other-tokenizer",
        "A tokenizer that cuts by {found} cannot be written as GGUF here.",
        hint="Convert the folder 'model' of the run with llama.cpp's own convert_hf_to_gguf.py.",
        found=", ".join(step[0] for step in (*cut[0], *cut[1])) or state["model"]["type"],
    )


def _steps(state: Mapping[str, Any] | None) -> Steps:
    """Return the steps of a normalizer or pre-tokenizer, each with its settings."""
    if state is None:
        return ()
    steps = state.get("normalizers") or state.get("pretokenizers") or [state]
    return tuple((step["type"], *(_plain(step.get(name)) for name in SETTINGS.get(step["type"], ()))) for step in steps)


def _plain(value: Any) -> Any:
    """Return a setting; of a pattern its regular expression or its text."""
    return next(iter(value.values())) if isinstance(value, dict) else value


def _tokens(tokenizer: Any, size: int) -> tuple[str, ...]:
    """Return a text for each embedding: a model may have more of them than its tokenizer has tokens."""
    named = {number: token for token, number in tokenizer.get_vocab().items()}
    return tuple(named.get(number, f"[PAD{number}]") for number in range(size))


def _types(state: Mapping[str, Any], tokens: Sequence[str]) -> tuple[int, ...]:
    kinds = {token["id"]: SPECIAL if token["special"] else WRITTEN for token in state["added_tokens"]}
    model = state["model"]
    unknown, vocabulary = model["unk_token"], model["vocab"]

    def kind(number: int, token: str) -> int:
        if token == unknown:
            return UNKNOWN
        if number in kinds:
            return kinds[number]
        if token not in vocabulary:
            return UNUSED
        return BYTE if model["byte_fallback"] and token.startswith("<0x") and len(token) == 6 else NORMAL

    return tuple(kind(number, token) for number, token in enumerate(tokens))


def _scores(model: Mapping[str, Any], tokens: Sequence[str]) -> tuple[float, ...] | None:
    """Return a score for each token, the highest merged first; None if that would give other tokens.

    It gives the same tokens if every way to join two tokens into a third is a merge, and those stand together in rank.
    """
    merges = [tuple(pair) for pair in model["merges"]]
    made = [token for token, _ in groupby(left + right for left, right in merges)]
    rank = {token: place for place, token in enumerate(made)}
    if len(rank) != len(made):
        return None
    known, vocabulary = set(merges), model["vocab"]
    for token in made:
        splits = ((token[:place], token[place:]) for place in range(1, len(token)))
        if any(pair not in known for pair in splits if pair[0] in vocabulary and pair[1] in vocabulary):
            return None
    return tuple(-float(rank.get(token, 0)) for token in tokens)
