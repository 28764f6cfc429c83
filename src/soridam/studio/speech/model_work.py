"""What jobs do with models: estimate, train, evaluate, export, transcribe. Each goes on where a killed one stopped."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from soridam.core.errors import SoridamError
from soridam.core.files import write_json
from soridam.core.progress import Progress, progress_shown_by
from soridam.settings import read_settings
from soridam.speech.tuning.config import RecipeConfig
from soridam.studio.jobs.context import JobContext
from soridam.studio.speech.places import Places
from soridam.studio.speech.recipes import build_config
from soridam.studio.speech.runs import read_lines, read_status, training_folder
from soridam.studio.speech.serving import serving_folder

if TYPE_CHECKING:
    from soridam.speech.transcribe import Outcome

COMMAND = re.compile(r"Run: soridam corpus .*")
SEE_FINDINGS = "Look at the corpus: its findings and splits."
LOOK = 0.5  # seconds between two looks into the files of a run
SAMPLE = ("id", "reference", "hypothesis")
SCORES = ("step", "first_score", "best_score", "best_step")
EVERY_STEP = ("loss", "learning_rate", "gradient_norm")  # thinned; error rates are all told


def estimate(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Try the heaviest batch: how much memory and how long."""
    from soridam.speech.recipe import estimate as estimate_run
    from soridam.speech.recipe import set_up

    with progress_shown_by(context.show), told_for_a_page(payload):
        setup = set_up(_config(payload))
        found = estimate_run(setup)
    rows = setup.rows
    return {
        "train_rows": len(rows.train),
        "validation_rows": len(rows.validation),
        "dropped_rows": len(rows.rejections),
        "steps": setup.steps,
        "memory_bytes": found.memory,
        "available_bytes": found.available,
        "seconds": found.run_seconds,
        "batch_seconds": found.batch_seconds,
        "warnings": list(rows.warnings),
    }


def train(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Fine-tune; a run that was begun is continued from its newest whole checkpoint."""
    from soridam.speech.recipe import train as train_whisper

    place = _place(payload)
    folder = training_folder(place)
    begun = bool(read_status(place))
    if not begun:
        shutil.rmtree(folder, ignore_errors=True)  # of an attempt that was killed before its first line
    follower = RunFollower(context, folder)
    with progress_shown_by(follower.show), told_for_a_page(payload):
        train_whisper(_config(payload), folder, resume=begun)
    follower.look()
    status = read_status(place)
    return {
        "run": payload["run"],
        **{name: status[name] for name in ("step", "first_score", "best_score", "best_step")},
    }


def export(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Convert for serving; it is there only if it says what its original says."""
    from soridam.speech.export import export_model

    out = _place(payload) / "model"
    if not out.is_dir():  # it takes its name when it is whole
        with progress_shown_by(context.show), told_for_a_page(payload):
            export_model(payload["model"], out, precision=payload["precision"])
    size = sum(path.stat().st_size for path in out.iterdir() if path.is_file())
    return {"export": payload["run"], "bytes": size, "precision": payload["precision"]}


def evaluate(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Score models side by side and write the report. What was transcribed before is kept."""
    from soridam.speech.evaluate import evaluate as evaluate_models
    from soridam.speech.evaluation.candidates import find_candidates
    from soridam.speech.evaluation.report import write_report
    from soridam.speech.evaluation.testsets import leading_metric, open_test_set, scoring_text

    place = _place(payload)
    corpus = Places(Path(read_settings().studio.folder)).corpus(payload["corpus"]).corpus
    with progress_shown_by(context.show), told_for_a_page(payload):
        found = find_candidates([model["weights"] for model in payload["models"]])
        candidates = [replace(one, name=model["name"]) for one, model in zip(found, payload["models"], strict=True)]
        opened = open_test_set(
            corpus,
            payload["split"],
            partial(scoring_text, None),
            role="domain",
            language=payload["language"],
            limit=payload["limit"],
        )
        domain = replace(opened, label=f"{payload['corpus_name']}/{payload['split']}")
        metric = payload["metric"] or leading_metric(domain.languages[0])
        evaluation = evaluate_models(candidates, [domain], kept=place / "hypotheses", metric=metric)
    write_json(place / "evaluation.json", evaluation.to_json())
    write_report(evaluation, {domain.label: domain.split}, place / "report.html")
    scores = [
        {
            "model": score.model,
            "set": score.label,
            "metric": name,
            "rate": one.interval.rate,
            "low": one.interval.low,
            "high": one.interval.high,
        }
        for score in evaluation.scores
        for name, one in score.scores.items()
    ]
    return {"evaluation": payload["run"], "metric": metric, "scores": scores}


def transcribe(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Many recordings, one after the other: a bad one is named and the rest goes on."""
    from soridam.speech.corpus.labels import iter_files
    from soridam.speech.recognition.options import TranscriptionOptions
    from soridam.speech.recognition.recognizer import load_recognizer
    from soridam.speech.transcribe import Output, Recording, transcribe_all
    from soridam.studio.speech.corpus_work import unpack_all
    from soridam.studio.speech.places import CorpusPlace

    place = _place(payload)
    results = place / "results"
    with progress_shown_by(context.show), told_for_a_page(payload):
        root = unpack_all(CorpusPlace(place))
        paths = list(iter_files(root))
        recognizer = load_recognizer(serving_folder(payload["model"], context.folder))
        options = TranscriptionOptions(
            language=payload["language"] or None, prompt=payload["prompt"], hotwords=payload["hotwords"]
        )
        output = Output(results, tuple(payload["formats"]))
        with context.show("Transcribing", len(paths), "files") as progress:
            for number, path in enumerate(paths):
                if not (results / f"{number:05d}.result").is_file():
                    (outcome,) = transcribe_all(recognizer, [Recording(path, f"{number:05d}")], options)
                    name = path.relative_to(root).as_posix()
                    told = _told(number, name, path, outcome)
                    output.write(outcome)
                    write_json(results / f"{number:05d}.result", told)  # last: now it is done
                    shown = ("number", "name", "error") if outcome.error else ("number", "name", "text")
                    context.sample({key: told[key] for key in shown})
                progress.advance()
    failed = sum(1 for told in read_results(place) if told["error"])
    return {"transcription": payload["run"], "done": len(paths) - failed, "failed": failed}


def read_results(place: Path) -> list[dict[str, Any]]:
    from soridam.core.files import read_json

    return [read_json(path) for path in sorted((place / "results").glob("*.result"))]


class RunFollower:
    """Tells what a run writes into its folder while it goes on: metrics, samples, checkpoints."""

    def __init__(self, context: JobContext, folder: Path) -> None:
        self._context, self._folder = context, folder
        self._first = self._newest_checkpoint()
        self._checkpoint = int((context.checkpoint or "0").rpartition("-")[2])  # up to which all was told before
        self._told = self._count_told()
        self._looked = 0.0

    @contextmanager
    def show(self, title: str, total: float | None, unit: str = "it") -> Iterator[Progress]:
        """Progress as the job shows it. Steps count from the run's first, and each is an opportunity to look."""
        if unit != "steps":
            with self._context.show(title, total, unit) as progress:
                yield progress
            return
        self._told = self._count_told()  # a run that is resumed has just forgotten what came behind its checkpoint
        with self._context.show(title, (total or 0) + self._first, unit, self._first) as progress:
            yield _Looking(progress, self)

    def look_now_and_then(self) -> None:
        if time.monotonic() - self._looked >= LOOK:
            self.look()

    def look(self) -> None:
        """Tell what is new; of what comes with every step, only the newest."""
        self._looked = time.monotonic()
        rows = self._new_lines("metrics.jsonl")
        newest = max((row["step"] for row in rows), default=0)
        for row in rows:
            for name, value in row.items():
                if name != "step" and (name not in EVERY_STEP or row["step"] == newest):
                    self._context.metric(name, value, row["step"])
        self._tell_samples()
        self._tell_checkpoint()

    def _tell_samples(self) -> None:
        steps: dict[int, list[dict[str, str]]] = {}
        for row in self._new_lines("samples.jsonl"):
            steps.setdefault(row["step"], []).append({name: row[name] for name in SAMPLE})
        for step, samples in steps.items():
            self._context.sample({"step": step, "samples": samples})

    def _tell_checkpoint(self) -> None:
        newest = self._newest_checkpoint()
        if newest > self._checkpoint:
            self._checkpoint = newest
            self._context.save_checkpoint(f"checkpoint-{newest}")

    def _new_lines(self, name: str) -> list[dict[str, Any]]:
        rows = read_lines(self._folder / name)[self._told[name] :]
        self._told[name] += len(rows)
        return rows

    def _count_told(self) -> dict[str, int]:
        """Lines of the steps up to the checkpoint that the job's row names."""
        until = self._checkpoint or -1
        names = ("metrics.jsonl", "samples.jsonl")
        return {name: sum(row["step"] <= until for row in read_lines(self._folder / name)) for name in names}

    def _newest_checkpoint(self) -> int:
        """Its step; they take their name when they are whole."""
        names = [path.name.removeprefix("checkpoint-") for path in (self._folder / "checkpoints").glob("checkpoint-*")]
        return max((int(name) for name in names if name.isdigit()), default=0)


class _Looking:
    """Progress that lets a follower look at each step."""

    def __init__(self, progress: Progress, follower: RunFollower) -> None:
        self._progress, self._follower = progress, follower

    def advance(self, amount: float = 1) -> None:
        self._progress.advance(amount)
        self._follower.look_now_and_then()

    def describe(self, text: str) -> None:
        self._progress.describe(text)


@contextmanager
def told_for_a_page(payload: dict[str, Any]) -> Iterator[None]:
    """Errors name no folder of the server, and hint at a page's values and not at a command's flags."""
    studio = str(Path(read_settings().studio.folder))
    try:
        yield
    except SoridamError as error:
        message, hint = (text.replace(f"{studio}/", "") for text in (error.message, error.hint))
        message = message.replace(f"corpora/{payload.get('corpus')}/ready/corpus", "The corpus")
        hint = COMMAND.sub(SEE_FINDINGS, hint).replace("--drop-bad", "data.drop_bad")
        raise type(error)(message, hint=hint) from None


def _place(payload: dict[str, Any]) -> Path:
    return Places(Path(read_settings().studio.folder)).run(payload["run"])


def _config(payload: dict[str, Any]) -> RecipeConfig:
    corpus = Places(Path(read_settings().studio.folder)).corpus(payload["corpus"]).corpus
    return build_config(payload["recipe"], payload["values"], payload["model"], corpus)


def _told(number: int, name: str, path: Path, outcome: "Outcome") -> dict[str, Any]:
    transcript, error = outcome.transcript, outcome.error
    return {
        "number": number,
        "name": name,
        "text": transcript.text if transcript else "",
        "seconds": round(transcript.duration, 2) if transcript else 0.0,
        "error": error.message.replace(str(path), name) if error else None,
        "hint": error.hint if error else None,
    }
