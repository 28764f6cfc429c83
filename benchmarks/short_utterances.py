"""Short utterances, one at a time as in a conversation: error rate, latency and memory of four ways to recognize them.

    python benchmarks/short_utterances.py --json benchmarks/results/short_utterances.json

Held-out telephone prompts (examples/telephone_prompts.py). Each system runs in a process of its own with the same
threads; every utterance goes to all systems in turn, in an order that changes, after a warm-up. Without --model and
--corpus the script prepares the corpus, fine-tunes and exports first, with the commands of the README (prompts.py).
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import prompts
from measure import Results, benchmark_arguments, finish

from soridam.speech.corpus.shards import CorpusSplit
from soridam.speech.evaluation.testsets import scoring_text
from soridam.text.error_rates import Pair, word_errors

WARM_UP = 3  # utterances that do not count
SETTLE = 0.25  # seconds before each utterance: a system's idle threads spin for a while after its turn
Transcribe = Callable[[np.ndarray], str]


# --- the systems -----------------------------------------------------------------------------------------------------


def soridam(model: str, threads: int) -> Transcribe:
    """Ours: the exported model, int8, at the utterance's own length, with its guard against silence."""
    from soridam import TranscriptionOptions, load_recognizer

    recognizer = load_recognizer(model, device="cpu", threads=threads)
    options = TranscriptionOptions(language="en", words=False)
    return lambda wave: recognizer.transcribe(wave, options).text


def faster_whisper(beam_size: int | None, threads: int) -> Transcribe:
    """Untuned weights, int8; without a beam size as it comes."""
    from faster_whisper import WhisperModel

    from soridam.speech.weights import find_whisper

    model = WhisperModel(
        str(find_whisper("base", form="ctranslate2")), device="cpu", compute_type="int8", cpu_threads=threads
    )
    options = {"beam_size": beam_size} if beam_size else {}

    def transcribe(wave: np.ndarray) -> str:
        segments, _ = model.transcribe(wave, language="en", **options)
        return " ".join(segment.text for segment in segments)

    return transcribe


def transformers_30s(folder: str, threads: int) -> Transcribe:
    """float32, padded to 30 s, `generate` as its documentation has it."""
    import torch
    from transformers import WhisperFeatureExtractor, WhisperForConditionalGeneration, WhisperTokenizerFast

    from soridam.speech.weights import find_whisper

    torch.set_num_threads(threads)
    place = Path(folder) if Path(folder).is_dir() else find_whisper(folder)
    model = WhisperForConditionalGeneration.from_pretrained(place, local_files_only=True).eval()
    tokenizer = WhisperTokenizerFast.from_pretrained(place, local_files_only=True)
    extractor = WhisperFeatureExtractor(feature_size=model.config.num_mel_bins)

    def transcribe(wave: np.ndarray) -> str:
        features = extractor(wave, sampling_rate=16_000, return_tensors="pt").input_features
        with torch.inference_mode():
            tokens = model.generate(features, language="en", task="transcribe")
        return tokenizer.decode(tokens[0], skip_special_tokens=True)

    return transcribe


# --- one process for each --------------------------------------------------------------------------------------------


@dataclass
class Worker:
    """A system in its own process, and what it has answered."""

    name: str
    process: BaseProcess
    pipe: Connection
    texts: list[str]
    seconds: list[float]

    def ask(self, wave: np.ndarray) -> tuple[str, float]:
        time.sleep(SETTLE)
        self.pipe.send(wave)
        text, seconds = self.pipe.recv()
        return text, seconds


def serve(pipe: Connection, load: Callable[..., Transcribe], options: tuple[object, ...]) -> None:
    """Answer waveforms with text and seconds until None comes, and that with the most memory that was held."""
    transcribe = load(*options)
    while (wave := pipe.recv()) is not None:
        started = time.perf_counter()
        text = transcribe(wave)
        pipe.send((text, time.perf_counter() - started))
    pipe.send(peak_memory())


def peak_memory() -> int:
    """Bytes; as Linux keeps it, because sampling a process while it is timed would slow it down."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def start(name: str, load: Callable[..., Transcribe], options: tuple[object, ...]) -> Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, load, options), daemon=True)
    process.start()
    theirs.close()
    return Worker(name, process, ours, [], [])


def stop(worker: Worker) -> int:
    """End it; returns the most memory that it held, in bytes."""
    worker.pipe.send(None)
    memory: int = worker.pipe.recv()
    worker.process.join()
    return memory


def run_all(workers: list[Worker], waves: list[np.ndarray], seed: int) -> None:
    order = random.Random(seed)
    for worker in workers:
        for wave in waves[:WARM_UP]:
            worker.ask(wave)
    for number, wave in enumerate(waves):
        for worker in order.sample(workers, len(workers)):
            text, seconds = worker.ask(wave)
            worker.texts.append(text)
            worker.seconds.append(seconds)
        if number % 20 == 19:
            print(f"{number + 1} of {len(waves)} utterances", file=sys.stderr)


# --- the comparison --------------------------------------------------------------------------------------------------


def main() -> None:
    parser = benchmark_arguments(__doc__ or "")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--model", type=Path, help="an exported short-context model")
    parser.add_argument("--tuned", type=Path, help="the same model in Transformers form, for one more row")
    parser.add_argument("--corpus", type=Path, help="a prepared corpus with a test split")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, default=0, help="use that many utterances only")
    arguments = parser.parse_args()
    corpus, tuned, model = arguments.corpus, arguments.tuned, arguments.model
    if (corpus is None) != (model is None):
        parser.error("--model and --corpus belong together")
    if corpus is None:
        model = prompts.make(prompts.EXPORT)  # the corpus and the run come before it
        corpus, tuned = prompts.SPLIT, prompts.RUN / "model"
    finish(measure(corpus, model, tuned, arguments.threads, arguments.limit), arguments.json)


def measure(corpus: Path, model: Path, tuned: Path | None, threads: int, limit: int) -> Results:
    split = CorpusSplit(corpus, "test")
    rows = range(min(limit, len(split)) if limit else len(split))
    waves = [split.waveform(row) for row in rows]
    systems: list[tuple[str, Callable[..., Transcribe], tuple[object, ...]]] = [
        ("soridam", soridam, (str(model), threads)),
        ("faster-whisper", faster_whisper, (None, threads)),
        ("faster-whisper (beam 1)", faster_whisper, (1, threads)),
        ("transformers-30s", transformers_30s, ("base", threads)),
    ]
    if tuned is not None:
        systems.append(("transformers-30s (tuned)", transformers_30s, (str(tuned), threads)))
    workers = [start(*system) for system in systems]
    run_all(workers, waves, seed=7)
    results = Results("short_utterances")
    texts = split.column("text")
    for worker in workers:
        add_rows(results, worker, [texts[row] for row in rows], memory=stop(worker))
    return results


def add_rows(results: Results, worker: Worker, references: list[str], *, memory: int) -> None:
    score = scoring_text(None, "en").normalize  # Whisper's English normalizer, and no dots that stand alone
    pairs = [
        Pair(references=(score(reference),), hypothesis=score(text))
        for reference, text in zip(references, worker.texts, strict=True)
    ]
    results.add(worker.name, "wer", 100 * word_errors(pairs).rate, "%")
    results.add(worker.name, "latency_p50", float(np.percentile(worker.seconds, 50)), "s")
    results.add(worker.name, "latency_p95", float(np.percentile(worker.seconds, 95)), "s")
    results.add(worker.name, "peak_memory", memory / 1e6, "MB")


if __name__ == "__main__":
    main()
