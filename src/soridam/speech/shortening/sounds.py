"""Recordings as pieces of at most 30 s, of which some are kept apart for validation. Begin with `gather_sounds`.

They are held in memory as whole numbers of 16 bits: an hour takes 115 MB, and nothing is copied to the disk.
"""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from soridam.core.errors import AudioError, CorpusError, UsageError
from soridam.core.progress import Progress
from soridam.speech.activity import quietest_moment
from soridam.speech.audio import SAMPLE_RATE, Waveform
from soridam.speech.decoding import decode_apart
from soridam.speech.formats import AUDIO_SUFFIXES
from soridam.speech.window import FULL_WINDOW

SHORTEST = 0.3  # seconds; less is no word
SHORTEST_CUT = 2.0  # seconds of the pieces that a long recording is cut into
EARLY = 0.7  # of a piece's planned length, from where on it may be cut in a quiet place
MOST_SECONDS = 4 * 3600.0  # of one recording
HELD_OUT = 0.1  # of the recordings of a folder
FULL_SCALE = 32767


@dataclass(frozen=True, slots=True)
class Unread:
    """A recording that could not be used, and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class Sounds:
    """Pieces to learn from and pieces to validate on, of different recordings where there are several."""

    train: tuple[np.ndarray, ...]  # int16
    validation: tuple[np.ndarray, ...]
    recordings: int
    unread: tuple[Unread, ...] = ()

    def fingerprint(self) -> str:
        """Return a digest that changes with any sample."""
        digest = hashlib.sha256()
        for part in (self.train, self.validation):
            digest.update(str(len(part)).encode())
            for piece in part:
                digest.update(hashlib.sha256(piece.tobytes()).digest())
        return digest.hexdigest()

    def seconds(self) -> float:
        """Return the length of everything that is learned from."""
        return sum(map(len, self.train)) / SAMPLE_RATE


def waveform(piece: np.ndarray) -> Waveform:
    """Return a piece as float32 in [-1, 1]."""
    return piece.astype(np.float32) / np.float32(FULL_SCALE)


def gather_sounds(folders: Sequence[Path], *, most: int, seed: int, progress: Progress) -> Sounds:
    """Decode recordings drawn from the folders until there are `most` pieces, as many of each folder as of another.

    Progress counts pieces. Raises UsageError for a folder that is missing or holds no recording, CorpusError if
    nothing is left to learn from or to validate on.
    """
    found = [find_recordings(folder) for folder in folders]
    rng = np.random.default_rng([seed, 0])
    train: list[np.ndarray] = []
    validation: list[np.ndarray] = []
    unread: list[Unread] = []
    recordings = 0
    for files in found:
        order = [files[index] for index in rng.permutation(len(files)).tolist()]
        taken = _take(order, math.ceil(most / len(found)), unread, rng, progress)
        learned, kept = _part(taken)
        train += learned
        validation += kept
        recordings += len(taken)
    if not train or not validation:
        raise CorpusError(
            "shorten.too-little",
            "The recordings give {train} pieces to learn from and {validation} to validate on; {unread} were left "
            "out. {why}",
            hint="Give more recordings: at least two, of which each holds some seconds of speech.",
            train=len(train),
            validation=len(validation),
            unread=len(unread),
            why="; ".join(f"{each.file}: {each.reason}" for each in unread[:3]),
        )
    return Sounds(tuple(train), tuple(validation), recordings, tuple(unread))


def find_recordings(folder: Path) -> list[Path]:
    """Return the recordings in a folder and below, in the order of their names. Raises UsageError if there are none."""
    if not folder.is_dir():
        raise UsageError(
            "weights.no-folder", "There is no folder {folder}.", hint="Check the path after --audio.", folder=folder
        )
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in AUDIO_SUFFIXES and not path.name.startswith(".") and path.is_file()
    )
    if not files:
        raise UsageError(
            "transcription.no-recordings",
            "{folder} holds no recordings.",
            hint="Give a folder with recordings such as WAV, FLAC, MP3 or OGG, or leave --audio out: then the packaged "
            "voices speak.",
            folder=folder,
        )
    return files


def _take(
    files: Sequence[Path], most: int, unread: list[Unread], rng: np.random.Generator, progress: Progress
) -> list[list[np.ndarray]]:
    """Return the pieces of each recording that was needed; of a long one no more than its share and some."""
    share = max(1, math.ceil(4 * most / len(files)))
    taken: list[list[np.ndarray]] = []
    count = 0
    for file in files:
        if count >= most:
            break
        try:
            samples = decode_apart(file, most_seconds=MOST_SECONDS).samples
        except AudioError as error:
            unread.append(Unread(file.name, error.message))
            continue
        pieces = list(_pieces(samples, rng))
        if not pieces:
            unread.append(Unread(file.name, "it is silent, or shorter than 0.3 s"))
            continue
        wanted = min(share, most - count)
        pieces = pieces[:: max(1, len(pieces) // wanted)][:wanted]
        taken.append(pieces)
        count += len(pieces)
        progress.advance(len(pieces))
    return taken


def _pieces(samples: Waveform, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield a recording whole if it fits the window, otherwise cut where it is quiet, into 2 to 30 s."""
    numbers = np.round(np.clip(samples, -1, 1) * FULL_SCALE).astype(np.int16)
    start, end = 0, len(numbers)
    while end - start > FULL_WINDOW * SAMPLE_RATE:
        length = math.exp(rng.uniform(math.log(SHORTEST_CUT), math.log(FULL_WINDOW)))
        at = start / SAMPLE_RATE
        cut = round(quietest_moment(samples, at + EARLY * length, at + length) * SAMPLE_RATE)
        yield from _worth(numbers[start:cut])
        start = cut
    yield from _worth(numbers[start:end])


def _worth(piece: np.ndarray) -> Iterator[np.ndarray]:
    if len(piece) >= SHORTEST * SAMPLE_RATE and piece.any():
        yield piece


def _part(taken: list[list[np.ndarray]]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Part the pieces of one folder: a tenth of its recordings, or of the pieces of its only one, are kept apart."""
    if len(taken) == 1:
        pieces = taken[0]
        count = math.ceil(HELD_OUT * len(pieces)) if len(pieces) > 1 else 0
        return pieces[: len(pieces) - count], pieces[len(pieces) - count :]
    count = math.ceil(HELD_OUT * len(taken))
    train = [piece for pieces in taken[count:] for piece in pieces]
    return train, [piece for pieces in taken[:count] for piece in pieces]
