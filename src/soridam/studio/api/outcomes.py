"""What becomes of models: exports to take along, evaluations with their report, batches of transcripts."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, StreamingResponse
from pydantic import BaseModel, Field

from soridam.core.errors import CorpusError, JobError, NotFoundError
from soridam.core.files import read_json
from soridam.speech.languages import language_code
from soridam.studio.api.corpora import Gone, Language, Limit, Offset, OwnCorpora
from soridam.studio.api.needs import Me, Parts
from soridam.studio.api.runs import OwnRuns
from soridam.studio.api.uploads import BODY, CONFLICT, FilesView, FileView, receive_piece, view_files
from soridam.studio.speech.archives import stream_zip
from soridam.studio.speech.models import find_model
from soridam.studio.speech.runs import RunRow, training_folder

router = APIRouter(tags=["tuning"])

Precision = Literal["int8", "float16", "float32"]
Metric = Literal["wer", "cer", "cer_no_spaces"]
Format = Literal["txt", "srt", "vtt", "tsv", "json"]
MEDIA: dict[Format, str] = {
    "txt": "text/plain; charset=utf-8",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
}
REPORT_POLICY = (
    "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "frame-ancestors 'self'; sandbox allow-scripts"  # the page's own policy allows one script, by its hash
)


class ExportForm(BaseModel):
    precision: Precision = "int8"


class ExportView(BaseModel):
    """A model to serve and to take along. Error rates of the trained model and of this one, on rows held out."""

    id: str
    run: str
    name: str
    precision: Precision
    created: int
    job: str | None
    state: str
    bytes: int | None
    parity: float | None
    original: float | None
    exported: float | None


class EvaluationForm(BaseModel):
    """Models side by side on one split; without a metric, the one that speakers of its language look at."""

    name: str = Field(default="", max_length=80)
    models: list[Annotated[str, Field(max_length=100)]] = Field(min_length=1, max_length=8)
    corpus: str
    split: str = Field(default="test", max_length=40)
    limit: int = Field(default=0, ge=0)
    metric: Metric | None = None


class NamedModel(BaseModel):
    id: str
    name: str


class ScoreView(BaseModel):
    """An error rate with its 95 % interval, as fractions."""

    model: str
    set: str
    metric: str
    rate: float
    low: float
    high: float


class EvaluationView(BaseModel):
    id: str
    name: str
    models: list[NamedModel]
    corpus: str
    corpus_name: str
    split: str
    created: int
    job: str | None
    state: str
    metric: str | None
    scores: list[ScoreView]
    has_report: bool


class TranscriptionForm(BaseModel):
    """How to transcribe a batch; an empty language is heard from each recording."""

    name: str = Field(default="", max_length=80)
    model: str = Field(default="base", max_length=100)
    language: Language = ""
    prompt: str = Field(default="", max_length=1000)
    hotwords: str = Field(default="", max_length=1000)
    formats: list[Format] = Field(default=["txt", "srt", "json"], min_length=1, max_length=5)


class TranscriptionView(BaseModel):
    """A batch; `files` were uploaded, `done` and `failed` are how far it is."""

    id: str
    name: str
    model: str
    language: str
    formats: list[Format]
    created: int
    job: str | None
    state: str
    files: int
    done: int
    failed: int


class ResultView(BaseModel):
    number: int
    name: str
    seconds: float
    text: str
    error: str | None
    hint: str | None


@router.post("/api/runs/{run}/export", status_code=202)
def export(run: str, form: ExportForm, runs: OwnRuns, me: Me) -> ExportView:
    """Convert a trained model for serving."""
    trained = runs.own(me, "train", run)
    if not trained.is_done:
        raise JobError(f"'{trained.row['name']}' has no model yet.", hint="Wait until it is trained.")
    details = {"precision": form.precision, "base": trained.details["base"]}
    made = runs.create(me, "export", f"{trained.row['name'][:70]} {form.precision}", details, source=trained.id)
    asked = {"model": str(training_folder(trained.folder)), "precision": form.precision}
    return _view_export(runs.start(me, made, asked))


@router.get("/api/exports")
def exports(runs: OwnRuns, me: Me, run: str | None = None) -> list[ExportView]:
    """The newest first; with `run`, those of one training."""
    return [_view_export(export) for export in runs.all(me, "export", run)]


@router.get("/api/exports/{export}")
def read_export(export: str, runs: OwnRuns, me: Me) -> ExportView:
    return _view_export(runs.own(me, "export", export))


@router.delete("/api/exports/{export}")
def delete_export(export: str, runs: OwnRuns, me: Me) -> Gone:
    runs.delete(runs.own(me, "export", export))
    return Gone(id=export)


@router.get("/api/exports/{export}/download", response_class=StreamingResponse)
def download_export(export: str, runs: OwnRuns, me: Me) -> StreamingResponse:
    """The folder as a zip: `soridam transcribe --model FOLDER`, faster-whisper and others read it."""
    own = runs.own(me, "export", export)
    folder = own.folder / "model"
    if not own.is_done or not folder.is_dir():
        raise JobError(f"'{own.row['name']}' is not ready.", hint="Wait until it is exported.")
    return _send_zip(own.row["name"], [(path, path.name) for path in sorted(folder.iterdir()) if path.is_file()])


@router.post("/api/evaluations", status_code=202)
def evaluate(form: EvaluationForm, parts: Parts, corpora: OwnCorpora, runs: OwnRuns, me: Me) -> EvaluationView:
    """Score models side by side; the report shows where they differ."""
    corpus = corpora.own(me, form.corpus)
    folder = corpus.require_ready()
    if not any((folder / "data").glob(f"{_plain(form.split)}-*.parquet")):
        raise CorpusError(
            f"'{corpus.row['name']}' has no split '{form.split}'.", hint="Split it, then test on that one."
        )
    models = [find_model(parts, me, model) for model in dict.fromkeys(form.models)]
    named = [{"id": model.id, "name": model.name} for model in models]
    facts = {"corpus_name": corpus.row["name"], "split": form.split}
    name = form.name or f"{', '.join(model.name for model in models)[:60]}"
    made = runs.create(me, "evaluate", name, {"models": named, **facts}, source=corpus.id)
    asked = {
        "corpus": corpus.id,
        "models": [{"name": model.name, "weights": model.weights} for model in models],
        "language": corpus.row["language"],
        "limit": form.limit,
        "metric": form.metric,
        **facts,
    }
    return _view_evaluation(runs.start(me, made, asked))


@router.get("/api/evaluations")
def evaluations(runs: OwnRuns, me: Me, corpus: str | None = None) -> list[EvaluationView]:
    """The newest first; with `corpus`, those on one corpus."""
    return [_view_evaluation(evaluation) for evaluation in runs.all(me, "evaluate", corpus)]


@router.get("/api/evaluations/{evaluation}")
def read_evaluation(evaluation: str, runs: OwnRuns, me: Me) -> EvaluationView:
    return _view_evaluation(runs.own(me, "evaluate", evaluation))


@router.delete("/api/evaluations/{evaluation}")
def delete_evaluation(evaluation: str, runs: OwnRuns, me: Me) -> Gone:
    runs.delete(runs.own(me, "evaluate", evaluation))
    return Gone(id=evaluation)


@router.get("/api/evaluations/{evaluation}/report", response_class=HTMLResponse)
def report(evaluation: str, runs: OwnRuns, me: Me) -> HTMLResponse:
    """The report in one page, in a sandbox: transcripts come from strangers, it can load and send nothing."""
    own = runs.own(me, "evaluate", evaluation)
    path = own.folder / "report.html"
    if not own.is_done or not path.is_file():
        raise JobError(f"'{own.row['name']}' has no report yet.", hint="Wait until it is evaluated.")
    return HTMLResponse(path.read_bytes(), headers={"Content-Security-Policy": REPORT_POLICY})


@router.post("/api/transcriptions", status_code=201)
def create_transcription(form: TranscriptionForm, parts: Parts, runs: OwnRuns, me: Me) -> TranscriptionView:
    """A batch to be filled with recordings, and then started."""
    model = find_model(parts, me, form.model)
    details = form.model_dump() | {"language": language_code(form.language) if form.language else "", "model": model.id}
    return _view_transcription(runs, runs.create(me, "transcribe", form.name, details))


@router.get("/api/transcriptions")
def transcriptions(runs: OwnRuns, me: Me) -> list[TranscriptionView]:
    """The newest first."""
    return [_view_transcription(runs, batch) for batch in runs.all(me, "transcribe")]


@router.get("/api/transcriptions/{transcription}")
def read_transcription(transcription: str, runs: OwnRuns, me: Me) -> TranscriptionView:
    return _view_transcription(runs, runs.own(me, "transcribe", transcription))


@router.delete("/api/transcriptions/{transcription}")
def delete_transcription(transcription: str, runs: OwnRuns, me: Me) -> Gone:
    """With its recordings and results."""
    runs.delete(runs.own(me, "transcribe", transcription))
    return Gone(id=transcription)


@router.put(
    "/api/transcriptions/{transcription}/files", openapi_extra=BODY, responses=CONFLICT, response_model=FileView
)
async def upload(
    transcription: str,
    request: Request,
    runs: OwnRuns,
    me: Me,
    name: Annotated[str, Query(min_length=1, max_length=1000)],
    total: Annotated[int, Query(ge=1)],
    offset: Offset = 0,
) -> FileView | JSONResponse:
    """A piece of a recording; the first one begins it anew."""
    own = await asyncio.to_thread(runs.own, me, "transcribe", transcription)
    _refuse_begun(own)
    return await receive_piece(runs.uploads(own), request, name, offset, total)


@router.get("/api/transcriptions/{transcription}/files")
def files(transcription: str, runs: OwnRuns, me: Me, offset: Offset = 0, limit: Limit = 200) -> FilesView:
    return view_files(runs.uploads(runs.own(me, "transcribe", transcription)), offset, limit)


@router.delete("/api/transcriptions/{transcription}/files")
def remove_file(transcription: str, name: str, runs: OwnRuns, me: Me) -> FilesView:
    own = runs.own(me, "transcribe", transcription)
    _refuse_begun(own)
    uploads = runs.uploads(own)
    uploads.remove(name)
    return view_files(uploads, 0, 200)


@router.post("/api/transcriptions/{transcription}/start", status_code=202)
def start_transcription(transcription: str, parts: Parts, runs: OwnRuns, me: Me) -> TranscriptionView:
    own = runs.own(me, "transcribe", transcription)
    _refuse_begun(own)
    if not runs.uploads(own).count()[0]:
        raise JobError("There is nothing to transcribe.", hint="Upload recordings first.")
    asked = {name: own.details[name] for name in ("language", "prompt", "hotwords", "formats")}
    model = find_model(parts, me, own.details["model"])
    return _view_transcription(runs, runs.start(me, own, {"model": model.weights, **asked}))


@router.get("/api/transcriptions/{transcription}/results")
def results(transcription: str, runs: OwnRuns, me: Me) -> list[ResultView]:
    """What was written so far, in the order of the files."""
    return [ResultView(**result) for result in _read_results(runs.own(me, "transcribe", transcription).folder)]


@router.get("/api/transcriptions/{transcription}/results/{number}/{format}", response_class=FileResponse)
def result_file(transcription: str, number: int, format: Format, runs: OwnRuns, me: Me) -> FileResponse:
    """One transcript as a file."""
    own = runs.own(me, "transcribe", transcription)
    path = own.folder / "results" / f"{number:05d}.{format}"
    found = next((result for result in _read_results(own.folder) if result["number"] == number), None)
    if found is None or not path.is_file():
        raise NotFoundError("There is no such transcript.", hint="Look at the list of results.")
    return FileResponse(path, media_type=MEDIA[format], filename=f"{Path(found['name']).stem}.{format}")


@router.get("/api/transcriptions/{transcription}/download", response_class=StreamingResponse)
def download_transcripts(transcription: str, runs: OwnRuns, me: Me) -> StreamingResponse:
    """All transcripts in all formats as a zip, named like their recordings."""
    own = runs.own(me, "transcribe", transcription)
    found = [
        (path, f"{Path(result['name']).with_suffix('')}{path.suffix}")
        for result in _read_results(own.folder)
        for path in sorted((own.folder / "results").glob(f"{result['number']:05d}.*"))
        if path.suffix != ".result"
    ]
    return _send_zip(own.row["name"], found)


def _refuse_begun(batch: RunRow) -> None:
    """Results are numbered by their recordings, which therefore stay as they are."""
    if batch.state != "new":
        raise JobError(f"'{batch.row['name']}' was started already.", hint="Make a new batch.")


def _view_export(export: RunRow) -> ExportView:
    path = export.folder / "model" / "parity.json"
    facts: dict[str, Any] = read_json(path) if export.is_done and path.is_file() else {}
    held_out = facts.get("held_out") or {}
    precision = export.details["precision"]
    parity = facts.get("parity", {}).get(precision, {})
    return ExportView(
        id=export.id,
        run=export.row["source"],
        name=export.row["name"],
        precision=precision,
        created=export.row["created"],
        job=export.row["job"],
        state=export.state,
        bytes=export.result.get("bytes"),
        parity=_share(parity),
        original=held_out.get("original"),
        exported=held_out.get("exported"),
    )


def _share(parity: dict[str, Any]) -> float | None:
    """Of the compared utterances, those with equal tokens."""
    compared = parity.get("utterances")
    return parity["equal_utterances"] / compared if compared else None


def _view_evaluation(evaluation: RunRow) -> EvaluationView:
    details, result = evaluation.details, evaluation.result
    return EvaluationView(
        id=evaluation.id,
        name=evaluation.row["name"],
        models=[NamedModel(**model) for model in details["models"]],
        corpus=evaluation.row["source"],
        corpus_name=details["corpus_name"],
        split=details["split"],
        created=evaluation.row["created"],
        job=evaluation.row["job"],
        state=evaluation.state,
        metric=result.get("metric"),
        scores=[ScoreView(**score) for score in result.get("scores", [])],
        has_report=evaluation.is_done and (evaluation.folder / "report.html").is_file(),
    )


def _view_transcription(runs: OwnRuns, batch: RunRow) -> TranscriptionView:
    told = _read_results(batch.folder)
    failed = sum(1 for result in told if result["error"])
    details = batch.details
    return TranscriptionView(
        id=batch.id,
        name=batch.row["name"],
        model=details["model"],
        language=details["language"],
        formats=details["formats"],
        created=batch.row["created"],
        job=batch.row["job"],
        state=batch.state,
        files=runs.uploads(batch).count()[0],
        done=len(told) - failed,
        failed=failed,
    )


def _read_results(folder: Path) -> list[dict[str, Any]]:
    return [read_json(path) for path in sorted((folder / "results").glob("*.result"))]


def _plain(split: str) -> str:
    """A split's name in a pattern: letters and digits, no path."""
    return "".join(letter for letter in split if letter.isalnum() or letter in "_-")


def _send_zip(name: str, files: Sequence[tuple[Path, str]]) -> StreamingResponse:
    from urllib.parse import quote

    headers = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}.zip"}
    return StreamingResponse(stream_zip(files), media_type="application/zip", headers=headers)
