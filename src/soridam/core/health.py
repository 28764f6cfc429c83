"""Checks of `soridam doctor`: packages, native libraries, processors, disk space, weights. Begin with `examine`."""

import importlib.metadata
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from packaging.requirements import Requirement

from soridam.core.errors import SoridamError
from soridam.core.folders import cache_folder

GIGABYTE = 1e9
FREE_BYTES_WANTED = 5 * GIGABYTE  # Whisper base in both forms, and a fine-tuning run with its checkpoints
MEMORY_WANTED = 4 * GIGABYTE  # fine-tuning base in float32
OLDEST_PYTHON = (3, 11)
FIX_INSTALL = "python -m pip install --upgrade soridam"


@dataclass(frozen=True)
class Finding:
    """The result of one check; `fix` is a command ready to paste, empty if nothing needs a fix."""

    subject: str
    state: Literal["ok", "warning", "problem"]
    message: str
    fix: str = ""


def ok(subject: str, message: str) -> Finding:
    return Finding(subject, "ok", message)


def warning(subject: str, message: str, fix: str) -> Finding:
    return Finding(subject, "warning", message, fix)


def problem(subject: str, message: str, fix: str) -> Finding:
    return Finding(subject, "problem", message, fix)


def examine(*, network: bool) -> Iterator[Finding]:
    """Run all checks and yield one finding at a time. A check that raises is reported as a problem.

    No socket is opened unless `network`.
    """
    checks = [
        check_python,
        check_packages,
        check_strangers,
        check_torch,
        check_transformers,
        check_decoders,
        check_ctranslate2,
        check_microphone,
        check_disk_space,
        check_memory,
        check_offline,
        check_weights,
    ]
    for check in [*checks, *([check_network] if network else [])]:
        yield from guarded(check)


def guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    subject = check.__name__.removeprefix("check_")
    try:
        yield from check()
    except SoridamError as error:
        yield problem(subject, error.message, error.hint)
    except Exception as error:
        reason = " ".join(str(error).split())[:300]
        yield problem(subject, f"{type(error).__name__}: {reason}", FIX_INSTALL)


def check_python() -> Iterator[Finding]:
    version = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        yield problem("python", f"{version}; 3.11 or newer is needed.", "python3.11 -m venv .venv")
    else:
        yield ok("python", f"{version} at {sys.executable}")


def check_packages() -> Iterator[Finding]:
    """Every dependency against the range that the installed soridam asks for."""
    try:
        requirements = [Requirement(text) for text in importlib.metadata.requires("soridam") or []]
    except importlib.metadata.PackageNotFoundError:
        yield problem("packages", "soridam itself is not installed here.", "python -m pip install --editable .")
        return
    wanted = [one for one in requirements if one.marker is None or one.marker.evaluate({"extra": ""})]
    bad = [finding for one in wanted if (finding := check_requirement(one)) is not None]
    yield from bad
    if not bad:
        yield ok("packages", f"all {len(wanted)} dependencies are in their ranges")


def check_requirement(requirement: Requirement) -> Finding | None:
    """Return a problem if this package is missing or out of its range, else None."""
    fix = f'python -m pip install "{requirement.name}{requirement.specifier}"'
    try:
        version = importlib.metadata.version(requirement.name)
    except importlib.metadata.PackageNotFoundError:
        return problem(requirement.name, "is not installed.", fix)
    if requirement.specifier.contains(version, prereleases=True):
        return None
    return problem(requirement.name, f"is {version}, but {requirement.specifier} is needed.", fix)


def check_strangers() -> Iterator[Finding]:
    """torchvision and torchaudio of another build than torch break `import transformers`."""
    torch_build = _build_of("torch")
    for name in ("torchvision", "torchaudio"):
        build = _build_of(name)
        if build is None:
            continue
        fix = f"python -m pip uninstall --yes {name}"
        if build != torch_build:
            yield problem(name, f"is a build for {build}, torch is one for {torch_build}; imports will break.", fix)
        else:
            yield warning(name, "is installed; Soridam does not use it, and its next update may break imports.", fix)


def _build_of(name: str) -> str | None:
    """cpu, cu128, ... after the plus sign of the version; PyPI's own Linux builds are CUDA and say nothing."""
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    return version.partition("+")[2] or "CUDA"


def check_torch() -> Iterator[Finding]:
    import torch

    yield ok("torch", f"{torch.__version__}, {torch.get_num_threads()} threads on {os.cpu_count()} processors")
    if torch.cuda.is_available():
        name, room = torch.cuda.get_device_name(), torch.cuda.get_device_properties(0).total_memory
        bf16 = "with" if torch.cuda.is_bf16_supported() else "without"
        yield ok("gpu", f"{name}, {room / GIGABYTE:.0f} GB, {bf16} bf16")
    elif shutil.which("nvidia-smi") and torch.version.cuda is None:
        fix = "python -m pip install --force-reinstall torch"
        yield warning("gpu", "there is an NVIDIA driver, but this torch build is for CPUs only.", fix)
    else:
        yield ok("gpu", "none; everything runs on the CPU")
    fast = torch.backends.cpu.get_cpu_capability()
    bf16 = "fast" if torch.cpu.get_capabilities().get("amx_bf16") else "slower than float32"
    yield ok("processor", f"{platform.machine()}, vector instructions {fast}, bf16 {bf16}")


def check_transformers() -> Iterator[Finding]:
    """Yield what breaks at the import itself, as it does when other packages do not fit."""
    import transformers
    from transformers import WhisperForConditionalGeneration

    yield ok("transformers", f"{transformers.__version__}, {WhisperForConditionalGeneration.__name__} imports")


def check_decoders() -> Iterator[Finding]:
    import av
    import soundfile

    libraries = {name: ".".join(map(str, version)) for name, version in av.library_versions.items()}
    yield ok("av", f"{av.__version__} with FFmpeg's libavcodec {libraries.get('libavcodec', 'unknown')}")
    missing = sorted({"flac", "mp3", "aac", "opus", "g722", "pcm_mulaw"} - av.codecs_available)
    if missing:
        yield warning("av", f"cannot decode {', '.join(missing)}.", "python -m pip install --force-reinstall av")
    yield ok("soundfile", f"{soundfile.__version__} with libsndfile {soundfile.__libsndfile_version__}")


def check_ctranslate2() -> Iterator[Finding]:
    import ctranslate2

    types = ", ".join(sorted(ctranslate2.get_supported_compute_types("cpu")))
    yield ok("ctranslate2", f"{ctranslate2.__version__}, on the CPU: {types}")
    if ctranslate2.get_cuda_device_count():
        yield ok("ctranslate2", f"on the GPU: {', '.join(sorted(ctranslate2.get_supported_compute_types('cuda')))}")


def check_microphone() -> Iterator[Finding]:
    try:
        import sounddevice
    except OSError:  # its import looks for the library of the system
        yield warning(
            "microphone", "PortAudio is missing; only `soridam transcribe` from a microphone needs it.", _portaudio()
        )
        return
    names = [device["name"] for device in sounddevice.query_devices() if device["max_input_channels"] > 0]
    yield ok("microphone", names[0] if names else "none; files and streams work without")


def _portaudio() -> str:
    commands = {
        "apt-get": "sudo apt-get install libportaudio2",
        "dnf": "sudo dnf install portaudio",
        "pacman": "sudo pacman -S portaudio",
        "brew": "brew install portaudio",
    }
    return next((fix for tool, fix in commands.items() if shutil.which(tool)), commands["apt-get"])


def check_disk_space() -> Iterator[Finding]:
    folder = cache_folder()
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        reason = error.strerror or error
        yield problem("cache", f"{folder} cannot be written to: {reason}.", "export SORIDAM_HOME=$HOME/soridam")
        return
    free = shutil.disk_usage(there).free
    room = f"{folder}, {free / GIGABYTE:.1f} GB free"
    if free < FREE_BYTES_WANTED:
        yield warning(
            "cache",
            f"{room}; {FREE_BYTES_WANTED / GIGABYTE:.0f} GB are recommended.",
            "export SORIDAM_HOME=/larger/disk",
        )
    else:
        yield ok("cache", room)


def check_memory() -> Iterator[Finding]:
    import psutil

    memory = psutil.virtual_memory()
    words = f"{memory.available / GIGABYTE:.1f} of {memory.total / GIGABYTE:.1f} GB free"
    if memory.available < MEMORY_WANTED:
        yield warning("memory", f"{words}; fine-tuning base needs 4 GB.", "soridam train tiny data.corpus=FOLDER")
    else:
        yield ok("memory", words)


def check_offline() -> Iterator[Finding]:
    variables = [
        name for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE") if os.environ.get(name, "0") not in ("", "0")
    ]
    if variables:
        fix = f"unset {' '.join(variables)}"
        yield warning("offline", f"{' and '.join(variables)} forbid fetching weights.", fix)
    else:
        yield ok("offline", "fetching is allowed")


def check_weights() -> Iterator[Finding]:
    from soridam.core.weights.catalog import CATALOG
    from soridam.core.weights.resolve import find_entry

    base = find_entry(CATALOG["base"], "transformers")
    if base is None:
        yield warning("weights", "Whisper base is not on this machine yet.", "soridam weights get base")
    here = [entry for entry in CATALOG.values() if any(find_entry(entry, form) for form in entry.forms)]
    if here:
        yield ok("weights", f"on this machine: {', '.join(f'{entry.name} ({entry.family})' for entry in here)}")


def check_network() -> Iterator[Finding]:
    from soridam.core.weights.catalog import CATALOG
    from soridam.core.weights.hub import can_reach_hub, hub_address

    address = hub_address()
    on_index = [entry.name for entry in CATALOG.values() if entry.index]
    if can_reach_hub():
        yield ok("network", f"{address} answers")
    else:
        yield warning(
            "network",
            f"{address} does not answer; from the package index still come: {', '.join(on_index)}.",
            "export HF_ENDPOINT=https://the-mirror-of-your-company",
        )
