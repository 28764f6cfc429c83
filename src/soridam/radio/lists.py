"""Lists of names for retrieval: callsigns of the day, waypoints, runways. Begin with `read_lists`."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from soridam.core.errors import CorpusError
from soridam.core.files import read_json
from soridam.radio.correct.snapping import Lists
from soridam.speech.corpus.readers.atco2 import read_nearby

SUFFIXES = (".json", ".info", ".csv")
CALLSIGN_COLUMNS = ("callsign", "flight", "ident")
WAYPOINT_COLUMNS = ("waypoint", "fix", "name")


def read_lists(path: Path) -> Lists:
    """Read a file, or all of a folder together.

    JSON with `callsigns` (names, or names with how they are spoken) and `waypoints`, ATCO2's `.info`, or CSV with a
    column `callsign` (or `flight`) or `waypoint`. Raises CorpusError for what is none of these.
    """
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
        if not found:
            raise _not_lists(path)
        return _together([_read(file) for file in found])
    if not path.is_file():
        raise CorpusError(
            "radio.no-lists", "There are no lists at {path}.", hint="Check the path after --lists.", path=path
        )
    return _read(path)


def _read(path: Path) -> Lists:
    match path.suffix.lower():
        case ".json":
            return _from_json(path)
        case ".info":
            nearby = read_nearby(path)
            return Lists(tuple(nearby.callsigns), nearby.waypoints, _telephony(nearby.callsigns))
        case ".csv":
            return _from_csv(path)
    raise _not_lists(path)


def _from_json(path: Path) -> Lists:
    try:
        facts = read_json(path)
        callsigns, waypoints = facts.get("callsigns", ()), facts.get("waypoints", ())
        said = _telephony(callsigns) if isinstance(callsigns, dict) else ()
        return Lists(tuple(map(str, callsigns)), tuple(map(str, waypoints)), said)
    except (ValueError, AttributeError, TypeError):
        raise _not_lists(path) from None


def _telephony(callsigns: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(said)) for name, said in callsigns.items() if said)


def _from_csv(path: Path) -> Lists:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{name.strip().lower(): (cell or "").strip() for name, cell in row.items() if isinstance(name, str)
                 and (cell is None or isinstance(cell, str))} for row in csv.DictReader(file)]  # fmt: skip
    return Lists(_column(rows, CALLSIGN_COLUMNS), _column(rows, WAYPOINT_COLUMNS))


def _column(rows: Iterable[dict[str, str]], names: tuple[str, ...]) -> tuple[str, ...]:
    cells = (next((row[name] for name in names if row.get(name)), "") for row in rows)
    return tuple(dict.fromkeys(cell.upper() for cell in cells if cell))


def _together(lists: Iterable[Lists]) -> Lists:
    callsigns: dict[str, None] = {}
    waypoints: dict[str, None] = {}
    said: dict[str, str] = {}
    for one in lists:
        callsigns.update(dict.fromkeys(one.callsigns))
        waypoints.update(dict.fromkeys(one.waypoints))
        said.update(one.telephony)
    return Lists(tuple(callsigns), tuple(waypoints), tuple(said.items()))


def _not_lists(path: Path) -> CorpusError:
    return CorpusError(
        "radio.not-lists",
        "{path} holds no lists of callsigns or waypoints.",
        hint='Give JSON such as {example}, an .info file of ATCO2, or CSV with a column "callsign".',
        path=path,
        example='{"callsigns": ["KAL701"], "waypoints": ["ABLAN"]}',
    )
