"""Recordings beyond 30 s: the detector runs once, what it finds fills windows of 30 s, and these go in batches."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from soridam.core.progress import Progress
from soridam.speech.audio import Waveform, duration_of
from soridam.speech.recognition.doubt import write_again
from soridam.speech.recognition.engine import Decoding, Encoded, Engine, Hypothesis
from soridam.speech.recognition.guard import Hearing, first_sound, is_silence, speech_probabilities
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.pieces import Piece, cut_pieces
from soridam.speech.recognition.segmentation import split_segment
from soridam.speech.recognition.transcript import Segment, Transcript, Word
from soridam.speech.window import FULL_WINDOW

BATCH = 8  # windows at once
LONG_WORD = 0.8  # seconds; hardly a word lasts longer
UNKNOWN_LANGUAGE = "und"  # ISO 639-2, where nobody speaks and no language was given


def transcribe_long(engine: Engine, wave: Waveform, options: TranscriptionOptions, progress: Progress) -> Transcript:
    """Transcribe 16 kHz samples of any length, silence left out, in segments of about a sentence.

    Without word times a segment is what was written for one window.
    """
    language, probability = options.language_for(engine.tuned), 1.0
    if language is not None:  # refuses an unknown one before minutes of work
        engine.vocabulary.start_sequence(language, options.task)
    probabilities = speech_probabilities(wave)
    segments: list[Segment] = []
    behind = 0.0
    for batch in _in_batches(cut_pieces(probabilities, len(wave))):
        sounds = [piece.sound(wave) for piece in batch]
        encoded = engine.encode(sounds, FULL_WINDOW)
        if language is None:
            language, probability = engine.detect_language(encoded)[0]
        decoding = _decoding(language, options)
        segments += _write(engine, batch, sounds, encoded, decoding, probabilities)
        progress.advance(batch[-1].end - behind)
        behind = batch[-1].end
    progress.advance(duration_of(wave) - behind)
    if language is None:
        language, probability = UNKNOWN_LANGUAGE, 0.0
    return Transcript(tuple(segments), language, probability, duration_of(wave), options.task)


def _in_batches(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    return (pieces[first : first + BATCH] for first in range(0, len(pieces), BATCH))


def _decoding(language: str, options: TranscriptionOptions) -> Decoding:
    return Decoding(language, options.task, options.context, beam_size=options.beam_size, words=options.words)


def _write(
    engine: Engine,
    pieces: Sequence[Piece],
    sounds: Sequence[Waveform],
    encoded: Encoded,
    decoding: Decoding,
    probabilities: np.ndarray,
) -> Iterator[Segment]:
    """Return the segments of a batch, in order; none where there is no speech."""
    for piece, sound, written in zip(pieces, sounds, engine.write(encoded, decoding), strict=True):
        hypothesis = write_again(engine, sound, written, decoding)
        hearing = Hearing(piece.certainty(probabilities), piece.start, piece.end)
        doubts = hypothesis.no_speech_probability, hypothesis.average_log_probability
        if hypothesis.text and not is_silence(hearing, *doubts):
            segment = _tightened(_placed(hypothesis, piece), probabilities)
            yield from split_segment(segment, engine.vocabulary.encode)


def _placed(hypothesis: Hypothesis, piece: Piece) -> Segment:
    """Return the text of a piece, at its times in the whole recording."""
    words = tuple(
        replace(word, start=piece.time(word.start), end=max(piece.time(word.start), piece.time(word.end, is_end=True)))
        for word in hypothesis.words
    )
    return Segment(
        start=piece.start,
        end=piece.end,
        text=hypothesis.text,
        tokens=hypothesis.tokens,
        words=words,
        average_log_probability=hypothesis.average_log_probability,
        no_speech_probability=hypothesis.no_speech_probability,
        window_start=piece.start,
    )


def _tightened(segment: Segment, probabilities: np.ndarray) -> Segment:
    """Tighten the times of words next to cut-out silence, which alignment stretches, by the detector's times."""
    words = [_sounding(word, probabilities) if word.end - word.start > LONG_WORD else word for word in segment.words]
    if not words:
        return segment
    return replace(segment, start=words[0].start, end=words[-1].end, words=tuple(words))


def _sounding(word: Word, probabilities: np.ndarray) -> Word:
    sound = first_sound(probabilities, word.start, word.end)
    return replace(word, start=sound[0], end=sound[1]) if sound else word
