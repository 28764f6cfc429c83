"""Validation without transcripts: does the model write in a short window what its teacher writes in 30 s?

Begin with `plan_exam` and `sit_exam`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from rapidfuzz.distance import Levenshtein

from soridam.core.progress import Progress
from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.model import Whisper
from soridam.speech.shortening.teacher import Lesson, Teacher
from soridam.speech.window import ShortContext, is_runaway

TOGETHER = 8  # sounds that are written at once


@dataclass(frozen=True, slots=True)
class Question:
    """One held-out sound and what the teacher wrote for it: tokens, in a language."""

    number: int
    wave: Waveform
    language: str
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """How far the model is from the teacher on one sound; `edits` are tokens."""

    number: int
    edits: int
    tokens: int
    ran_away: bool
    same_language: bool


def plan_exam(teacher: Teacher, waves: Sequence[Waveform], progress: Progress) -> list[tuple[Question, ...]]:
    """Return batches of one language and similar length; sounds on which the teacher itself runs on are left out."""
    order = sorted(range(len(waves)), key=lambda number: (len(waves[number]), number))
    lessons: dict[int, Lesson] = {}
    for first in range(0, len(order), TOGETHER):
        numbers = order[first : first + TOGETHER]
        lessons.update(zip(numbers, teacher.teach([waves[n] for n in numbers], timed=False), strict=True))
        progress.advance(len(numbers))
    questions = [
        Question(number, waves[number], _language_of(teacher, lessons[number]), lessons[number].written)
        for number in order
        if lessons[number].is_whole
    ]
    batches: list[tuple[Question, ...]] = []
    for _, group in groupby(sorted(questions, key=lambda each: each.language), key=lambda each: each.language):
        same = list(group)
        batches += [tuple(same[first : first + TOGETHER]) for first in range(0, len(same), TOGETHER)]
    return batches


def _language_of(teacher: Teacher, lesson: Lesson) -> str:
    codes = {token: code for code, token in teacher.whisper.language_tokens.items()}
    return codes[lesson.prompt[1]] if codes else "en"


def sit_exam(whisper: Whisper, batch: Sequence[Question], short_context: ShortContext) -> list[Answer]:
    """Let the model write one batch in its short window."""
    waves = [question.wave for question in batch]
    window = short_context.window(max(len(wave) for wave in waves) / SAMPLE_RATE)
    heard = whisper.detect_languages_at(waves, window)
    written = whisper.transcribe_at(waves, batch[0].language, window)
    return [
        Answer(
            question.number,
            Levenshtein.distance(question.tokens, decoded.tokens),
            len(question.tokens),
            is_runaway(whisper.tokens.decode(decoded.tokens), ended=decoded.ended),
            language == question.language,
        )
        for question, decoded, language in zip(batch, written, heard, strict=True)
    ]


def figures_of(answers: Iterable[Answer]) -> dict[str, float]:
    """Return the share of the teacher's tokens that came back, runaways, and the share of languages heard alike."""
    rows = list(answers)
    edits, tokens = sum(row.edits for row in rows), sum(row.tokens for row in rows)
    return {
        "agreement": max(0.0, 1 - edits / max(1, tokens)),
        "runaways": sum(row.ran_away for row in rows),
        "same_language": float(np.mean([row.same_language for row in rows])) if rows else 1.0,
    }
