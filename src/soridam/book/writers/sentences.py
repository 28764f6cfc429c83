"""Counting what an age band limits: the sentences and the words of a page. Writers and their checks count alike."""

import re

_END = re.compile(r"(?<![.!?…])[.!?…]+[”’\"')]*(?=\s|$)")
# What goes on after a quotation: "Where is it?" asked Mina. / “어디 있지?” 하고 물었어요.
_GOES_ON = re.compile(
    r"[”\"]\s+(?:[a-z]|(?:이?라고|이?라며|하고|하며|하면서|하는|했어요|했지요)(?=[\s,.])"
    r"|(?:[가-힣{}:a-z-]+\s+){1,4}(?:말했|물었|외쳤|대답했)(?:어요|지요))"
)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, in order. A quotation that is one sentence with what follows it is not cut."""
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _GOES_ON.match(text, match.end() - 1):
            continue
        sentences.append(text[start : match.end()].strip())
        start = match.end()
    rest = text[start:].strip()
    return [*sentences, rest] if re.search(r"\w", rest) else sentences


def count_words(text: str) -> int:
    """Return words between spaces, in Korean 어절."""
    return sum(1 for word in text.split() if re.search(r"\w", word))


def plain_sentence(sentence: str) -> str:
    """Return a sentence for comparing: without case, quotes and spaces at its ends."""
    return re.sub(r"[“”\"‘’']", "", sentence).strip().casefold()
