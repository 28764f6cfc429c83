"""Radio: untuned and tuned recognizer, each without correction, with each proposer behind gate and guard, and with all.

`python benchmarks/radio.py --json benchmarks/results/radio.json` makes a synthetic corpus for each seed, tunes Whisper
base on it, exports it, fits a corrector, and measures the test parts of all seeds together. One language model
corrects for all: it learns from what the first seed's recognizer heard in transmissions that it was not trained on.
What was made and heard is kept in --work. Numbers that nobody said are counted by `radio_checker`, which shares no code
with the guard.
"""

import json
import shlex
import subprocess
import sys
import time
from argparse import Namespace
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import prompts
from measure import Results, benchmark_arguments, finish
from radio_checker import invented_numbers

from soridam.radio.correct.guard import Evidence
from soridam.radio.correct.snapping import Lists
from soridam.radio.correct.writer import ExportedWriter
from soridam.radio.corrector import Corrector
from soridam.radio.matrix import Cell, Matrix, Outcome, correct_set, recognize_all, score_matrix, table_of
from soridam.radio.picture import draw_matrix
from soridam.radio.pipeline import RadioOptions, evidence_of
from soridam.radio.testset import RadioSet, open_radio_set
from soridam.speech.audio import duration_of
from soridam.speech.recognition.options import TranscriptionOptions
from soridam.speech.recognition.recognizer import load_recognizer

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "data" / "benchmarks" / "radio"
BASE = "none"  # the correction that corrects nothing
RECOGNIZER_COMMANDS = {  # by the file that each writes last, below the seed's folder
    "material/material.json": "radio make --out material --utterances {utterances} --seed {seed}",
    "corpus/corpus.json": "corpus prepare material --normalizer airtraffic --out corpus",
    "split/corpus.json": "corpus split corpus --by part --ratio 8:1:1 --out split",
    "run/model/README.md": (
        "train air-traffic model.name=base tuning.method=lora data.corpus=split data.validation=validation"
        " data.share={share} batches.seconds=24 optimizer.epochs=1 optimizer.learning_rate=5e-4"
        " validation.every=1000 validation.rows=8 --out run"
    ),
    "tuned/parity.json": "export run --corpus split --limit 60 --out tuned",
}
WRITER_COMMANDS = {  # in the first seed's folder
    "unheard/material.json": "radio make --out unheard --utterances {unheard} --seed {other_seed}",
    "pairs.jsonl": "radio pairs unheard --split train --model tuned --samples {samples} --out pairs.jsonl",
    "writer-run/model/config.json": (
        "train smollm2-135m-lora data.corpus=pairs.jsonl optimizer.epochs=1 --out writer-run"
    ),
    "writer/parity.json": "export writer-run --format ctranslate2 --quantization int8 --out writer",
}
CORRECTOR_COMMANDS = {
    "corrector/corrector.json": (
        "radio fit material --split validation --model tuned --samples {samples} --writer {writer} --out corrector"
    ),
}


def main() -> int:
    options = _arguments()
    for seed in options.seeds:
        make(RECOGNIZER_COMMANDS, options, seed)
    make(WRITER_COMMANDS, options, options.seeds[0])
    for seed in options.seeds:
        make(CORRECTOR_COMMANDS, options, seed)
    results = Results("radio")
    matrices = [
        measure(recognizer, limit, options, results)
        for recognizer, limit in (("untuned", options.untuned_limit), ("tuned", options.limit))
    ]
    for matrix in matrices:
        print(table_of(matrix))
    if options.picture:
        options.picture.write_bytes(draw_matrix(matrices[-1]))
    if options.prompts:
        out_of_domain(options, results)
    if options.latency:
        latency(options, results)
    finish(results, options.json)
    return 0


def _arguments() -> Namespace:
    parser = benchmark_arguments(__doc__ or "")
    parser.add_argument("--work", type=Path, default=WORK, help="where material and models are made and kept")
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13, 14, 15])
    parser.add_argument("--utterances", type=int, default=2_000, help="of each seed's material, a fifth for the test")
    parser.add_argument("--unheard", type=int, default=600, help="of the material that the language model learns from")
    parser.add_argument("--share", type=float, default=0.3, help="of the training part that is trained on")
    parser.add_argument("--limit", type=int, default=0, help="test transmissions of each seed; 0: all")
    parser.add_argument("--untuned-limit", type=int, default=100, help="fewer for the untuned one, which is slow")
    parser.add_argument("--hypotheses", type=int, default=5)
    parser.add_argument("--samples", type=int, default=0, help="texts that are drawn beside the likeliest")
    parser.add_argument("--picture", type=Path, help="draw the cells of the tuned recognizer as a PNG")
    parser.add_argument("--no-prompts", dest="prompts", action="store_false", help="leave out the telephone prompts")
    parser.add_argument("--no-latency", dest="latency", action="store_false", help="on a busy machine")
    return parser.parse_args()


def make(commands: Mapping[str, str], options: Namespace, seed: int) -> None:
    """Run the commands whose results are not there yet, in the seed's folder."""
    folder = options.work / str(seed)
    folder.mkdir(parents=True, exist_ok=True)
    writer = (options.work / str(options.seeds[0]) / "writer").resolve()
    values = {**vars(options), "seed": seed, "other_seed": seed + 1000, "writer": writer}
    for written, command in commands.items():
        if not (folder / written).exists():
            words = shlex.split(command.format(**values))
            subprocess.run([sys.executable, "-m", "soridam", *words], cwd=folder, check=True, stdout=sys.stderr)


def measure(recognizer: str, limit: int, options: Namespace, results: Results) -> Matrix:
    """Correct the test part of each seed by its own corrector, and score all seeds together and each alone."""
    spoken, heard, made = [], [], defaultdict(list)
    for seed in options.seeds:
        folder = options.work / str(seed)
        radio_set = open_radio_set(folder / "material", "test", limit=limit, seed=seed)
        evidence = listen(recognizer, radio_set, folder, options)
        corrector = Corrector.load(
            folder / "corrector", ExportedWriter(options.work / str(options.seeds[0]) / "writer")
        )
        outcomes = correct_set(radio_set, evidence, corrector)
        _add_seed(results, recognizer, seed, radio_set, evidence, outcomes)
        spoken += radio_set.spoken
        heard += evidence
        for name, found in outcomes.items():
            made[name] += found
    together = RadioSet("test, all seeds", tuple(spoken))
    matrix = score_matrix(together, {recognizer: heard}, {recognizer: made})
    for cell in matrix.cells:
        _add(results, cell, together, heard)
    return matrix


def listen(recognizer: str, radio_set: RadioSet, folder: Path, options: Namespace) -> list[Evidence]:
    """Recognize a test set, or read what was recognized before with the same options."""
    kept = folder / "heard" / f"{recognizer}-{len(radio_set.spoken)}-{options.hypotheses}-{options.samples}.json"
    if not kept.is_file():
        model = str(folder / "tuned") if recognizer == "tuned" else "base"
        heard = recognize_all(load_recognizer(model), radio_set, _asked(options))
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps([[one.hypotheses, one.scores] for one in heard]), encoding="utf-8")
    told = json.loads(kept.read_text(encoding="utf-8"))
    return [Evidence(tuple(texts), scores=tuple(scores)) for texts, scores in told]


def _asked(options: Namespace) -> TranscriptionOptions:
    return RadioOptions(options.hypotheses, samples=options.samples).asked


def _add_seed(
    results: Results,
    recognizer: str,
    seed: int,
    radio_set: RadioSet,
    heard: list[Evidence],
    outcomes: Mapping[str, Sequence[Outcome]],
) -> None:
    for cell in score_matrix(radio_set, {recognizer: heard}, {recognizer: outcomes}).cells:
        results.add(_system(cell), f"wer_seed_{seed}", 100 * cell.word_error_rate.rate, "%")


def _add(results: Results, cell: Cell, radio_set: RadioSet, heard: Sequence[Evidence]) -> None:
    system, count = _system(cell), len(cell.texts)
    judged = [
        bool(invented_numbers(text, evidence.hypotheses, spoken.lists.spoken()))
        for text, evidence, spoken in zip(cell.texts, heard, radio_set.spoken, strict=True)
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
    results.add(system, "slices_worse", sum(one.after > one.before for one in cell.slices), "slices")
    results.add(system, "slices", len(cell.slices), "slices")
    if cell.changes:
        results.add(system, "changes_right", 100 * cell.changes_right / cell.changes, "%")
    results.add(system, "changes", cell.changes, "changes")
    results.add(system, "utterances", count, "utterances")
    if cell.against_none:
        results.add(system, "p_value", cell.against_none.p_value, "p")


def _system(cell: Cell) -> str:
    return cell.recognizer if cell.correction == BASE else f"{cell.recognizer}+{cell.correction}"


def out_of_domain(options: Namespace, results: Results) -> None:
    """Human telephone prompts, with the lists of an airport: what does the correction change that is no radio?"""
    prompts.make(prompts.SPLIT)
    folder = options.work / str(options.seeds[0])
    names: Lists = open_radio_set(folder / "material", "test").spoken[0].lists
    sets = [open_radio_set(prompts.SPLIT, part, lists=names) for part in ("train", "test")]
    heard = [one for radio_set in sets for one in listen_to(prompts.SPLIT.name, radio_set, folder, options)]
    together = RadioSet("telephone prompts", tuple(one for radio_set in sets for one in radio_set.spoken))
    corrector = Corrector.load(folder / "corrector")
    outcomes = correct_set(together, heard, corrector)
    for cell in score_matrix(together, {"tuned": heard}, {"tuned": outcomes}).cells:
        if cell.correction in (BASE, "names", "guarded"):
            system = f"{_system(cell)}, telephone prompts"
            results.add(system, "wer", 100 * cell.word_error_rate.rate, "%")
            results.add(system, "changed", 100 * cell.changed / len(cell.texts), "%")
            results.add(system, "utterances", len(cell.texts), "utterances")


def listen_to(name: str, radio_set: RadioSet, folder: Path, options: Namespace) -> list[Evidence]:
    """Recognize a part of a corpus with the tuned recognizer, kept under the part's own name."""
    place = folder / name / radio_set.label.rpartition("/")[2]
    place.mkdir(parents=True, exist_ok=True)
    if not (place / "tuned").exists():
        (place / "tuned").symlink_to((folder / "tuned").resolve())
    return listen("tuned", radio_set, place, options)


def latency(options: Namespace, results: Results) -> None:
    """Transmissions of about 3 s, one at a time: recognized, corrected without a language model, and parsed."""
    folder = options.work / str(options.seeds[0])
    radio_set = open_radio_set(folder / "material", "test")
    recognizer = load_recognizer(str(folder / "tuned"))
    corrector = Corrector.load(folder / "corrector")
    asked = _asked(options)
    waves = [(one, wave) for one in radio_set.spoken if 2.5 <= duration_of(wave := radio_set.wave(one)) <= 3.5][:60]
    seconds = []
    for spoken, wave in [*waves[:5], *waves]:  # the first five warm up
        started = time.perf_counter()
        evidence = evidence_of(recognizer.transcribe(wave, asked))
        if evidence is not None:
            corrector.correct(evidence, spoken.lists)
        seconds.append(time.perf_counter() - started)
    results.add("tuned+guarded", "latency_p50", float(np.percentile(seconds[5:], 50)), "s")
    results.add("tuned+guarded", "latency_p95", float(np.percentile(seconds[5:], 95)), "s")


if __name__ == "__main__":
    sys.exit(main())
