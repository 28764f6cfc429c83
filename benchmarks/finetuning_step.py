"""One training step on short utterances: time and peak memory, ours at their own length, the usual recipe at 30 s.

    python benchmarks/finetuning_step.py --json benchmarks/results/finetuning_step.json

Whisper base, telephone prompts, float32 or bf16 as the machine has it, AdamW; once all weights, once LoRA on the same
layers. The usual recipe is that of the Transformers documentation: features padded to 30 s, a collator,
`Seq2SeqTrainer`, batches of 8; its features are computed beforehand and cost it nothing here. Ours packs batches of 32
seconds, which hold 8 prompts on average, and computes features in its loader. So that both have learned from as much,
`step_time` is the time for 8 utterances. Each system runs in a process of its own, and the first steps do not count.

Memory is the highest resident set of that process from its start to its last step, as the kernel counts it, so that no
short peak escapes: Python and its libraries, weights, gradients, AdamW's averages, and what a step computes. Ours
contains the check of all rows, too, and the usual recipe 1 MB of features for each of its 56 rows. Where processes are
started to load data, it is the sum over all of them, sampled, if that is higher. Validation and saving are in neither.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import prompts
from measure import PeakMemory, Results, benchmark_arguments, finish

SYSTEMS = ("soridam", "seq2seq-trainer")
METHODS = {"full": "", "lora": "lora_"}  # method: what its metrics begin with
BATCH = 8
BATCH_SECONDS = 32
RANK = 32
WARM_UP = 2  # steps that do not count
Step = tuple[int, float]  # utterances, seconds
STEPS = {"soridam": 40, "seq2seq-trainer": 6}  # ours vary with the utterances' length: most of an epoch


# --- the systems, each in a child process ----------------------------------------------------------------------------


def soridam(corpus: Path, method: str, steps: int) -> list[Step]:
    """The recipe's own steps, loading included."""
    from soridam.recipes import read_recipe
    from soridam.speech.recipe import set_up
    from soridam.training.fit import iter_steps, learn
    from soridam.training.optimizer import build_optimizer

    recipe = "base" if method == "full" else "base-lora"
    same_work = ["mixture.timestamps=0", "mixture.no_speech=0", "mixture.long_form=0", f"tuning.rank={RANK}"]
    values = [
        f"data.corpus={corpus}",
        "data.language=en",
        f"batches.seconds={BATCH_SECONDS}",
        f"optimizer.steps={steps}",
    ]
    task = set_up(read_recipe(recipe, [*values, *same_work]))
    optimizer = build_optimizer(task.network, task.config.optimizer)
    taken, started = [], time.perf_counter()
    for step, batches in iter_steps(task, 0):
        learn(task, optimizer, step, batches)
        rows = sum(len(batch.features) for batch in batches)
        taken.append((rows, time.perf_counter() - started))
        started = time.perf_counter()
    return taken


def seq2seq_trainer(corpus: Path, method: str, steps: int) -> list[Step]:
    """The steps of the usual recipe."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments, TrainerCallback, WhisperForConditionalGeneration

    from soridam.speech.tuning.config import WhisperTuning
    from soridam.speech.tuning.trainable import lora_targets
    from soridam.speech.weights import find_whisper
    from soridam.training.precision import computes_in_bf16

    folder = find_whisper("base")
    model: Any = WhisperForConditionalGeneration.from_pretrained(folder, local_files_only=True).float()
    if method == "lora":
        model = get_peft_model(
            model, LoraConfig(r=RANK, lora_alpha=2 * RANK, target_modules=lora_targets(WhisperTuning(method="lora")))
        )
    taken: list[Step] = []

    class Clock(TrainerCallback):
        def on_step_begin(self, *_: Any, **__: Any) -> None:
            self.started = time.perf_counter()

        def on_step_end(self, *_: Any, **__: Any) -> None:
            taken.append((BATCH, time.perf_counter() - self.started))

    rows, collate = padded_rows(corpus, folder, (steps + 1) * BATCH)
    with tempfile.TemporaryDirectory() as output:
        arguments = Seq2SeqTrainingArguments(
            output_dir=output,
            per_device_train_batch_size=BATCH,
            learning_rate=1e-5,
            max_steps=steps,
            bf16=computes_in_bf16(),
            use_cpu=not torch.cuda.is_available(),  # without it, bf16 is refused on a CPU
            remove_unused_columns=False,
            label_names=["labels"],
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
        )
        Seq2SeqTrainer(model, arguments, train_dataset=rows, data_collator=collate, callbacks=[Clock()]).train()
    return taken


def padded_rows(corpus: Path, folder: Path, count: int) -> tuple[list[dict[str, Any]], Callable[..., dict[str, Any]]]:
    """Features of 30 s and labels, with the collator of the documentation's fine-tuning guide."""
    import torch
    from transformers import WhisperFeatureExtractor, WhisperTokenizerFast

    from soridam.speech.corpus.shards import CorpusSplit

    extractor = WhisperFeatureExtractor()
    tokenizer = WhisperTokenizerFast.from_pretrained(folder, local_files_only=True, language="en", task="transcribe")
    split = CorpusSplit(corpus, "train")
    texts = split.column("text")
    chosen = range(0, len(split), max(1, len(split) // count))
    rows = [
        {
            "input_features": extractor(split.waveform(row), sampling_rate=16_000).input_features[0],
            "labels": tokenizer(texts[row]).input_ids,
        }
        for row in chosen
    ]

    def collate(batch: list[dict[str, Any]]) -> dict[str, Any]:
        features = torch.stack([torch.as_tensor(row["input_features"]) for row in batch])
        padded = tokenizer.pad([{"input_ids": row["labels"]} for row in batch], return_tensors="pt")
        labels = padded.input_ids.masked_fill(padded.attention_mask.ne(1), -100)
        return {"input_features": features, "labels": labels[:, 1:]}  # the model puts the start token back

    return rows, collate


# --- the comparison --------------------------------------------------------------------------------------------------


def measure(system: str, method: str, corpus: Path, steps: int) -> tuple[float, int]:
    """Seconds for as many utterances as a batch holds, and peak bytes of the process and its children."""
    command = [sys.executable, __file__, "--child", system, method, str(steps), "--corpus", str(corpus)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with PeakMemory(child.pid) as memory:
        printed, _ = child.communicate()
    if child.returncode:
        raise SystemExit(f"{system} ({method}) failed.")
    measured = json.loads(printed.splitlines()[-1])
    taken = measured["steps"][WARM_UP:]
    seconds = BATCH * sum(seconds for _, seconds in taken) / sum(rows for rows, _ in taken)
    return seconds, max(memory.bytes, measured["peak"])


def run_child(system: str, method: str, steps: int, corpus: Path) -> None:
    """Print what `measure` reads: the steps taken, and the highest resident set in bytes."""
    run = soridam if system == "soridam" else seq2seq_trainer
    taken = run(corpus, method, steps)
    print(json.dumps({"steps": taken, "peak": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


def main() -> None:
    parser = benchmark_arguments(__doc__ or "")
    parser.add_argument("--corpus", type=Path, help="a prepared English corpus; by default the telephone prompts")
    parser.add_argument("--child", nargs=3, metavar=("SYSTEM", "METHOD", "STEPS"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        system, method, steps = arguments.child
        run_child(system, method, int(steps), arguments.corpus)
        return
    corpus = arguments.corpus or prompts.make(prompts.CORPUS)
    results = Results("finetuning_step")
    for method, prefix in METHODS.items():
        for system in SYSTEMS:
            seconds, memory = measure(system, method, corpus, STEPS[system])
            results.add(system, f"{prefix}step_time", seconds, "s")
            results.add(system, f"{prefix}peak_memory", memory / 1e6, "MB")
    finish(results, arguments.json)


if __name__ == "__main__":
    main()
