"""Files of weights, before anything opens them: safetensors by content, no pickles. Begin with `check_weight_files`."""

import json
import struct
from math import prod
from pathlib import Path
from typing import Any

from soridam.core.errors import WeightsError
from soridam.core.weights.configs import read_object

PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".msgpack", ".h5")
MOST_DIMENSIONS = 32
FETCH_AGAIN = "Fetch or save it again."
HOW_TO_RESAVE = "Save it again with Transformers 5: model.save_pretrained(folder) writes safetensors."
ITEM_SIZES = {"F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2}
ITEM_SIZES |= {"F8_E4M3": 1, "F8_E5M2": 1, "I8": 1, "U8": 1, "BOOL": 1}
LONGEST_HEADER = 100_000_000  # bytes; the limit of the safetensors library


def check_weight_files(folder: Path, stem: str = "model") -> None:
    """Check `<stem>.safetensors`, or its shards. Raises WeightsError if there are none, or if they are damaged."""
    for path in _weight_files(folder, stem):
        check_safetensors(path)


def check_safetensors(path: Path) -> None:
    """Hold the header of a safetensors file against the length of the file. Raises WeightsError.

    Format: https://huggingface.co/docs/safetensors: u64 length of a JSON header, then the data without gaps.
    """
    length = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        header = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if not 2 <= header <= min(LONGEST_HEADER, length - 8):
            raise _not_safetensors(path, "it has no header")
        try:
            tensors = json.loads(file.read(header))
            spans = [_span(facts) for name, facts in tensors.items() if name != "__metadata__"]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise _not_safetensors(path, "its header cannot be read") from None
    position = 0
    for begin, end in sorted(spans):
        if begin != position:
            raise _not_safetensors(path, f"its tensors leave or share bytes at {begin}")
        position = end
    if 8 + header + position != length:
        raise _not_safetensors(path, f"it is {length:,} bytes long where its header needs {8 + header + position:,}")


def _span(facts: dict[str, Any]) -> tuple[int, int]:
    begin, end = facts["data_offsets"]
    shape = facts["shape"]
    # Bounds first: the product of thousands of numbers of hundreds of digits takes a minute.
    if len(shape) > MOST_DIMENSIONS or not all(map(_is_size, (begin, end, *shape))):
        raise ValueError("a tensor has a size that none can have")
    if end - begin != prod(shape) * ITEM_SIZES[facts["dtype"]]:
        raise ValueError("a tensor's shape does not fit its bytes")
    return begin, end


def _is_size(value: object) -> bool:
    """Return whether it is an integer that fits the format's 64 bits; floats and booleans are not."""
    return type(value) is int and 0 <= value < 2**64


def _not_safetensors(path: Path, reason: str) -> WeightsError:
    with path.open("rb") as file:
        start = file.read(2)
    if start[:1] == b"\x80" or start == b"PK":
        return WeightsError(
            "weights.pickle",
            "{file} is a pickle, whatever its name: opening it could run code.",
            hint=HOW_TO_RESAVE,
            file=path,
        )
    return WeightsError(
        "weights.torn",
        "{file} is not a complete safetensors file: {reason}.",
        hint="Fetch or save it again.",
        file=path,
        reason=reason,
    )


def _weight_files(folder: Path, stem: str) -> list[Path]:
    if (folder / f"{stem}.safetensors").is_file():
        return [folder / f"{stem}.safetensors"]
    index = folder / f"{stem}.safetensors.index.json"
    if not index.is_file():
        pickles = pickles_in(folder)
        if pickles:
            raise only_pickles(folder, pickles)
        raise WeightsError(
            "weights.no-model-file",
            "{folder} holds no weights: there is no {name}.",
            hint=FETCH_AGAIN,
            folder=folder,
            name=f"{stem}.safetensors",
        )
    shards = read_object(index).get("weight_map")
    if not isinstance(shards, dict) or not all(isinstance(name, str) for name in shards.values()):
        raise WeightsError(
            "weights.no-index", "{file} does not say which file holds which tensor.", hint=FETCH_AGAIN, file=index
        )
    names = set(shards.values())
    for name in names:
        if Path(name).name != name or not (folder / name).is_file():
            raise WeightsError(
                "weights.names-missing",
                "{file} names '{name}', which is not there.",
                hint="Fetch or save it again.",
                file=index,
                name=name,
            )
    return [folder / name for name in sorted(names)]


def pickles_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix in PICKLES)


def only_pickles(folder: Path, pickles: list[str]) -> WeightsError:
    return WeightsError(
        "weights.unsafe",
        "{model} holds its weights only as {format}, a format that can run code when it is opened.",
        hint=HOW_TO_RESAVE,
        model=folder,
        format=", ".join(pickles),
    )
