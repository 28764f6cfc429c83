"""Shared parts of sound readers: pieces, reports of lost sound, and checks of the rate.

Begin with `Piece`.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from soridam.core.errors import AudioError
from soridam.core.messages import Message

LEAST_RATE = 1_000  # Hz; what declares less would grow beyond measure when it becomes 16 kHz
MOST_RATE = 768_000
MOST_CHANNELS = 64
SHORT = 0.25  # seconds that may be missing at the end: encoders round, players trim


@dataclass(frozen=True, slots=True)
class Piece:
    """Some sound: float32, shape (channels, samples), at `rate` Hz."""

    rate: int
    samples: np.ndarray


Kind = Literal["truncated", "damaged"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A flaw of a recording that can still be decoded: cut off at its end, or damaged within."""

    kind: Kind
    message: Message


@dataclass(slots=True)
class Report:
    """Losses that a reader noted. Times in seconds."""

    packets: int = 0
    lost_packets: int = 0
    lost: float = 0.0  # of damaged packets
    missing: float = 0.0  # between packets whose times leave a gap
    promised: float = 0.0  # more than there is; 0 if the recording promises nothing or keeps it
    end: float = 0.0  # of the last packet, by its own time
    seconds: float = 0.0  # that were decoded
    not_numbers: int = 0  # samples
    is_cut_off: bool = False
    is_damaged: bool = False

    def lose(self, seconds: float) -> None:
        self.lost_packets += 1
        self.lost += seconds

    def flaws(self) -> tuple[Flaw, ...]:
        """Return the flaws as sentences for the person who gave the recording."""
        messages: list[tuple[Kind, Message | None]] = [
            ("truncated", self._ending()),
            ("damaged", self._damage()),
            ("damaged", self._silenced()),
        ]
        return tuple(Flaw(kind, message) for kind, message in messages if message is not None)

    def _ending(self) -> Message | None:
        there = f"{self.seconds:.1f}"
        if self.promised:
            promised = f"{self.promised:.1f}"
            return Message("It is cut off: {seconds} s of {promised} s are there.", seconds=there, promised=promised)
        return Message("It is cut off after {seconds} s.", seconds=there) if self.is_cut_off else None

    def _damage(self) -> Message | None:
        if (self.promised or self.is_cut_off) and self.lost_packets <= 1 and not self.missing:
            return None  # the packet in which it ends
        if self.missing:
            return Message("It is damaged: {seconds} s are missing within.", seconds=f"{self.missing:.1f}")
        if self.lost_packets:
            return Message(
                "It is damaged: {lost} of {packets} packets were skipped, some {seconds} s.",
                lost=self.lost_packets,
                packets=self.packets,
                seconds=f"{self.lost:.2f}",
            )
        return Message("It is damaged; what could be read was read.") if self.is_damaged else None

    def _silenced(self) -> Message | None:
        if not self.not_numbers:
            return None
        return Message("It holds {count} samples that are not numbers; they count as silence.", count=self.not_numbers)


def refuse_rate(label: str, rate: int, channels: int) -> AudioError:
    """Return the error for what no recorder writes."""
    return AudioError(
        "audio.odd-rate",
        "{file} claims to have {channels} channels at {rate} Hz; no recording does.",
        hint="It is damaged or not a recording. Leave it out, or convert it with its correct sample rate.",
        file=label,
        channels=channels,
        rate=rate,
    )
