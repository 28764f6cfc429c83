"""The detector that checks painted pictures.

NudeNet's wheel says MIT in its metadata and holds the AGPL 3 as its license file: it is fetched as data when somebody
paints, and neither shipped nor imported.
"""

from soridam.core.weights.entry import CatalogEntry, IndexSource, PinnedFile, Wheel

ON_INDEX = IndexSource(
    form="onnx",
    wheels=(
        Wheel(
            project="nudenet",
            version="3.4.2",
            file_name="nudenet-3.4.2-py3-none-any.whl",
            size=10_595_223,
            sha256="5937dbd84e5d8e5de038f08ffea5a1bb50a08475776bf2b4795914ce0eaf0331",
            members=(("nudenet/320n.onnx", "model.onnx"),),
        ),
    ),
    files=(PinnedFile("model.onnx", 12_150_158, "c15d8273adad2d0a92f014cc69ab2d6c311a06777a55545f2c4eb46f51911f0f"),),
)

ENTRIES = (
    CatalogEntry(
        name="nudenet",
        family="check",
        title="NudeNet",
        parameters=3.0,
        license="AGPL-3.0",
        forms=("onnx",),
        index=ON_INDEX,
    ),
)
