"""Which number format to compute in, and on which machines it pays."""

from typing import Literal

import torch

Precision = Literal["bf16", "float32"]


def choose_precision(wanted: Literal["auto", "bf16", "float32"]) -> Precision:
    """bf16 where it is asked for, or where the machine computes in it and nothing else was said."""
    match wanted:
        case "bf16":
            return "bf16"
        case "float32":
            return "float32"
        case "auto":
            return "bf16" if computes_in_bf16() else "float32"


def computes_in_bf16() -> bool:
    """Is bf16 faster than float32 on the GPU, or without one on the processor?

    AVX-512's bf16 instructions alone do not tell: with them a step of Whisper base takes 1.65 times as long as in
    float32 on a Xeon without AMX, and less than half as long on an AMD EPYC. The maker decides, and no measurement,
    which other work could turn from one run to the next.
    """
    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported(including_emulation=False)
    capabilities = torch.cpu.get_capabilities()
    is_amd = str(capabilities.get("cpu_name", "")).startswith("AMD")
    return bool(capabilities.get("amx_bf16") or (is_amd and capabilities.get("avx512_bf16")))


def autocast(precision: Precision, device: torch.device) -> torch.autocast:
    """Within this block matrices are multiplied in `precision`; weights stay as they are.

    Ours instead of Accelerate's, whose precision cannot change within a process: a grid may ask for both.
    """
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=precision == "bf16")
