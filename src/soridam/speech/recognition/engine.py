"""Whisper in CTranslate2: encode a window of any length, write tokens, align words, name the language.

One step above the library and free of judgement; `recognizer` decides what to believe. Begin with `Engine.write`.
"""

import logging
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import ctranslate2
import numpy as np

from soridam.core.errors import UsageError, WeightsError
from soridam.core.messages import Message
from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.features import FRAMES_PER_SECOND, log_mel
from soridam.speech.recognition.transcript import Task, Word
from soridam.speech.recognition.vocabulary import Vocabulary
from soridam.speech.tuned import Tuned, read_tuned
from soridam.speech.window import FULL_WINDOW, token_limit

MODEL_FILE = "model.bin"
PRECISIONS = ("auto", "int8", "float16", "float32")
MOST_THREADS = 8  # more gain nothing on one utterance
SAMPLING, SAMPLING_SEED = 0.6, 7  # the temperature of texts that are drawn, and the seed of the draws
NO_REPEAT = 4  # tokens, for a second attempt at what repeats itself
SECONDS_PER_POSITION = 0.02  # of the encoder, in which alignments count


@dataclass(frozen=True, slots=True)
class Decoding:
    """Options of decoding. `context` is the preceding text; `no_repeat` forbids repeating that many tokens in a row.

    Of `hypotheses` texts each is one that the beam kept, so that a beam holds at least as many. Beside them, `samples`
    texts are drawn at random: beams differ in filler words, samples also in what is hard to hear.
    """

    language: str
    task: Task = "transcribe"
    context: str = ""
    beam_size: int = 1
    no_repeat: int = 0
    words: bool = False
    hypotheses: int = 1
    samples: int = 0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The decoded text of one utterance. Log-probability is the mean over tokens and the end.

    `others` are texts that it found less likely, the likeliest first, if several were asked for.
    """

    tokens: tuple[int, ...]  # without prompt and end token
    text: str
    ended: bool  # it wrote the end token before the limit
    average_log_probability: float
    no_speech_probability: float
    window: float  # seconds that were encoded
    words: tuple[Word, ...] = ()
    others: tuple["Hypothesis", ...] = ()


@dataclass(frozen=True, slots=True)
class Encoded:
    """The encoder's view of several utterances, in one window."""

    view: ctranslate2.StorageView
    durations: tuple[float, ...]
    window: float


@dataclass(frozen=True)
class Engine:
    """A CTranslate2 folder in memory. `backend` is faster-whisper's model, which long recordings use as it is."""

    backend: Any
    vocabulary: Vocabulary
    tuned: Tuned
    folder: Path
    model: Any = field(repr=False)

    @classmethod
    def load(cls, folder: Path, *, device: str = "auto", precision: str = "auto", threads: int | None = None) -> Self:
        """Load a CTranslate2 folder.

        `precision` auto is what the folder was exported in. Raises UsageError for a device or precision that this
        machine does not have, WeightsError for a folder that holds no such model.
        """
        require_ctranslate2(folder)
        if precision not in PRECISIONS:
            raise UsageError(
                "model.no-precision",
                "There is no precision '{name}'.",
                hint="Use one of {names}.",
                name=precision,
                names=", ".join(PRECISIONS),
            )
        backend = _load_backend(folder, device, precision, threads or default_threads())
        return cls(backend, Vocabulary.load(folder), read_tuned(folder), folder, backend.model)

    def encode(self, waves: Sequence[Waveform], window: float) -> Encoded:
        """Utterances of at most `window` seconds, padded with silence to it."""
        features = np.stack([log_mel(wave, self.model.n_mels, window) for wave in waves])
        view = self.model.encode(ctranslate2.StorageView.from_array(np.ascontiguousarray(features)))
        return Encoded(view, tuple(min(window, len(wave) / SAMPLE_RATE) for wave in waves), window)

    def write(self, encoded: Encoded, decoding: Decoding) -> list[Hypothesis]:
        """The best hypothesis for each utterance, with as many others as are wanted; tokens bounded by its duration."""
        limit = max(token_limit(duration) for duration in encoded.durations)
        results = self._generate(encoded, decoding, limit)
        ranked = [self._written(encoded, results, rank, decoding) for rank in range(decoding.hypotheses)]
        if decoding.samples:
            drawn = self._sample(encoded, decoding, limit)
            ranked += [self._written(encoded, drawn, rank, decoding) for rank in range(decoding.samples)]
        return [replace(best, others=_different(best, others)) for best, *others in zip(*ranked, strict=True)]

    def _written(self, encoded: Encoded, results: Sequence[Any], rank: int, decoding: Decoding) -> list[Hypothesis]:
        """Return each utterance's text of this rank, 0 for the best; an empty one if there are fewer."""
        limits = [token_limit(duration) for duration in encoded.durations]
        texts = [_believable(result, rank, limit) for result, limit in zip(results, limits, strict=True)]
        words = self._align(encoded, texts, decoding) if decoding.words else [()] * len(texts)
        return [
            Hypothesis(
                tokens=tokens,
                text=self.vocabulary.decode(tokens).strip(),
                ended=len(tokens) < limit,
                average_log_probability=_average_log_probability(result, rank),
                no_speech_probability=result.no_speech_prob,
                window=encoded.window,
                words=timed,
            )
            for tokens, limit, result, timed in zip(texts, limits, results, words, strict=True)
        ]

    def _generate(self, encoded: Encoded, decoding: Decoding, limit: int) -> list[Any]:
        """CTranslate2's results, of at most `limit` tokens each.

        A beam divides by the length, so that ending at once never wins; there the first choice decides.
        """
        results: list[Any] = self._search(encoded, decoding, limit)
        if max(decoding.beam_size, decoding.hypotheses) == 1 or not self.tuned.silence:
            return results
        first = self._search(encoded, replace(decoding, beam_size=1, hypotheses=1), limit=1)
        return [result if begun.sequences_ids[0] else begun for begun, result in zip(first, results, strict=True)]

    def _search(self, encoded: Encoded, decoding: Decoding, limit: int, *, drawn: bool = False) -> list[Any]:
        prompt = self.vocabulary.prompt(decoding.language, decoding.task, decoding.context)
        results: list[Any] = self.model.generate(
            encoded.view,
            [prompt] * len(encoded.durations),
            beam_size=1 if drawn else max(decoding.beam_size, decoding.hypotheses),
            sampling_topk=0 if drawn else 1,
            sampling_temperature=SAMPLING if drawn else 1.0,
            num_hypotheses=decoding.hypotheses,
            no_repeat_ngram_size=decoding.no_repeat,
            max_length=_max_length(limit, len(prompt)),
            return_scores=True,
            return_no_speech_prob=True,
        )
        return results

    def _sample(self, encoded: Encoded, decoding: Decoding, limit: int) -> list[Any]:
        """CTranslate2's results of texts that are drawn.

        An engine that was loaded anew draws the same texts for the same utterances in the same order: CTranslate2
        reads the seed once for each of its threads, when the thread draws for the first time.
        """
        ctranslate2.set_random_seed(SAMPLING_SEED)
        return self._search(encoded, replace(decoding, beam_size=1, hypotheses=decoding.samples), limit, drawn=True)

    def write_alone(self, wave: Waveform, decoding: Decoding, window: float = FULL_WINDOW) -> Hypothesis:
        return self.write(self.encode([wave], window), decoding)[0]

    def detect_language(self, encoded: Encoded) -> list[tuple[str, float]]:
        """Return the most likely language of each utterance and its probability."""
        if not self.vocabulary.multilingual:
            return [("en", 1.0)] * len(encoded.durations)
        return [(ranked[0][0].strip("<|>"), ranked[0][1]) for ranked in self.model.detect_language(encoded.view)]

    def _align(self, encoded: Encoded, texts: Sequence[tuple[int, ...]], decoding: Decoding) -> list[tuple[Word, ...]]:
        """Times of words from the cross-attention (openai/whisper `timing.py`)."""
        spoken = [[token for token in tokens if token < self.vocabulary.end] for tokens in texts]
        results = self.model.align(
            encoded.view,
            self.vocabulary.start_sequence(decoding.language, decoding.task),
            spoken,
            [round(duration * FRAMES_PER_SECOND) for duration in encoded.durations],
        )
        return [
            self._timed_words(tokens, result, decoding.language, duration)
            for tokens, result, duration in zip(spoken, results, encoded.durations, strict=True)
        ]

    def _timed_words(self, tokens: list[int], alignment: Any, language: str, duration: float) -> tuple[Word, ...]:
        starts: dict[int, float] = {}
        for token, position in alignment.alignments:
            starts.setdefault(token, max(0.0, position * SECONDS_PER_POSITION))
        words, first = [], 0
        for text, count in self.vocabulary.split_words(tokens, language):
            probabilities = alignment.text_token_probs[first : first + count]
            start = min(starts.get(first, duration), duration)
            end = min(starts.get(first + count, duration), duration)
            spaced = text.startswith(" ")
            probability = float(np.mean(probabilities)) if len(probabilities) else 0.0
            words.append(Word(text.strip(), start, max(start, end), probability, spaced))
            first += count
        return tuple(word for word in words if word.text)


def _load_backend(folder: Path, device: str, precision: str, threads: int) -> Any:
    from faster_whisper import WhisperModel

    if device == "cuda":
        _require_cuda()
    ctranslate2.set_log_level(logging.ERROR)  # that float16 computes in float32 on a CPU is no warning
    try:
        return WhisperModel(
            str(folder),
            device=device,
            compute_type="default" if precision == "auto" else precision,
            cpu_threads=threads,
            local_files_only=True,
        )
    except ValueError as error:
        raise UsageError(
            "model.cannot-compute", "{reason}", hint="Choose --device cpu, or --precision auto.", reason=error
        ) from None
    except RuntimeError as error:
        raise WeightsError(
            "model.cannot-load",
            "{folder} cannot be loaded: {reason}",
            hint="Export or fetch the model again.",
            folder=folder,
            reason=error,
        ) from None


def _require_cuda() -> None:
    """Raises UsageError where there is no such device, or no driver for it."""
    try:
        count, reason = ctranslate2.get_cuda_device_count(), "none was found"
    except RuntimeError as error:
        count, reason = 0, str(error)
    if not count:
        raise UsageError(
            "model.no-cuda",
            "There is no CUDA device here ({reason}).",
            hint="Leave --device out, or choose --device cpu.",
            reason=reason,
        )


def require_ctranslate2(folder: Path) -> None:
    """Raises WeightsError with the command that makes a folder usable."""
    if (folder / MODEL_FILE).is_file() and (folder / "config.json").is_file():
        return
    if any((folder / name).exists() for name in ("model.safetensors", "adapter_config.json", "config.toml")):
        hint = Message("Export it first: soridam export {folder} --out exported", folder=folder)
    else:
        hint = Message("Give a folder that `soridam export` wrote, or a name such as base.")
    raise WeightsError(
        "model.no-export", "{folder} holds no exported model ({found}).", hint=hint, folder=folder, found=MODEL_FILE
    )


def default_threads() -> int:
    """As many as the cores that this process may use, up to eight."""
    return min(MOST_THREADS, len(os.sched_getaffinity(0)))


def _different(best: Hypothesis, others: Sequence[Hypothesis]) -> tuple[Hypothesis, ...]:
    """Return the others that say something, and something else than those before them."""
    by_text = {best.text: best}
    for other in others:
        by_text.setdefault(other.text, other)
    return tuple(hypothesis for text, hypothesis in by_text.items() if text and hypothesis is not best)


def _believable(result: Any, rank: int, limit: int) -> tuple[int, ...]:
    """Return the tokens, at most `limit`; none where the model computed no numbers, as it does on what is no sound."""
    if rank >= len(result.scores) or not math.isfinite(result.scores[rank]):
        return ()
    return tuple(result.sequences_ids[rank][:limit])


def _max_length(limit: int, prompt: int) -> int:
    """CTranslate2's `max_length` for `limit` new tokens: it grants min(N / 2, N - prompt + 1) of them."""
    return max(2 * limit, limit + prompt - 1)


def _average_log_probability(result: Any, rank: int) -> float:
    """CTranslate2 divides the sum by the tokens without the end; Whisper counts the end."""
    length = len(result.sequences_ids[rank]) if rank < len(result.scores) else 0
    if not length or not math.isfinite(result.scores[rank]):
        return 0.0  # it divided by zero
    return float(result.scores[rank]) * length / (length + 1)
