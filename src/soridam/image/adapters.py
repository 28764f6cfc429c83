"""LoRA files of picture models in the two forms that people exchange: Diffusers' and kohya's.

Begin with `read_adapter`; `save_adapter` writes what training has learned. In memory and in every file that is written
here a layer's change is `up @ down` as it stands: a scale other than 1 (alpha / rank) is multiplied into `up`, because
programs differ in whether and for which layers they read it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch
from torch import Tensor

from soridam.core.errors import ExportError, WeightsError
from soridam.core.files import replacing
from soridam.core.weights.pictures import LORA_FILE, find_lora
from soridam.core.weights.save import raising_system_errors
from soridam.core.weights.weight_files import check_safetensors
from soridam.image.adapter_keys import RESNETS, kohya_name, module_of
from soridam.image.kinds import TunableKind

PARTS = ("unet", "text_encoder", "text_encoder_2")
MOST_NAMED = 5  # keys in an error
FAMILY_NAMES: dict[TunableKind, tuple[str, str]] = {  # ss_base_model_version of kohya, architecture of modelspec
    "sd": ("sd_v1", "stable-diffusion-v1/lora"),
    "sdxl": ("sdxl_base_v1-0", "stable-diffusion-xl-v1-base/lora"),
}
_OTHER_KINDS = {  # by the last part of a key; of Stable Diffusion's, Diffusers reads none of them
    "hada_": "LoHa",
    "lokr_": "LoKr",
    "oft_": "OFT",
    "dora_scale": "DoRA in kohya's form",
    "diff": "a difference of whole weights",
}
_DIFFUSERS_KEY = re.compile(r"(.+)\.(lora_A\.weight|lora_B\.weight|lora_magnitude_vector)")


@dataclass(frozen=True)
class Factors:
    """The change of a layer: `up @ down` is added to its weights; with DoRA each row then gets a length of its own."""

    down: Tensor
    up: Tensor
    magnitude: Tensor | None = None

    @property
    def rank(self) -> int:
        return int(self.down.shape[0])


@dataclass(frozen=True)
class Adapter:
    """A LoRA: factors by the path of their layer in a pipeline, and what its file says of itself."""

    layers: Mapping[str, Factors]
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def rank(self) -> int:
        """The largest rank of a layer."""
        return max(factors.rank for factors in self.layers.values())

    def tensors(self) -> dict[str, Tensor]:
        """Return all tensors by Diffusers' keys."""
        found = {}
        for path, factors in self.layers.items():
            found[f"{path}.lora_A.weight"] = factors.down
            found[f"{path}.lora_B.weight"] = factors.up
            if factors.magnitude is not None:
                found[f"{path}.lora_magnitude_vector"] = factors.magnitude
        return found


def describe_adapter(
    *, family: TunableKind, title: str, trigger: str, captions: Mapping[str, Iterable[str]], run: str
) -> dict[str, str]:
    """Return the metadata that programs show of a LoRA: kohya's `ss_*`, `modelspec.*`, and the run that it is from.

    `captions` are those of each folder of pictures; `trigger` is the word that calls what was learned.
    """
    version, architecture = FAMILY_NAMES[family]
    tags = {folder: dict(Counter(_tags(texts))) for folder, texts in captions.items()}
    return {
        "ss_base_model_version": version,
        "ss_tag_frequency": json.dumps(tags, ensure_ascii=False),
        "modelspec.sai_model_spec": "1.0.0",
        "modelspec.architecture": architecture,
        "modelspec.implementation": "diffusers",
        "modelspec.title": title,
        "modelspec.trigger_phrase": trigger,
        "soridam_run": run,
    }


def _tags(captions: Iterable[str]) -> Iterable[str]:
    return (tag.strip() for caption in captions for tag in caption.split(",") if tag.strip())


def save_adapter(
    folder: Path,
    *,
    unet: Mapping[str, Tensor],
    text_encoder: Mapping[str, Tensor] | None = None,
    text_encoder_2: Mapping[str, Tensor] | None = None,
    rank: int,
    alpha: float,
    metadata: Mapping[str, str],
) -> Path:
    """Write what PEFT's `get_peft_model_state_dict` gives for each part into `folder`, in Diffusers' form.

    Returns the file. The same tensors and metadata are the same bytes. Raises ExportError for a value that is no
    number, and WeightsError for tensors that are no LoRA.
    """
    parts = zip(PARTS, (unet, text_encoder, text_encoder_2), strict=True)
    tensors = {f"{part}.{key}": tensor for part, state in parts for key, tensor in (state or {}).items()}
    adapter = _build(folder / LORA_FILE, tensors, scale=alpha / rank)
    return write_diffusers(folder / LORA_FILE, replace(adapter, metadata=metadata))


def write_diffusers(path: Path, adapter: Adapter) -> Path:
    """Write an adapter in Diffusers' form. Raises ExportError for a value that is no number."""
    return _write(path, adapter, adapter.tensors())


def save_kohya(path: Path, adapter: Adapter, *, family: TunableKind, resnets: int = RESNETS) -> Path:
    """Write an adapter in kohya's form, which other programs for pictures read.

    `resnets` is `layers_per_block` of the UNet. Raises ExportError for a value that is no number, and for DoRA, which
    Diffusers does not read in this form.
    """
    if any(factors.magnitude is not None for factors in adapter.layers.values()):
        raise ExportError(
            "adapter.dora-kohya",
            "A DoRA adapter cannot be written in kohya's form.",
            hint="Export it in the form diffusers-lora, or merged.",
        )
    tensors = {}
    for layer, factors in adapter.layers.items():
        name = kohya_name(layer, family, resnets)
        tensors[f"{name}.lora_down.weight"] = factors.down
        tensors[f"{name}.lora_up.weight"] = factors.up
        tensors[f"{name}.alpha"] = torch.tensor(float(factors.rank), dtype=factors.down.dtype)
    return _write(path, replace(adapter, metadata={**adapter.metadata, "ss_network_module": "networks.lora"}), tensors)


def _write(path: Path, adapter: Adapter, tensors: Mapping[str, Tensor]) -> Path:
    from safetensors.torch import save

    refuse_not_finite(adapter)
    metadata = {
        **adapter.metadata,
        "format": "pt",
        "ss_network_dim": str(adapter.rank),
        "ss_network_alpha": f"{adapter.rank:.1f}",
    }
    data = save({key: tensor.detach().cpu().contiguous() for key, tensor in tensors.items()})
    with raising_system_errors(path), replacing(path) as temporary:
        temporary.write_bytes(_with_metadata(data, metadata))
    return path


def _with_metadata(data: bytes, metadata: Mapping[str, str]) -> bytes:
    """Put metadata into safetensors, always in the same order: the library shuffles them."""
    length = int.from_bytes(data[:8], "little")
    header = {"__metadata__": dict(sorted(metadata.items())), **json.loads(data[8 : 8 + length])}
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + data[8 + length :]


def refuse_not_finite(adapter: Adapter) -> None:
    """Raise ExportError if a tensor holds a value that is no finite number."""
    for key, tensor in adapter.tensors().items():
        if not bool(torch.isfinite(tensor).all()):
            raise ExportError(
                "adapter.not-finite",
                "The adapter holds values that are no numbers, in {key}.",
                hint="Train it again with a lower learning rate; look at the loss of its run.",
                key=key,
            )


def read_adapter(path: Path, *, resnets: int = RESNETS) -> Adapter:
    """Read a LoRA from a file, or from a folder with one, in Diffusers' or kohya's form.

    `resnets` is `layers_per_block` of the UNet that it belongs to. Raises WeightsError for pickles and damaged files,
    for keys that name no layer, and for other kinds than LoRA and DoRA.
    """
    from safetensors import safe_open

    file = find_lora(path) if path.is_dir() else path
    check_safetensors(file)
    with safe_open(file, framework="pt") as opened:
        tensors = {key: opened.get_tensor(key) for key in opened.keys()}  # noqa: SIM118
        metadata = opened.metadata() or {}
    _refuse_other_kinds(file, tensors)
    if any(key.startswith("lora_") for key in tensors):
        return replace(_build_kohya(file, tensors, resnets), metadata=metadata)
    return replace(_build(file, _with_new_names(tensors), scale=1.0), metadata=metadata)


def _refuse_other_kinds(file: Path, tensors: Iterable[str]) -> None:
    for key in tensors:
        last = key.rpartition(".")[2]
        kind = next((name for mark, name in _OTHER_KINDS.items() if last.startswith(mark)), None)
        if kind is not None:
            raise WeightsError(
                "adapter.other-kind",
                "{file} is {kind}, which cannot be read; {key} shows it.",
                hint="Use a LoRA, or a DoRA in the form of Diffusers.",
                file=file,
                kind=kind,
                key=key,
            )


def _with_new_names(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Give tensors of Diffusers' earlier forms (`to_q.lora.down`, `lora_linear_layer.up`) their names of today."""
    from diffusers.utils import convert_state_dict_to_peft, convert_unet_state_dict_to_peft

    unet = {key: tensor for key, tensor in tensors.items() if key.startswith("unet.")}
    others = {key: tensor for key, tensor in tensors.items() if key not in unet}
    if any("to_out_lora" in key or "lora_linear_layer" in key for key in others):
        others = convert_state_dict_to_peft(others)
    return {**convert_unet_state_dict_to_peft(unet), **others}


def _build(file: Path, tensors: Mapping[str, Tensor], *, scale: float) -> Adapter:
    """Put the tensors of Diffusers' form together by their layers."""
    found: dict[str, dict[str, Tensor]] = {}
    unplaced = []
    for key, tensor in tensors.items():
        named = _DIFFUSERS_KEY.fullmatch(key)
        if named is None or key.partition(".")[0] not in PARTS:
            unplaced.append(key)
        else:
            found.setdefault(with_text_model(named[1]), {})[named[2].removesuffix(".weight")] = tensor
    return _joined(file, found, unplaced, dict.fromkeys(found, scale))


def with_text_model(layer: str) -> str:
    """Name a layer of CLIP's text model as files do, whatever Transformers calls it in this version."""
    return re.sub(r"^(text_encoder(?:_2)?)\.(?=encoder\.|embeddings\.)", r"\1.text_model.", layer)


def _build_kohya(file: Path, tensors: Mapping[str, Tensor], resnets: int) -> Adapter:
    names = {"lora_down.weight": "lora_A", "lora_up.weight": "lora_B"}
    found: dict[str, dict[str, Tensor]] = {}
    alphas: dict[str, float] = {}
    unplaced = []
    for key, tensor in tensors.items():
        name, _, kind = key.partition(".")
        layer = module_of(name, resnets)
        if layer is not None and kind == "alpha":
            alphas[layer] = float(tensor)
        elif layer is not None and kind in names:
            found.setdefault(layer, {})[names[kind]] = tensor
        else:
            unplaced.append(key)
    unplaced += [f"{layer}.alpha" for layer in alphas if layer not in found]
    scales = {
        layer: alphas[layer] / given["lora_A"].shape[0]
        for layer, given in found.items()
        if layer in alphas and "lora_A" in given
    }
    return _joined(file, found, unplaced, scales)


def _joined(
    file: Path, found: Mapping[str, Mapping[str, Tensor]], unplaced: list[str], scales: Mapping[str, float]
) -> Adapter:
    """Return the adapter of factors that fit one another. Raises WeightsError, naming the keys that do not."""
    layers = {}
    for layer, given in sorted(found.items()):
        down, up = given.get("lora_A"), given.get("lora_B")
        if down is None or up is None or down.ndim not in (2, 4) or up.ndim != down.ndim or up.shape[1] != len(down):
            unplaced.extend(f"{layer}.{kind}" for kind in given)
            continue
        layers[layer] = Factors(down, _scaled(up, scales.get(layer, 1.0)), given.get("lora_magnitude_vector"))
    if unplaced or not layers:
        raise unplaced_keys(file, unplaced)
    return Adapter(layers)


def _scaled(tensor: Tensor, scale: float) -> Tensor:
    return tensor if scale == 1.0 else (tensor.float() * scale).to(tensor.dtype)


def unplaced_keys(file: Path | str, keys: list[str]) -> WeightsError:
    """Return the error for keys of an adapter that no layer takes; without keys, for a file that holds none."""
    more = ", …" if len(keys) > MOST_NAMED else ""
    return WeightsError(
        "adapter.unplaced",
        "{number} keys of the adapter {file} cannot be placed: {keys}",
        hint="Use a LoRA that was trained for this kind of model.",
        number=len(keys),
        file=file,
        keys=", ".join(keys[:MOST_NAMED]) + more,
    )
