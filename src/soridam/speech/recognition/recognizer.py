"""Speech to text: short utterances at their own length, long recordings in 30 s pieces. Begin with `load_recognizer`.

Text is kept only where there is speech; text that is too long or repeats itself is decoded again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np

from soridam.core.errors import AudioError
from soridam.core.progress import Progress, SilentProgress
from soridam.speech.audio import Waveform, duration_of, tidy_samples
from soridam.speech.decoding import decode_apart
from soridam.speech.recognition.doubt import write_again
from soridam.speech.recognition.engine import Decoding, Engine, Hypothesis
from soridam.speech.recognition.guard import Hearing, is_silence, listen
from soridam.speech.recognition.long_recordings import UNKNOWN_LANGUAGE, transcribe_long
from soridam.speech.recognition.options import DEFAULT, TranscriptionOptions
from soridam.speech.recognition.segmentation import split_segment
from soridam.speech.recognition.transcript import Alternative, Segment, Task, Transcript, Word
from soridam.speech.window import FULL_WINDOW

BATCH = 16  # utterances at once
BATCH_SECONDS = 120.0  # of their windows together: sixteen of 30 s took a gigabyte, and were no faster


@dataclass(frozen=True, slots=True)
class _Task:
    """One utterance on its way through the recognizer."""

    index: int
    wave: Waveform
    hearing: Hearing
    language: str
    language_probability: float
    window: float


class Recognizer:
    """A Whisper that is ready to transcribe. Safe to use from several threads: it keeps nothing between calls."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def transcribe(self, source: Path | str | bytes | Waveform, options: TranscriptionOptions = DEFAULT) -> Transcript:
        """Transcribe a file, its bytes, or 16 kHz samples of any length. Raises AudioError for what is no sound."""
        return self.transcribe_many([read_source(source)], options)[0]

    def transcribe_many(
        self, waves: Sequence[Waveform], options: TranscriptionOptions = DEFAULT, progress: Progress | None = None
    ) -> list[Transcript]:
        """Transcribe 16 kHz samples; those of at most 30 s go through the model in batches of one window.

        Progress counts seconds of sound.
        """
        progress = progress or SilentProgress()
        short = {index: wave for index, wave in enumerate(waves) if duration_of(wave) <= FULL_WINDOW}
        results = self._transcribe_short(short, options, progress)
        for index, wave in enumerate(waves):
            if index not in short:
                results[index] = transcribe_long(self.engine, wave, options, progress)
        return [results[index] for index in range(len(waves))]

    def _transcribe_short(
        self, waves: dict[int, Waveform], options: TranscriptionOptions, progress: Progress
    ) -> dict[int, Transcript]:
        results, tasks = {}, []
        for index, wave in waves.items():
            hearing = listen(wave)
            if hearing.is_speech:
                tasks.append(self._plan(index, wave, hearing, options))
            else:
                results[index] = _nothing_said(wave, options.language_for(self.engine.tuned), options.task)
                progress.advance(duration_of(wave))
        for _, group in groupby(sorted(tasks, key=_same_batch), key=_same_batch):
            for batch in _in_batches(list(group)):
                for task, hypothesis in zip(batch, self._write(batch, options), strict=True):
                    results[task.index] = self._transcript(task, hypothesis, options)
                    progress.advance(duration_of(task.wave))
        return results

    def _plan(self, index: int, wave: Waveform, hearing: Hearing, options: TranscriptionOptions) -> _Task:
        language, probability = options.language_for(self.engine.tuned), 1.0
        if language is None:
            encoded = self.engine.encode([wave], self._detection_window(wave))
            language, probability = self.engine.detect_language(encoded)[0]
        return _Task(index, wave, hearing, language, probability, self._window(wave, options))

    def _detection_window(self, wave: Waveform) -> float:
        """Return the window: a clip's own length for models that learned to tell languages apart at short context.

        Those are tuned on several languages or taught by themselves. A model tuned on a single language leans to it the
        more, the shorter the window.
        """
        tuned = self.engine.tuned
        knows_languages = len(tuned.languages) > 1 or (tuned.self_taught and not tuned.languages)
        if tuned.short_context is None or not knows_languages:
            return FULL_WINDOW
        return tuned.short_context.window(duration_of(wave))

    def _window(self, wave: Waveform, options: TranscriptionOptions) -> float:
        """Short context is learned by transcribing; translation keeps the window that it was learned with."""
        short_context = self.engine.tuned.short_context
        if short_context is None or options.task == "translate":
            return FULL_WINDOW
        return short_context.window(duration_of(wave))

    def _write(self, tasks: Sequence[_Task], options: TranscriptionOptions) -> list[Hypothesis]:
        """Write, and write again what ran on (at 30 s), what repeats itself, and what might be the prompt."""
        decoding = Decoding(
            tasks[0].language,
            options.task,
            options.context,
            beam_size=options.beam_size,
            words=options.words,
            hypotheses=options.hypotheses,
            samples=options.samples,
        )
        encoded = self.engine.encode([task.wave for task in tasks], tasks[0].window)
        return [
            write_again(self.engine, task.wave, hypothesis, decoding)
            for task, hypothesis in zip(tasks, self.engine.write(encoded, decoding), strict=True)
        ]

    def _transcript(self, task: _Task, hypothesis: Hypothesis, options: TranscriptionOptions) -> Transcript:
        segments: tuple[Segment, ...] = ()
        hypotheses: tuple[Alternative, ...] = ()
        silent = is_silence(task.hearing, hypothesis.no_speech_probability, hypothesis.average_log_probability)
        if hypothesis.text and not silent:
            whole = _segment(task.hearing, hypothesis)
            segments = tuple(split_segment(whole, self.engine.vocabulary.encode))
            hypotheses = _alternatives(task.hearing, hypothesis) if options.hypotheses + options.samples > 1 else ()
        return Transcript(
            segments, task.language, task.language_probability, duration_of(task.wave), options.task, hypotheses
        )


def read_source(source: Path | str | bytes | Waveform) -> Waveform:
    """16 kHz samples of a path, of the bytes of a file, or as they are. Raises AudioError."""
    if isinstance(source, (str, Path)):
        return decode_apart(Path(source)).samples
    if isinstance(source, bytes):
        return decode_apart(source).samples
    source = np.asarray(source)
    if source.ndim != 1 or not len(source):
        raise AudioError(
            "audio.shape",
            "Samples of shape {shape} are not a recording.",
            hint="Give mono samples of shape (samples,).",
            shape=source.shape,
        )
    return tidy_samples(source)


def _in_batches(tasks: Sequence[_Task]) -> list[Sequence[_Task]]:
    """Yield batches of one window, as many as fit."""
    count = max(1, min(BATCH, int(BATCH_SECONDS / tasks[0].window)))
    return [tasks[first : first + count] for first in range(0, len(tasks), count)]


def _same_batch(task: _Task) -> tuple[float, str]:
    return task.window, task.language


def _nothing_said(wave: Waveform, language: str | None, task: Task) -> Transcript:
    return Transcript((), language or UNKNOWN_LANGUAGE, float(language is not None), duration_of(wave), task)


def _segment(hearing: Hearing, hypothesis: Hypothesis) -> Segment:
    words = _within(hypothesis.words, hearing)
    return Segment(
        start=words[0].start if words else hearing.start,
        end=words[-1].end if words else hearing.end,
        text=hypothesis.text,
        tokens=hypothesis.tokens,
        words=words,
        average_log_probability=hypothesis.average_log_probability,
        no_speech_probability=hypothesis.no_speech_probability,
    )


def _alternatives(hearing: Hearing, best: Hypothesis) -> tuple[Alternative, ...]:
    """Return all texts that were written, the best first."""
    return tuple(
        Alternative(one.text, one.average_log_probability, _within(one.words, hearing)) for one in (best, *best.others)
    )


def _within(words: tuple[Word, ...], hearing: Hearing) -> tuple[Word, ...]:
    """Alignment gives the silence around speech to the first and the last word; the detector knows better."""
    return tuple(
        replace(word, start=max(word.start, hearing.start), end=min(word.end, hearing.end))
        if word.end > hearing.start and word.start < hearing.end
        else word
        for word in words
    )


def load_recognizer(
    model: str | Path = "base", *, device: str = "auto", precision: str = "auto", threads: int | None = None
) -> Recognizer:
    """Return a recognizer by the folder of an export or by a name such as `base`, which is fetched once.

    `device` is auto, cpu or cuda; `precision` auto (as exported), int8, float16 or float32. Raises WeightsError if
    there is no such model, UsageError for what this machine cannot do.
    """
    folder = Path(model)
    if not folder.is_dir():
        from soridam.speech.weights import find_whisper

        folder = find_whisper(str(model), form="ctranslate2")
    return Recognizer(Engine.load(folder, device=device, precision=precision, threads=threads))
