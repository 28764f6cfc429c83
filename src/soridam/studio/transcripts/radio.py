"""Recordings of radio in a batch: what each transmission names, and what a person decided over it.

Begin with `read_radio`. Of recording 3, `00003.radio` holds what `RadioTranscript.to_json` says, as it came,
`00003.decisions` the corrections that were taken back, and `00003.reviews` the transmissions that a person accepted, or
wrote anew. Those are what a recognizer can learn from (`write_pairs`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from soridam.core.errors import NotFoundError
from soridam.core.files import read_json, write_json, write_json_lines
from soridam.radio.correct.guard import Corrected, Evidence, Proposal, correct
from soridam.radio.correct.snapping import Lists
from soridam.radio.entities.entity import Entity
from soridam.radio.entities.find import find_entities
from soridam.radio.entities.readback import compare_readback
from soridam.radio.phraseology.phrase import read_phrase, standardize
from soridam.studio.transcripts.results import correct_result, read_results, result_path

RADIO, DECISIONS, REVIEWS = "radio", "decisions", "reviews"


def lists_of(callsigns: str, waypoints: str) -> Lists:
    """Return the names that somebody wrote, between spaces, commas or line breaks."""
    return Lists(_names(callsigns), _names(waypoints))


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.upper().replace(",", " ").replace(";", " ").split()))


def read_radio(folder: Path, number: int) -> dict[str, Any]:
    """Read the transmissions of a recording, with what a person decided. Raises NotFoundError where there are none.

    Each change says in `taken` whether it stands; `accepted` and `edited` say what a person did with all of it.
    """
    told = read_json(result_path(folder, number, RADIO))
    decisions, reviews = _read_decisions(folder, number), _read_reviews(folder, number)
    messages = [
        _reviewed(_decided(message, decisions.get(index, ())), reviews.get(index, NOT_REVIEWED))
        for index, message in enumerate(told["messages"])
    ]
    return {**told, "messages": [_compared(message, messages) for message in messages]}


def decide(
    folder: Path, number: int, message: int, changes: Sequence[int], *, taken: bool, formats: Sequence[str]
) -> None:
    """Take changes of a transmission back, or take them again, and write every file anew.

    Raises NotFoundError for a transmission or a change that is not there.
    """
    told = read_json(result_path(folder, number, RADIO))
    messages = told["messages"]
    known = len(messages[message]["correction"]["changes"]) if 0 <= message < len(messages) else 0
    if not all(0 <= change < known for change in changes):
        raise NotFoundError("radio.no-change", "There is no such correction.", hint="Load the page again.")
    decisions = _read_decisions(folder, number)
    left = set(decisions.get(message, ()))
    decisions[message] = sorted(left.difference(changes) if taken else left.union(changes))
    write_json(folder / "results" / f"{number:05d}.{DECISIONS}", {str(one): each for one, each in decisions.items()})
    _write_files(folder, number, message, formats)


@dataclass(frozen=True, slots=True)
class Review:
    """A transmission that a person accepted; or not. `text` is what they wrote in its place, None where nothing."""

    accepted: bool
    text: str | None = None


NOT_REVIEWED = Review(False)


def review(folder: Path, number: int, message: int, reviewed: Review, *, formats: Sequence[str]) -> None:
    """Keep what a person did with a transmission, and write every file anew. Raises NotFoundError."""
    messages = read_json(result_path(folder, number, RADIO))["messages"]
    if not 0 <= message < len(messages):
        raise NotFoundError("radio.no-message", "There is no such transmission.", hint="Load the page again.")
    reviews = _read_reviews(folder, number) | {message: reviewed}
    kept = {str(one): asdict(each) for one, each in reviews.items() if each != NOT_REVIEWED}
    write_json(folder / "results" / f"{number:05d}.{REVIEWS}", kept)
    _write_files(folder, number, message, formats)


def count_accepted(folder: Path) -> int:
    """Return how many transmissions of a batch a person accepted."""
    return sum(1 for _ in _iter_accepted(folder))


def write_pairs(folder: Path, plan: Path) -> int:
    """Write the accepted transmissions of a batch, one a line, for `corpora.new_version`; returns how many."""
    rows = list(_iter_accepted(folder))
    write_json_lines(plan, rows)
    return len(rows)


def _iter_accepted(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what a recognizer learns from: a stretch of a recording, and the words that were said in it."""
    for result in read_results(folder):
        number, name = result["number"], result["name"]
        if not (folder / "results" / f"{number:05d}.{REVIEWS}").is_file():
            continue
        for one in read_radio(folder, number)["messages"]:
            if one["accepted"] and one["spoken"]:
                yield {
                    "id": f"{name.rpartition('.')[0] or name}@{one['start']:.2f}",
                    "recording": number,
                    "start": one["start"],
                    "end": one["end"],
                    "text": one["spoken"],
                    "speaker": "",
                    "language": "en",
                }


def _write_files(folder: Path, number: int, message: int, formats: Sequence[str]) -> None:
    written = read_radio(folder, number)["messages"][message]["written"]
    correct_result(folder, number, {message: written}, formats)


def _read_reviews(folder: Path, number: int) -> dict[int, Review]:
    path = folder / "results" / f"{number:05d}.{REVIEWS}"
    return {int(one): Review(**each) for one, each in read_json(path).items()} if path.is_file() else {}


def _reviewed(message: Mapping[str, Any], reviewed: Review) -> dict[str, Any]:
    """Return a transmission as a person left it."""
    facts = {"accepted": reviewed.accepted, "edited": reviewed.text is not None}
    if reviewed.text is None:
        return {**message, **facts}
    return {**_rewritten(message, reviewed.text), **facts}


def _read_decisions(folder: Path, number: int) -> dict[int, list[int]]:
    """Read the changes that were taken back, by their transmission."""
    path = folder / "results" / f"{number:05d}.{DECISIONS}"
    return {int(one): each for one, each in read_json(path).items()} if path.is_file() else {}


def _decided(message: Mapping[str, Any], left: Sequence[int]) -> dict[str, Any]:
    """Return a transmission without the changes `left`; one that was right only together with these goes too."""
    correction = message["correction"]
    changes = correction["changes"]
    if not left:
        return {**message, "correction": {**correction, "changes": [{**change, "taken": True} for change in changes]}}
    kept = _correct(message, [change for index, change in enumerate(changes) if index not in left])
    standing = {(one.proposal.start, one.proposal.end) for one in kept.changes}
    return {
        **_rewritten(message, kept.text),
        "correction": {
            **correction,
            "text": kept.text,
            "changes": [{**change, "taken": (change["start"], change["end"]) in standing} for change in changes],
        },
    }


def _rewritten(message: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return a transmission with another text, and what that names."""
    phrase = read_phrase(text)
    waypoints = [entity["value"] for entity in message["entities"] if entity["kind"] == "waypoint"]
    callsigns = {
        standardize(entity["spoken"]): entity["value"] for entity in message["entities"] if entity["kind"] == "callsign"
    }
    return {
        **message,
        "written": phrase.written,
        "spoken": phrase.spoken,
        "entities": [one.to_json() for one in find_entities(phrase, waypoints, callsigns)],
    }


def _compared(message: dict[str, Any], messages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a read-back compared with its clearance as both stand now."""
    if "answers" not in message:
        return message
    clearance = _entities(messages[message["answers"]])
    return {**message, "readback": compare_readback(clearance, _entities(message)).to_json()}


def _entities(message: Mapping[str, Any]) -> list[Entity]:
    return [Entity(**entity) for entity in message["entities"]]


def _correct(message: Mapping[str, Any], changes: Sequence[Mapping[str, Any]]) -> Corrected:
    """Let the guard decide again over these changes alone."""
    names = tuple(change["what"] for change in changes if change["why"] == "a retrieved name")
    evidence = Evidence(tuple(message["hypotheses"]), names)
    proposals = [
        Proposal(one["start"], one["end"], one["what"], one["proposer"], one["confidence"], one["reason"])
        for one in changes
    ]
    return correct(evidence, proposals)
