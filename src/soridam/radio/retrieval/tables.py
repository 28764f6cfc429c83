"""Reads tables and lists into passages: CSV, JSON, ATCO2's `.info`. Begin with `rows_of_csv` and `rows_of_json`."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from soridam.core.errors import CorpusError
from soridam.radio.clock import moment_of_value
from soridam.radio.lists import AIRPORT_COLUMNS, CALLSIGN_COLUMNS, TIME_COLUMNS
from soridam.radio.retrieval.passage import Passage, plain
from soridam.speech.corpus.readers.atco2 import Nearby

MOST_ROWS = 50_000  # in one file
MOST_LETTERS = 100_000  # in one cell
NAMES_TOGETHER = 40  # of a list, in a passage
DEEPEST = 6


def rows_of_csv(text: str, airport: str) -> Iterator[Passage]:
    """Yield a passage for each row, with the names of its columns. Raises CorpusError, csv.Error."""
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    names = [plain(name) for name in next(reader, [])]
    for number, cells in enumerate(reader, 2):
        _refuse_long(number)
        _refuse_wide(number, cells)
        row = {name: plain(cell) for name, cell in zip(names, cells, strict=False) if name and cell.strip()}
        if row:
            yield _row(row, f"row {number}", "", airport)


def rows_of_json(value: Any, airport: str) -> Iterator[Passage]:
    """Yield passages of lists and objects, one inside of another. Raises CorpusError for too many."""
    for number, passage in enumerate(_walk(value, "", airport, 0), 1):
        _refuse_long(number)
        yield passage


def rows_of_nearby(nearby: Nearby) -> Iterator[Passage]:
    """Yield what an `.info` file of ATCO2 says."""
    if nearby.channel or nearby.airport:
        yield Passage(plain(f"Airport {nearby.airport}, channel {nearby.channel}"), kind="row", airport=nearby.airport)
    for part in _together(nearby.waypoints):
        yield Passage(f"Waypoints: {part}", kind="row", airport=nearby.airport)
    for callsign, said in nearby.callsigns.items():
        words = plain(f"{callsign}: {said}")
        yield Passage(words, callsign, "name", airport=nearby.airport, values=(("callsign", plain(callsign).upper()),))


def _walk(value: Any, heading: str, airport: str, depth: int) -> Iterator[Passage]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        yield from _list(value, heading, airport, depth)
    elif isinstance(value, dict):
        named = {str(key).lower(): each for key, each in value.items()}
        own = next((str(named[name]) for name in AIRPORT_COLUMNS if isinstance(named.get(name), str)), airport)
        flat = {plain(str(key)): plain(str(each)) for key, each in value.items() if _is_scalar(each)}
        if flat:
            yield _row(flat, heading, heading, own)
        for key, each in value.items():
            if not _is_scalar(each):
                below = f"{heading} > {plain(str(key))}" if heading else plain(str(key))
                yield from _walk(each, below, own, depth + 1)


def _list(values: Sequence[Any], heading: str, airport: str, depth: int) -> Iterator[Passage]:
    names = [plain(str(value)) for value in values if _is_scalar(value)]
    for part in _together(names):
        yield Passage(f"{heading}: {part}" if heading else part, heading, "row", airport=airport)
    for number, value in enumerate(values, 1):
        if isinstance(value, dict) and all(map(_is_scalar, value.values())):
            row = {plain(str(key)): plain(str(each)) for key, each in value.items() if each not in (None, "")}
            yield _row(row, f"{heading} {number}".strip(), heading, airport)
        elif not _is_scalar(value):
            yield from _walk(value, heading, airport, depth + 1)


def _row(row: Mapping[str, str], place: str, heading: str, airport: str) -> Passage:
    known = {name.lower(): cell for name, cell in row.items()}
    callsign = next((known[name].upper() for name in CALLSIGN_COLUMNS if known.get(name)), "")
    moment = next((moment_of_value(known[name]) for name in TIME_COLUMNS if known.get(name)), None)
    return Passage(
        "; ".join(f"{name}: {cell}" for name, cell in row.items()),
        place,
        "name" if callsign else "row",
        heading=heading,
        airport=next((known[name].upper() for name in AIRPORT_COLUMNS if known.get(name)), airport),
        moment=moment,
        values=(("callsign", callsign),) if callsign else (),
    )


def _together(names: Sequence[str]) -> Iterator[str]:
    for at in range(0, len(names), NAMES_TOGETHER):
        yield ", ".join(names[at : at + NAMES_TOGETHER])


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _refuse_wide(number: int, cells: Sequence[str]) -> None:
    """Raise ValueError for a cell that is too long, as one is whose quotation mark never ends."""
    if any(len(cell) > MOST_LETTERS for cell in cells):
        raise ValueError(f"row {number} has a cell of more than {MOST_LETTERS:,} letters")


def _refuse_long(number: int) -> None:
    if number > MOST_ROWS:
        raise CorpusError(
            "retrieval.most-rows",
            "It has more than {count} rows.",
            hint="Split it, for example by day.",
            count=f"{MOST_ROWS:,}",
        )
