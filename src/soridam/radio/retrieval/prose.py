"""Cuts text and Markdown into passages under their headings. Begin with `cut_text`."""

import re
from collections.abc import Iterator, Sequence

from soridam.radio.retrieval.passage import Passage, plain

MOST_WORDS = 90  # in a passage; a longer paragraph is cut between sentences
MOST_LETTERS = 700
HEADING_WORDS = 12
BULLETS = ("- ", "* ", "• ")
_MARKED = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
_NUMBERED = re.compile(r"(?:[0-9]+|[A-Z])(?:\.[0-9]+)*\.?\s+\S")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})$")
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{4}(?![A-Za-z0-9])")
_IN_BRACKETS = re.compile(r"\(([A-Z]{4})\)")
_SENTENCE = re.compile(r"(?<=[.!?。])\s+")
NO_AIRPORTS = frozenset(("ATIS", "INFO", "JSON", "TEXT", "READ", "NOTE", "TODO", "ICAO", "IATA", "RNAV", "LIST"))


def cut_text(text: str, name: str, place: str = "") -> Iterator[Passage]:
    """Yield the passages of a text; `name` is that of its file, `place` is said before each line (a page)."""
    headings: list[tuple[int, str]] = []
    airport = airport_of(name)
    for number, block in _blocks(text):
        title = _heading(block)
        if title is not None:
            level, words = title
            headings = [(each, said) for each, said in headings if each < level] + [(level, words)]
            airport = _airport_in(words) or (airport if level > 1 else airport_of(name))
            block = block[1:] if not _is_underlined(block) else block[2:]
        under = " > ".join(said for _, said in headings)
        at = place or f"line {number}"
        yield from (Passage(words, at, heading=under, airport=airport) for words in _passages(block))


def airport_of(name: str) -> str:
    """Return the airport that a file's name begins with or holds: RKSI-aip.md, LKPR_Tower_….json."""
    found = (code for code in _CODE.findall(name.replace("_", " ")) if code not in NO_AIRPORTS)
    return next(found, "")


def _airport_in(heading: str) -> str:
    match = _IN_BRACKETS.search(heading)
    return match[1] if match and match[1] not in NO_AIRPORTS else ""


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield paragraphs with the number of their first line. A marked heading is a paragraph of its own."""
    block: list[str] = []
    first = 1
    for number, line in enumerate(text.splitlines(), 1):
        if block and (not line.strip() or _MARKED.match(line.strip())):
            yield first, block
            block = []
        if line.strip():
            first = first if block else number
            block.append(line.strip())
            if _MARKED.match(line.strip()):
                yield first, block
                block = []
    if block:
        yield first, block


def _heading(block: Sequence[str]) -> tuple[int, str] | None:
    """Return depth and words of a heading: marked, underlined, or numbered and alone."""
    first = block[0]
    if marked := _MARKED.match(first):
        return len(marked[1]), plain(marked[2])
    if _is_underlined(block):
        return (1 if block[1][0] == "=" else 2), plain(first)
    is_title = len(block) == 1 and len(first.split()) <= HEADING_WORDS and first[-1] not in ".,;:?!다요"
    if is_title and (_NUMBERED.match(first) or (first.isupper() and any(letter.isalpha() for letter in first))):
        return first.split()[0].rstrip(".").count(".") + 2, plain(first)
    return None


def _is_underlined(block: Sequence[str]) -> bool:
    return len(block) > 1 and bool(_UNDERLINE.match(block[1])) and "|" not in block[0]


def _passages(block: Sequence[str]) -> Iterator[str]:
    if block and all(line.startswith("|") for line in block):
        yield from _table(block)
        return
    items: list[str] = []
    for line in block:
        if line.startswith(BULLETS) or not items:
            items.append(f"{line[2:].rstrip(';,.')};" if line.startswith(BULLETS) else line)
        else:
            items[-1] = f"{items[-1]} {line}"
    said = [words for item in items if (words := plain(item))]
    yield from (words.removesuffix(";") for words in _joined(said))


def _is_separator(line: str) -> bool:
    """Return whether a line of a table is the one of dashes below its head."""
    return "|" in line and "-" in line and not line.strip("|:- \t")


def _table(lines: Sequence[str]) -> Iterator[str]:
    """Yield each row of a Markdown table with the names of its columns."""
    rows = [[plain(cell) for cell in line.strip("|").split("|")] for line in lines if not _is_separator(line)]
    names = rows[0] if rows else []
    for row in rows[1:] or rows:
        pairs = zip(names, row, strict=False)
        yield "; ".join(f"{name}: {cell}" if name and name != cell else cell for name, cell in pairs if cell)


def _joined(items: Sequence[str]) -> Iterator[str]:
    """Yield items of a list together, and long ones in parts, none longer than a passage may be."""
    held: list[str] = []
    for part in (part for item in items for part in _sentences(item)):
        if held and not _fits([*held, part]):
            yield " ".join(held)
            held = []
        held.append(part)
    if held:
        yield " ".join(held)


def _sentences(text: str) -> list[str]:
    if _fits([text]):
        return [text]
    return [part for sentence in _SENTENCE.split(text) for part in _pieces(sentence)]


def _pieces(sentence: str) -> Iterator[str]:
    """Yield a sentence, or what is no sentence, in pieces that fit."""
    words: list[str] = []
    cut = (each[at : at + MOST_LETTERS] for each in sentence.split() for at in range(0, len(each), MOST_LETTERS))
    for word in cut:
        if words and not _fits([*words, word]):
            yield " ".join(words)
            words = []
        words.append(word)
    if words:
        yield " ".join(words)


def _fits(parts: Sequence[str]) -> bool:
    return sum(len(part) + 1 for part in parts) <= MOST_LETTERS and sum(len(p.split()) for p in parts) <= MOST_WORDS
