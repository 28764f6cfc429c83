"""A model's inner weights, changed without training: ATTN, MLP and EPS, for each row of a batch.

Each block of a transformer computes h + Attn(norm(h)) and h + MLP(norm(h)). An adjustment multiplies what the two
branches add, and says which epsilon the norms take. It is applied to the branches' outputs while the model runs, so
that a change costs nothing, rows of one batch may have different adjustments, and nothing has to be undone.
`Adjustable.write` puts it into the weights, where it is the same function. Begin with `Adjustable`.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

import torch
from torch import Tensor, nn
from torch.nn import functional

from soridam.core.errors import UsageError

Branch = Literal["attention", "mlp"]
# The module whose output a branch adds, by its name inside of a model. Of Gemma that is a norm behind the projection:
# a gain before a norm would be normalized away.
SITES: tuple[tuple[Branch, str], ...] = (
    ("attention", r"(self_attn|encoder_attn)\.(o_proj|out_proj|dense)"),  # Llama and its like, Whisper, CLIP, Phi
    ("attention", r"attn\.c_proj"),  # GPT-2
    ("attention", r"attn[12]\.to_out\.0"),  # UNets
    ("mlp", r"mlp\.(down_proj|c_proj|fc2)"),  # Llama and its like, GPT-2, CLIP, Phi
    ("mlp", r"layers\.\d+\.fc2"),  # Whisper
    ("mlp", r"ff\.net\.2"),  # UNets
)
NORMS_BEHIND: tuple[tuple[Branch, str], ...] = (
    ("attention", r"layers\.\d+\.post_attention_layernorm"),
    ("mlp", r"layers\.\d+\.post_feedforward_layernorm"),
)
CROSS = re.compile(r"encoder_attn|attn2\.")  # attention to what another part has read: Whisper's sound, a UNet's text
_NUMBER = re.compile(r"\.(\d+)\.")
_UNET_BLOCK = re.compile(r"(down|up)_blocks\.(\d+)$|(mid)_block$")
_EPSILON_NAMES = ("rms_norm_eps", "layer_norm_epsilon", "layer_norm_eps", "norm_eps")  # in configs


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Gains of both branches, and the epsilon of all norms; 1, 1 and None leave a model as it is.

    `layers` are the first and the last layer, from 0, whose branches have the gains; None means all of them.
    `cross` multiplies what cross-attention adds besides `attention`; only models with an encoder have it.
    """

    attention: float = 1.0
    mlp: float = 1.0
    epsilon: float | None = None
    layers: tuple[int, int] | None = None
    cross: float = 1.0

    def gain(self, site: "Site") -> float:
        """Return by how much the output of this module is multiplied."""
        if self.layers is not None and not self.layers[0] <= site.layer <= self.layers[1]:
            return 1.0
        if site.branch == "mlp":
            return self.mlp
        return self.attention * self.cross if site.is_cross else self.attention

    def to_json(self) -> dict[str, Any]:
        """Return the values by the names of the sliders; `cross` only where it is moved: most models have none."""
        cross = {} if self.cross == 1.0 else {"cross": self.cross}
        return {"attn": self.attention, "mlp": self.mlp, "eps": self.epsilon, "layers": self.layers, **cross}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_json` writes; what is not there is left as it is."""
        layers = values.get("layers")
        return cls(
            attention=values.get("attn", 1.0),
            mlp=values.get("mlp", 1.0),
            epsilon=values.get("eps"),
            layers=(layers[0], layers[1]) if layers else None,
            cross=values.get("cross", 1.0),
        )


UNTOUCHED = Adjustment()


@dataclass(frozen=True, slots=True)
class Site:
    """A module whose output a branch adds to the residual stream: its layer, and how many values each tensor has.

    The layers of a UNet are its blocks, in the order in which they compute: down, middle, up.
    """

    branch: Branch
    layer: int
    name: str
    sizes: tuple[int, ...]
    is_norm: bool = False
    is_cross: bool = False


@dataclass(frozen=True, slots=True)
class Touched:
    """How many of a model's tensors and parameters an adjustment changes, and how many norms."""

    tensors: int
    all_tensors: int
    parameters: int
    all_parameters: int
    norms: int

    def __str__(self) -> str:
        return f"{self.tensors} of {self.all_tensors} tensors"

    def to_json(self) -> dict[str, Any]:
        return {
            "tensors": str(self),
            "parameters": self.parameters,
            "all_parameters": self.all_parameters,
            "norms": self.norms,
        }


class Adjustable:
    """A loaded model whose branches and norms ask, for each row, how they are adjusted.

    Outside of `rows` the model is untouched. Safe to use from several threads. Raises UsageError for a model of which a
    branch is not known.
    """

    def __init__(self, model: nn.Module) -> None:
        self.model = model
        self.sites = find_sites(model)
        self.norms = find_norms(model)
        self.sizes = [parameter.numel() for parameter in model.parameters()]
        self._now = threading.local()
        for site in self.sites:
            model.get_submodule(site.name).register_forward_hook(self._gained(site))
        for norm in self.norms:
            norm.register_forward_hook(self._normed)

    @property
    def layers(self) -> int:
        """How many layers the sites are numbered by."""
        return 1 + max(site.layer for site in self.sites)

    @property
    def layer_names(self) -> list[str]:
        """What people call the layers: their numbers, and of a UNet "down 0" … "mid" … "up 2"."""
        blocks = unet_blocks(self.model)
        return [_block_name(block) for block in blocks][: self.layers] or [str(layer) for layer in range(self.layers)]

    @property
    def epsilon(self) -> float:
        """The epsilon of the norms, as it was loaded; where they differ, of the first one."""
        return epsilon_of(self.norms[0])

    @contextmanager
    def rows(self, adjustments: Sequence[Adjustment]) -> Iterator[None]:
        """Inside of the block each row of a batch that this thread computes is adjusted by its own adjustment.

        In a batch of twice as many rows, as guidance makes it in a UNet, the second half is adjusted as the first one.
        """
        self._now.rows = tuple(adjustments)
        try:
            yield
        finally:
            self._now.rows = ()

    @contextmanager
    def watching(self, see: Callable[[Site, Tensor], None]) -> Iterator[None]:
        """Inside of the block `see` gets what each branch adds, (rows, …), as this thread computes it."""
        self._now.see = see
        try:
            yield
        finally:
            self._now.see = None

    def count(self, adjustment: Adjustment) -> Touched:
        """Return what writing the adjustment into the weights would change, counted from the loaded model."""
        changed = [size for site in self.sites if adjustment.gain(site) != 1.0 for size in site.sizes]
        norms = self.norms if adjustment.epsilon is not None else []
        return Touched(
            tensors=len(changed),
            all_tensors=len(self.sizes),
            parameters=sum(changed),
            all_parameters=sum(self.sizes),
            norms=sum(epsilon_of(norm) != adjustment.epsilon for norm in norms),
        )

    @torch.no_grad()
    def write(self, adjustment: Adjustment) -> None:
        """Put an adjustment into the weights, norms and config, in place; the model then is the same function."""
        for site in self.sites:
            gain = adjustment.gain(site)
            if gain == 1.0:
                continue
            for parameter in self.model.get_submodule(site.name).parameters(recurse=False):
                if site.is_norm:  # Gemma's norms multiply with 1 + weight
                    parameter.copy_(gain * (1 + parameter) - 1)
                else:
                    parameter.mul_(gain)
        if adjustment.epsilon is not None:
            self._write_epsilon(adjustment.epsilon)

    def _write_epsilon(self, epsilon: float) -> None:
        for norm in self.norms:
            setattr(norm, _epsilon_name(norm), epsilon)
        config = getattr(self.model, "config", None)
        for name in _EPSILON_NAMES:
            if hasattr(config, name):
                setattr(config, name, epsilon)

    def _rows_of(self, output: Tensor) -> tuple[Adjustment, ...]:
        """Return the adjustment of each row of an output, (rows, …); none outside of `rows`."""
        rows: tuple[Adjustment, ...] = getattr(self._now, "rows", ())
        return rows * max(1, len(output) // len(rows)) if rows else ()

    def _gained(self, site: Site) -> Callable[[nn.Module, Any, Tensor], Tensor | None]:
        def hook(_: nn.Module, __: Any, output: Tensor) -> Tensor | None:
            gains = [one.gain(site) for one in self._rows_of(output)]
            changed = output * _by_row(gains, output) if any(gain != 1.0 for gain in gains) else None
            if see := getattr(self._now, "see", None):
                see(site, output if changed is None else changed)
            return changed

        return hook

    def _normed(self, norm: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor | None:
        """Compute rows anew, but for those whose epsilon is the model's own: they keep its output bit by bit."""
        own = epsilon_of(norm)
        rows = self._rows_of(output)
        changed = [index for index, one in enumerate(rows) if one.epsilon not in (None, own)]
        if not changed:
            return None
        result = output.clone()
        for index in changed:
            epsilon = rows[index].epsilon
            result[index] = _normalize(norm, inputs[0][index : index + 1], output[index : index + 1], own, epsilon)[0]
        return result


def find_sites(model: nn.Module) -> list[Site]:
    """Return the modules whose outputs the branches add, in the order of the model.

    Raises UsageError where one of the branches is not found: a slider that changes nothing would say nothing.
    """
    named = list(model.named_modules())
    behind = list(_match(named, NORMS_BEHIND, is_norm=True)) if _has_norms_behind(named) else []
    sites = behind or list(_match(named, SITES, is_norm=False))
    if blocks := unet_blocks(model):
        sites = sorted((_in_block(site, blocks) for site in sites), key=lambda site: site.layer)
    missing = {"attention", "mlp"} - {site.branch for site in sites}
    if missing:
        raise UsageError(
            "adjust.no-branch",
            "{kind} has no {branch} branch that is known.",
            hint="Choose a model of the kinds GPT-2, Llama, Mistral, Qwen, Gemma, Phi, Whisper, CLIP or a UNet.",
            kind=type(model).__name__,
            branch=" or ".join(sorted(missing)),
        )
    return sites


def unet_blocks(model: nn.Module) -> list[str]:
    """Return the names of a UNet's blocks in the order in which they compute; of another model, none."""
    found = [match for name, _ in model.named_modules() if (match := _UNET_BLOCK.match(name))]
    sides = {side: [match[0] for match in found if side in match.groups()] for side in ("down", "mid", "up")}
    return [*sides["down"], *sides["mid"], *sides["up"]]


def _in_block(site: Site, blocks: Sequence[str]) -> Site:
    layer = next(number for number, block in enumerate(blocks) if site.name.startswith(f"{block}."))
    return replace(site, layer=layer)


def _block_name(block: str) -> str:
    return block.replace("_blocks.", " ").replace("_block", "")


def find_norms(model: nn.Module) -> list[nn.Module]:
    """Return all modules that normalize with an epsilon."""
    return [module for module in model.modules() if _is_norm(module)]


def epsilon_of(norm: nn.Module) -> float:
    """Return the epsilon that a norm has of its own."""
    return float(getattr(norm, _epsilon_name(norm)))


def _epsilon_name(norm: nn.Module) -> str:
    return "variance_epsilon" if hasattr(norm, "variance_epsilon") else "eps"


def _is_norm(module: nn.Module) -> bool:
    return isinstance(module, nn.LayerNorm | nn.GroupNorm) or type(module).__name__.endswith("RMSNorm")


def _has_norms_behind(named: Sequence[tuple[str, nn.Module]]) -> bool:
    """Whether a norm stands behind the MLP as well, as in Gemma: others call the norm before it by the same name."""
    return any(name.endswith("post_feedforward_layernorm") for name, _ in named)


def _match(
    named: Sequence[tuple[str, nn.Module]], patterns: Sequence[tuple[Branch, str]], *, is_norm: bool
) -> Iterator[Site]:
    for name, module in named:
        for branch, pattern in patterns:
            if re.search(rf"(^|\.){pattern}$", name):
                numbers = _NUMBER.findall(f".{name}.")
                sizes = tuple(parameter.numel() for parameter in module.parameters(recurse=False))
                yield Site(branch, int(numbers[0]) if numbers else 0, name, sizes, is_norm, bool(CROSS.search(name)))


def _by_row(gains: Sequence[float], output: Tensor) -> Tensor:
    """Return the gains as a tensor that is multiplied with an output of shape (rows, …)."""
    return torch.tensor(gains, dtype=output.dtype, device=output.device).reshape(-1, *[1] * (output.ndim - 1))


def _normalize(norm: nn.Module, entered: Tensor, left: Tensor, own: float, epsilon: float | None) -> Tensor:
    """Return what a norm would have given with another epsilon."""
    assert epsilon is not None
    match norm:
        case nn.LayerNorm():
            return functional.layer_norm(entered, norm.normalized_shape, norm.weight, norm.bias, epsilon)
        case nn.GroupNorm():
            return functional.group_norm(entered, norm.num_groups, norm.weight, norm.bias, epsilon)
    mean = entered.float().pow(2).mean(-1, keepdim=True)  # of a root-mean-square norm the epsilon is a factor
    return (left.float() * torch.sqrt((mean + own) / (mean + epsilon))).to(left.dtype)
