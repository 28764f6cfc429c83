"""Writing of a model in CTranslate2 form. Begin with `convert`."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
from ctranslate2.converters.converter import Converter
from ctranslate2.specs.model_spec import ModelSpec, NumpyVariable, Variable, visit_spec

Precision = Literal["float32", "float16", "int8"]
# Processors without VNNI add two products of a byte (0 to 255) and a weight in 16 bits, which hold 32,767: with larger
# weights than these the sum is cut off. See "Int8 Computation Aspects" in the guide of oneDNN.
LARGEST = 63


def convert(converter: Converter, folder: Path, precision: Precision) -> None:
    """Write what the converter loads into `folder`; in int8 it is right on every processor.

    CTranslate2's own int8 has weights up to 127, which is right on processors with VNNI only.
    """
    spec: ModelSpec = converter._load()  # the part of a converter that differs from model to model
    spec.validate()
    spec.optimize(None if precision == "int8" else precision)
    if precision == "int8":
        visit_spec(spec, _round)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))


def _round(spec: Any, name: str, value: Any) -> None:
    key = name.rpartition("/")[2]
    if not hasattr(spec, f"{key}_scale") or not isinstance(value, Variable) or value.is_scalar():
        return
    weights, scales = round_rows(value.to("float32").numpy())
    setattr(spec, key, NumpyVariable(weights))
    setattr(spec, f"{key}_scale", NumpyVariable(scales))


def round_rows(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Round weights (outputs, ...) to int8; returns them and the number by which each row was multiplied (outputs,)."""
    rows = weights.reshape(len(weights), -1).astype(np.float32)
    largest = np.maximum(np.abs(rows).max(axis=1), LARGEST / np.finfo(np.float32).max)
    scales = np.where(rows.any(axis=1), LARGEST / largest, 1).astype(np.float32)
    return np.rint(rows * scales[:, None]).astype(np.int8).reshape(weights.shape), scales
