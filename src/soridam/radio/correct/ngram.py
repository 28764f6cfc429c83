"""A language model of radio sentences by word trigrams, and what it proposes. Begin with `NgramModel`.

Numbers and letters are one word each to it, "<number>" and "<letter>": which one was said is not its business.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log2
from typing import Any

from soridam.radio.correct.atoms import Atom, join, read_atoms
from soridam.radio.correct.guard import Evidence, Proposal, list_edits
from soridam.text.telephony import LETTERS

ORDER = 3
NUMBER, LETTER = "<number>", "<letter>"
CACHED = 256  # transmissions
RARE = 2  # a word that is fewer times in the sentences is unknown
UNIFORM = 0.01  # share of a word that may be any one, so that what was never seen has a probability
PROPOSER = "n-gram"


@dataclass(frozen=True)
class NgramModel:
    """Trigrams with Witten and Bell's smoothing, of sentences as they were said."""

    sentences: tuple[str, ...]

    @cached_property
    def _model(self) -> Any:
        from nltk.lm import Vocabulary, WittenBellInterpolated
        from nltk.lm.preprocessing import padded_everygram_pipeline

        texts = [words_of_model(read_atoms(sentence)) for sentence in self.sentences]
        grams, words = padded_everygram_pipeline(ORDER, texts)
        model = WittenBellInterpolated(ORDER, vocabulary=Vocabulary(words, unk_cutoff=RARE))
        model.fit(grams)
        return model

    def logarithm(self, atoms: Sequence[Atom]) -> float:
        """Return the logarithm (base 2) of the probability of a transmission, its end included."""
        return self._remembered(tuple(atoms))

    @cached_property
    def _remembered(self) -> Callable[[tuple[Atom, ...]], float]:
        """Remember the latest transmissions: an edit is weighed when it is proposed, and again by the gate."""
        return lru_cache(CACHED)(self._count)

    def _count(self, atoms: tuple[Atom, ...]) -> float:
        words = ["<s>"] * (ORDER - 1) + words_of_model(atoms) + ["</s>"]
        known = self._model.vocab.lookup(words)
        places = range(ORDER - 1, len(known))
        shares = (self._model.score(known[at], known[at - ORDER + 1 : at]) for at in places)
        any_word = UNIFORM / len(self._model.vocab)
        return sum(log2((1 - UNIFORM) * share + any_word) for share in shares)

    def gain(self, base: Sequence[Atom], start: int, end: int, atoms: Sequence[Atom]) -> float:
        """Return by how many bits a transmission becomes likelier with other atoms at `start` to `end` (exclusive)."""
        return self.logarithm([*base[:start], *atoms, *base[end:]]) - self.logarithm(base)


def words_of_model(atoms: Sequence[Atom]) -> list[str]:
    """Return the words of atoms as the model counts them."""
    words = [NUMBER if atom.is_number else atom.key for atom in atoms]
    return [part for word in words for part in (LETTER if one in LETTERS else one for one in word.split())]


def propose_likelier(evidence: Evidence, model: NgramModel) -> list[Proposal]:
    """Propose the edits of other hypotheses that make the sentence likelier, the confidence by how much (0.5 to 1)."""
    base = read_atoms(evidence.hypotheses[0])
    proposed = {}
    for hypothesis in evidence.hypotheses[1:]:
        for start, end, atoms in list_edits(base, read_atoms(hypothesis)):
            bits = model.gain(base, start, end, atoms)
            if bits > 0:
                confidence = 1 - 0.5 * 2 ** -min(bits, 64)
                reason = f"{bits:.1f} bits likelier"
                words = join(atoms)
                proposed[start, end, words] = Proposal(start, end, words, PROPOSER, confidence, reason)
    return list(proposed.values())
