"""Reads CTranslate2's model.bin. Begin with `read_model`.

The layout, little-endian, after `CTranslate2/python/ctranslate2/specs/model_spec.py`: u32 version; spec name; u32
revision; u32 count of variables, each with name, u8 rank, u32 per dimension, u8 type, u32 bytes, data; u32 count of
aliases, each two names. A name is u16 length, then bytes that end in a zero.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from soridam.core.errors import WeightsError
from soridam.core.weights.mapped_file import MappedFile

OLDEST_VERSION = 6  # older files name their types differently
NEWEST_VERSION = 6
BFLOAT16 = 5
TYPES: dict[int, str] = {0: "<f4", 1: "|i1", 2: "<i2", 3: "<i4", 4: "<f2", BFLOAT16: "<u2"}
MAX_RANK = 8


@dataclass(frozen=True)
class Variable:
    shape: tuple[int, ...]
    type: int
    offset: int  # of its data in the file
    size: int  # bytes


class ModelFile(MappedFile):
    """An open model.bin whose table of contents has been read and held against the length of the file."""

    def __init__(self, path: Path) -> None:
        self.spec = ""
        self.variables: dict[str, Variable] = {}
        self.aliases: dict[str, str] = {}
        super().__init__(path, _damaged)

    def __contains__(self, name: str) -> bool:
        return name in self.variables or name in self.aliases

    def array(self, name: str) -> np.ndarray:
        """Return a copy of one variable; the three kinds of floats come as float32. Raises WeightsError if missing."""
        variable = self.variables.get(self.aliases.get(name, name))
        if variable is None:
            raise WeightsError(
                "weights.no-variable",
                "{model} has no variable '{name}'.",
                hint="Fetch or convert it again.",
                model=self.path,
                name=name,
            )
        raw = self._bytes[variable.offset : variable.offset + variable.size]
        values = np.frombuffer(raw, dtype=TYPES[variable.type]).reshape(variable.shape)
        if variable.type == BFLOAT16:
            return (values.astype(np.uint32) << 16).view(np.float32)
        return values.astype(np.float32) if values.dtype.kind == "f" else values

    def _read_contents(self) -> None:
        version = self._number("I")
        if not OLDEST_VERSION <= version <= NEWEST_VERSION:
            raise _damaged(self.path, f"its version would be {version}")
        self.spec = self._name()
        self._number("I")  # revision
        for _ in range(self._number("I")):
            name = self._name()
            self.variables[name] = self._variable(name)
        for _ in range(self._number("I")):
            alias = self._name()
            self.aliases[alias] = self._name()
        if self._position != len(self._bytes):
            raise _damaged(self.path, f"{len(self._bytes) - self._position} bytes follow its end")

    def _variable(self, name: str) -> Variable:
        rank = self._number("B")
        if rank > MAX_RANK:
            raise _damaged(self.path, f"'{name}' would have {rank} dimensions")
        shape = tuple(self._number("I") for _ in range(rank))
        kind, size = self._number("B"), self._number("I")
        if kind not in TYPES:
            raise _damaged(self.path, f"'{name}' has the unknown type {kind}")
        count = 1
        for length in shape:
            count *= length
        if count * np.dtype(TYPES[kind]).itemsize != size:
            raise _damaged(self.path, f"'{name}' of shape {shape} cannot take {size} bytes")
        return Variable(shape, kind, self._skip(size), size)

    def _name(self) -> str:
        length = self._number("H")
        offset = self._skip(length)
        raw = self._bytes[offset : offset + length]
        if not raw.endswith(b"\0") or not raw.isascii():
            raise _damaged(self.path, f"there is no name at byte {offset}")
        return raw[:-1].decode("ascii")


def read_model(path: Path) -> ModelFile:
    """Open a model.bin for reading. Raises WeightsError if its sizes do not hold against the file."""
    return ModelFile(path)


def _damaged(path: Path, reason: str) -> WeightsError:
    return WeightsError(
        "weights.no-ctranslate2",
        "{model} is not a complete CTranslate2 model: {reason}.",
        hint="Fetch or convert it again.",
        model=path,
        reason=reason,
    )
