"""Reads GGUF, the files of llama.cpp. Begin with `read_gguf`.

The layout, little-endian, after `ggml/docs/gguf.md`: "GGUF"; u32 version; u64 count of tensors; u64 count of values,
each with name, u32 type, value; of each tensor name, u32 rank, u64 per dimension (the innermost first), u32 type, u64
offset; then, aligned, the data. A text is u64 length, then bytes.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from soridam.core.errors import WeightsError
from soridam.core.weights.mapped_file import MappedFile

GGUF_FILE = "model.gguf"  # its name in a folder of weights
VERSIONS = (2, 3)
MOST_DIMENSIONS = 4
BLOCK = 32  # values that share a scale
NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
TEXT, ARRAY = 8, 9


@dataclass(frozen=True)
class Packing:
    """A tensor encoding: `size` bytes for every `values` values, and the conversion to float32."""

    values: int
    size: int
    unpack: Callable[[np.ndarray], np.ndarray]


def _unpack_q4_1(blocks: np.ndarray) -> np.ndarray:
    """(blocks, 20) bytes: scale and smallest value in half precision, then 16 bytes with two values each."""
    scale, least = blocks[:, :2].copy().view("<f2"), blocks[:, 2:4].copy().view("<f2")
    steps = np.concatenate([blocks[:, 4:] & 15, blocks[:, 4:] >> 4], axis=1)
    return scale.astype(np.float32) * steps.astype(np.float32) + least.astype(np.float32)


def _unpack_q8_0(blocks: np.ndarray) -> np.ndarray:
    """(blocks, 34) bytes: a scale in half precision, then 32 signed bytes."""
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    return scale * blocks[:, 2:].copy().view(np.int8).astype(np.float32)


PACKINGS = {
    0: Packing(1, 4, lambda raw: raw.copy().view("<f4")),
    1: Packing(1, 2, lambda raw: raw.copy().view("<f2").astype(np.float32)),
    3: Packing(BLOCK, 20, _unpack_q4_1),
    8: Packing(BLOCK, 34, _unpack_q8_0),
}


@dataclass(frozen=True)
class Tensor:
    """A tensor of the file, and where its data begins."""

    shape: tuple[int, ...]
    packing: Packing
    offset: int

    @property
    def size(self) -> int:
        """Bytes."""
        return prod(self.shape) // self.packing.values * self.packing.size


class GgufFile(MappedFile):
    """An open GGUF whose table of contents has been read and held against the length of the file."""

    def __init__(self, path: Path) -> None:
        self.values: dict[str, Any] = {}
        self.tensors: dict[str, Tensor] = {}
        super().__init__(path, _damaged)

    def value(self, name: str) -> Any:
        """Raises WeightsError if the file does not have it."""
        if name not in self.values:
            raise _damaged(self.path, f"it does not say '{name}'")
        return self.values[name]

    def array(self, name: str) -> np.ndarray:
        """Return a copy of one tensor as float32, the outermost dimension first. Raises WeightsError if missing."""
        tensor = self.tensors.get(name)
        if tensor is None:
            raise _damaged(self.path, f"it has no tensor '{name}'")
        raw = np.frombuffer(self._bytes[tensor.offset : tensor.offset + tensor.size], dtype=np.uint8)
        return tensor.packing.unpack(raw.reshape(-1, tensor.packing.size)).reshape(tensor.shape)

    def _read_contents(self) -> None:
        start = self._skip(4)
        if self._bytes[start : self._position] != b"GGUF":
            raise _damaged(self.path, "it does not begin as one")
        version = self._number("I")
        if version not in VERSIONS:
            raise _damaged(self.path, f"its version would be {version}")
        tensors, values = self._number("Q"), self._number("Q")
        for _ in range(values):
            name = self._text()
            self.values[name] = self._value(self._number("I"))
        found = {self._text(): self._tensor() for _ in range(tensors)}
        begin = -(-self._position // self._alignment) * self._alignment
        for name, tensor in found.items():
            self.tensors[name] = Tensor(tensor.shape, tensor.packing, begin + tensor.offset)
            if self.tensors[name].offset + tensor.size > len(self._bytes):
                raise _damaged(self.path, f"it ends within '{name}'")

    @property
    def _alignment(self) -> int:
        alignment = self.values.get("general.alignment", 32)
        if not isinstance(alignment, int) or alignment < 1:
            raise _damaged(self.path, "its alignment is no number")
        return alignment

    def _tensor(self) -> Tensor:
        """Read the facts of one tensor. Its offset counts from the beginning of all data, as in the file."""
        rank = self._number("I")
        if rank > MOST_DIMENSIONS:
            raise _damaged(self.path, f"a tensor would have {rank} dimensions")
        shape = tuple(self._number("Q") for _ in range(rank))[::-1]
        kind, offset = self._number("I"), self._number("Q")
        if kind not in PACKINGS:
            raise _damaged(self.path, f"a tensor is packed in the unknown way {kind}")
        if (shape or (1,))[-1] % PACKINGS[kind].values:
            raise _damaged(self.path, f"a tensor of shape {shape} has no whole blocks")
        return Tensor(shape, PACKINGS[kind], offset)

    def _value(self, kind: int) -> Any:
        if kind in NUMBERS:
            return self._number(NUMBERS[kind])
        if kind == TEXT:
            return self._text()
        if kind != ARRAY:
            raise _damaged(self.path, f"a value is of the unknown type {kind}")
        inner, count = self._number("I"), self._number("Q")
        if inner in NUMBERS:
            code = f"<{count}{NUMBERS[inner]}"
            return list(
                struct.unpack_from(code, self._bytes, self._skip(count * struct.calcsize("<" + NUMBERS[inner])))
            )
        if inner != TEXT:
            raise _damaged(self.path, f"a list is of the type {inner}")
        return [self._text() for _ in range(count)]

    def _text(self) -> str:
        length = self._number("Q")
        offset = self._skip(length)
        return self._bytes[offset : offset + length].decode("utf-8", errors="replace")


def read_gguf(path: Path) -> GgufFile:
    """Open a GGUF for reading. Raises WeightsError if its sizes do not hold against the file."""
    return GgufFile(path)


def _damaged(path: Path, reason: str) -> WeightsError:
    return WeightsError(
        "weights.no-gguf",
        "{file} is not a complete GGUF file: {reason}.",
        hint="Fetch or save it again.",
        file=path,
        reason=reason,
    )
