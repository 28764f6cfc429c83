"""LoRA on a loaded pipeline of Stable Diffusion or SDXL: several at once with weights, or folded into the weights.

Begin with `add_adapters`.
"""

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from soridam.image.adapters import PARTS, Adapter, Factors, unplaced_keys, with_text_model


def add_adapters(pipeline: Any, adapters: Sequence[tuple[Adapter, float]]) -> list[str]:
    """Put adapters beside the weights of a pipeline without any, each multiplied by its weight; return their names.

    Raises WeightsError, before anything is changed, for an adapter of which a layer is not in the pipeline, or has
    another size there.
    """
    names = []
    for number, (adapter, _) in enumerate(adapters):
        if missing := [layer for layer, factors in adapter.layers.items() if not _fits(pipeline, layer, factors)]:
            raise unplaced_keys(adapter.metadata.get("modelspec.title") or str(number + 1), missing)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Already found a `peft_config`", UserWarning)  # several are meant
        for number, (adapter, _) in enumerate(adapters):
            names.append(f"adapter_{number}")
            pipeline.load_lora_weights(adapter.tensors(), adapter_name=names[-1])
    pipeline.set_adapters(names, [weight for _, weight in adapters])
    return names


def merge_adapters(pipeline: Any, adapters: Sequence[tuple[Adapter, float]]) -> None:
    """Fold adapters into the weights of a pipeline, which is then an ordinary one. Raises as `add_adapters` does."""
    names = add_adapters(pipeline, adapters)
    pipeline.fuse_lora(components=[part for part, _ in _parts(pipeline)], adapter_names=names)
    pipeline.unload_lora_weights()


def loaded_tensors(pipeline: Any, name: str) -> dict[str, Tensor]:
    """Return the tensors of an adapter that a pipeline has loaded under this name, by the keys of its file."""
    from peft.utils import get_peft_model_state_dict

    return {
        with_text_model(f"{part}.{key}"): tensor
        for part, model in _parts(pipeline)
        if name in getattr(model, "peft_config", {})
        for key, tensor in get_peft_model_state_dict(model, adapter_name=name).items()
    }


def unused_keys(pipeline: Any, name: str, adapter: Adapter) -> list[str]:
    """Return the keys of an adapter that the pipeline has not taken as they are."""
    loaded = loaded_tensors(pipeline, name)
    return [
        key
        for key, tensor in adapter.tensors().items()
        if key not in loaded or not torch.equal(loaded[key].cpu(), tensor.to(loaded[key].dtype))
    ]


def _parts(pipeline: Any) -> Iterator[tuple[str, nn.Module]]:
    for part in PARTS:
        model = getattr(pipeline, part, None)
        if model is not None:
            yield part, model


def _fits(pipeline: Any, layer: str, factors: Factors) -> bool:
    """Whether the pipeline has this layer, in the size that the factors have."""
    part, _, path = layer.partition(".")
    model = getattr(pipeline, part, None)
    if model is None:
        return False
    if not hasattr(model, "text_model"):  # Transformers has named its layers without it since version 5
        path = path.removeprefix("text_model.")
    try:
        module = model.get_submodule(path)
    except AttributeError:
        return False
    match module:
        case nn.Linear():
            inner: tuple[int, ...] = (module.in_features,)
            outer: tuple[int, ...] = (module.out_features,)
        case nn.Conv2d():
            inner, outer = (module.in_channels, *module.kernel_size), (module.out_channels, 1, 1)
        case _:
            return False
    up = (factors.up.shape[0], *factors.up.shape[2:])
    return tuple(factors.down.shape[1:]) == inner and up == outer
