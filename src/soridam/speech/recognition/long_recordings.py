"""Recordings beyond 30 s: faster-whisper finds the speech, fills 30 s pieces with it and decodes them in batches."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from soridam.core.progress import Progress
from soridam.speech.activity import quietest_moment
from soridam.speech.audio import SAMPLE_RATE, Waveform, duration_of
from soridam.speech.recognition.engine import NO_REPEAT, Decoding, Engine, Hypothesis
from soridam.speech.recognition.guard import (
    first_sound,
    is_confirmed,
    is_silence,
    listen,
    may_echo,
    speech_probabilities,
)
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.segmentation import split_segment
from soridam.speech.recognition.transcript import Segment, Transcript, Word
from soridam.speech.window import FULL_WINDOW, is_repetitive

BATCH = 8  # pieces of 30 s at once
LONG_WORD = 0.8  # seconds; hardly a word lasts longer


def transcribe_long(engine: Engine, wave: Waveform, options: TranscriptionOptions, progress: Progress) -> Transcript:
    """Transcribe 16 kHz samples of any length, silence left out, in segments of about a sentence."""
    from faster_whisper import BatchedInferencePipeline

    language = options.language_for(engine.tuned)
    if language is not None:  # refuses an unknown one before minutes of work
        engine.vocabulary.start_sequence(language, options.task)
    # One pipeline for each recording: it remembers where the last speech ended.
    found, info = BatchedInferencePipeline(engine.backend).transcribe(
        wave,
        language=language,
        task=options.task,
        beam_size=options.beam_size,
        initial_prompt=options.prompt or None,
        hotwords=options.hotwords or None,
        word_timestamps=True,
        batch_size=BATCH,
    )
    decoding = Decoding(info.language, options.task, options.context, beam_size=options.beam_size, words=True)
    segments = tuple(_iter_segments(engine, wave, _counted(found, duration_of(wave), progress), decoding))
    return Transcript(segments, info.language, info.language_probability, duration_of(wave), options.task)


def _counted(found: Iterable[Any], duration: float, progress: Progress) -> Iterator[Any]:
    """Tell how many seconds of the recording are behind us."""
    behind = 0.0
    for piece in found:
        yield piece
        progress.advance(piece.end - behind)
        behind = piece.end
    progress.advance(duration - behind)


def _iter_segments(engine: Engine, wave: Waveform, found: Iterable[Any], decoding: Decoding) -> Iterator[Segment]:
    probabilities = speech_probabilities(wave)
    for piece in found:
        for segment in _judge(engine, wave, _as_segment(piece), decoding):
            yield from split_segment(_tightened(segment, probabilities), engine.vocabulary.encode)


def _tightened(segment: Segment, probabilities: np.ndarray) -> Segment:
    """Where silence was cut out, alignment gives it to a word beside it; the detector says when that word sounds."""
    words = []
    for word in segment.words:
        sound = first_sound(probabilities, word.start, word.end) if word.end - word.start > LONG_WORD else None
        words.append(replace(word, start=sound[0], end=sound[1]) if sound else word)
    if not words:
        return segment
    return replace(segment, start=words[0].start, end=words[-1].end, words=tuple(words))


def _judge(engine: Engine, wave: Waveform, segment: Segment, decoding: Decoding) -> list[Segment]:
    """The segment, written again where it repeats itself or might be the prompt; nothing where nobody speaks."""
    samples = wave[round(segment.start * SAMPLE_RATE) : round(segment.end * SAMPLE_RATE)]
    if not segment.text or not len(samples):
        return []
    if is_silence(listen(samples), segment.no_speech_probability, segment.average_log_probability):
        return []
    if is_repetitive(segment.text):
        return _write_again(engine, samples, segment.start, _without_repetition(decoding))
    if may_echo(segment.text, decoding.context):
        unprompted = _write_again(engine, samples, segment.start, _without_context(decoding))
        if not is_confirmed(segment.text, " ".join(part.text for part in unprompted)):
            return unprompted
    return [segment]


def _write_again(engine: Engine, samples: Waveform, start: float, decoding: Decoding) -> list[Segment]:
    """In windows of at most 30 s, cut at quiet moments: with its silences a piece may be longer."""
    segments = []
    while len(samples):
        cut = len(samples)
        if duration_of(samples) > FULL_WINDOW:
            cut = round(quietest_moment(samples, FULL_WINDOW / 2, FULL_WINDOW) * SAMPLE_RATE)
        part, samples = samples[:cut], samples[cut:]
        if listen(part).is_speech:
            segments.append(_moved(engine.write_alone(part, decoding), start, duration_of(part)))
        start += duration_of(part)
    return [segment for segment in segments if segment.text]


def _without_repetition(decoding: Decoding) -> Decoding:
    return replace(decoding, context="", no_repeat=NO_REPEAT)


def _without_context(decoding: Decoding) -> Decoding:
    return replace(decoding, context="")


def _as_segment(piece: Any) -> Segment:
    """faster-whisper's segment in our words."""
    words = tuple(
        Word(
            word.word.strip(),
            float(word.start),
            float(word.end),
            float(word.probability),
            word.word.startswith(" "),
        )
        for word in piece.words or ()
        if word.word.strip()
    )
    return Segment(
        start=float(piece.start),
        end=float(piece.end),
        text=piece.text.strip(),
        tokens=tuple(piece.tokens),
        words=words,
        average_log_probability=piece.avg_logprob,
        no_speech_probability=piece.no_speech_prob,
    )


def _moved(hypothesis: Hypothesis, start: float, duration: float) -> Segment:
    """What was written for a part of the recording, at its time in the whole."""
    words = tuple(replace(word, start=word.start + start, end=word.end + start) for word in hypothesis.words)
    return Segment(
        start=start,
        end=start + duration,
        text=hypothesis.text,
        tokens=hypothesis.tokens,
        words=words,
        average_log_probability=hypothesis.average_log_probability,
        no_speech_probability=hypothesis.no_speech_probability,
    )
