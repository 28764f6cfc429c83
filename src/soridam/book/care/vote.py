"""The second vote on a wish: a classifier beside the rules. Begin with `second_vote`.

Kernel ridge regression (`kernel.py`) over sentence vectors and letter n-grams gives the class; a linear model over the
vectors gives the kind. Both are fitted on the sentences of `prototypes.toml` and stored in `vote.npz`; after a change
of the sentences or the rules run `python -m soridam.book.care.vote`. A score has to be clear before it counts: the
rules understand roles and negation, which the classifier hardly does, while it knows words that no list has.
"""

import logging
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import get_args

import numpy as np

from soridam.book.care.english import names_people
from soridam.book.care.kernel import Fitted
from soridam.book.care.kernel import fit as fit_classes
from soridam.book.care.kinds import CARE_ORDER, DisclosureKind, Sign, TenderKind, WishClass
from soridam.book.care.korean import names_korean_people
from soridam.book.care.play import is_play
from soridam.book.care.rules import rule_signs
from soridam.core.errors import SoridamError
from soridam.text.sentence_vectors import SENTENCE_ENCODER, Array, Encoder

FITTED = "vote.npz"
CLASSES: tuple[WishClass, ...] = ("ordinary", "tender", "disclosure")
KINDS = frozenset((*get_args(DisclosureKind), *get_args(TenderKind)))
RIDGE = 1.0
# How much nearer to a careful class than to the ordinary one a wish must be. Chosen on the lists in tests/book/care so
# that fewer than 2 % of their ordinary wishes are beyond. Of people more is believed than of animals alone.
FAR: dict[WishClass, tuple[float, float]] = {"disclosure": (0.0, 0.2), "tender": (0.1, 0.2)}
KINDLY = 0.15  # nearer still, where play is told or what the family does for a child
SURER = 0.35  # nearer still, where the rules have heard what tender matter it is
APART = 0.15  # and nearer than to a class between them: grief is no disclosure
# 엄마가 손톱을 깎아 줘요: what the family does for a child, in the very words that say so.
_DONE_FOR = re.compile(
    r"(?:엄마|아빠|할머니|할아버지|이모|고모|누나|언니|형|오빠)(?:가|이) .{1,30}[가-힣] ?(?:줘|줬|주셨|주면)"
    r"|(?:가르쳐|읽어|들려|그려|만들어|지어) ?(?:줘|줬|주셨)"
)
_REFUSED = re.compile(r"(?:^|\s)(?:안|못)\s|않|때|말하|싫|무서|아파|아프")

# A bare feeling, or what a child in anger would like to do, and nothing else said: it is told of, or asked back.
_BARE = re.compile(
    r"i(?:['’]m| am) (?:so )?scared|(?:나 ?)?(?:너무 )?무서워요?"
    r"|(?:나는 |내가 )?(?:동생|형|누나|언니|오빠|친구|짝꿍)(?:을|를|이를)? (?:한 ?대 )?"
    r"(?:때리|때려 ?주|꼬집)고 ?싶(?:어요|어|다)|(?:다 )?(?:죽여|때려) ?(?:버려|버릴래)"
    r"|i want to (?:hit|punch|kick|pinch) my (?:little |big |baby )?(?:brother|sister|friend)"
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SecondVote:
    """The fitted classifier. `encode` gives sentence vectors; `kinds` has a column a kind, biases in the last row."""

    encode: Callable[[Sequence[str]], Array]
    classes: Fitted
    kinds: Array
    names: tuple[str, ...]

    def signs_of(self, text: str, known_tender: bool = False) -> tuple[Sign, ...]:
        """Return at most one sign. `known_tender` says that the rules found a tender matter in the text."""
        if _BARE.fullmatch(text.strip()):
            return ()
        vectors = self.encode([text])
        scores = dict(zip(CLASSES, self.classes.scores(vectors, [text])[0], strict=True))
        more = KINDLY * _is_kindly(text)
        is_of_people = names_people(text) or names_korean_people(text)
        for wish_class in sorted(FAR, key=lambda each: -CARE_ORDER[each]):
            near, far = (
                each + more + SURER * (known_tender and wish_class == "disclosure") for each in FAR[wish_class]
            )
            calmer = [each for each in CLASSES if CARE_ORDER[each] < CARE_ORDER[wish_class]]
            apart = min(scores[wish_class] - scores[each] for each in calmer[1:]) if calmer[1:] else APART
            if scores[wish_class] - scores["ordinary"] > (near if is_of_people else far) and apart >= APART:
                return (Sign(wish_class, self._kind(vectors, wish_class), "near to such sentences"),)  # type: ignore[arg-type]
        return ()

    def _kind(self, vectors: Array, wish_class: WishClass) -> str:
        told = (_with_constant(vectors) @ self.kinds)[0]
        ranked = sorted(range(len(self.names)), key=lambda at: -float(told[at]))
        return next(self.names[at].split("/")[1] for at in ranked if self.names[at].startswith(wish_class))


def _is_kindly(text: str) -> bool:
    """Return whether a text is about play or about what the family does for a child."""
    return is_play(text) or bool(_DONE_FOR.search(text) and not _REFUSED.search(text))


@cache
def second_vote() -> SecondVote | None:
    """Load the classifier; None if the sentence encoder cannot be had: then the rules decide alone."""
    from soridam.core.weights import find_weights

    try:
        encoder = Encoder(find_weights(SENTENCE_ENCODER))
    except SoridamError as error:
        log.warning("Wishes are read by rules alone: %s", error.message)
        return None
    with resources.as_file(resources.files(__package__) / FITTED) as path, np.load(path, allow_pickle=False) as kept:
        names = tuple(str(name) for name in kept["names"])
        return SecondVote(encoder.encode, Fitted.of(kept), kept["kinds"].astype("f4"), names)


def fit(encode: Callable[[Sequence[str]], Array]) -> dict[str, Array]:
    """Fit classes and kinds on the sentences of `prototypes.toml`; returns the arrays of `vote.npz` by name."""
    told = list(_prototypes())
    sentences = [sentence.lower() for _, _, sentence in told]
    vectors = encode(sentences)
    labels = np.array([CLASSES.index(wish_class) for wish_class, _, _ in told])
    kinds = [_kind(*each) for each in told]
    names = sorted({name for name in kinds if name})
    known = np.array([name != "" for name in kinds])
    columns = np.array([names.index(name) for name in kinds if name])
    return {
        **vars(fit_classes(vectors, sentences, labels, len(CLASSES))),
        "kinds": _ridge(_with_constant(vectors)[known], columns, len(names)).astype("f2"),
        "names": np.array(names),
    }


def _kind(wish_class: WishClass, table: str, sentence: str) -> str:
    """Return the kind that names a sentence's table, or else the kind that the rules find in it."""
    if table in KINDS:
        return f"{wish_class}/{table}"
    heard = [sign for sign in rule_signs(sentence) if sign.wish_class == wish_class != "ordinary"]
    return f"{wish_class}/{heard[0].kind}" if heard else ""


def _ridge(vectors: Array, labels: Array, count: int) -> Array:
    """Fit ridge regression, in which every kind has the same total weight."""
    weights = (1 / np.bincount(labels, minlength=count))[labels]
    weights = weights / weights.mean()
    weighted = (vectors * weights[:, None]).T
    return np.asarray(
        np.linalg.solve(weighted @ vectors + RIDGE * np.eye(vectors.shape[1]), weighted @ np.eye(count)[labels])
    )


def _with_constant(vectors: Array) -> Array:
    return np.concatenate([vectors, np.ones((len(vectors), 1), dtype=vectors.dtype)], axis=1)


def _prototypes() -> Iterator[tuple[WishClass, str, str]]:
    """Yield class, table and text of each sentence."""
    text = resources.files(__package__).joinpath("prototypes.toml").read_text(encoding="utf-8")
    data: dict[str, dict[str, str]] = tomllib.loads(text)
    for wish_class in CLASSES:
        for table, sentences in data[wish_class].items():
            yield from ((wish_class, table, sentence) for sentence in sentences.split("\n") if sentence)


if __name__ == "__main__":
    from soridam.core.weights import find_weights

    fitted = fit(Encoder(find_weights(SENTENCE_ENCODER)).encode)
    np.savez_compressed(Path(__file__).with_name(FITTED), allow_pickle=False, **fitted)
