"""The teacher: the same weights as they were, at 30 s. Begin with `Teacher.teach`.

It names the language, or says that nobody speaks, writes greedily as in use, and at each place says how likely every
token is. Of that the likeliest tokens are kept, in memory alone: no text and no token of one is ever written down.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from transformers import DynamicCache, EncoderDecoderCache
from transformers.generation.logits_process import WhisperTimeStampLogitsProcessor

from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.model import Whisper
from soridam.speech.window import FULL_WINDOW, is_runaway, token_limit

TOGETHER = 8  # sounds: 30 s of each take a hundred MB in a small model
TIMES_AT_MOST = 16  # tokens beside the text, for the times of up to eight stretches


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the teacher heard in one sound.

    `choices` are the likeliest tokens after the start token, and then after the prompt and after each token that it
    wrote, shape (1 + written + 1, kept), with their `probabilities`. Where it did not come to an end, or repeated
    itself, nothing is `written` and only the first row is there: that must not be learned.
    """

    prompt: tuple[int, ...]
    written: tuple[int, ...]  # without the end
    choices: np.ndarray
    probabilities: np.ndarray

    @property
    def is_whole(self) -> bool:
        return len(self.choices) > 1


class Teacher:
    """Weights that stay as they are. `untouched` opens a block in which `whisper` has them."""

    def __init__(
        self, whisper: Whisper, untouched: Callable[[], AbstractContextManager[object]], *, language: str, kept: int
    ) -> None:
        self.whisper = whisper
        self._untouched = untouched
        self._language = language
        self._kept = kept

    def teach(self, waves: Sequence[Waveform], *, timed: bool) -> list[Lesson]:
        """Return a lesson for each sound of at most 30 s; `timed` ones have the times of what is said."""
        with self._as_it_was(), torch.no_grad():
            return [
                lesson
                for first in range(0, len(waves), TOGETHER)
                for lesson in self._teach(waves[first : first + TOGETHER], timed=timed)
            ]

    @contextmanager
    def _as_it_was(self) -> Iterator[None]:
        network = self.whisper.network
        was_training = network.training
        network.eval()
        try:
            with self._untouched():
                yield
        finally:
            network.train(was_training)

    def _teach(self, waves: Sequence[Waveform], *, timed: bool) -> list[Lesson]:
        whisper = self.whisper
        encoded = whisper.network.encode(whisper.features(waves, FULL_WINDOW))
        cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
        start = torch.full((len(waves), 1), whisper.tokens.start, device=encoded.device)
        logits = whisper.network.decode(encoded, start, cache)[:, -1].float()
        prompts = self._prompts(logits, timed=timed)
        places = [self._likeliest(logits)]
        if prompts.shape[1] > 1:
            logits = whisper.network.decode(encoded, prompts[:, 1:], cache)[:, -1].float()
        limits = [token_limit(len(wave) / SAMPLE_RATE) + TIMES_AT_MOST * timed for wave in waves]
        written = prompts
        rule = self._rule(prompts, timed=timed)
        for step in range(max(limits) + 1):
            places.append(self._likeliest(logits))
            logits[:, whisper.suppressed(first=step == 0)] = -torch.inf
            chosen = rule(written, logits).argmax(-1)
            written = torch.cat([written, chosen[:, None]], dim=1)
            if self._all_ended(written[:, prompts.shape[1] :], limits):
                break
            logits = whisper.network.decode(encoded, chosen[:, None], cache)[:, -1].float()
        return self._lessons(prompts, written, places, limits)

    def _prompts(self, logits: Tensor, *, timed: bool) -> Tensor:
        """Return the prompt of each row in the language that it is in; (rows, tokens)."""
        tokens = self.whisper.tokens
        heard = self.whisper.likeliest_languages(logits) if self.whisper.language_tokens else ["en"] * len(logits)
        prompts = [tokens.prompt(self._language or code, timestamps=timed) for code in heard]
        return torch.tensor(prompts, device=logits.device)

    def _likeliest(self, logits: Tensor) -> tuple[Tensor, Tensor]:
        """Return probabilities and tokens, each (rows, kept)."""
        probabilities, tokens = logits.softmax(-1).topk(min(self._kept, logits.shape[-1] - 1))
        return probabilities, tokens

    def _rule(self, prompts: Tensor, *, timed: bool) -> Callable[[Tensor, Tensor], Tensor]:
        """Return OpenAI's rule for times (openai/whisper `decoding.py`), or none where no times are written."""
        if not timed:
            return lambda _, logits: logits
        return WhisperTimeStampLogitsProcessor(self.whisper.generation, begin_index=prompts.shape[1])

    def _all_ended(self, written: Tensor, limits: Sequence[int]) -> bool:
        ended = (written == self.whisper.tokens.end).any(-1).tolist()
        return all(done or written.shape[1] > limit for done, limit in zip(ended, limits, strict=True))

    def _lessons(
        self, prompts: Tensor, written: Tensor, places: Sequence[tuple[Tensor, Tensor]], limits: Sequence[int]
    ) -> list[Lesson]:
        end = self.whisper.tokens.end
        probabilities, choices = (
            torch.stack(part, dim=1).cpu().numpy() for part in zip(*places, strict=True)
        )  # (rows, places, kept)
        lessons = []
        for row, (prompt, whole) in enumerate(zip(prompts.tolist(), written.tolist(), strict=True)):
            tokens = whole[len(prompt) :]
            length = tokens.index(end) if end in tokens else len(tokens)
            text = self.whisper.tokens.decode(tokens[:length])
            is_whole = end in tokens and length <= limits[row] and not is_runaway(text, ended=True)
            count = length + 2 if is_whole else 1
            lessons.append(
                Lesson(
                    tuple(prompt),
                    tuple(tokens[:length]) if is_whole else (),
                    choices[row, :count].astype(np.int32),
                    probabilities[row, :count].astype(np.float32),
                )
            )
        return lessons
