"""The synthetic corpus as a folder: sounds with metadata.jsonl, lists for retrieval, recordings of whole exchanges.

Begin with `make_material`. `soridam corpus prepare` reads the folder; `soridam corpus split --by part` keeps the parts.

    train|validation|test/metadata.jsonl   file_name, text, speaker, language, and the truth of each transmission
    train|validation|test/audio/           one FLAC file each, 16 kHz
    lists/AIRPORT.json                     callsigns of the day, waypoints and runways
    recordings/AIRPORT.flac, .json         test exchanges as one recording with pauses, and where transmissions are
    material.json                          seed, sizes and how it was made
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from soridam.core.errors import UsageError
from soridam.core.files import replacing_folder, write_json, write_json_lines
from soridam.core.progress import Progress, SilentProgress
from soridam.radio.material.channel import Airband, transmit
from soridam.radio.material.grammar import PARTS, Airport, Exchange, Line, Part, iter_exchanges, list_airports
from soridam.radio.material.voices import RadioVoice, draw_voices, list_voices, say, vary
from soridam.speech.audio import SAMPLE_RATE, Waveform, duration_of, encode_flac

VERSION = 1  # raised when equal seeds give other material
SHARES: Mapping[Part, float] = {"train": 0.7, "validation": 0.1, "test": 0.2}
SECONDS_EACH = 4.4  # of a transmission, on average: hours are made into utterances by it
FEWEST = 20  # utterances, of which each part gets some
RECORDED = (1, 8)  # exchanges of a recording, a hundredth of all utterances between these
UNHEARD = 1_000_000  # the number of an exchange that no part reaches
PAUSES = (0.8, 4.0)  # seconds between transmissions of a recording
HISS = 0.0008  # amplitude of a receiver whose squelch is closed
THREADS = 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """A transmission in sound, with its truth."""

    line: Line
    airport: Airport
    voice: RadioVoice
    samples: Waveform
    overlapped: bool
    clipped: bool
    squeal: float | None = None

    def facts(self, file_name: str, exchange: int) -> dict[str, Any]:
        return {
            "file_name": file_name,
            "text": self.line.text,
            "speaker": self.voice.speaker,
            "language": "en",
            "airport": self.airport.code,
            "exchange": exchange,
            "role": self.line.speaker,
            "callsign": self.line.callsign,
            "values": [list(value) for value in self.line.values],
            "slip": self.line.slip,
            "overlapped": self.overlapped,
            "clipped": self.clipped,
            "seconds": round(duration_of(self.samples), 3),
            **({"squeal": self.squeal} if self.squeal is not None else {}),
        }


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: utterances and hours of each part."""

    folder: Path
    utterances: Mapping[Part, int]
    hours: Mapping[Part, float]


def make_material(folder: Path, utterances: int, seed: int, airband: Airband, progress: Progress | None = None) -> Made:
    """Make that many utterances, to an exchange more or less. Equal arguments give equal files.

    Raises UsageError for too few of them, DependencyError where flite or espeak-ng is missing.
    """
    if utterances < FEWEST:
        raise UsageError(
            "radio.too-few",
            "{count} utterances cannot be divided into train, validation and test.",
            hint="Ask for at least {fewest}: --utterances {fewest}",
            count=utterances,
            fewest=FEWEST,
        )
    progress = progress or SilentProgress()
    counts: dict[Part, int] = {}
    hours: dict[Part, float] = {}
    with replacing_folder(folder) as new:
        for part in PARTS:
            wanted = round(utterances * SHARES[part])
            rows = list(_write_part(new / part, _iter_spoken(part, wanted, seed, airband), progress))
            write_json_lines(new / part / "metadata.jsonl", rows)
            counts[part], hours[part] = len(rows), sum(row["seconds"] for row in rows) / 3600
            for airport in list_airports(part, seed):
                write_json(new / "lists" / f"{airport.code}.json", {"part": part, **airport.to_json()})
        _write_recordings(new / "recordings", int(np.clip(utterances // 100, *RECORDED)), seed, airband)
        facts = {"version": VERSION, "seed": seed, "asked": utterances, "utterances": counts, "hours": hours}
        write_json(new / "material.json", {**facts, "airband": asdict(airband)})
    return Made(folder, counts, hours)


def _write_part(folder: Path, spoken: Iterator[list[Spoken]], progress: Progress) -> Iterator[dict[str, Any]]:
    audio = folder / "audio"
    audio.mkdir(parents=True)
    for number, lines in enumerate(spoken):
        for place, one in enumerate(lines):
            name = f"audio/{number:06}-{place}.flac"
            (folder / name).write_bytes(encode_flac(one.samples))
            progress.advance()
            yield one.facts(name, number)


def _iter_spoken(part: Part, wanted: int, seed: int, airband: Airband) -> Iterator[list[Spoken]]:
    """Yield exchanges in sound until there are as many transmissions as wanted."""
    voices, made = list_voices(part), 0
    exchanges = enumerate(iter_exchanges(part, seed))
    speak = partial(_speak, part=part, voices=voices, seed=seed, airband=airband)
    with ThreadPoolExecutor(THREADS, thread_name_prefix="radio") as pool:
        while made < wanted:
            for spoken in pool.map(speak, islice(exchanges, 2 * THREADS)):
                if made < wanted:
                    made += len(spoken)
                    yield spoken


def _speak(
    numbered: tuple[int, Exchange], *, part: Part, voices: tuple[RadioVoice, ...], seed: int, airband: Airband
) -> list[Spoken]:
    """Say an exchange: the controller in one voice, the pilot in another."""
    number, exchange = numbered
    rng = np.random.default_rng([seed, PARTS.index(part), 2, number])
    first, second = draw_voices(voices, rng)
    speakers = {"controller": vary(first, rng), "pilot": vary(second, rng)}
    waves = [say(line.text, speakers[line.speaker]) for line in exchange.lines]
    spoken = []
    for place, line in enumerate(exchange.lines):
        received = transmit(waves[place], waves[place - 1], airband, rng)
        spoken.append(
            Spoken(
                line,
                exchange.airport,
                speakers[line.speaker],
                received.samples,
                received.overlapped,
                received.clipped,
                received.squeal,
            )
        )
    return spoken


def _write_recordings(folder: Path, recorded: int, seed: int, airband: Airband) -> None:
    """Join exchanges of each test airport to one recording, so that transmissions have to be found in it."""
    folder.mkdir(parents=True)
    voices = list_voices("test")
    by_airport: dict[str, list[Spoken]] = defaultdict(list)
    exchanges = enumerate(iter_exchanges("test", seed, first=UNHEARD), start=UNHEARD)
    for numbered in islice(exchanges, recorded * len(list_airports("test", seed))):
        for one in _speak(numbered, part="test", voices=voices, seed=seed, airband=airband):
            by_airport[one.airport.code].append(one)
    for code, spoken in by_airport.items():
        rng = np.random.default_rng([seed, 3, *code.encode()])
        samples, rows = _join(spoken, rng)
        (folder / f"{code}.flac").write_bytes(encode_flac(samples))
        write_json(folder / f"{code}.json", {"airport": code, "transmissions": rows})


def _join(spoken: list[Spoken], rng: np.random.Generator) -> tuple[Waveform, list[dict[str, Any]]]:
    pieces, rows, at = [], [], 0
    for number, one in enumerate(spoken):
        pause = rng.normal(0, HISS, int(rng.uniform(*PAUSES) * SAMPLE_RATE)).astype(np.float32)
        pieces += [pause, one.samples]
        at += len(pause)
        facts = one.facts("", number) | {"start": round(at / SAMPLE_RATE, 3)}
        at += len(one.samples)
        rows.append(facts | {"end": round(at / SAMPLE_RATE, 3)})
    return np.concatenate(pieces), rows
