"""Evaluations: models side by side on one split, with a report."""

from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from soridam.core.errors import CorpusError, JobError
from soridam.recipes import Family
from soridam.studio.api.deps import Me, OwnCorpora, OwnRuns, Parts
from soridam.studio.api.schemas import Gone, Whole
from soridam.studio.corpora.corpora import refuse_being_remade
from soridam.studio.tuning.runs import RunRow

router = APIRouter(prefix="/api/evaluations", tags=["tuning"])

Metric = Literal["wer", "cer", "cer_no_spaces"]
REPORT_POLICY = (
    "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "frame-ancestors 'self'; sandbox allow-scripts"  # the page's own policy allows one script, by its hash
)


class EvaluationForm(BaseModel):
    """Models side by side on one split; without a metric, the one that speakers of its language look at.

    Language models have no choice of metrics.
    """

    name: str = Field(default="", max_length=80)
    models: list[Annotated[str, Field(max_length=100)]] = Field(min_length=1, max_length=8)
    corpus: str
    split: str = Field(default="test", max_length=40)
    limit: Whole = 0
    metric: Metric | None = None


class NamedModel(BaseModel):
    id: str
    name: str


class ScoreView(BaseModel):
    """A score with its 95 % interval: an error rate as a fraction, or a perplexity."""

    model: str
    set: str
    metric: str
    rate: float
    low: float | None
    high: float | None


class EvaluationView(BaseModel):
    id: str
    name: str
    family: Family
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


@router.post("", status_code=202)
def evaluate(form: EvaluationForm, parts: Parts, corpora: OwnCorpora, runs: OwnRuns, me: Me) -> EvaluationView:
    """Score models side by side; the report shows where they differ."""
    corpus = corpora.own(me, form.corpus)
    refuse_being_remade(corpus)
    folder = corpus.require_ready()
    if not _has_split(corpus.family, folder, form.split):
        raise CorpusError(
            "corpus.no-split",
            "'{name}' has no split '{split}'.",
            hint="Split it, then test on that one.",
            name=corpus.row["name"],
            split=form.split,
        )
    models = [parts.models.find(me, model, corpus.family) for model in dict.fromkeys(form.models)]
    named = [{"id": model.id, "name": model.name} for model in models]
    facts = {"corpus_name": corpus.row["name"], "split": form.split}
    name = form.name or f"{', '.join(model.name for model in models)[:60]}"
    made = runs.create(me, "evaluate", name, {"models": named, **facts}, source=corpus.id, family=corpus.family)
    asked = {
        "corpus": corpus.id,
        "family": corpus.family,
        "models": [{"name": model.name, "weights": model.weights} for model in models],
        "language": corpus.row["language"],
        "limit": form.limit,
        "metric": form.metric,
        **facts,
    }
    return _view_evaluation(runs.begin(me, made, asked))


@router.get("")
def evaluations(runs: OwnRuns, me: Me, corpus: str | None = None) -> list[EvaluationView]:
    """List evaluations, the newest first; with `corpus`, those on one corpus."""
    return [_view_evaluation(evaluation) for evaluation in runs.all(me, "evaluate", corpus)]


@router.get("/{evaluation}")
def read_evaluation(evaluation: str, runs: OwnRuns, me: Me) -> EvaluationView:
    return _view_evaluation(runs.own(me, "evaluate", evaluation))


@router.delete("/{evaluation}")
def delete_evaluation(evaluation: str, runs: OwnRuns, me: Me) -> Gone:
    runs.delete(runs.own(me, "evaluate", evaluation))
    return Gone(id=evaluation)


@router.get("/{evaluation}/report", response_class=HTMLResponse)
def report(evaluation: str, runs: OwnRuns, me: Me) -> HTMLResponse:
    """Send the report as one page, in a sandbox in which it can load and send nothing: transcripts may be hostile."""
    own = runs.own(me, "evaluate", evaluation)
    path = own.folder / "report.html"
    if not own.is_done or not path.is_file():
        raise JobError(
            "evaluation.no-report",
            "'{name}' has no report yet.",
            hint="Wait until it is evaluated.",
            name=own.row["name"],
        )
    return HTMLResponse(path.read_bytes(), headers={"Content-Security-Policy": REPORT_POLICY})


def _view_evaluation(evaluation: RunRow) -> EvaluationView:
    details, result = evaluation.details, evaluation.result
    return EvaluationView(
        id=evaluation.id,
        name=evaluation.row["name"],
        family=evaluation.row["family"],
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


def _has_split(family: Family, corpus: Path, split: str) -> bool:
    if family == "language":
        return (corpus / f"{_plain(split)}.jsonl").is_file()
    if family == "image":
        return split == "train"  # of which each run holds a part out
    return any((corpus / "data").glob(f"{_plain(split)}-*.parquet"))


def _plain(split: str) -> str:
    """Return the letters, digits, hyphens and underscores of a split's name, so that it is no path."""
    return "".join(letter for letter in split if letter.isalnum() or letter in "_-")
