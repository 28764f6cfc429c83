"""How fast pictures are painted, from PNDM in 50 steps on: each change alone, then all together.

    python benchmarks/pictures.py --model FOLDER --json results.json      # Stable Diffusion or SDXL; also on a CPU
    python benchmarks/pictures.py --random sdxl --json results.json       # full size, random weights; on a GPU only

Seconds a picture and the most memory, and how far the picture is from that of the start, which paints the same prompt
with the same seed. Random weights say how fast and how large, and nothing about pictures. Each line paints once for
two steps before it is measured, so that compiling is not counted.
"""

import gc
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from measure import PeakMemory, Results, benchmark_arguments, finish
from PIL import Image

from soridam.image.generate import PaintJob, Pipeline
from soridam.image.kinds import KINDS
from soridam.image.loading import LoadedParts, PipelineOptions, load_pipeline_parts
from soridam.image.schedulers import SchedulerName, set_scheduler

PROMPT = "a small orange fox in a blue scarf by the sea, soft watercolor"
NEGATIVE = "photo, text, blurry"
GUIDANCE = 6.0
WARM_UP = 2  # steps


@dataclass(frozen=True)
class Variant:
    """One line of the table: the start with some changes."""

    name: str
    scheduler: SchedulerName = "pndm"
    share_of_steps: float = 1.0
    guided_share: float = 1.0
    batch: int = 1
    channels_last: bool = False
    compiled: bool = False
    bfloat16: bool = False


def ladder(batch: int) -> tuple[Variant, ...]:
    """Those in bfloat16 come last: weights that were rounded do not come back."""
    return (
        Variant("PNDM 50"),
        Variant("DDIM 50", "ddim"),
        Variant("DPM++ 25", "dpm++ 2m karras", 0.5),
        Variant("DPM++ 20", "dpm++ 2m karras", 0.4),
        Variant("guidance to 40 %", guided_share=0.4),
        Variant("channels last", channels_last=True),
        Variant("compiled", compiled=True),
        Variant(f"batch of {batch}", batch=batch),
        Variant("bfloat16", bfloat16=True),
        Variant("all, one picture", "dpm++ 2m karras", 0.4, 0.4, 1, channels_last=True, compiled=True, bfloat16=True),
        Variant("all", "dpm++ 2m karras", 0.4, 0.4, batch, channels_last=True, compiled=True, bfloat16=True),
    )


def main() -> None:
    parser = benchmark_arguments(__doc__)
    parser.add_argument("--model", type=Path, help="a folder of Stable Diffusion or SDXL")
    parser.add_argument("--random", choices=["sdxl"], help="a full-size model of random weights")
    parser.add_argument("--size", default="", help="width and height like 1152x864; the model's own if left out")
    parser.add_argument("--steps", type=int, default=50, help="of the start; the others take their share of them")
    parser.add_argument("--batch", type=int, default=8)
    given = parser.parse_args()
    on_gpu = torch.cuda.is_available()
    if (given.model is None) == (given.random is None) or (given.random and not on_gpu):
        parser.error("Give --model, or on a GPU --random.")
    parts = random_sdxl() if given.random else load_pipeline_parts(PipelineOptions(str(given.model), scheduler="pndm"))
    if not parts.kind.takes_presets:
        parser.error(f"{parts.kind.pipeline} has one scheduler: there is no ladder.")
    size = tuple(map(int, given.size.split("x"))) if given.size else parts.kind.size
    results = Results("pictures")
    first = None
    for variant in ladder(given.batch):
        if variant.compiled and not on_gpu:
            continue
        print(variant.name, file=sys.stderr, flush=True)
        picture = measure(results, parts, variant, given.steps, size)
        first = first or picture
        if not given.random:
            results.add(variant.name, "difference", difference(first, picture), "of 255")
    finish(results, given.json)


def measure(results: Results, parts: LoadedParts, variant: Variant, steps: int, size: tuple[int, int]) -> Image.Image:
    """Paint, write down seconds and memory, and return the first picture."""
    base = parts.base
    if variant.bfloat16:
        base.to(torch.bfloat16)
    set_scheduler(base, variant.scheduler, {})
    base.unet.to(memory_format=torch.channels_last if variant.channels_last else torch.contiguous_format)
    job = PaintJob([PROMPT] * variant.batch, list(range(7, 7 + variant.batch)), NEGATIVE)
    with compiled(base.unet, variant.compiled):
        pipeline_for(parts, variant, WARM_UP).paint(job, size=size)
        pipeline = pipeline_for(parts, variant, round(steps * variant.share_of_steps))
        with watching() as memory:
            started = time.perf_counter()
            pictures = pipeline.paint(job, size=size)
            seconds = time.perf_counter() - started
    results.add(variant.name, "picture", seconds / variant.batch, "s")
    results.add(variant.name, "memory", memory() / 1e9, "GB")
    return pictures[0]


def pipeline_for(parts: LoadedParts, variant: Variant, steps: int) -> Pipeline:
    loaded = LoadedParts(parts.base, None, None, parts.kind, steps, GUIDANCE)
    return Pipeline(loaded, PipelineOptions("", guided_share=variant.guided_share))


@contextmanager
def compiled(unet: torch.nn.Module, wanted: bool) -> Iterator[None]:
    """Compile the blocks that repeat, for the block only."""
    if wanted:
        unet.compile_repeated_blocks()
    yield
    for module in unet.modules():
        module._compiled_call_impl = None


@contextmanager
def watching() -> Iterator:
    """What is given tells the most bytes of the block: of the GPU, or without one of the process."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        yield torch.cuda.max_memory_allocated
        return
    with PeakMemory() as peak:
        yield lambda: peak.bytes


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean over all pixels and colors."""
    return float(np.abs(np.asarray(one).astype(int) - np.asarray(other).astype(int)).mean())


def random_sdxl() -> LoadedParts:
    """SDXL as it was published, with weights that are noise, made on the GPU."""
    from diffusers import AutoencoderKL, PNDMScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    torch.manual_seed(0)
    torch.set_default_dtype(torch.float16)
    small = CLIPTextConfig(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12)
    large = CLIPTextConfig(
        hidden_size=1280, intermediate_size=5120, num_hidden_layers=32, num_attention_heads=20, projection_dim=1280,
        hidden_act="gelu",
    )  # fmt: skip
    with torch.device("cuda"):
        unet = UNet2DConditionModel(
            sample_size=128, down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
            block_out_channels=(320, 640, 1280), attention_head_dim=(5, 10, 20), cross_attention_dim=2048,
            transformer_layers_per_block=(1, 2, 10), use_linear_projection=True, addition_embed_type="text_time",
            addition_time_embed_dim=256, projection_class_embeddings_input_dim=2816,
        )  # fmt: skip
        vae = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512), down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=2, sample_size=1024, scaling_factor=0.13025,
        )  # fmt: skip
        texts = CLIPTextModel(small), CLIPTextModelWithProjection(large)
    torch.set_default_dtype(torch.float32)
    vae.enable_slicing()
    scheduler = PNDMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1)
    base = StableDiffusionXLPipeline(
        vae, *texts, tokenizer=letters(), tokenizer_2=letters(), unet=unet, scheduler=scheduler, add_watermarker=False
    )
    base.set_progress_bar_config(disable=True)
    kind = next(kind for kind in KINDS if kind.name == "sdxl")
    return LoadedParts(base, None, None, kind, 50, GUIDANCE)


def letters():
    """A tokenizer of single letters: which tokens a prompt has does not change how long it takes."""
    from tokenizers import pre_tokenizers
    from transformers import CLIPTokenizer

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens = [*alphabet, *(f"{letter}</w>" for letter in alphabet), "<|startoftext|>", "<|endoftext|>"]
    with TemporaryDirectory() as folder:
        vocabulary, merges = Path(folder, "vocab.json"), Path(folder, "merges.txt")
        vocabulary.write_text(json.dumps({token: index for index, token in enumerate(tokens)}))
        merges.write_text("#version: 0.2\n")
        return CLIPTokenizer(str(vocabulary), str(merges), model_max_length=77)


if __name__ == "__main__":
    main()
