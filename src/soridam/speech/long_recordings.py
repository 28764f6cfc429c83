"""Recordings beyond 30 s: faster-whisper finds the speech, fills 30 s pieces with it and decodes them in batches."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from soridam.core.progress import Progress
from soridam.speech.audio import SAMPLE_RATE, Waveform, duration_of
from soridam.speech.engine import NO_REPEAT, Decoding, Engine, Hypothesis
from soridam.speech.guard import is_confirmed, is_silence, listen, may_echo
from soridam.speech.segmentation import split_segment
from soridam.speech.transcript import Segment, Transcript, Word
from soridam.speech.window import is_repetitive
from soridam.speech.wishes import Wishes

BATCH = 8  # pieces of 30 s at once


def transcribe_long(engine: Engine, wave: Waveform, wishes: Wishes, progress: Progress) -> Transcript:
    """Transcribe 16 kHz samples of any length, silence left out, in segments of about a sentence."""
    from faster_whisper import BatchedInferencePipeline

    if wishes.language is not None:  # refuses an unknown one before minutes of work
        engine.vocabulary.start_sequence(wishes.language, wishes.task)
    # One pipeline for each recording: it remembers where the last speech ended.
    found, info = BatchedInferencePipeline(engine.backend).transcribe(
        wave,
        language=wishes.language,
        task=wishes.task,
        beam_size=wishes.beam_size,
        initial_prompt=wishes.prompt or None,
        hotwords=wishes.hotwords or None,
        word_timestamps=True,
        batch_size=BATCH,
    )
    decoding = Decoding(info.language, wishes.task, wishes.context, beam_size=wishes.beam_size, words=True)
    segments = tuple(_iter_segments(engine, wave, _counted(found, duration_of(wave), progress), decoding))
    return Transcript(segments, info.language, info.language_probability, duration_of(wave), wishes.task)


def _counted(found: Iterable[Any], duration: float, progress: Progress) -> Iterator[Any]:
    """Tell how many seconds of the recording are behind us."""
    behind = 0.0
    for piece in found:
        yield piece
        progress.advance(piece.end - behind)
        behind = piece.end
    progress.advance(duration - behind)


def _iter_segments(engine: Engine, wave: Waveform, found: Iterable[Any], decoding: Decoding) -> Iterator[Segment]:
    for piece in found:
        segment = _judge(engine, wave, _as_segment(piece), decoding)
        if segment is not None:
            yield from split_segment(segment, engine.vocabulary.encode)


def _judge(engine: Engine, wave: Waveform, segment: Segment, decoding: Decoding) -> Segment | None:
    """The segment, written again where it repeats itself or might be the prompt; None where nobody speaks."""
    samples = wave[round(segment.start * SAMPLE_RATE) : round(segment.end * SAMPLE_RATE)]
    if not segment.text or not len(samples):
        return None
    if is_silence(listen(samples), segment.no_speech_probability, segment.average_log_probability):
        return None
    if is_repetitive(segment.text):
        return _replaced(segment, engine.write_alone(samples, _without_repetition(decoding)))
    if may_echo(segment.text, decoding.context):
        unprompted = engine.write_alone(samples, _without_context(decoding))
        if not is_confirmed(segment.text, unprompted.text):
            return _replaced(segment, unprompted)
    return segment


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


def _replaced(segment: Segment, hypothesis: Hypothesis) -> Segment | None:
    """What was written instead, its words moved to where the segment lies."""
    if not hypothesis.text:
        return None
    words = tuple(
        replace(word, start=word.start + segment.start, end=word.end + segment.start) for word in hypothesis.words
    )
    return replace(
        segment,
        text=hypothesis.text,
        tokens=hypothesis.tokens,
        words=words,
        average_log_probability=hypothesis.average_log_probability,
        no_speech_probability=hypothesis.no_speech_probability,
    )
