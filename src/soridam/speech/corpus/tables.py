"""Tables as people save them: their encoding, their separator, and lines that cannot be read.

Begin with `iter_table` for text with separators and `iter_json_rows` for JSON, each line by line.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from soridam.speech.corpus.archive import LABEL_LIMIT

SAMPLE_BYTES = 1 << 20
MOST_CONTINUED = 200  # lines of one cell
SEPARATORS = ",\t|;"
SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)  # what Excel writes and reads
# Encodings whose text shows by runs of their own letters, and those of which the more fitting one is taken.
SCRIPTS = {
    "cp1251": re.compile("[\u0400-\u04ff]{2,}"),
    "cp1253": re.compile("[\u0370-\u03ff]{2,}"),
    "shift_jis": re.compile("(?=[\u4e00-\u9fff]{0,9}[\u3040-\u30ff])[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]+"),
    "gb18030": re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]{2,}"),
    "big5": re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]{2,}"),
}
EUROPEAN = {
    "cp1252": "àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿß«»“”‘’–—…€¿¡",
    "cp1250": "áäąâăćčçďđéęěëíîłľĺńňóöôőřŕśšşťţúůüűýźžż„“”‘’–—…€",
}
HANGUL = re.compile(r"[가-힣]")
FOREIGN = re.compile(r"[^\x00-\x7f]")
FILE_NAME = re.compile(r"\S\.\w{2,5}\s*$")
UNCLOSED = "a quotation mark is never closed"
OTHER_ENCODING = "its letters are in another encoding than the rest"
OTHER_COLUMNS = "it has another number of columns than the first line"

Cells = dict[str, str]


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """Open a list line by line in the encoding that `encoding_of` finds; what does not fit becomes U+FFFD."""
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as file:
        yield file


def encoding_of(path: Path) -> str:
    """UTF-8, UTF-16, Korean Windows, or else the Windows encoding of the language that the text looks like."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    if sample[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    if sample[:200].count(0) > len(sample[:200]) // 4:  # every other byte of Latin letters
        return "utf-16-le" if sample[1:2] == b"\0" else "utf-16-be"
    if _decoded(sample, "utf-8-sig") is not None:
        return "utf-8-sig"
    korean = _decoded(sample, "cp949")
    if korean is not None and len(HANGUL.findall(korean)) * 2 > len(FOREIGN.findall(korean)):
        return "cp949"
    return _other_encoding(sample)


def _decoded(sample: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)  # a letter may be cut off at the sample's end
    except UnicodeDecodeError:
        return None


def _other_encoding(sample: bytes) -> str:
    """Detect the encoding by the resulting letters: Cyrillic, Greek, Japanese or Chinese in a row, or others."""
    for encoding, script in SCRIPTS.items():
        text = _decoded(sample, encoding)
        if text is not None and len("".join(script.findall(text))) > 0.8 * len(FOREIGN.findall(text)):
            return encoding
    shares = {encoding: _share_of(letters, _decoded(sample, encoding)) for encoding, letters in EUROPEAN.items()}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] else "utf-8-sig"


def _share_of(letters: str, text: str | None) -> float:
    foreign = FOREIGN.findall(text or "")
    return sum(letter.lower() in letters for letter in foreign) / len(foreign) if foreign else 0.0


def iter_table(path: Path, delimiter: str = "", names: Sequence[str] = ()) -> Iterator[tuple[int, Cells | str]]:
    """Walk a table; yield line numbers and rows, or the reason why a line cannot be read.

    Without a `delimiter` it is detected from the first line. `names` are those of the columns of a table without a
    header. A quotation mark that is never closed costs its own line only.
    """
    with open_text(path) as file:
        lines = _Lines(file)
        delimiter, header = _read_header(lines, delimiter)
        if names:
            lines.put_back([header])
        names = names or [name.strip() for name in split_line(header, delimiter) or []]
        while (line := lines.next()) is not None:
            number = lines.number
            if line.strip():
                yield number, _row(line, lines, names, delimiter)


def read_header(path: Path) -> tuple[list[str], str]:
    """Return the cells of the first line, and the separator between them."""
    with open_text(path) as file:
        delimiter, header = _read_header(_Lines(file), "")
    return [name.strip() for name in split_line(header, delimiter) or []], delimiter


def _read_header(lines: "_Lines", delimiter: str) -> tuple[str, str]:
    header = lines.next() or ""
    if named := SEPARATOR_LINE.fullmatch(header):
        delimiter, header = named[1], lines.next() or ""
    return delimiter or max(SEPARATORS, key=header.count), header


class _Lines:
    """The lines of a file, of which some can be put back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: list[str] = []
        self.number = 0

    def next(self) -> str | None:
        line = self._again.pop(0) if self._again else self._file.readline(LABEL_LIMIT)
        self.number += bool(line)
        return line or None

    def put_back(self, lines: list[str]) -> None:
        self._again = lines + self._again
        self.number -= len(lines)


def _row(line: str, lines: _Lines, names: Sequence[str], delimiter: str) -> Cells | str:
    """Return the row that begins with `line`, with the lines into which a quoted cell continues."""
    more: list[str] = []
    if delimiter != "\t":  # tab-separated corpora write quotation marks as they are
        is_open = _is_open(line, delimiter)
        while is_open:
            following = lines.next()
            if following is not None:
                more.append(following)
                is_open = _is_open(following, delimiter, is_quoted=True)
            if following is None or len(more) > MOST_CONTINUED or _is_row(following, names, delimiter):
                lines.put_back(more)
                return UNCLOSED
    cells = split_line(line + "".join(more), delimiter)
    if cells is None or len(cells) != len(names):
        return OTHER_COLUMNS
    if any("\ufffd" in cell for cell in cells):
        return OTHER_ENCODING
    return dict(zip(names, cells, strict=True))


def _is_open(text: str, delimiter: str, *, is_quoted: bool = False) -> bool:
    """Return whether a quoted cell has not ended, where `text` begins inside of one if `is_quoted`.

    As in the csv module, only a mark at the beginning of a cell quotes it.
    """
    if '"' not in text:
        return is_quoted
    at_start, at = not is_quoted, 0
    while at < len(text):
        letter = text[at]
        if is_quoted and letter == '"':
            is_quoted = text[at + 1 : at + 2] == '"'  # a doubled one stands for itself
            at += is_quoted
        elif not is_quoted:
            is_quoted = at_start and letter == '"'
        at_start = not is_quoted and letter == delimiter
        at += 1
    return is_quoted


def _is_row(line: str, names: Sequence[str], delimiter: str) -> bool:
    """Return whether a line that could continue a cell is a row of its own, which names a file as the others do."""
    if _is_open(line, delimiter):
        return False
    cells = split_line(line, delimiter) or []
    return len(cells) == len(names) and any(FILE_NAME.search(cell) for cell in cells)


def split_line(line: str, delimiter: str) -> list[str] | None:
    """Return the cells of a row, which may span several lines; None if the csv module refuses it."""
    source = io.StringIO(line, newline="")
    try:
        if delimiter == "\t":
            return next(csv.reader(source, delimiter=delimiter, quoting=csv.QUOTE_NONE))
        return next(csv.reader(source, delimiter=delimiter))
    except (csv.Error, StopIteration):
        return None


def iter_json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Walk JSON lines, or the objects of one JSON array; in words why an entry cannot be read."""
    with open_text(path) as file:
        begun = file.read(1).strip("\ufeff \r\n\t")
        while not begun and (letter := file.read(1)):
            begun = letter.strip("\ufeff \r\n\t")
        if begun == "[":
            yield from _array("[" + file.read(LABEL_LIMIT))
            return
        number, line = 1, begun + file.readline(LABEL_LIMIT)
        while line:
            if line.strip():
                yield number, _object(line)
            number, line = number + 1, file.readline(LABEL_LIMIT)


def _array(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield 1, f"it is no JSON: {error}"
        return
    for number, value in enumerate(values, start=1):
        yield number, value if isinstance(value, dict) else "it is no object"


def _object(text: str) -> dict[str, Any] | str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"it is no JSON: {error}"
    if not isinstance(value, dict):
        return "it is no object"
    return value if "\ufffd" not in text else OTHER_ENCODING
