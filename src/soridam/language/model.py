"""A language model in memory with its tokenizer and its sliders. Begin with `LanguageModel.load`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging as transformers_logging

from soridam.core.errors import UsageError
from soridam.core.files import read_json
from soridam.core.libraries import silence_bitsandbytes
from soridam.core.weights.save import raising_system_errors
from soridam.language.weights import find_language_model
from soridam.training.adjust import Adjustable

Message = Mapping[str, str]  # {"role": "system", "user" or "assistant", "content": text}


@dataclass(frozen=True)
class LanguageModel:
    """A causal language model in float32. It keeps nothing between answers, so several threads may share it."""

    name: str
    tokenizer: Any
    adjustable: Adjustable

    @classmethod
    def load(cls, name: str) -> Self:
        """Load a folder, a name of the catalog, or an id of the hub.

        Raises WeightsError if no source has it, UsageError for a model whose branches are not known.
        """
        folder = find_language_model(name)
        return cls(name, load_tokenizer(folder), Adjustable(load_causal(folder)))

    @property
    def network(self) -> Any:
        return self.adjustable.model

    @property
    def ends(self) -> frozenset[int]:
        """Return the tokens after which an answer is over, see `end_tokens`."""
        return end_tokens(self.network, self.tokenizer)

    @property
    def most_tokens(self) -> int | None:
        """Return how many tokens it can read, prompt and answer together; None where its config sets no limit."""
        most: int | None = getattr(self.network.config, "max_position_embeddings", None)
        return most

    @property
    def is_chat(self) -> bool:
        """Return whether it has a chat template, and so answers messages."""
        return bool(self.tokenizer.chat_template)

    def text_of(self, token: int) -> str:
        return str(self.tokenizer.decode([token]))

    def encode(self, prompt: str, *, system: str = "", plain: bool = False) -> list[int]:
        """Return the tokens of a prompt: as a message in the model's template, or as it is.

        A model without a template continues the prompt. Raises UsageError for a prompt that has no tokens, or more
        than the model can read.
        """
        if not plain and self.is_chat:
            messages = [{"role": "user", "content": prompt}]
            return self.encode_messages([{"role": "system", "content": system}, *messages] if system else messages)
        return self._checked(prompt, list(self.tokenizer(prompt).input_ids))

    def encode_messages(self, messages: Sequence[Message]) -> list[int]:
        """Return the tokens of a conversation in the model's template, up to its answer. Raises as `encode`.

        A model without a template reads the messages' texts, a line each, and continues the last.
        """
        said = "\n".join(message["content"] for message in messages)
        if not self.is_chat:
            return self._checked(said, list(self.tokenizer(said).input_ids))
        rendered = self.tokenizer.apply_chat_template(list(messages), add_generation_prompt=True, return_dict=True)
        return self._checked(messages[-1]["content"] if messages else "", list(rendered["input_ids"]))

    def _checked(self, said: str, tokens: list[int]) -> list[int]:
        if not said.strip() or not tokens:
            raise UsageError("prompt.empty", "There is no prompt.", hint="Write a sentence or a question.")
        most = self.most_tokens
        if most is not None and len(tokens) >= most:
            raise UsageError(
                "prompt.too-long",
                "The prompt has {count} tokens; this model reads {most}.",
                hint="Shorten it.",
                count=len(tokens),
                most=most,
            )
        return tokens

    def save(self, folder: Path) -> None:
        """Write weights (safetensors), config and tokenizer: an ordinary folder of Transformers."""
        with raising_system_errors(folder):
            self.network.save_pretrained(folder)
            self.tokenizer.save_pretrained(folder)


def load_causal(folder: Path, **how: Any) -> Any:
    """Load a causal language model of Transformers in float32, in evaluation mode."""
    transformers_logging.disable_progress_bar()  # of a second
    silence_bitsandbytes()
    return AutoModelForCausalLM.from_pretrained(
        folder,
        dtype=torch.float32,
        local_files_only=True,
        trust_remote_code=False,
        use_safetensors=True,
        attn_implementation="sdpa",
        **how,
    ).eval()


def load_tokenizer(folder: Path) -> Any:
    return AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)


def end_tokens(network: Any, tokenizer: Any) -> frozenset[int]:
    """Return the tokens after which an answer is over. Answers, tuning, evaluation and export all ask here.

    They are those that the model's generation config names, and the end token of its tokenizer, which tuning puts after
    an answer whose template writes none: a model that has learned it would otherwise never stop.
    """
    return _ends(network.generation_config.eos_token_id, tokenizer)


def read_end_tokens(folder: Path, tokenizer: Any) -> frozenset[int]:
    """Return the `end_tokens` of a folder, without loading its weights."""
    named = folder / "generation_config.json"
    return _ends(read_json(named if named.is_file() else folder / "config.json").get("eos_token_id"), tokenizer)


def _ends(given: int | list[int] | None, tokenizer: Any) -> frozenset[int]:
    return frozenset({*(given if isinstance(given, list) else [given]), tokenizer.eos_token_id}) - {None}


def read_most_tokens(folder: Path) -> int | None:
    """Return how many tokens the model of a folder can read, as its config says; None where that sets no limit."""
    config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    most: int | None = getattr(config, "max_position_embeddings", None)
    return most
