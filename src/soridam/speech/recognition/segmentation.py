"""Long stretches of text cut into segments that a reader can follow: at ends of sentences and at pauses."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from soridam.speech.recognition.transcript import Segment, Word

PAUSE = 0.8  # seconds without a word that end a segment
LONGEST = 15.0  # seconds; beyond this a comma or any pause will do
SENTENCE_END = tuple(".?!…")  # where a space follows: 28.8 is no end
WIDE_SENTENCE_END = tuple("。？！")
CLAUSE_END = tuple(",;:、，；：")
SHORT_PAUSE = 0.25


def split_segment(segment: Segment, tokens_of: Callable[[str], Sequence[int]]) -> list[Segment]:
    """Cut at sentence ends and pauses. Without word times the segment stays whole.

    `tokens_of` gives the tokens of a text. Scores stay those of the whole: it was decoded as one.
    """
    groups = _group(segment.words)
    if len(groups) < 2:
        return [segment]
    return [_part(segment, group, tokens_of) for group in groups]


def join_words(words: Sequence[Word]) -> str:
    """Return the text of consecutive words; those that were written without a space before them say so themselves."""
    return "".join((" " if word.spaced and index else "") + word.text for index, word in enumerate(words))


def _part(segment: Segment, words: Sequence[Word], tokens_of: Callable[[str], Sequence[int]]) -> Segment:
    text = join_words(words)
    return replace(
        segment,
        start=words[0].start,
        end=words[-1].end,
        text=text,
        tokens=tuple(tokens_of(text)),
        words=tuple(words),
    )


def _group(words: Sequence[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    for word in words:
        if groups and not _ends(groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _ends(group: Sequence[Word], following: Word) -> bool:
    last = group[-1]
    pause = following.start - last.end
    if pause >= PAUSE or last.text.endswith(WIDE_SENTENCE_END):
        return True
    if following.spaced and last.text.endswith(SENTENCE_END):
        return True
    too_long = following.end - group[0].start > LONGEST
    return too_long and (last.text.endswith(CLAUSE_END) or pause >= SHORT_PAUSE)
