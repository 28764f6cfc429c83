"""The guard: the one place that decides which corrections are made. Begin with `correct`.

The rule of no invented numbers. Let a transmission have hypotheses (the likeliest texts of the recognizer, the best
first) and names that retrieval knows (callsigns of the day, waypoints). A corrected text invents if some number occurs
in it more often than in any single hypothesis and any single name. So:

1. An edit of the best hypothesis is taken only where another hypothesis has the very same edit at the same place, or
   where a retrieved name takes the place of words that hold as many numbers as the name: one, or none.
2. Numbers are whole (`atoms`), and after each edit they are counted again; an edit after which a number would be
   invented is refused.
3. What is not taken stays as it was heard, and is kept as a suggestion.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from soridam.radio.correct.atoms import Atom, allowed_numbers, count_numbers, join, keys_of, read_atoms

Support = Literal["another hypothesis", "a retrieved name"]
Refusal = Literal[
    "heard nowhere", "overlaps another change", "would invent a number", "changes nothing", "not sure enough"
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a correction may draw on: the hypotheses, the best first, and retrieved names as they are spoken.

    `scores` are the recognizer's mean log-probabilities of the hypotheses, where they are known.
    """

    hypotheses: tuple[str, ...]
    names: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words in place of the atoms `start` to `end` (exclusive) of the best hypothesis.

    `confidence` is the proposer's own, from 0 to 1; `reason` says in a few words what it rests on. What a proposer is
    not `sure` of is never taken, and shown as a suggestion.
    """

    start: int
    end: int
    words: str
    proposer: str
    confidence: float = 0.5
    reason: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal that was taken: what stands there instead of what, and what supports it."""

    proposal: Proposal
    instead_of: str
    words: str
    support: Support

    def to_json(self) -> dict[str, Any]:
        return {
            "what": self.words,
            "instead_of": self.instead_of,
            "why": self.support,
            "reason": self.proposal.reason,
            "proposer": self.proposal.proposer,
            "confidence": round(self.proposal.confidence, 3),
            "start": self.proposal.start,
            "end": self.proposal.end,
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal that was not taken, and why; a person may still take it."""

    proposal: Proposal
    instead_of: str
    refusal: Refusal

    def to_json(self) -> dict[str, Any]:
        return {
            "what": self.proposal.words,
            "instead_of": self.instead_of,
            "refusal": self.refusal,
            "proposer": self.proposal.proposer,
            "confidence": round(self.proposal.confidence, 3),
        }


@dataclass(frozen=True, slots=True)
class Corrected:
    """A transmission with its changes, each of which can be undone."""

    evidence: Evidence
    changes: tuple[Change, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def heard(self) -> str:
        """The best hypothesis as it came."""
        return self.evidence.hypotheses[0]

    @property
    def text(self) -> str:
        """What was heard, with the changes; without any, word for word as it came."""
        return _apply(read_atoms(self.heard), self.changes) if self.changes else self.heard

    def undo(self, number: int) -> "Corrected":
        """Take back the change of that number. Another one that was right only together with it goes too."""
        kept = [change.proposal for place, change in enumerate(self.changes) if place != number]
        again = correct(self.evidence, kept)
        return Corrected(self.evidence, again.changes, self.suggestions)

    def to_json(self) -> dict[str, Any]:
        return {
            "heard": self.heard,
            "text": self.text,
            "changes": [change.to_json() for change in self.changes],
            "suggestions": [suggestion.to_json() for suggestion in self.suggestions],
        }


@dataclass(slots=True)
class _Decision:
    """Changes that were taken so far."""

    changes: list[Change] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


def correct(evidence: Evidence, proposals: Iterable[Proposal]) -> Corrected:
    """Take the proposals that the rule allows, the most confident first. Needs at least one hypothesis."""
    base = read_atoms(evidence.hypotheses[0])
    known = _Known.of(evidence, base)
    allowed = allowed_numbers(evidence.hypotheses, evidence.names)
    decision = _Decision()
    for proposal in sorted(proposals, key=lambda one: (-one.confidence, one.start, one.end)):
        instead_of = join(base[proposal.start : proposal.end])
        change, refusal = known.support(base, proposal)
        if change is not None and not proposal.sure:
            refusal = "not sure enough"
        elif change is not None and any(_overlap(proposal, other.proposal) for other in decision.changes):
            refusal = "overlaps another change"
        elif change is not None:
            corrected = _apply(base, [*decision.changes, change])
            numbers = count_numbers(corrected)
            if all(count <= allowed[number] for number, count in numbers.items()):
                decision.changes.append(change)
                continue
            refusal = "would invent a number"
        decision.suggestions.append(Suggestion(proposal, instead_of, refusal))
    changes = sorted(decision.changes, key=lambda one: one.proposal.start)
    return Corrected(evidence, tuple(changes), tuple(decision.suggestions))


def propose_text(
    evidence: Evidence, output: str, *, proposer: str, confidence: float = 0.5, reason: str = ""
) -> list[Proposal]:
    """Turn a whole text, such as a language model writes, into proposals: where it differs from the best hypothesis."""
    return [
        Proposal(start, end, join(atoms), proposer, confidence, reason)
        for start, end, atoms in list_edits(read_atoms(evidence.hypotheses[0]), read_atoms(output))
    ]


@dataclass(frozen=True, slots=True)
class _Known:
    """The edits of other hypotheses by place and keys, and the retrieved names by keys; both with their words."""

    edits: dict[tuple[int, int, tuple[str, ...]], str]
    names: dict[tuple[str, ...], tuple[Atom, ...]]

    @classmethod
    def of(cls, evidence: Evidence, base: Sequence[Atom]) -> "_Known":
        edits: dict[tuple[int, int, tuple[str, ...]], str] = {}
        for hypothesis in evidence.hypotheses[1:]:
            for start, end, atoms in list_edits(base, read_atoms(hypothesis)):
                edits.setdefault((start, end, keys_of(atoms)), join(atoms))
        names = {keys_of(atoms): atoms for name in evidence.names if (atoms := read_atoms(name))}
        return cls(edits, names)

    def support(self, base: Sequence[Atom], proposal: Proposal) -> tuple[Change | None, Refusal]:
        keys = keys_of(read_atoms(proposal.words))
        replaced = base[proposal.start : proposal.end]
        if keys == keys_of(replaced):
            return None, "changes nothing"
        words = self.edits.get((proposal.start, proposal.end, keys))
        if words is not None:
            return Change(proposal, join(replaced), words, "another hypothesis"), "heard nowhere"
        name = self.names.get(keys)
        if name is not None and replaced and _numbers(replaced) == _numbers(name) <= 1:
            return Change(proposal, join(replaced), join(name), "a retrieved name"), "heard nowhere"
        return None, "heard nowhere"


def _numbers(atoms: Sequence[Atom]) -> int:
    return sum(atom.is_number for atom in atoms)


def list_edits(base: Sequence[Atom], other: Sequence[Atom]) -> list[tuple[int, int, Sequence[Atom]]]:
    """Return what makes the first text into the other: places `start` to `end` in the first, and what stands there."""
    matcher = SequenceMatcher(None, keys_of(base), keys_of(other), autojunk=False)
    return [(i, j, other[a:b]) for tag, i, j, a, b in matcher.get_opcodes() if tag != "equal"]


def _overlap(first: Proposal, second: Proposal) -> bool:
    """Return whether two edits touch the same atoms; two insertions at one place do."""
    if first.start == first.end or second.start == second.end:
        return first.start <= second.end and second.start <= first.end
    return first.start < second.end and second.start < first.end


def _apply(base: Sequence[Atom], changes: Iterable[Change]) -> str:
    words = [atom.words for atom in base]
    for change in sorted(changes, key=lambda one: -one.proposal.start):
        words[change.proposal.start : change.proposal.end] = [change.words] if change.words else []
    return " ".join(words)
