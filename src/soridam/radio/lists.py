"""Lists of names for retrieval: callsigns of the day, waypoints, runways. Begin with `read_lists`."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from soridam.core.errors import CorpusError
from soridam.core.files import read_json
from soridam.radio.clock import Moment, moment_of_value
from soridam.radio.correct.snapping import Lists
from soridam.speech.corpus.readers.atco2 import read_nearby

SUFFIXES = (".json", ".info", ".csv")
CALLSIGN_COLUMNS = ("callsign", "flight", "ident")
WAYPOINT_COLUMNS = ("waypoint", "fix", "name")
TIME_COLUMNS = ("time", "timestamp", "datetime", "seen", "at", "time_position", "last_contact")
AIRPORT_COLUMNS = ("airport", "icao", "aerodrome")


@dataclass(frozen=True, slots=True)
class Around:
    """A time and a place: names that were seen at another time, or belong to another airport, are left out.

    Names whose time or airport nobody says stay.
    """

    moment: Moment | None = None
    minutes: float = 15.0  # before and after
    airport: str = ""

    def holds(self, row: Mapping[str, str]) -> bool:
        """Return whether a row of a table is not of another time or airport."""
        airport = _first(row, AIRPORT_COLUMNS)
        if self.airport and airport and airport.upper() != self.airport.upper():
            return False
        seen = moment_of_value(_first(row, TIME_COLUMNS))
        return self.moment is None or seen is None or abs(seen.since(self.moment)) <= 60 * self.minutes


EVERYWHERE = Around()


def read_lists(path: Path, around: Around = EVERYWHERE) -> Lists:
    """Read a file, or all of a folder together.

    JSON with `callsigns` (names, names with how they are spoken, or objects with `callsign` and perhaps `time`,
    `airport` and `spoken`) and `waypoints`, ATCO2's `.info`, or CSV with a column `callsign` (or `flight`) or
    `waypoint`. Raises CorpusError for what is none of these.
    """
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
        if not found:
            raise _not_lists(path)
        return _together([_read(file, around) for file in found])
    if not path.is_file():
        raise CorpusError(
            "radio.no-lists", "There are no lists at {path}.", hint="Check the path after --lists.", path=path
        )
    return _read(path, around)


def _read(path: Path, around: Around) -> Lists:
    match path.suffix.lower():
        case ".json":
            return _from_json(path, around)
        case ".info":
            nearby = read_nearby(path)
            if not around.holds({"airport": nearby.airport}):
                return Lists()
            return Lists(tuple(nearby.callsigns), nearby.waypoints, _telephony(nearby.callsigns))
        case ".csv":
            return _from_csv(path, around)
    raise _not_lists(path)


def _from_json(path: Path, around: Around) -> Lists:
    try:
        facts = read_json(path)
        if isinstance(facts.get("airport"), str) and not around.holds({"airport": facts["airport"]}):
            return Lists()
        callsigns, waypoints = facts.get("callsigns", ()), facts.get("waypoints", ())
        if isinstance(callsigns, list) and any(isinstance(one, dict) for one in callsigns):
            callsigns = _spoken_by_name(callsigns, around)
        said = _telephony(callsigns) if isinstance(callsigns, dict) else ()
        return Lists(tuple(map(str, callsigns)), tuple(map(str, waypoints)), said)
    except (ValueError, AttributeError, TypeError):
        raise _not_lists(path) from None


def _spoken_by_name(seen: Iterable[Mapping[str, object]], around: Around) -> dict[str, str]:
    """Return callsigns with how they are spoken, which may be empty, of objects with times and places."""
    rows = [{name.lower(): str(cell).strip() for name, cell in one.items() if cell is not None} for one in seen]
    named = ((_first(row, CALLSIGN_COLUMNS).upper(), row.get("spoken", "")) for row in rows if around.holds(row))
    return {name: spoken for name, spoken in named if name}


def _telephony(callsigns: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(said)) for name, said in callsigns.items() if said)


def _from_csv(path: Path, around: Around) -> Lists:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{name.strip().lower(): (cell or "").strip() for name, cell in row.items() if isinstance(name, str)
                 and (cell is None or isinstance(cell, str))} for row in csv.DictReader(file)]  # fmt: skip
    rows = [row for row in rows if around.holds(row)]
    return Lists(_column(rows, CALLSIGN_COLUMNS), _column(rows, WAYPOINT_COLUMNS))


def _column(rows: Iterable[dict[str, str]], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell.upper() for row in rows if (cell := _first(row, names))))


def _first(row: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


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
