"""Names of the layers that a LoRA changes, as Diffusers and as kohya's sd-scripts write them.

Diffusers names a layer by its path in the pipeline: `unet.mid_block.attentions.0.proj_in`. kohya joins the path with
underscores, `lora_unet_mid_block_attentions_0_proj_in`, and for SDXL takes the names that the blocks had in the program
that published it: `lora_unet_middle_block_1_proj_in`. Begin with `kohya_name` and `module_of`.

Source of the second: `make_unet_conversion_map` in library/sdxl_model_util.py of kohya-ss/sd-scripts.
"""

import re
from collections.abc import Sequence

from soridam.image.kinds import TunableKind

RESNETS = 2  # in each down block of SD 1.x and SDXL; an up block has one more

_PARTS = {
    "lora_unet_": "unet",
    "lora_te_": "text_encoder",
    "lora_te1_": "text_encoder",
    "lora_te2_": "text_encoder_2",
}
_WORDS = """
down_blocks up_blocks mid_block attentions resnets downsamplers upsamplers transformer_blocks attn1 attn2 to_q to_k to_v
to_out ff net proj proj_in proj_out conv conv1 conv2 conv_in conv_out conv_shortcut time_emb_proj time_embedding
add_embedding linear_1 linear_2 input_blocks middle_block output_blocks in_layers out_layers emb_layers skip_connection
op time_embed label_emb out text_model encoder layers self_attn q_proj k_proj v_proj out_proj mlp fc1 fc2 embeddings
token_embedding position_embedding text_projection
"""
_WORD = re.compile(rf"({'|'.join(sorted(_WORDS.split(), key=len, reverse=True))}|\d+)(?:_|$)")
# Layers that stand at one place, by both names.
_SINGLE = (
    ("input_blocks.0.0", "conv_in"),
    ("out.2", "conv_out"),
    ("time_embed.0", "time_embedding.linear_1"),
    ("time_embed.2", "time_embedding.linear_2"),
    ("label_emb.0.0", "add_embedding.linear_1"),
    ("label_emb.0.2", "add_embedding.linear_2"),
)
_IN_RESNET = (
    ("in_layers.2", "conv1"),
    ("out_layers.3", "conv2"),
    ("emb_layers.1", "time_emb_proj"),
    ("skip_connection", "conv_shortcut"),
)
_BLOCKS = ("down_blocks", "mid_block", "up_blocks", "conv_in", "conv_out", "time_embedding", "add_embedding")
_KINDS = ("resnets", "attentions")  # by their number within a block
_MIDDLE = ("resnets.0", "attentions.0", "resnets.1")


def kohya_name(module: str, family: TunableKind, resnets: int = RESNETS) -> str:
    """Return kohya's name of a layer: `lora_te1_text_model_encoder_layers_0_mlp_fc1`.

    `resnets` is how many of them a down block has (`layers_per_block` of the UNet's config).
    """
    part, _, path = module.partition(".")
    if part == "unet":
        path = _published(path, resnets) if family == "sdxl" else path
        prefix = "lora_unet_"
    elif family == "sdxl":
        prefix = "lora_te2_" if part == "text_encoder_2" else "lora_te1_"
    else:
        prefix = "lora_te_"
    return prefix + path.replace(".", "_")


def module_of(name: str, resnets: int = RESNETS) -> str | None:
    """Return the layer that kohya's name means, or None for a name that is not understood."""
    for prefix, part in _PARTS.items():
        if name.startswith(prefix):
            words = _split(name.removeprefix(prefix))
            path = _diffusers(words, resnets) if words and part == "unet" else ".".join(words)
            return f"{part}.{path}" if path else None
    return None


def _split(name: str) -> list[str]:
    """Take a name that is joined with underscores apart; an empty list if it holds an unknown word."""
    words = []
    while name:
        found = _WORD.match(name)
        if found is None:
            return []
        words.append(found[1])
        name = name[found.end() :]
    return words


def _diffusers(words: Sequence[str], resnets: int) -> str:
    """Return the path of Diffusers for a path in either form; an empty one if there is none."""
    path = ".".join(words)
    for published, own in _SINGLE:
        if path == published:
            return own
    match words:
        case ["middle_block", "0" | "1" | "2" as kind, *rest]:
            return f"mid_block.{_MIDDLE[int(kind)]}.{_renamed(rest)}"
        case ["input_blocks", number, *rest] if number.isdigit() and number != "0":
            return _in_block("down_blocks", *divmod(int(number) - 1, resnets + 1), rest)
        case ["output_blocks", number, *rest] if number.isdigit():
            return _in_block("up_blocks", *divmod(int(number), resnets + 1), rest)
    return path if words[0] in _BLOCKS else ""


def _in_block(blocks: str, block: int, layer: int, rest: Sequence[str]) -> str:
    match rest:
        case ["0", "op"]:
            return f"{blocks}.{block}.downsamplers.0.conv"
        case ["1" | "2", "conv"]:
            return f"{blocks}.{block}.upsamplers.0.conv"
        case ["0" | "1" as kind, *inner] if inner:
            return f"{blocks}.{block}.{_KINDS[int(kind)]}.{layer}.{_renamed(inner)}"
    return ""


def _renamed(rest: Sequence[str]) -> str:
    path = ".".join(rest)
    return next((own for published, own in _IN_RESNET if path == published), path)


def _published(path: str, resnets: int) -> str:
    """Return the path that a layer of an SDXL UNet had where it was published."""
    for published, own in _SINGLE:
        if path == own:
            return published
    words = path.split(".")
    rest = ".".join(words[4:] if words[0] != "mid_block" else words[3:])
    rest = next((published for published, own in _IN_RESNET if rest == own), rest)
    match words:
        case ["down_blocks", block, "downsamplers", *_]:
            return f"input_blocks.{(int(block) + 1) * (resnets + 1)}.0.op"
        case ["up_blocks", block, "upsamplers", *_]:
            return f"output_blocks.{int(block) * (resnets + 1) + resnets}.2.conv"
        case ["down_blocks", block, kind, layer, *_]:
            return f"input_blocks.{int(block) * (resnets + 1) + int(layer) + 1}.{_KINDS.index(kind)}.{rest}"
        case ["up_blocks", block, kind, layer, *_]:
            return f"output_blocks.{int(block) * (resnets + 1) + int(layer)}.{_KINDS.index(kind)}.{rest}"
        case ["mid_block", kind, number, *_]:
            return f"middle_block.{_MIDDLE.index(f'{kind}.{number}')}.{rest}"
    return path
