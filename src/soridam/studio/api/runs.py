"""Training: estimate, start, follow, compare. What becomes of a trained model is in `exports` and `evaluations`."""

import re
from collections.abc import Callable
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import FileResponse, PlainTextResponse
from pydantic import BaseModel, Field

from soridam.core.errors import CorpusError, NotFoundError, UsageError
from soridam.recipes import Family
from soridam.studio.api.deps import Me, OwnCorpora, OwnRuns, Parts
from soridam.studio.api.schemas import Gone, JobRef, Number
from soridam.studio.corpora.corpora import (
    Corpora,
    Corpus,
    read_figures,
    refuse_being_remade,
    require_pictures,
    require_recordings,
    require_text,
)
from soridam.studio.jobs.store import JobOrder
from soridam.studio.tuning.recipe_form import Scalar, build_config, changed_values, family_of_recipe, language_values
from soridam.studio.tuning.runs import RunRow, read_curves, refuse_in_use, training_folder
from soridam.training.run_folder import (
    CONFIG_FILE,
    PICTURES_FOLDER,
    SAMPLES_FILE,
    TRAINING_TITLE,
    RunStatus,
    find_status,
    read_rows,
)

router = APIRouter(prefix="/api/runs", tags=["tuning"])

REQUIRE: dict[Family, Callable[[Corpus], None]] = {
    "speech": require_recordings,
    "language": require_text,
    "image": require_pictures,
}
SAMPLE_NAME = r"^\d{6,}-\d{2,}\.png$"
AT_ONCE = 8  # runs in one comparison
OWN_FOLDER = re.compile(r'(?<=")[^"]*/(?=runs/|corpora/)')  # of whichever machine trained it


class RunForm(BaseModel):
    """A training: corpus, recipe and model; `values` are those that differ from the recipe's.

    Without `validation.metric`, and where the recipe has none of its own, it is the one for the corpus's language.
    """

    name: str = Field(min_length=1, max_length=80)
    corpus: str
    recipe: str = Field(max_length=80)
    model: str = Field(default="", max_length=100)
    values: dict[str, Scalar] = Field(default={}, max_length=100)
    prior: str = Field(default="", max_length=36, description="Another corpus, of class pictures, for pictures.")


class RunView(BaseModel):
    """A training. `state` is that of its job. Scores are of `metric`: error rates as fractions, or perplexities."""

    id: str
    name: str
    family: Family
    corpus: str
    corpus_name: str
    prior_name: str
    recipe: str
    model: str
    created: int
    job: str | None
    state: str
    step: int
    steps: int | None
    metric: str
    first_score: float | None
    best_score: float | None
    best_step: int | None
    values: dict[str, Scalar]
    has_model: bool


class CurveView(BaseModel):
    """The curves of a training, (step, value) for each metric; `metric` is the one that chooses the best model."""

    metric: str
    curves: dict[str, list[tuple[int, float]]]


class RunSample(BaseModel):
    """A sample of the validation: hypothesis and reference, or the name of a picture that was painted of `prompt`.

    `prompt` is what a language or picture model was asked.
    """

    id: str
    prompt: str = ""
    reference: str = ""
    hypothesis: str = ""
    picture: str = ""


class SamplesView(BaseModel):
    """The samples of the validation at `step`; `steps` are all that there are."""

    steps: list[int]
    step: int
    samples: list[RunSample]


class Difference(BaseModel):
    """A value that is not the same in all runs, in their order."""

    name: str
    values: list[Scalar]


class CompareView(BaseModel):
    runs: list[RunView]
    differences: list[Difference]
    curves: list[CurveView]


@router.post("/estimate", status_code=202)
def estimate(form: RunForm, parts: Parts, corpora: OwnCorpora, me: Me) -> JobRef:
    """Measure memory and time by trying the heaviest batch; nothing is kept."""
    asked = _checked(form, parts, corpora, me)
    order = JobOrder("estimate", me.id, {"name": form.name, **asked}, priority=1)  # somebody sits and waits
    return JobRef(job=parts.jobs.submit(order))


@router.post("/preflight", status_code=202)
def preflight(form: RunForm, parts: Parts, corpora: OwnCorpora, me: Me) -> JobRef:
    """Begin a job that tokenizes a corpus of text: token counts, what is left out, examples in the model's template."""
    require_text(corpora.own(me, form.corpus))
    asked = _checked(form, parts, corpora, me)
    return JobRef(job=parts.jobs.submit(JobOrder("preflight", me.id, {"name": form.name, **asked}, priority=1)))


@router.post("", status_code=202)
def train(form: RunForm, parts: Parts, corpora: OwnCorpora, runs: OwnRuns, me: Me) -> RunView:
    """Begin a training; it can be paused, and goes on from its last checkpoint."""
    asked = _checked(form, parts, corpora, me)
    corpus = corpora.own(me, form.corpus)
    config = build_config(form.recipe, asked["values"], asked["model"], corpus.place.corpus)
    details = {
        "recipe": form.recipe,
        "base": form.model or config.model.name,
        "corpus_name": corpus.row["name"],
        **_prior_details(form, corpora, me),
        "metric": config.metric.key,
        "values": changed_values(config),
    }
    run = runs.create(me, "train", form.name, details, source=corpus.id, family=config.family)
    return view_run(runs.begin(me, run, asked))


@router.get("")
def list_runs(runs: OwnRuns, me: Me) -> list[RunView]:
    """List runs, the newest first."""
    return [view_run(run) for run in runs.all(me, "train")]


@router.get("/compare")
def compare(run: Annotated[list[str], Query(min_length=2, max_length=AT_ONCE)], runs: OwnRuns, me: Me) -> CompareView:
    """Compare runs: the values in which they differ, and their scores."""
    found = [runs.own(me, "train", one) for one in run]
    if len({one.row["family"] for one in found}) > 1:
        raise UsageError(
            "run.families",
            "Runs of different kinds of models cannot be compared.",
            hint="Choose runs of one kind.",
        )
    values = [{"recipe": one.details["recipe"], "model": one.details["base"], **one.details["values"]} for one in found]
    names = dict.fromkeys(chain.from_iterable(values))
    rows = [(name, [value.get(name, "") for value in values]) for name in names]
    return CompareView(
        runs=[view_run(one) for one in found],
        differences=[Difference(name=name, values=row) for name, row in rows if len(set(row)) > 1],
        curves=[_curve(one, 1000) for one in found],
    )


@router.get("/{run}")
def read_run(run: str, runs: OwnRuns, me: Me) -> RunView:
    return view_run(runs.own(me, "train", run))


@router.delete("/{run}")
def delete_run(run: str, runs: OwnRuns, me: Me) -> Gone:
    """Delete a run with its checkpoints and its model; exports stay."""
    runs.delete(runs.own(me, "train", run))
    return Gone(id=run)


@router.get("/{run}/curve")
def curve(run: str, runs: OwnRuns, me: Me, points: Annotated[int, Query(ge=10, le=10_000)] = 1000) -> CurveView:
    """Return all metrics so far, with at most `points` points in each curve."""
    return _curve(runs.own(me, "train", run), points)


@router.get("/{run}/samples")
def samples(run: str, runs: OwnRuns, me: Me, step: Number | None = None) -> SamplesView:
    """Return references and hypotheses of a validation, the newest unless a step is named."""
    rows = read_rows(training_folder(runs.own(me, "train", run).folder) / SAMPLES_FILE)
    steps = sorted({row["step"] for row in rows})
    chosen = (steps[-1] if steps else 0) if step is None else step
    shown = [
        RunSample(**{**row, "picture": row.get("picture", "").rpartition("/")[2]})
        for row in rows
        if row["step"] == chosen
    ]
    return SamplesView(steps=steps, step=chosen, samples=shown)


@router.get("/{run}/samples/{name}", response_class=FileResponse)
def sample_picture(run: str, name: Annotated[str, Path(pattern=SAMPLE_NAME)], runs: OwnRuns, me: Me) -> FileResponse:
    """Return a picture that was painted at a validation."""
    path = training_folder(runs.own(me, "train", run).folder) / PICTURES_FOLDER / name
    if not path.is_file():
        raise NotFoundError("run.no-picture", "No such sample was painted.", hint="Load the samples again.")
    return FileResponse(path, media_type="image/png")


@router.get("/{run}/config", response_class=PlainTextResponse)
def config(run: str, runs: OwnRuns, me: Me) -> PlainTextResponse:
    """Return all values of the run as TOML; the corpus is named, not its folder."""
    own = runs.own(me, "train", run)
    path = training_folder(own.folder) / CONFIG_FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    shown = [f'corpus = "{own.details["corpus_name"]}"' if line.startswith("corpus = ") else line for line in lines]
    return PlainTextResponse("\n".join(OWN_FOLDER.sub("", line) for line in shown) + "\n")


def view_run(run: RunRow) -> RunView:
    folder, row, details = training_folder(run.folder), run.row, run.details
    status = find_status(folder) or RunStatus("running")
    is_training = row["job_message"] == TRAINING_TITLE  # the folder's copy here is as old as its newest checkpoint
    return RunView(
        id=run.id,
        name=row["name"],
        family=row["family"],
        corpus=row["source"],
        corpus_name=details["corpus_name"],
        prior_name=details.get("prior_name", ""),
        recipe=details["recipe"],
        model=details["base"],
        created=row["created"],
        job=row["job"],
        state=run.state,
        step=max(status.step, int(row["job_done"]) if is_training else 0),
        steps=status.steps or (int(row["job_total"]) if is_training and row["job_total"] else None),
        metric=details["metric"],
        first_score=status.first_score,
        best_score=status.best_score,
        best_step=status.best_step,
        values=details["values"],
        has_model=(folder / "model").is_dir() or (folder / "adapter").is_dir(),
    )


def _checked(form: RunForm, parts: Parts, corpora: Corpora, me: Me) -> dict[str, Any]:
    """Build the payload of the job. Raises at once what the job would raise after a minute of loading."""
    corpus = corpora.own(me, form.corpus)
    refuse_being_remade(corpus)
    folder = corpus.require_ready()
    family = family_of_recipe(form.recipe)
    REQUIRE[family](corpus)
    if family == "image":
        _write_captions(corpora, corpus, parts, me)
    if "train" not in read_figures(corpus.place).get("splits", {}):
        raise CorpusError(
            "corpus.no-train-split",
            "'{name}' has no split 'train'.",
            hint="Split it, then train on the new one.",
            name=corpus.row["name"],
        )
    model = _weights(form, family, parts, me)
    spoken = language_values(form.recipe, _language(form, corpus)) if family == "speech" else {}
    values = {**spoken, **form.values}
    build_config(form.recipe, values, model, folder)
    prior = {"prior": _checked_prior(form, family, parts, corpora, me).id} if form.prior else {}
    return {"corpus": corpus.id, "recipe": form.recipe, "model": model, "values": values, **prior}


def _checked_prior(form: RunForm, family: Family, parts: Parts, corpora: Corpora, me: Me) -> Corpus:
    """Return the corpus of class pictures. Raises UsageError where there can be none, CorpusError for another kind."""
    if family != "image":
        raise UsageError(
            "run.no-prior", "Class pictures are for picture models.", hint="Choose a recipe for pictures, or none."
        )
    if form.prior == form.corpus:
        raise UsageError(
            "run.same-prior",
            "The class pictures are those to learn.",
            hint="Choose another corpus, with others of the same kind.",
        )
    prior = corpora.own(me, form.prior)
    refuse_being_remade(prior)
    require_pictures(prior)
    prior.require_ready()
    _write_captions(corpora, prior, parts, me)
    return prior


def _prior_details(form: RunForm, corpora: Corpora, me: Me) -> dict[str, str]:
    """Return what a run remembers of its class pictures."""
    if not form.prior:
        return {}
    prior = corpora.own(me, form.prior)
    return {"prior": prior.id, "prior_name": str(prior.row["name"])}


def _write_captions(corpora: Corpora, corpus: Corpus, parts: Parts, me: Me) -> None:
    """Let the job read captions as they are now. What has begun keeps those that it began with."""
    pictures = corpora.pictures(corpus)
    if not pictures.are_captions_written():
        refuse_in_use(corpus, parts.runs.using(me, corpus.id))
        pictures.write_captions()


def _language(form: RunForm, corpus: Corpus) -> str:
    """Return the language that was asked for, or that of the corpus, or the first that its rows name."""
    spoken = read_figures(corpus.place).get("languages", [])
    return str(form.values.get("data.language") or corpus.row["language"] or next(iter(spoken), ""))


def _weights(form: RunForm, family: Family, parts: Parts, me: Me) -> str:
    """Return the weights to begin with: the recipe's (empty), others of the catalog, or those of an earlier run."""
    if not form.model:
        return ""
    model = parts.models.find(me, form.model, family)
    if model.origin == "export":
        raise CorpusError(
            "run.export-as-base", "An exported model cannot be trained on.", hint="Choose the run that it came from."
        )
    return f"{model.weights}/model" if model.origin == "run" else model.weights


def _curve(run: RunRow, points: int) -> CurveView:
    return CurveView(metric=run.details["metric"], curves=read_curves(run.folder, points))
