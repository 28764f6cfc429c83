"""Times of day in texts, questions and file names. Begin with `find_moments` and `moment_of_name`.

Times are compared as they are written: nothing is moved between time zones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

DAY = 86_400.0  # seconds
NOON = 12
HALVES = {"오전": "am", "오후": "pm", "새벽": "am", "아침": "am", "낮": "pm", "저녁": "pm"}
DAWN = 6  # before this hour, 밤 is after midnight
EPOCH = range(10**9, 4 * 10**9)  # seconds since 1970 that are taken for a time

_ISO = re.compile(
    r"(?<![0-9])(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T _](?P<hour>[0-9]{1,2})[:-](?P<minute>[0-9]{2})"
    r"(?:[:-](?P<second>[0-9]{2}))?"
)
_KOREAN = re.compile(
    r"(?P<half>오전|오후|새벽|아침|낮|저녁|밤)?\s?(?<![0-9])(?P<hour>[0-9]{1,2})시(?:\s?(?P<minute>[0-9]{1,2})분|\s?(?P<half_hour>반))?"
    r"(?:\s?(?P<second>[0-9]{1,2})초)?"
)
_CLOCK = re.compile(
    r"(?P<half>오전|오후|새벽|아침|낮|저녁|밤)?\s?(?<![0-9:.])(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?![0-9:])"
    r"(?:\s?(?P<pm>[ap]\.?m\b))?",
    re.IGNORECASE,
)
_ZULU = re.compile(r"(?<![0-9])(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})\s?(?:Z|UTC)\b")
_HOUR = re.compile(r"(?<![0-9:.])(?P<hour>[0-9]{1,2})\s?(?:(?P<pm>[ap]\.?m\b)|o['’]clock\b)(?P<minute>)", re.IGNORECASE)
_NAMED = re.compile(r"(?P<hour>\bnoon\b|\bmidnight\b|정오|자정)(?P<minute>)", re.IGNORECASE)
_PATTERNS = (_ISO, _KOREAN, _CLOCK, _ZULU, _HOUR, _NAMED)
NAMED = {"noon": "12", "정오": "12", "midnight": "0", "자정": "0"}
_NAME = re.compile(
    r"(?<![0-9])(?P<year>[0-9]{4})-?(?P<month>[0-9]{2})-?(?P<date>[0-9]{2})[T_ -]"
    r"(?P<hour>[0-9]{2})[:-]?(?P<minute>[0-9]{2})(?:[:-]?(?P<second>[0-9]{2}))?(?![0-9])"
)
_NAME_CLOCK = re.compile(
    r"(?<![0-9])(?P<hour>[01][0-9]|2[0-3])(?:[:h-](?P<minute>[0-5][0-9])(?:[:m-](?P<second>[0-5][0-9]))?|"
    r"(?P<zulu>[0-5][0-9])(?=Z|UTC))(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of day in seconds since midnight; `day` is like 2026-11-30, or empty where nobody says."""

    seconds: float
    day: str = ""

    def plus(self, seconds: float) -> "Moment":
        """Return the moment so much later, on the next day if midnight lies between."""
        days, rest = divmod(self.seconds + seconds, DAY)
        later = (date.fromisoformat(self.day) + timedelta(days=days)).isoformat() if self.day and days else self.day
        return Moment(rest, later)

    def since(self, other: "Moment") -> float:
        """Return the seconds since another moment. Where one has no day, it is taken for the nearest one."""
        apart = self.seconds - other.seconds
        if self.day and other.day:
            return apart + DAY * (date.fromisoformat(self.day) - date.fromisoformat(other.day)).days
        return (apart + DAY / 2) % DAY - DAY / 2

    @property
    def written(self) -> str:
        whole = int(self.seconds)
        clock = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
        return f"{self.day} {clock}" if self.day else clock


def find_moments(text: str) -> list[Moment]:
    """Find the times that a text names, in order: 14:20, 2:20 pm, 1420Z, 14시 20분, 오후 2시 반, 2026-11-30T14:20."""
    return [moment for _, moment in sorted(_found(text), key=lambda one: one[0])]


def drop_moments(text: str) -> str:
    """Return the text without its times."""
    for pattern in _PATTERNS:
        text = pattern.sub(" ", text)
    return text


def moment_of_value(value: str) -> Moment | None:
    """Return the time in a cell of a table: written as above, or seconds (or milliseconds) since 1970, in UTC."""
    text = value.strip()
    if text.replace(".", "", 1).isdecimal():
        seconds = float(text)
        seconds = seconds / 1000 if seconds >= EPOCH.stop else seconds
        if int(seconds) not in EPOCH:
            return None
        at = datetime.fromtimestamp(seconds, UTC)
        return Moment(at.hour * 3600 + at.minute * 60 + at.second, at.date().isoformat())
    return next(iter(find_moments(text)), None)


def moment_of_name(name: str) -> Moment | None:
    """Return the time in a file's name: 20261130_142000, 2026-11-30T14-20-00, tower-14-20, 1420Z."""
    if match := _NAME.search(name):
        moment = _moment(match["hour"], match["minute"], match["second"])
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["date"])).isoformat()
        except ValueError:
            return None
        return moment and Moment(moment.seconds, day)
    match = _NAME_CLOCK.search(name)
    return _moment(match["hour"], match["minute"] or match["zulu"], match["second"]) if match else None


def _found(text: str) -> Iterator[tuple[int, Moment]]:
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            moment = None if any(start < stop and begin < end for begin, stop in taken) else _read(match)
            if moment is not None:
                taken.append((start, end))
                yield start, moment


def _read(match: re.Match[str]) -> Moment | None:
    named = match.groupdict()
    hour = int(NAMED.get(named["hour"].lower(), named["hour"]))
    minute = "30" if named.get("half_hour") else named["minute"]
    half = _half(named.get("half") or "", hour) or (named.get("pm") or "").lower().replace(".", "")
    if half and hour <= NOON:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    moment = _moment(str(hour), minute, named.get("second"))
    if moment is None or not named.get("day"):
        return moment
    try:
        return Moment(moment.seconds, date.fromisoformat(named["day"]).isoformat())
    except ValueError:
        return None


def _half(said: str, hour: int) -> str:
    """Return am or pm, or nothing where nobody says: 밤 12시 and 밤 2시 are after midnight."""
    if said == "밤":
        return "am" if hour < DAWN or hour == NOON else "pm"
    return HALVES.get(said, "")


def _moment(hour: str, minute: str | None, second: str | None) -> Moment | None:
    hours, minutes, seconds = int(hour), int(minute or 0), int(second or 0)
    return Moment(hours * 3600 + minutes * 60 + seconds) if hours < 24 and minutes < 60 and seconds < 60 else None
