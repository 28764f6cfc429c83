"""Export of a language model to a folder of CTranslate2, and answers from one. Begin with `write_ctranslate2`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from ctranslate2.converters import TransformersConverter
from transformers import AutoConfig

from soridam.core.errors import UsageError
from soridam.core.files import read_json, write_json
from soridam.language.data.encode import Encoded
from soridam.training.ctranslate2_form import Precision, convert

CONFIG_FILE = "config.json"
BATCH = 8  # pieces that are measured at once


def write_ctranslate2(source: Path, tokenizer: Any, folder: Path, precision: Precision) -> None:
    """Convert a folder of Transformers. Raises UsageError for a kind of model that CTranslate2 does not know."""
    kind = AutoConfig.from_pretrained(source, local_files_only=True, trust_remote_code=False).model_type
    try:
        convert(TransformersConverter(str(source)), folder, precision)
    except (ValueError, NotImplementedError, LookupError, AttributeError, TypeError) as error:
        raise UsageError(
            "export.not-converted",
            "CTranslate2 does not convert this {kind}: {reason}",
            hint="Export it as GGUF: --format gguf",
            kind=kind,
            reason=f"{type(error).__name__}: {error}".partition("\n")[0],
        ) from error
    # Its generator refuses special tokens that are none.
    config = read_json(folder / CONFIG_FILE)
    missing = {name: tokenizer.eos_token or "" for name in config if name.endswith("_token") and config[name] is None}
    write_json(folder / CONFIG_FILE, config | missing)
    tokenizer.save_pretrained(folder)


class Converted:
    """A model of CTranslate2 that is asked the questions of a comparison."""

    def __init__(self, folder: Path, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._generator = ctranslate2.Generator(str(folder), device="cpu")

    def write_greedily(self, prompt: Sequence[int], ends: frozenset[int], *, most_tokens: int) -> list[int]:
        """Return the likeliest continuation, without the prompt and without an end token."""
        (found,) = self._generator.generate_batch(
            [self._tokenizer.convert_ids_to_tokens(list(prompt))],
            max_length=most_tokens,
            sampling_topk=1,
            include_prompt_in_result=False,
            end_token=sorted(ends),
        )
        return [token for token in found.sequences_ids[0] if token not in ends]

    def loss_of(self, pieces: Sequence[Encoded]) -> tuple[float, int]:
        """Return the summed loss in nats of the learned tokens, and their number."""
        loss = 0.0
        for start in range(0, len(pieces), BATCH):
            some = pieces[start : start + BATCH]
            found = self._generator.forward_batch([list(piece.tokens[:-1]) for piece in some], return_log_probs=True)
            logs = np.array(found.to(ctranslate2.DataType.float32))
            loss -= sum(_logs_of(piece, logs[row]).sum() for row, piece in enumerate(some))
        return float(loss), sum(piece.labels for piece in pieces)


def _logs_of(piece: Encoded, logs: np.ndarray) -> np.ndarray:
    """Return the log-probabilities of the learned tokens: (learned,)."""
    places = np.flatnonzero(piece.learned[1:])
    found: np.ndarray = logs[places, np.asarray(piece.tokens)[1:][places]]
    return found
