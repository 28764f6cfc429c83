"""Answers of a language model: the time to the first token, and tokens a second after it, of Soridam and of others.

    pip install --constraint constraints.txt --editable '.[bench]'
    python benchmarks/language_answers.py --json benchmarks/results/language_answers.json

SmolLM2-135M-Instruct writes greedily after prompts of 36 and 64 tokens, each system with as many threads (one, or
`--threads`), in a process of its own. They take turns, in an order that changes, after a warm-up.

- `soridam`: as the playground answers: weights of 8 bits for single tokens, float32 for the prompt.
- `soridam-two-rows`: the same, untouched and with moved sliders beside each other; tokens of both rows are counted.
- `soridam-float32`: as `soridam adjust` answers.
- `transformers`: `generate`, float32.
- `llama.cpp-q8_0`, `llama.cpp-f32`: Soridam's GGUF exports in llama.cpp, by the wheel `xllamacpp` (without AVX-512).
- `ctranslate2-int8`, `ctranslate2-float32`: by CTranslate2's own converter.

Seconds are given twice, by the clock and as processor time of the process, which other work on the machine lengthens
less. `same` is how much of its text, from the beginning, is that of Transformers.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from measure import Results, benchmark_arguments, finish

MODEL = "smollm2-135m"
PROMPTS = (36, 64)  # tokens
TOKENS = 33  # that are written: the first, and 32 whose speed is measured
ROUNDS = 5
SEED = 7
TEXT = (
    "The lighthouse stands at the end of a long pier. Every evening the keeper climbs the stairs, cleans the glass and "
    "lights the lamp, so that ships find their way home through the dark and the fog. In winter, when storms come from "
    "the north, he stays awake all night, listens to the waves, and writes down what he sees in a thick old book that"
)
Write = Callable[[list[int]], Iterator[str]]  # the answer to a prompt, a token's text after the other


# --- the systems, each in a child process ----------------------------------------------------------------------------


def soridam(folder: Path, threads: int, *, quick: bool = True, rows: int = 1) -> Write:
    import torch

    from soridam.language.generate import Sampling, answer
    from soridam.language.model import LanguageModel
    from soridam.language.quick import quicken
    from soridam.training.adjust import UNTOUCHED, Adjustment

    torch.set_num_threads(threads)
    model = LanguageModel.load(MODEL)
    if quick:
        quicken(model.network)
    adjustments = [UNTOUCHED, Adjustment(attention=0.9, mlp=1.1)][:rows]

    def write(prompt: list[int]) -> Iterator[str]:
        for piece in answer(model, prompt, adjustments, Sampling(most_tokens=TOKENS)):
            yield piece.text if piece.row == 0 else ""

    return write


def transformers(folder: Path, threads: int) -> Write:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.generation.streamers import BaseStreamer

    from soridam.language.weights import find_language_model

    torch.set_num_threads(threads)
    source = find_language_model(MODEL)
    model: Any = AutoModelForCausalLM.from_pretrained(source, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(source)

    class Streamer(BaseStreamer):
        """Notes when each token comes: `generate` gives none out before the last."""

        def __init__(self) -> None:
            self.seen: list[tuple[int, tuple[float, float]]] = []

        def put(self, value: Any) -> None:
            if value.ndim == 1:  # the prompt comes as a matrix
                self.seen.append((int(value[0]), now()))

        def end(self) -> None: ...

    def write(prompt: list[int]) -> Iterator[str]:
        streamer, entered = Streamer(), torch.tensor([prompt])
        mask = torch.ones_like(entered)
        model.generate(entered, attention_mask=mask, do_sample=False, max_new_tokens=TOKENS, streamer=streamer)
        for token, moment in streamer.seen:
            yield Moment(tokenizer.decode([token]), moment)

    return write


def llama_cpp(folder: Path, threads: int, *, file: str) -> Write:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(folder / file)
    parameters.n_ctx, parameters.n_parallel, parameters.verbosity = 256, 1, 0
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
    server = xllamacpp.Server(parameters)

    def write(prompt: list[int]) -> Iterator[str]:
        seen: list[Moment] = []

        def note(chunk: dict[str, Any]) -> bool:
            for choice in chunk["choices"]:
                if choice["text"]:
                    seen.append(Moment(choice["text"], now()))
            return False

        asked = {"prompt": prompt, "n_predict": TOKENS, "temperature": 0, "cache_prompt": False, "stream": True}
        server.handle_completions(asked, note)
        yield from seen

    return write


def ctranslate2(folder: Path, threads: int, *, kind: str) -> Write:
    from ctranslate2 import Generator
    from transformers import AutoTokenizer

    from soridam.language.weights import find_language_model

    tokenizer = AutoTokenizer.from_pretrained(find_language_model(MODEL))
    generator = Generator(str(folder / "ctranslate2"), compute_type=kind, intra_threads=threads)

    def write(prompt: list[int]) -> Iterator[str]:
        tokens = tokenizer.convert_ids_to_tokens(prompt)
        for step in generator.generate_tokens(tokens, max_length=TOKENS, sampling_topk=1):
            yield tokenizer.decode([step.token_id])

    return write


SYSTEMS: dict[str, Callable[[Path, int], Write]] = {
    "soridam": soridam,
    "soridam-two-rows": lambda folder, threads: soridam(folder, threads, rows=2),
    "soridam-float32": lambda folder, threads: soridam(folder, threads, quick=False),
    "transformers": transformers,
    "llama.cpp-q8_0": lambda folder, threads: llama_cpp(folder, threads, file="int8.gguf"),
    "llama.cpp-f32": lambda folder, threads: llama_cpp(folder, threads, file="float32.gguf"),
    "ctranslate2-int8": lambda folder, threads: ctranslate2(folder, threads, kind="int8"),
    "ctranslate2-float32": lambda folder, threads: ctranslate2(folder, threads, kind="float32"),
}


# --- the measurement -------------------------------------------------------------------------------------------------


class Moment(str):
    """A token's text with the moment when it came."""

    def __new__(cls, text: str, moment: tuple[float, float]) -> "Moment":
        made = super().__new__(cls, text)
        made.moment = moment
        return made

    moment: tuple[float, float]


def now() -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    return time.perf_counter(), time.process_time()


@dataclass(frozen=True)
class Answered:
    """Seconds until the first token and after it, each by the clock and of the processor; tokens after the first."""

    first: tuple[float, float]
    rest: tuple[float, float]
    tokens: int
    text: str


def take(write: Write, prompt: list[int], rows: int) -> Answered:
    """Let a system answer. The first token is there when every row has one."""
    started, moments, texts = now(), [], []
    for text in write(prompt):
        moments.append(getattr(text, "moment", None) or now())
        texts.append(text)
    begun = moments[rows - 1]
    first, rest = ((then[0] - since[0], then[1] - since[1]) for since, then in ((started, begun), (begun, moments[-1])))
    return Answered(first, rest, len(moments) - rows, "".join(texts))


def serve(system: str, folder: Path, threads: int, prompts: list[list[int]], pipe: Connection) -> None:
    """In the child: an answer to each prompt whenever they are asked for."""
    write = SYSTEMS[system](folder, threads)
    rows = 2 if system.endswith("two-rows") else 1
    take(write, prompts[0], rows)
    pipe.send(None)
    while pipe.recv():
        pipe.send([take(write, prompt, rows) for prompt in prompts])


def start(system: str, folder: Path, threads: int, prompts: list[list[int]]) -> tuple[BaseProcess, Connection]:
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(system, folder, threads, prompts, there), daemon=True)
    process.start()
    here.recv()
    return process, here


def measure(folder: Path, threads: int, rounds: int) -> dict[str, list[list[Answered]]]:
    """The answers of each system, by round and prompt."""
    prompts = read_prompts()
    pipes = {system: start(system, folder, threads, prompts) for system in SYSTEMS}
    done: dict[str, list[list[Answered]]] = {system: [] for system in SYSTEMS}
    rng = random.Random(SEED)
    for number in range(rounds):
        for system in rng.sample(list(SYSTEMS), len(SYSTEMS)):
            pipes[system][1].send(True)
            done[system].append(pipes[system][1].recv())
            print(f"round {number + 1}: {system} {done[system][-1][0].first[0]:.3f} s", file=sys.stderr)
    for process, pipe in pipes.values():
        pipe.send(False)
        process.join()
    return done


def read_prompts() -> list[list[int]]:
    from soridam.language.model import load_tokenizer
    from soridam.language.weights import find_language_model

    tokens = load_tokenizer(find_language_model(MODEL))(TEXT).input_ids
    return [tokens[:count] for count in PROMPTS]


def convert(folder: Path) -> None:
    """Write what the other engines read."""
    from ctranslate2.converters import TransformersConverter

    from soridam.language.forms.gguf_file import write_gguf
    from soridam.language.model import load_causal, load_tokenizer
    from soridam.language.weights import find_language_model

    source = find_language_model(MODEL)
    inner, tokenizer = load_causal(source), load_tokenizer(source)
    write_gguf(inner, tokenizer, folder / "float32.gguf", "float32")
    write_gguf(inner, tokenizer, folder / "int8.gguf", "int8")
    TransformersConverter(str(source)).convert(str(folder / "ctranslate2"))


def report(done: dict[str, list[list[Answered]]], results: Results) -> None:
    expected = [answered.text for answered in done["transformers"][0]]
    for system, rounds in done.items():
        for index, count in enumerate(PROMPTS):
            answers = [answers[index] for answers in rounds]
            for kind, name in enumerate(("", "_processor")):
                add(results, system, f"first_token_{count}{name}", [1000 * one.first[kind] for one in answers], "ms")
        for kind, name in enumerate(("tokens_per_second", "tokens_per_processor_second")):
            speeds = [sum(one.tokens for one in some) / sum(one.rest[kind] for one in some) for some in rounds]
            add(results, system, name, speeds, "1/s")
        texts = [answered.text for answered in rounds[0]]
        shared = sum(equal_letters(*pair) for pair in zip(texts, expected, strict=True))
        results.add(system, "same", 100 * shared / sum(map(len, expected)), "%")
    results.add("rounds", "rounds", len(done["transformers"]), "")


def equal_letters(one: str, other: str) -> int:
    """How many letters both have in common before the first difference."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def add(results: Results, system: str, metric: str, values: list[float], unit: str) -> None:
    """The median of the rounds, the least and the most."""
    for name, value in (("", statistics.median(values)), ("_least", min(values)), ("_most", max(values))):
        results.add(system, metric + name, value, unit)


def main() -> None:
    parser = benchmark_arguments((__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    results = Results("language_answers")
    with tempfile.TemporaryDirectory() as folder:
        convert(Path(folder))
        report(measure(Path(folder), arguments.threads, arguments.rounds), results)
    results.add("rounds", "threads", arguments.threads, "")
    finish(results, arguments.json)


if __name__ == "__main__":
    main()
