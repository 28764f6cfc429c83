"""Radio: untuned and tuned recognizer, without correction and with names of today's lists under the guard.

`python benchmarks/radio.py --json benchmarks/results/radio.json` makes the synthetic corpus, tunes Whisper base on it,
exports it, and measures the test part. `--utterances`, `--share` and `--limit` choose the size; what was made is
kept. Numbers that nobody said are counted by `radio_checker`, which shares no code with the guard.
"""

import json
import shlex
import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from measure import Results, benchmark_arguments, finish
from radio_checker import invented_numbers

from soridam.radio.matrix import Cell, Hypotheses, corrections, measure_matrix, recognize_all
from soridam.radio.testset import RadioSet, open_radio_set
from soridam.speech.recognition.recognizer import load_recognizer

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "data" / "benchmarks" / "radio"
NAMES = {
    ("untuned", "none"): "untuned",
    ("untuned", "guarded"): "untuned+guarded",
    ("untuned", "guarded, not on the list"): "untuned+guarded, name not on the list",
    ("tuned", "none"): "tuned",
    ("tuned", "guarded"): "tuned+guarded",
    ("tuned", "guarded, not on the list"): "tuned+guarded, name not on the list",
}
COMMANDS = {  # by the file that each writes last, below the working folder
    "material/material.json": "soridam radio make --out material --utterances {utterances} --seed {seed}",
    "corpus/corpus.json": "soridam corpus prepare material --normalizer airtraffic --out corpus",
    "split/corpus.json": "soridam corpus split corpus --by part --ratio 8:1:1 --out split",
    "run/model/README.md": (
        "soridam train air-traffic model.name=base tuning.method=lora data.corpus=split data.validation=validation"
        " data.share={share} batches.seconds=24 optimizer.epochs={epochs} optimizer.learning_rate=5e-4"
        " validation.every=1000 validation.rows=8 --out run"
    ),
    "tuned/parity.json": "soridam export run --corpus split --out tuned",
}


def main() -> int:
    options = _arguments()
    make(options)
    results = Results("radio")
    for name, model, limit in (
        ("untuned", "base", options.untuned_limit or options.limit),
        ("tuned", str(options.work / "tuned"), options.limit),
    ):
        radio_set = open_radio_set(options.work / "material", "test", limit=limit, seed=options.seed)
        heard = listen(name, model, radio_set, options)
        for cell in measure_matrix(radio_set, {name: heard}, corrections(), seed=options.seed).cells:
            _add(results, cell, radio_set, heard)
    finish(results, options.json)
    return 0


def _arguments() -> Namespace:
    parser = benchmark_arguments(__doc__ or "")
    parser.add_argument("--work", type=Path, default=WORK, help="where material and models are made and kept")
    parser.add_argument("--utterances", type=int, default=3_000, help="of the material, all parts together")
    parser.add_argument("--share", type=float, default=1.0, help="of the training part that is trained on")
    parser.add_argument("--epochs", type=float, default=1.0)
    parser.add_argument("--limit", type=int, default=0, help="test transmissions; 0: all")
    parser.add_argument("--untuned-limit", type=int, default=0, help="fewer for the untuned one, which is slow")
    parser.add_argument("--hypotheses", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def make(options: Namespace) -> None:
    """Run the commands whose results are not there yet."""
    options.work.mkdir(parents=True, exist_ok=True)
    for written, command in COMMANDS.items():
        if not (options.work / written).exists():
            _, *words = shlex.split(command.format(**vars(options)))
            subprocess.run([sys.executable, "-m", "soridam", *words], cwd=options.work, check=True, stdout=sys.stderr)


def listen(name: str, model: str, radio_set: RadioSet, options: Namespace) -> list[Hypotheses]:
    """Recognize the test set, or read what was recognized before with the same options."""
    kept = options.work / "heard" / f"{name}-{len(radio_set.spoken)}-{options.hypotheses}-{options.seed}.json"
    if kept.is_file():
        return [tuple(hypotheses) for hypotheses in json.loads(kept.read_text(encoding="utf-8"))]
    heard = recognize_all(load_recognizer(model), radio_set, options.hypotheses)
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps(heard), encoding="utf-8")
    return heard


def _add(results: Results, cell: Cell, radio_set: RadioSet, heard: Sequence[Hypotheses]) -> None:
    system, count = NAMES[cell.recognizer, cell.correction], len(cell.texts)
    judged = [
        bool(invented_numbers(text, hypotheses, spoken.lists.spoken()))
        for text, hypotheses, spoken in zip(cell.texts, heard, radio_set.spoken, strict=True)
    ]
    for metric, interval in (
        ("wer", cell.word_error_rate),
        ("callsign_exact", cell.callsign_exact),
        ("values_right", cell.values_right),
    ):
        results.add(system, metric, 100 * interval.rate, "%")
        results.add(system, f"{metric}_low", 100 * (interval.low or 0.0), "%")
        results.add(system, f"{metric}_high", 100 * (interval.high or 0.0), "%")
    results.add(system, "invented_numbers", sum(judged), "utterances")
    results.add(system, "made_better", cell.better, "utterances")
    results.add(system, "made_worse", 100 * cell.worse / count, "%")
    results.add(system, "changed", 100 * cell.changed / count, "%")
    if cell.changes:
        results.add(system, "changes_right", 100 * cell.changes_right / cell.changes, "%")
    results.add(system, "changes", cell.changes, "changes")
    results.add(system, "utterances", count, "utterances")
    if cell.against_none:
        results.add(system, "p_value", cell.against_none.p_value, "p")


if __name__ == "__main__":
    sys.exit(main())
