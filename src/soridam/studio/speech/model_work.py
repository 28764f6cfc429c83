"""What jobs do with models: estimate, train, evaluate, export, transcribe. Each goes on where a killed one stopped.

On another machine it goes on with what was saved: a training from its checkpoint, the others from what a stop left."""

import shutil
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from soridam.core.errors import SoridamError, as_report, with_other_values
from soridam.core.files import write_json, write_text
from soridam.core.messages import Message, as_json
from soridam.core.progress import Progress, Title, progress_shown_by
from soridam.settings import read_settings
from soridam.speech.tuning.config import RecipeConfig
from soridam.studio.jobs.context import JobContext
from soridam.studio.speech.corpus_work import read_place, unpack_all
from soridam.studio.speech.places import CorpusPlace
from soridam.studio.speech.recipes import build_config
from soridam.studio.speech.results import read_results, write_heard
from soridam.studio.speech.runs import read_lines, read_status, training_folder
from soridam.studio.speech.serving import MOST_SECONDS, recognizer_for

if TYPE_CHECKING:
    from soridam.speech.recognition.options import TranscriptionOptions
    from soridam.speech.recognition.recognizer import Recognizer
    from soridam.speech.transcribe import Outcome, Output

LOOK = 0.5  # seconds between two looks into the files of a run
SAMPLE = ("id", "reference", "hypothesis")
SCORES = ("step", "first_score", "best_score", "best_step")
EVERY_STEP = ("loss", "learning_rate", "gradient_norm")  # thinned; error rates are all told


def estimate(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Try the heaviest batch: how much memory and how long."""
    from soridam.speech.recipe import estimate as estimate_run
    from soridam.speech.recipe import set_up

    with progress_shown_by(context.show), told_for_a_page(payload):
        setup = set_up(_config(context, payload))
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

    with context.working_copy("runs", payload["run"]) as copy:
        folder, config = training_folder(copy.folder), _config(context, payload)
        begun = bool(read_status(copy.folder))
        if begun:
            _take_up(folder, config)
        else:
            shutil.rmtree(folder, ignore_errors=True)  # of an attempt that was killed before its first line
        follower = RunFollower(context, folder, copy.save)
        with progress_shown_by(follower.show), told_for_a_page(payload):
            train_whisper(config, folder, resume=begun)
        follower.look()
        status = read_status(copy.folder)
    return {
        "run": payload["run"],
        "bytes": _size_of(folder / "model"),
        **{name: status[name] for name in SCORES},
        "warnings": status["warnings"],
    }


def export(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Convert for serving; it is there only if it says what its original says."""
    with context.working_copy("runs", payload["run"]) as copy:
        out = copy.folder / "model"
        if not out.is_dir():  # it takes its name when it is whole
            with progress_shown_by(context.show), told_for_a_page(payload):
                _export(context, payload, out)
    return {"export": payload["run"], "bytes": _size_of(out), "precision": payload["precision"]}


def _export(context: JobContext, payload: dict[str, Any], out: Path) -> None:
    """Compared with its original on rows of the corpus that the run did not learn from, as long as that is there."""
    from soridam.speech.export import export_model
    from soridam.speech.tuning.held_out import open_held_out_rows

    model, corpus = context.copies.find_weights(payload["model"]), payload.get("corpus")
    held_out = open_held_out_rows(Path(model), read_place(context, corpus).corpus) if corpus else None
    export_model(model, out, precision=payload["precision"], held_out=held_out)


def evaluate(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Score models side by side and write the report. What was transcribed before is kept."""
    from soridam.speech.evaluate import evaluate as evaluate_models
    from soridam.speech.evaluation.candidates import find_candidates
    from soridam.speech.evaluation.report import write_report
    from soridam.speech.evaluation.testsets import leading_metric, open_test_set, scoring_text

    corpus = read_place(context, payload["corpus"]).corpus
    with (
        context.working_copy("runs", payload["run"]) as copy,
        progress_shown_by(context.show),
        told_for_a_page(payload),
    ):
        found = find_candidates([context.copies.find_weights(model["weights"]) for model in payload["models"]])
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
        evaluation = evaluate_models(candidates, [domain], kept=copy.folder / "hypotheses", metric=metric)
        write_json(copy.folder / "evaluation.json", evaluation.to_json())
        write_report(evaluation, {domain.label: domain.split}, copy.folder / "report.html")
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
    """Transcribe many recordings, one after the other: a bad one is named and the rest goes on."""
    from soridam.speech.corpus.labels import iter_files
    from soridam.speech.recognition.options import TranscriptionOptions
    from soridam.speech.transcribe import Output

    with (
        context.working_copy("runs", payload["run"]) as copy,
        progress_shown_by(context.show),
        told_for_a_page(payload),
        recognizer_for(context, payload["model"]) as recognizer,
    ):
        results = copy.folder / "results"
        root = unpack_all(CorpusPlace(copy.folder))
        paths = list(iter_files(root))
        options = TranscriptionOptions(
            language=payload["language"] or None, prompt=payload["prompt"], hotwords=payload["hotwords"]
        )
        output = Output(results, tuple(payload["formats"]))
        with context.show("Transcribing", len(paths), "files") as progress:
            for number, path in enumerate(paths):
                if not (results / f"{number:05d}.result").is_file():
                    name = path.relative_to(root).as_posix()
                    result = _transcribe_one(recognizer, options, output, path, number, name)
                    shown = ("number", "name", "error" if result["error"] else "text")
                    context.sample({key: result[key] for key in shown})
                    context.save_checkpoint(f"files-{number + 1}")  # another attempt finds it done
                progress.advance()
    failed = sum(1 for told in read_results(copy.folder) if told["error"])
    return {"transcription": payload["run"], "done": len(paths) - failed, "failed": failed}


def _transcribe_one(
    recognizer: "Recognizer", options: "TranscriptionOptions", output: "Output", path: Path, number: int, name: str
) -> dict[str, Any]:
    """Transcribe a recording and write all of its files; the result, which is returned, is written last."""
    from soridam.speech.audio import encode_flac
    from soridam.speech.decoding import decode_apart
    from soridam.speech.transcribe import Recording, transcribe_all

    recording = Recording(path, f"{number:05d}")
    (outcome,) = transcribe_all(recognizer, [recording], options, most_seconds=MOST_SECONDS)
    output.write(outcome)
    if outcome.transcript is not None:  # a browser plays FLAC, and not all that can be decoded
        sound = encode_flac(decode_apart(path, name=name, most_seconds=MOST_SECONDS).samples)
        write_heard(output.folder, number, outcome.transcript, sound)
    result = _told(number, name, path, outcome)
    write_json(output.folder / f"{number:05d}.result", result)
    return result


class RunFollower:
    """Tells what a run writes into its folder while it goes on: metrics, samples, checkpoints."""

    def __init__(self, context: JobContext, folder: Path, save: Callable[[], None]) -> None:
        """`save` is called when there is a new checkpoint, before another attempt hears of it."""
        self._context, self._folder, self._save = context, folder, save
        self._first = self._newest_checkpoint()
        self._is_at_steps = False
        self._checkpoint = int((context.checkpoint or "0").rpartition("-")[2])  # up to which all was told before
        self._told = self._count_told()
        self._looked = 0.0

    @contextmanager
    def show(self, title: Title, total: float | None, unit: str = "it") -> Iterator[Progress]:
        """Progress as the job shows it. Steps count from the run's first, and each is an opportunity to look.

        What a resumed run does before its first step takes minutes: it says at which step it will go on.
        """
        if unit != "steps":
            with self._context.show(self._with_first_step(title), total, unit) as progress:
                yield progress
            return
        self._is_at_steps = True
        self._told = self._count_told()  # a run that is resumed has just forgotten what came behind its checkpoint
        with self._context.show(title, (total or 0) + self._first, unit, self._first) as progress:
            yield _Looking(progress, self)

    def _with_first_step(self, title: Title) -> Title:
        if self._is_at_steps or self._first == 0:
            return title
        return Message("{title} (the training goes on from step {step})", title=title, step=self._first)

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
            self._save()
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

    def describe(self, title: Title) -> None:
        self._progress.describe(title)


@contextmanager
def told_for_a_page(payload: dict[str, Any]) -> Iterator[None]:
    """Errors name no folder of the server, and hint at a page's values and not at a command's flags."""
    studio = str(Path(read_settings().studio.folder))
    try:
        yield
    except SoridamError as error:
        corpus = f"corpora/{payload.get('corpus')}/ready/corpus"
        raise with_other_values(
            error, lambda text: text.replace(f"{studio}/", "").replace(corpus, "The corpus")
        ) from None


def _config(context: JobContext, payload: dict[str, Any]) -> RecipeConfig:
    model, corpus = context.copies.find_weights(payload["model"]), read_place(context, payload["corpus"]).corpus
    return build_config(payload["recipe"], payload["values"], model, corpus)


def _take_up(folder: Path, config: RecipeConfig) -> None:
    """A run that was begun on another machine names corpus and model as they lie there."""
    from soridam.training.run import CONFIG_FILE, to_toml

    path = folder / CONFIG_FILE
    begun, now = tomllib.loads(path.read_text(encoding="utf-8")), config.model_dump(mode="json")
    moved = {
        **begun,
        "data": {**begun["data"], "corpus": now["data"]["corpus"]},
        "model": {**begun["model"], "name": now["model"]["name"]},
    }
    if moved != begun:
        write_text(path, to_toml(moved))


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def _told(number: int, name: str, path: Path, outcome: "Outcome") -> dict[str, Any]:
    transcript, error = outcome.transcript, outcome.error
    return {
        "number": number,
        "name": name,
        "text": transcript.text if transcript else "",
        "seconds": round(transcript.duration, 2) if transcript else 0.0,
        "error": as_report(with_other_values(error, lambda text: text.replace(str(path), name))) if error else None,
        "warnings": [as_json(warning) for warning in outcome.warnings],
    }
