"""Cheap voices for quantity: the programs flite and espeak-ng, called for each sentence. Begin with `list_voices`."""

import shutil
import subprocess
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np
import soundfile

from soridam.core.errors import DependencyError
from soridam.radio.material.grammar import Part
from soridam.speech.audio import SAMPLE_RATE, Waveform, resample

Program = Literal["flite", "espeak-ng"]
PROGRAM_SHARES: Mapping[Program, float] = {"flite": 0.6, "espeak-ng": 0.4}  # flite sounds more like a person
SECONDS = 30  # a sentence takes a tenth of one
RATES = (0.85, 1.15)  # of the voice's own speed
WORDS_PER_MINUTE = 175  # espeak-ng's own speed
PITCHES = (30, 70)  # of espeak-ng, 50 is a voice's own
LOUDNESS = 0.1  # root mean square


@dataclass(frozen=True, slots=True)
class RadioVoice:
    """A voice of a program, with its speed and pitch."""

    program: Program
    name: str
    rate: float = 1.0
    pitch: int = 50

    @property
    def speaker(self) -> str:
        """The name that a corpus gives: one for all speeds and pitches of a voice."""
        return f"{self.program}/{self.name}"


def list_voices(part: Part) -> tuple[RadioVoice, ...]:
    """Return the voices of a part. Raises DependencyError where a program is missing."""
    text = resources.files("soridam.radio.material").joinpath("voices.toml").read_text(encoding="utf-8")
    described: Mapping[Program, list[str]] = tomllib.loads(text)[part]
    for program in described:
        if shutil.which(program) is None:
            raise DependencyError(
                "radio.no-voices",
                "{program} is not installed; radio material is spoken by it.",
                hint="Run: sudo apt-get install flite espeak-ng",
                program=program,
            )
    return tuple(RadioVoice(program, name) for program, names in described.items() for name in names)


def draw_voices(voices: Sequence[RadioVoice], rng: np.random.Generator) -> tuple[RadioVoice, RadioVoice]:
    """Draw a controller's voice and a pilot's, which are two. The share of a program is split among its voices."""
    programs = [voice.program for voice in voices]
    shares = np.array([PROGRAM_SHARES[program] / programs.count(program) for program in programs])
    first, second = rng.choice(len(voices), 2, replace=False, p=shares / shares.sum())
    return voices[first], voices[second]


def vary(voice: RadioVoice, rng: np.random.Generator) -> RadioVoice:
    """Draw a speed and a pitch: another speaker with the same voice."""
    return RadioVoice(voice.program, voice.name, round(float(rng.uniform(*RATES)), 3), int(rng.integers(*PITCHES)))


def say(text: str, voice: RadioVoice) -> Waveform:
    """Say a text; samples at 16 kHz, at one loudness. Raises DependencyError where the program fails."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        ran = subprocess.run(_command(text, voice, path), capture_output=True, timeout=SECONDS, check=False)
        sound = path.read_bytes() if path.is_file() else b""
    if ran.returncode or not sound:
        raise DependencyError(
            "radio.voice-failed",
            "{program} could not say a text with the voice {voice}: {reason}",
            hint="Install it again: sudo apt-get install --reinstall flite espeak-ng",
            program=voice.program,
            voice=voice.name,
            reason=ran.stderr.decode(errors="replace").strip()[:200] or "no sound",
        )
    samples, rate = soundfile.read(BytesIO(sound), dtype="float32")
    wave = resample(samples, rate, SAMPLE_RATE)
    return (wave * (LOUDNESS / (np.sqrt(np.mean(wave**2)) + 1e-9))).astype(np.float32)


def _command(text: str, voice: RadioVoice, path: Path) -> list[str]:
    match voice.program:
        case "flite":
            stretch = f"duration_stretch={1 / voice.rate:.3f}"
            return ["flite", "-voice", voice.name, "--setf", stretch, "-o", str(path), "-t", text]
        case "espeak-ng":
            speed = str(round(WORDS_PER_MINUTE * voice.rate))
            return ["espeak-ng", "-v", voice.name, "-s", speed, "-p", str(voice.pitch), "-w", str(path), "--", text]
