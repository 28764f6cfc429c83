"""Long recordings: error rate and processor time of Soridam and of faster-whisper, with and without its batches.

    python benchmarks/long_recordings.py --json benchmarks/results/long_recordings.json

Telephone prompts (examples/telephone_prompts.py) are joined with pauses into recordings of some minutes. The systems
have the same weights (Whisper base, untuned, int8), the same beam, one thread, and give text without times of words.
Each runs in a process of its own; they take turns, in an order that changes, after a warm-up. Processor time is that of
the process over all recordings of a round; what stands in the table is the median of the rounds.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import numpy as np
import prompts
from measure import Results, benchmark_arguments, finish

RECORDINGS = 3
SECONDS = 180.0  # of each recording
PAUSES = (0.3, 2.5)  # seconds between two prompts
LEAST = 1.0  # seconds of a prompt that is taken: shorter ones are single words, which nobody says in a row
ROUNDS = 5
BEAM = 1
BATCH = 8
RATE = 16_000
Transcribe = Callable[[np.ndarray], str]


# --- the systems -----------------------------------------------------------------------------------------------------


def soridam() -> Transcribe:
    from soridam import TranscriptionOptions, load_recognizer

    recognizer = load_recognizer("base", device="cpu", precision="int8", threads=1)
    options = TranscriptionOptions(language="en", words=False, beam_size=BEAM)
    return lambda wave: recognizer.transcribe(wave, options).text


def faster_whisper() -> Transcribe:
    """One window after the other, silence left out."""
    model = _faster_whisper_model()

    def transcribe(wave: np.ndarray) -> str:
        segments, _ = model.transcribe(
            wave, language="en", beam_size=BEAM, vad_filter=True, condition_on_previous_text=False
        )
        return " ".join(segment.text for segment in segments)

    return transcribe


def faster_whisper_batched() -> Transcribe:
    from faster_whisper import BatchedInferencePipeline

    pipeline = BatchedInferencePipeline(_faster_whisper_model())

    def transcribe(wave: np.ndarray) -> str:
        segments, _ = pipeline.transcribe(wave, language="en", beam_size=BEAM, batch_size=BATCH)
        return " ".join(segment.text for segment in segments)

    return transcribe


def _faster_whisper_model():  # type: ignore[no-untyped-def]  # it is imported here, in the process that needs it
    from faster_whisper import WhisperModel

    from soridam.speech.weights import find_whisper

    folder = str(find_whisper("base", form="ctranslate2"))
    return WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=1)


SYSTEMS: dict[str, Callable[[], Transcribe]] = {
    "soridam": soridam,
    "faster-whisper": faster_whisper,
    "faster-whisper-batched": faster_whisper_batched,
}


# --- the recordings --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LongRecording:
    wave: np.ndarray
    text: str


def join_prompts(count: int, seconds: float, *, seed: int) -> list[LongRecording]:
    """Different prompts in each, in an order drawn by chance, with pauses of different lengths."""
    from soridam.speech.corpus.shards import CorpusSplit

    prompts.make(prompts.CORPUS)
    rows = CorpusSplit(prompts.CORPUS, "train")
    rng = random.Random(seed)
    order = [index for index in range(len(rows)) if rows.row(index)["duration"] >= LEAST]
    rng.shuffle(order)
    recordings = []
    for _ in range(count):
        parts: list[np.ndarray] = []
        texts: list[str] = []
        while sum(map(len, parts)) < seconds * RATE:
            index = order.pop()
            pause = np.zeros(round(rng.uniform(*PAUSES) * RATE), dtype=np.float32)
            parts += [rows.waveform(index), pause]
            texts.append(rows.row(index)["text"])
        recordings.append(LongRecording(np.concatenate(parts), " ".join(texts)))
    return recordings


# --- the measurement -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Round:
    """What one system needed for all recordings, and what it wrote."""

    cpu_seconds: float
    wall_seconds: float
    texts: list[str]


def serve(system: str, waves: list[np.ndarray], pipe: Connection) -> None:
    """In the child: a round whenever one is asked for."""
    transcribe = SYSTEMS[system]()
    transcribe(waves[0][: 40 * RATE])  # what is loaded with the first one does not count
    pipe.send(None)
    while pipe.recv():
        cpu, wall = time.process_time(), time.perf_counter()
        texts = [transcribe(wave) for wave in waves]
        pipe.send(Round(time.process_time() - cpu, time.perf_counter() - wall, texts))


def start(system: str, waves: list[np.ndarray]) -> tuple[BaseProcess, Connection]:
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(system, waves, there), daemon=True)
    process.start()
    here.recv()
    return process, here


def measure(recordings: list[LongRecording], rounds: int, *, seed: int) -> dict[str, list[Round]]:
    waves = [recording.wave for recording in recordings]
    pipes = {system: start(system, waves) for system in SYSTEMS}
    done: dict[str, list[Round]] = {system: [] for system in SYSTEMS}
    rng = random.Random(seed)
    for number in range(rounds):
        for system in rng.sample(list(SYSTEMS), len(SYSTEMS)):
            pipe = pipes[system][1]
            pipe.send(True)
            done[system].append(pipe.recv())
            print(f"round {number + 1}: {system} {done[system][-1].cpu_seconds:.1f} s of processor", file=sys.stderr)
    for process, pipe in pipes.values():
        pipe.send(False)
        process.join()
    return done


def report(done: dict[str, list[Round]], recordings: list[LongRecording], results: Results) -> None:
    for system, rounds in done.items():
        results.add(system, "wer", error_rate(rounds[0].texts, recordings), "%")
        for metric in ("cpu_seconds", "wall_seconds"):
            values = [getattr(one, metric) for one in rounds]
            results.add(system, metric, statistics.median(values), "s")
            results.add(system, f"{metric}_least", min(values), "s")
            results.add(system, f"{metric}_most", max(values), "s")
    sound = sum(len(recording.wave) for recording in recordings) / RATE
    results.add("recordings", "seconds_of_sound", sound, "s")
    results.add("recordings", "rounds", len(next(iter(done.values()))), "")


def error_rate(texts: list[str], recordings: list[LongRecording]) -> float:
    """Percent of all words, by the normalizer that scores English."""
    from soridam.speech.evaluation.testsets import scoring_text
    from soridam.text.error_rates import Pair, word_errors

    score = scoring_text(None, "en").normalize
    pairs = [
        Pair(references=(score(recording.text),), hypothesis=score(text))
        for recording, text in zip(recordings, texts, strict=True)
    ]
    return 100 * word_errors(pairs).rate


def main() -> None:
    arguments = _arguments()
    os.environ["OMP_NUM_THREADS"] = "1"
    recordings = join_prompts(arguments.recordings, arguments.seconds, seed=arguments.seed)
    results = Results("long_recordings")
    report(measure(recordings, arguments.rounds, seed=arguments.seed), recordings, results)
    finish(results, arguments.json)


def _arguments() -> argparse.Namespace:
    parser = benchmark_arguments(__doc__.splitlines()[0])
    parser.add_argument("--recordings", type=int, default=RECORDINGS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each recording")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    main()
