"""Which picture model a machine paints with where nobody has chosen one, and what models may be used for.

Begin with `choose_model`. Licenses differ between versions of one name, so that each version has a line.
"""

from dataclasses import dataclass

from soridam.image.presets import PresetName

GB = 10**9


@dataclass(frozen=True, slots=True)
class KnownLicense:
    """The license of a model on the hub as it was in November 2026; `is_free` if anybody may use it for anything.

    Licenses of the Open RAIL family count as free: they forbid harm, not trades.
    """

    hub_id: str
    license: str
    is_free: bool
    reason: str


LICENSES = (
    KnownLicense("black-forest-labs/FLUX.2-klein-4B", "Apache-2.0", True, "small and free, reads Korean"),
    KnownLicense("black-forest-labs/FLUX.2-klein-base-4B", "Apache-2.0", True, "what klein was distilled from"),
    KnownLicense("black-forest-labs/FLUX.2-klein-9B", "FLUX non-commercial", False, "not for trades"),
    KnownLicense("black-forest-labs/FLUX.2-klein-base-9B", "FLUX non-commercial", False, "not for trades"),
    KnownLicense("Tongyi-MAI/Z-Image-Turbo", "Apache-2.0", True, "free, but looks at no drawn page"),
    KnownLicense(
        "Efficient-Large-Model/Sana_Sprint_0.6B_1024px_diffusers", "Apache-2.0 and Gemma's terms", False,
        "its text encoder is a Gemma",
    ),
    KnownLicense("stabilityai/stable-diffusion-xl-base-1.0", "CreativeML Open RAIL++-M", True, "fits into 6 GB"),
    KnownLicense("stabilityai/stable-diffusion-xl-refiner-1.0", "CreativeML Open RAIL++-M", True, "SDXL's"),
    KnownLicense("stable-diffusion-v1-5/stable-diffusion-v1-5", "CreativeML Open RAIL-M", True, "small and old"),
    KnownLicense("stabilityai/sdxl-turbo", "Stability Community", False, "not for firms with a large turnover"),
    KnownLicense("stabilityai/sd-turbo", "Stability Community", False, "not for firms with a large turnover"),
    KnownLicense(
        "stabilityai/stable-diffusion-3.5-medium", "Stability Community", False, "not for firms with a large turnover"
    ),
    KnownLicense("ByteDance/SDXL-Lightning", "CreativeML Open RAIL++-M", True, "SDXL in 4 or 8 steps"),
    KnownLicense("latent-consistency/lcm-lora-sdxl", "CreativeML Open RAIL++-M", True, "SDXL in 4 to 8 steps"),
    KnownLicense("ByteDance/Hyper-SD", "none stated", False, "its makers were asked for one and have not answered"),
    KnownLicense("tianweiy/DMD2", "CC BY-NC 4.0", False, "not for trades"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A model with what belongs to it: values of `PipelineOptions`. 0 steps are the model's own."""

    model: str
    lora: str = ""
    preset: PresetName = "quality"
    steps: int = 0


# By the least memory of a GPU, the largest first.
CHOICES = (
    (10 * GB, Choice("black-forest-labs/FLUX.2-klein-4B")),
    (
        6 * GB,
        Choice(
            "stabilityai/stable-diffusion-xl-base-1.0",
            "ByteDance/SDXL-Lightning:sdxl_lightning_8step_lora.safetensors",
            "lightning",
            8,
        ),
    ),
)


def choose_model(memory: int) -> Choice | None:
    """Return the model for a GPU with so many bytes; None where pictures are better drawn."""
    return next((choice for least, choice in CHOICES if memory >= least), None)


def gpu_memory() -> int:
    """Return the bytes of the GPU that would paint; 0 without one."""
    import torch

    return int(torch.cuda.get_device_properties(0).total_memory) if torch.cuda.is_available() else 0


def find_license(name: str) -> KnownLicense | None:
    """Return what is known of a model's license, by its id on the hub, with or without the name of a file."""
    hub_id = name.partition(":")[0].lower()
    return next((known for known in LICENSES if known.hub_id.lower() == hub_id), None)
