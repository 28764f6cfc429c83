"""Tuning of a language model: Soridam's recipe and TRL's SFTTrainer on the same tokens, labels, weights and precision.

    pip install --constraint constraints.txt --editable '.[bench]'
    OMP_NUM_THREADS=1 python benchmarks/language_tuning.py --json benchmarks/results/language_tuning.json

SmolLM2-135M-Instruct, all weights, AdamW, float32 or bf16 as the machine has it. Two data sets are cut from the guide
in docs/guide: the examples of `mixed` have 44 to 313 tokens with a long tail, as instructions have; those of `even` are
about equally long. Both hold about as many tokens. Every system passes once over the same examples, as the tokens and
labels that Soridam's encoder gives, with the same constant learning rate. The loss is that of other examples, of which
Soridam's evaluation asks each model afterwards.

- `soridam`: the recipe `smollm2-135m` with packs of 1,024 tokens.
- `trl`: SFTTrainer as it comes: batches of 8, padded; gradient checkpointing.
- `trl-plain`: the same without gradient checkpointing, which Soridam's recipe leaves off, too.
- `trl-packing`: packs of 1,024 tokens, without gradient checkpointing.

Tokens are those of the examples, never padding. Each pass has a process of its own; the systems take turns in an order
that changes. Time is that of the steps, loading included; memory is the highest resident set of the process until its
last step, as the kernel counts it. The table has the median of the rounds, the file the least and the most as well.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Any

from measure import Results, benchmark_arguments, finish

GUIDE = Path(__file__).parents[1] / "docs" / "guide"
RECIPE = "smollm2-135m"
SYSTEMS = ("untrained", "soridam", "trl", "trl-plain", "trl-packing")
DATA = ("mixed", "even")
EXAMPLES, HELD_OUT = 16, 4
WORDS, SPREAD = 36, 0.85  # median and standard deviation of the logarithm
PROMPT = 0.25  # share of an example's words that are the question
PACK = 1024  # tokens
LEARNING_RATE = 5e-5
ROUNDS = 3
SEED = 7
Passes = dict[tuple[str, str], list[dict[str, float]]]  # figures of each round, by data set and system
METRICS = {
    "tokens_per_processor_second": "1/s",
    "tokens_per_second": "1/s",
    "peak_memory": "MB",
    "loss": "nats",
    "steps": "",
}


# --- the data --------------------------------------------------------------------------------------------------------


def lengths_of(data: str) -> list[int]:
    """Words of each example: the quantiles of a log-normal distribution, or their mean for all."""
    quantiles = [(number + 0.5) / EXAMPLES for number in range(EXAMPLES)]
    spread = [round(WORDS * 2.718281828 ** (SPREAD * NormalDist().inv_cdf(share))) for share in quantiles]
    return spread if data == "mixed" else [round(statistics.mean(spread))] * EXAMPLES


def write_data(folder: Path) -> dict[str, Path]:
    """Write both data sets and the examples that are held out; returns the files by name."""
    words = iter(
        [word for page in sorted(GUIDE.glob("*.md")) if ".ko" not in page.name for word in page.read_text().split()]
    )
    wanted = {"held-out": [round(statistics.mean(lengths_of("mixed")))] * HELD_OUT}
    wanted |= {data: random.Random(SEED).sample(lengths_of(data), EXAMPLES) for data in DATA}
    files = {}
    for name, lengths in wanted.items():
        files[name] = folder / f"{name}.jsonl"
        files[name].write_text("".join(json.dumps(example(words, length)) + "\n" for length in lengths))
    return files


def example(words: Iterator[str], length: int) -> dict[str, str]:
    some = [next(words) for _ in range(length)]
    asked = max(1, round(PROMPT * length))
    return {"prompt": "Go on: " + " ".join(some[:asked]), "completion": " ".join(some[asked:])}


# --- the systems, each in a child process ----------------------------------------------------------------------------


@dataclass
class Clock:
    """Processor and wall seconds of what was timed."""

    processor: float = 0.0
    wall: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        processor, wall = time.process_time(), time.perf_counter()
        yield
        self.processor, self.wall = time.process_time() - processor, time.perf_counter() - wall


def set_up_soridam(train: Path, held_out: Path) -> Any:
    """The recipe's own task: weights, examples as tokens, batches."""
    from soridam.language.recipe import set_up
    from soridam.recipes import read_recipe

    values = {
        "data.corpus": train,
        "data.validation": held_out,
        "batches.tokens": PACK,
        "optimizer.epochs": 1,
        "optimizer.learning_rate": LEARNING_RATE,
        "optimizer.schedule": "constant",
        "optimizer.warmup": 0,
    }
    return set_up(read_recipe(RECIPE, [f"{name}={value}" for name, value in values.items()]))


def soridam(task: Any, clock: Clock) -> int:
    """The recipe's own steps; returns their number."""
    from soridam.training.fit import iter_steps, learn
    from soridam.training.optimizer import build_optimizer

    with clock.running():
        optimizer = build_optimizer(task.network, task.config.optimizer)
        for step, batches in iter_steps(task, 0):
            learn(task, optimizer, step, batches)
    return int(task.steps)


def trl(task: Any, clock: Clock, **how: Any) -> int:
    """TRL's steps on the tokens and the weights of Soridam's task; returns their number."""
    import torch
    from datasets import Dataset
    from transformers import TrainerCallback
    from trl import SFTConfig, SFTTrainer

    timing = clock.running()

    class Timing(TrainerCallback):
        def on_train_begin(self, *_: Any, **__: Any) -> None:
            timing.__enter__()

        def on_train_end(self, *_: Any, **__: Any) -> None:
            timing.__exit__(None, None, None)

    with tempfile.TemporaryDirectory() as output:
        config = SFTConfig(
            output_dir=output,
            num_train_epochs=1,
            learning_rate=LEARNING_RATE,
            lr_scheduler_type="constant",
            weight_decay=task.config.optimizer.weight_decay,
            bf16=task.precision == "bf16",
            use_cpu=not torch.cuda.is_available(),
            seed=SEED,
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
            **how,
        )
        trainer = SFTTrainer(
            model=task.trained.inner,
            args=config,
            train_dataset=Dataset.from_list([tokens_and_labels(piece) for piece in task.rows.train.flat]),
            processing_class=task.encoder.tokenizer,
            callbacks=[Timing()],
        )
        return int(trainer.train().global_step)


def tokens_and_labels(piece: Any) -> dict[str, list[int]]:
    """An example as TRL takes it when it is tokenized already."""
    from soridam.training.loss import IGNORED

    pairs = zip(piece.tokens, piece.learned, strict=True)
    return {"input_ids": list(piece.tokens), "labels": [token if learned else IGNORED for token, learned in pairs]}


LEARN: dict[str, Callable[[Any, Clock], int]] = {
    "untrained": lambda task, clock: 0,
    "soridam": soridam,
    "trl": trl,
    "trl-plain": lambda task, clock: trl(task, clock, gradient_checkpointing=False),
    "trl-packing": lambda task, clock: trl(
        task,
        clock,
        packing=True,
        max_length=PACK,
        per_device_train_batch_size=1,
        gradient_checkpointing=False,
    ),
}


def run_child(system: str, train: Path, held_out: Path) -> None:
    """Print what `measure` reads: the figures of one pass."""
    from soridam.language.evaluate import measure_losses

    task, clock = set_up_soridam(train, held_out), Clock()
    steps = LEARN[system](task, clock)
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tokens = sum(len(piece.tokens) for piece in task.rows.train.flat)
    inner = task.trained.inner.eval()
    loss, learned = measure_losses(inner, task.rows.validation.pieces).sum(axis=0)
    figures = {"peak_memory": peak / 1e6, "loss": float(loss / learned), "steps": steps, "tokens": tokens}
    if steps:
        figures["tokens_per_second"] = tokens / clock.wall
        figures["tokens_per_processor_second"] = tokens / clock.processor
    print(json.dumps(figures))


# --- the comparison --------------------------------------------------------------------------------------------------


def measure(system: str, train: Path, held_out: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--child", system, str(train), str(held_out)]
    child = subprocess.run(command, capture_output=True, text=True)
    if child.returncode:
        raise SystemExit(f"{system} failed:\n{child.stderr}")
    figures: dict[str, float] = json.loads(child.stdout.splitlines()[-1])
    return figures


def compare(files: dict[str, Path], systems: Sequence[str], rounds: int) -> Passes:
    """The figures of each round, by data set and system."""
    rng = random.Random(SEED)
    found: Passes = {}
    for number in range(rounds):
        for data in DATA:
            for system in rng.sample(systems, len(systems)):
                if system == "untrained" and number:
                    continue
                figures = measure(system, files[data], files["held-out"])
                found.setdefault((data, system), []).append(figures)
                print(f"round {number + 1}: {data} {system} {figures}", file=sys.stderr)
    return found


def report(found: Passes, systems: Sequence[str], results: Results) -> None:
    for data in DATA:
        for system in systems:
            rounds = found[data, system]
            for metric, unit in METRICS.items():
                values = [figures[metric] for figures in rounds if metric in figures]
                if not values:
                    continue
                results.add(system, f"{data}_{metric}", statistics.median(values), unit)
                if metric not in ("loss", "steps"):
                    results.add(system, f"{data}_{metric}_least", min(values), unit)
                    results.add(system, f"{data}_{metric}_most", max(values), unit)
        results.add("data", f"{data}_tokens", found[data, systems[0]][0]["tokens"], "")
    results.add("data", "rounds", max(map(len, found.values())), "")


def main() -> None:
    parser = benchmark_arguments((__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--child", nargs=3, metavar=("SYSTEM", "TRAIN", "HELD_OUT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        system, train, held_out = arguments.child
        run_child(system, Path(train), Path(held_out))
        return
    results = Results("language_tuning")
    with tempfile.TemporaryDirectory() as folder:
        files = write_data(Path(folder))
        report(compare(files, arguments.systems, arguments.rounds), arguments.systems, results)
    finish(results, arguments.json)


if __name__ == "__main__":
    main()
