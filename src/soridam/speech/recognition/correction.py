"""Transcripts with texts that a person has corrected. Begin with `correct`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from soridam.speech.recognition.transcript import Segment, Transcript, Word

CERTAIN = 1.0  # a person wrote it


def correct(transcript: Transcript, texts: Mapping[int, str]) -> Transcript:
    """Return the transcript with new texts of segments, by their numbers; a segment without a text is left out."""
    written = (
        correct_segment(segment, texts[number]) if number in texts else segment
        for number, segment in enumerate(transcript.segments)
    )
    return replace(transcript, segments=tuple(segment for segment in written if segment.text))


def correct_segment(segment: Segment, text: str) -> Segment:
    """Words that stay keep their times; new ones share the time of those that they replace. Spaces become single."""
    words = text.split()
    text = " ".join(words)
    if text == " ".join(segment.text.split()):
        return segment
    if any(not word.spaced for word in segment.words[1:]):
        timed: tuple[Word, ...] = ()  # no words that a person sees; the time is shared out where it is needed
    else:
        timed = tuple(_time_words(segment, words)) if segment.words else ()
    return replace(segment, text=text, words=timed, tokens=())


def _time_words(segment: Segment, words: Sequence[str]) -> Iterator[Word]:
    old = segment.words
    matcher = SequenceMatcher(None, [word.text for word in old], words, autojunk=False)
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            yield from old[first:last]
        elif begin < end:
            yield from _share(words[begin:end], *_stretch(segment, first, last))


def _stretch(segment: Segment, first: int, last: int) -> tuple[float, float]:
    """Start and end in seconds of the words `first` to `last` (exclusive), or of the gap that they stand for."""
    old = segment.words
    if first < last:
        return old[first].start, old[last - 1].end
    start = old[first - 1].end if first else min(segment.start, old[0].start)
    return start, max(start, old[first].start if first < len(old) else segment.end)


def _share(words: Sequence[str], start: float, end: float) -> Iterator[Word]:
    whole = sum(map(len, words))
    for word in words:
        until = min(end, start + (end - start) * len(word) / whole)
        yield Word(word, start, until, CERTAIN)
        start, whole = until, whole - len(word)
