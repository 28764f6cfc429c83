"""How fast recordings become a corpus: Soridam, sequential librosa, and `datasets.map` with stored features.

Run: python benchmarks/corpus_preparation.py --json results.json
Memory alone, for many short rows: python benchmarks/corpus_preparation.py --rows 200000
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

import numpy as np
from measure import PeakMemory, Results, benchmark_arguments, finish

SPEECH = Path(__file__).parents[1] / "tests" / "fixtures" / "speech"
RECORDED_RATE = 48_000  # Hz, as AI-Hub's recordings
TINY_RECORDINGS = 200
TINY_SECONDS = 0.4
TIMED_ROUNDS = 5  # of which the fastest counts, as with timeit: the others were disturbed by something else


def main() -> None:
    arguments = _arguments()
    if arguments.system:
        _run_here(arguments)
        return
    results = Results("corpus_preparation")
    with tempfile.TemporaryDirectory() as folder:
        if arguments.rows:
            measure_many_rows(Path(folder), arguments.rows, results)
        else:
            counts = {
                "soridam": arguments.recordings,
                "librosa-sequential": arguments.recordings,
                "datasets-map": arguments.map_recordings,
            }
            measure_all(Path(folder), counts, arguments.rounds, results)
    finish(results, arguments.json)


def _arguments() -> argparse.Namespace:
    parser = benchmark_arguments(__doc__.splitlines()[0])
    parser.add_argument("--recordings", type=int, default=2000, help="recordings of 3 to 4 s")
    parser.add_argument("--map-recordings", type=int, default=500, help="how many of them datasets.map has to do")
    parser.add_argument("--rounds", type=int, default=TIMED_ROUNDS, help="timed runs of each system")
    parser.add_argument("--rows", type=int, help="measure only the memory of Soridam, with so many short rows")
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--raw", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def measure_all(folder: Path, counts: dict[str, int], rounds: int, results: Results) -> None:
    """Every system on the same recordings, each time in a process of its own: for its memory first, then for time.

    Time is taken apart because looking at memory takes some, and in rounds so that a disturbance meets all systems.
    """
    raw = folder / "raw"
    write_recordings(raw, max(counts.values()), seconds=(3.0, 4.0))
    fastest = dict.fromkeys(counts, float("inf"))
    for system, count in counts.items():
        measure_memory(system, raw, folder / "out", count, results)
    for _ in range(rounds):
        for system, count in counts.items():
            os.sync()  # nobody waits for the disk on behalf of the one before
            with start(system, raw, folder / "out", count) as process:
                fastest[system] = min(fastest[system], seconds_of(process))
            shutil.rmtree(folder / "out")
    for system, count in counts.items():
        results.add(system, "utterances_per_second", count / fastest[system], "1/s")


def measure_many_rows(folder: Path, rows: int, results: Results) -> None:
    """Few recordings, listed again and again."""
    write_recordings(folder / "raw", TINY_RECORDINGS, seconds=(TINY_SECONDS, TINY_SECONDS))
    seconds = measure_memory("soridam", folder / "raw", folder / "out", rows, results)
    results.add("soridam", "rows", rows, "")
    results.add("soridam", "utterances_per_second", rows / seconds, "1/s")


def measure_memory(system: str, raw: Path, out: Path, count: int, results: Results) -> float:
    """Peak memory and bytes written. Returns the seconds that it took."""
    with start(system, raw, out, count) as process, PeakMemory(process.pid) as memory:
        seconds = seconds_of(process)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    shutil.rmtree(out)
    results.add(system, "bytes_per_utterance", size / count, "B")
    results.add(system, "peak_memory", memory.bytes / 1e6, "MB")
    return seconds


def start(system: str, raw: Path, out: Path, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--system", system, "--raw", str(raw), "--out", str(out)]
    return subprocess.Popen([*command, "--count", str(count)], stdout=subprocess.PIPE, text=True)


def seconds_of(process: subprocess.Popen[str]) -> float:
    """What the child says it took, once it ended."""
    told, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{process.args} failed with exit status {process.returncode}")
    return float(told.split()[-1])


def write_recordings(folder: Path, count: int, *, seconds: tuple[float, float]) -> None:
    """Real speech in many variations: sentences one after the other, cut to length, of different pace and loudness."""
    import soundfile
    import soxr

    folder.mkdir(parents=True)
    random = np.random.default_rng(7)
    sentences = [soundfile.read(path, dtype="float32") for path in sorted(SPEECH.glob("*.flac"))]
    upsampled = [soxr.resample(samples, rate, RECORDED_RATE) for samples, rate in sentences]
    for number in range(count):
        length = round(random.uniform(*seconds) * RECORDED_RATE)
        voice = np.concatenate([upsampled[index] for index in random.permutation(len(upsampled))])
        start = random.integers(0, max(1, len(voice) - length))
        samples = np.resize(voice[start:], length) * random.uniform(0.3, 1.0) + random.normal(0, 1e-3, length)
        soundfile.write(folder / f"{number:06d}.wav", samples, RECORDED_RATE, subtype="PCM_16")


def _run_here(arguments: argparse.Namespace) -> None:
    """In the child process: prepare, and print the seconds that it took.

    Its own imports do not count; those of worker processes do, which it starts only now.
    """
    prepare = SYSTEMS[arguments.system]()
    paths = list(islice(cycle(sorted(arguments.raw.glob("*.wav"))), min(arguments.count, 10_000)))
    started = time.perf_counter()
    prepare(paths, arguments.out, arguments.count)
    print(time.perf_counter() - started)


Prepare = Callable[[list[Path], Path, int], None]


def load_soridam() -> Prepare:
    from soridam.speech.corpus.options import PrepareOptions
    from soridam.speech.corpus.prepare import prepare_corpus
    from soridam.speech.corpus.utterance import Clip, Utterance

    def rows(paths: list[Path], count: int) -> Iterator[Utterance]:
        for number, path in enumerate(islice(cycle(paths), count)):
            text = f"sentence number {number}"
            yield Utterance(id=f"{number:07d}", clip=Clip(path), transcript=text, readings=(text,), language="en")

    def prepare(paths: list[Path], out: Path, count: int) -> None:
        prepare_corpus(rows(paths, count), out, PrepareOptions(zscore=True), source=paths[0].parent)

    return prepare


def load_librosa() -> Prepare:
    import librosa
    import soundfile

    def prepare(paths: list[Path], out: Path, count: int) -> None:
        out.mkdir()
        for path in paths[:count]:
            samples, _ = librosa.load(path, sr=16_000)
            samples = (samples - samples.mean()) / samples.std()
            soundfile.write(out / path.name, samples, 16_000, subtype="FLOAT")  # what a z-score needs

    librosa.load(SPEECH / "auth-thankyou.flac", sr=16_000)  # its lazy imports
    return prepare


def load_datasets() -> Prepare:
    import librosa
    from datasets import Dataset, disable_progress_bars
    from transformers import WhisperFeatureExtractor

    disable_progress_bars()
    extractor = WhisperFeatureExtractor()

    def features(row: dict[str, str]) -> dict[str, np.ndarray]:
        samples, rate = librosa.load(row["path"], sr=16_000)
        return {"input_features": extractor(samples, sampling_rate=rate).input_features[0]}

    def prepare(paths: list[Path], out: Path, count: int) -> None:
        rows = [{"path": str(path), "text": f"sentence number {number}"} for number, path in enumerate(paths[:count])]
        Dataset.from_list(rows).map(features, num_proc=2).save_to_disk(out)

    return prepare


SYSTEMS: dict[str, Callable[[], Prepare]] = {
    "soridam": load_soridam,
    "librosa-sequential": load_librosa,
    "datasets-map": load_datasets,
}

if __name__ == "__main__":
    main()
