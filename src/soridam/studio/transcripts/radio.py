"""Recordings of radio in a batch: what each transmission names, and corrections that a person takes back.

Begin with `read_radio`. Of recording 3, `00003.radio` holds what `RadioTranscript.to_json` says, as it came, and
`00003.decisions` what a person decided over it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from soridam.core.errors import NotFoundError
from soridam.core.files import read_json, write_json
from soridam.radio.correct.guard import Corrected, Evidence, Proposal, correct
from soridam.radio.correct.snapping import Lists
from soridam.radio.entities.entity import Entity
from soridam.radio.entities.find import find_entities
from soridam.radio.entities.readback import compare_readback
from soridam.radio.phraseology.phrase import read_phrase, standardize
from soridam.studio.transcripts.results import correct_result, result_path

RADIO, DECISIONS = "radio", "decisions"


def lists_of(callsigns: str, waypoints: str) -> Lists:
    """Return the names that somebody wrote, between spaces, commas or line breaks."""
    return Lists(_names(callsigns), _names(waypoints))


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.upper().replace(",", " ").replace(";", " ").split()))


def read_radio(folder: Path, number: int) -> dict[str, Any]:
    """Read the transmissions of a recording, with what a person decided. Raises NotFoundError where there are none.

    Each change says in `taken` whether it stands.
    """
    told = read_json(result_path(folder, number, RADIO))
    messages, decisions = told["messages"], _read_decisions(folder, number)
    messages = [_decided(message, decisions.get(index, ())) for index, message in enumerate(messages)]
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
    decided = _decided(messages[message], decisions[message])
    correct_result(folder, number, {message: decided["written"]}, formats)


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
    phrase = read_phrase(kept.text)
    waypoints = [entity["value"] for entity in message["entities"] if entity["kind"] == "waypoint"]
    callsigns = {
        standardize(entity["spoken"]): entity["value"] for entity in message["entities"] if entity["kind"] == "callsign"
    }
    return {
        **message,
        "written": phrase.written,
        "spoken": phrase.spoken,
        "entities": [one.to_json() for one in find_entities(phrase, waypoints, callsigns)],
        "correction": {
            **correction,
            "text": kept.text,
            "changes": [{**change, "taken": (change["start"], change["end"]) in standing} for change in changes],
        },
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
