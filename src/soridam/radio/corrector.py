"""All proposers together, behind the gate and the guard. Begin with `Corrector`.

A corrector is a folder (`soridam radio fit`): corrector.json holds thresholds and the gate, sentences.txt what the
n-gram learns. A language model is given beside it, because it is large.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from soridam.core.errors import UsageError
from soridam.core.files import read_json, replacing_folder, write_json, write_text
from soridam.radio.correct.gate import Gate, merge
from soridam.radio.correct.guard import Corrected, Evidence, Proposal, correct
from soridam.radio.correct.ngram import NgramModel, propose_likelier
from soridam.radio.correct.snapping import DEFAULT, Lists, Thresholds, propose_names
from soridam.radio.correct.writer import Writer, ask_writer, propose_written
from soridam.radio.vocabulary import known_words

VERSION = 1
FILE, SENTENCES = "corrector.json", "sentences.txt"


@dataclass(frozen=True)
class Corrector:
    """Names of lists by thresholds, and the n-gram and the language model as far as the gate lets them through.

    Without a gate, what these two propose is shown as a suggestion.
    """

    thresholds: Thresholds = DEFAULT
    ngram: NgramModel | None = None
    gate: Gate | None = None
    writer: Writer | None = None

    def correct_all(self, heard: Sequence[Evidence], lists: Sequence[Lists]) -> list[Corrected]:
        """Correct transmissions, each with its lists; the writer is asked about all of them at once."""
        return [self.correct(*one) for one in zip(heard, lists, self.write(heard), strict=True)]

    def write(self, heard: Sequence[Evidence]) -> Sequence[str | None]:
        """Return what the language model makes of transmissions; None for each where there is no model."""
        return ask_writer(self.writer, heard) if self.writer is not None else [None] * len(heard)

    def correct(self, evidence: Evidence, lists: Lists, written: str | None = None) -> Corrected:
        """Correct one transmission; `written` is what a language model made of it."""
        evidence = replace(evidence, names=lists.spoken())
        names = propose_names(evidence, lists, known_words(), self.thresholds)
        return correct(evidence, [*names, *self.decide(evidence, self.propose(evidence, written))])

    def propose(self, evidence: Evidence, written: str | None = None) -> list[Proposal]:
        """Return what the n-gram and the language model propose, before the gate."""
        likelier = propose_likelier(evidence, self.ngram) if self.ngram is not None else []
        return merge([*likelier, *(propose_written(evidence, written) if written is not None else [])])

    def decide(self, evidence: Evidence, proposals: Sequence[Proposal]) -> list[Proposal]:
        """Return the proposals as the gate sees them: what does not pass is not sure."""
        if self.gate is None:
            return [replace(one, sure=False) for one in proposals]
        return self.gate.decide(evidence, proposals, self.ngram)

    def save(self, folder: Path) -> None:
        """Write the folder, without the language model."""
        with replacing_folder(folder) as new:
            fields = {
                "version": VERSION,
                "thresholds": asdict(self.thresholds),
                "gate": self.gate.to_json() if self.gate is not None else None,
            }
            write_json(new / FILE, fields)
            write_text(new / SENTENCES, "\n".join(self.ngram.sentences if self.ngram is not None else ()) + "\n")

    @classmethod
    def load(cls, folder: Path, writer: Writer | None = None) -> Self:
        """Read a folder. Raises UsageError for what is none."""
        try:
            fields = read_json(folder / FILE)
            sentences = tuple((folder / SENTENCES).read_text(encoding="utf-8").split("\n"))
            return cls(
                Thresholds(**fields["thresholds"]),
                NgramModel(tuple(filter(None, sentences))) if any(sentences) else None,
                Gate.from_json(fields["gate"]) if fields["gate"] is not None else None,
                writer,
            )
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise UsageError(
                "radio.no-corrector",
                "{folder} holds no corrector.",
                hint="Make one with: soridam radio fit MATERIAL --model MODEL --out FOLDER",
                folder=folder,
            ) from None
