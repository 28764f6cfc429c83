"""Exports: a trained model as a folder that serves and can be taken along."""

from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from soridam.core.errors import CorpusError, JobError, UsageError
from soridam.core.files import read_json
from soridam.recipes import Family
from soridam.studio.api.deps import Me, OwnCorpora, OwnRuns
from soridam.studio.api.schemas import Gone
from soridam.studio.api.zips import send_zip
from soridam.studio.tuning.runs import RunRow, training_weights

router = APIRouter(prefix="/api", tags=["tuning"])

Precision = Literal["int8", "float16", "float32"]
Format = Literal["gguf", "ctranslate2", "diffusers-lora", "kohya-lora", "merged"]
FORMATS: dict[Family, tuple[Format, ...]] = {
    "speech": ("ctranslate2",),
    "language": ("gguf", "ctranslate2"),
    "image": ("diffusers-lora", "kohya-lora", "merged"),
}
TITLES: dict[Format, str] = {
    "gguf": "GGUF",
    "ctranslate2": "CTranslate2",
    "diffusers-lora": "LoRA",
    "kohya-lora": "LoRA (kohya)",
    "merged": "Diffusers",
}


class ExportForm(BaseModel):
    """How to write the model. Without `format` it is the first of its family; `precision` is not for pictures."""

    precision: Precision = "int8"
    format: Format | None = None


class ExportView(BaseModel):
    """A model to serve and to take along. Scores of the trained model and of this one, on what was held out.

    They are error rates of speech, and perplexities of language models; `parity` is the share of equal utterances, or
    of equal tokens.
    """

    id: str
    run: str
    family: Family
    format: Format
    name: str
    precision: Precision
    created: int
    job: str | None
    state: str
    bytes: int | None
    parity: float | None
    original: float | None
    exported: float | None


@router.post("/runs/{run}/export", status_code=202)
def export(run: str, form: ExportForm, runs: OwnRuns, corpora: OwnCorpora, me: Me) -> ExportView:
    """Convert a trained model for serving; it is compared with its original before it can be downloaded."""
    trained = runs.own(me, "train", run)
    if not trained.is_done:
        raise JobError(
            "run.no-model", "'{name}' has no model yet.", hint="Wait until it is trained.", name=trained.row["name"]
        )
    family: Family = trained.row["family"]
    format = _format_of(family, form.format)
    corpus = corpora.id_of_own(me, trained.row["source"])
    if family == "language" and corpus is None:
        raise CorpusError(
            "export.no-corpus-left",
            "The corpus of '{name}' was deleted, so its export could not be compared with it.",
            hint="Train on a corpus that is there, and export that.",
            name=trained.row["name"],
        )
    written = {"format": format, "precision": form.precision}
    details = {**written, "base": trained.details["base"]}
    name = _name_of(trained, format, form.precision)
    made = runs.create(me, "export", name, details, source=trained.id, family=family)
    asked = {"model": training_weights(trained.id), "family": family, **written, "corpus": corpus}
    return _view_export(runs.begin(me, made, asked))


def _format_of(family: Family, asked: Format | None) -> Format:
    """Return the format to write. Raises UsageError for one that this family has not."""
    if asked is None:
        return FORMATS[family][0]
    if asked not in FORMATS[family]:
        raise UsageError(
            "export.no-format",
            "This kind of model is not written as {format}.",
            hint="Choose one of: {names}.",
            format=asked,
            names=", ".join(FORMATS[family]),
        )
    return asked


def _name_of(trained: RunRow, format: Format, precision: Precision) -> str:
    """Return a name of at most 80 letters; it says the format where there is more than one."""
    family = trained.row["family"]
    several = len(FORMATS[family]) > 1
    numbers = [] if family == "image" else [precision]
    return " ".join([trained.row["name"][:58], *([TITLES[format]] if several else []), *numbers])


@router.get("/exports")
def exports(runs: OwnRuns, me: Me, run: str | None = None) -> list[ExportView]:
    """List exports, the newest first; with `run`, those of one training."""
    return [_view_export(export) for export in runs.all(me, "export", run)]


@router.get("/exports/{export}")
def read_export(export: str, runs: OwnRuns, me: Me) -> ExportView:
    return _view_export(runs.own(me, "export", export))


@router.delete("/exports/{export}")
def delete_export(export: str, runs: OwnRuns, me: Me) -> Gone:
    runs.delete(runs.own(me, "export", export))
    return Gone(id=export)


@router.get("/exports/{export}/download", response_class=StreamingResponse)
def download_export(export: str, runs: OwnRuns, me: Me) -> StreamingResponse:
    """Download the folder as a zip. Raises JobError for an export that is not finished."""
    own = runs.own(me, "export", export)
    folder = own.folder / "model"
    if not own.is_done or not folder.is_dir():
        raise JobError(
            "export.not-ready", "'{name}' is not ready.", hint="Wait until it is exported.", name=own.row["name"]
        )
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return send_zip(own.row["name"], [(path, path.relative_to(folder).as_posix()) for path in files])


def _view_export(export: RunRow) -> ExportView:
    path = export.folder / "model" / "parity.json"
    facts: dict[str, Any] = read_json(path) if export.is_done and path.is_file() else {}
    precision, family = export.details["precision"], export.row["family"]
    scores = _scores_of(family, facts, precision)
    return ExportView(
        id=export.id,
        run=export.row["source"],
        family=family,
        format=export.details.get("format") or FORMATS[family][0],
        name=export.row["name"],
        precision=precision,
        created=export.row["created"],
        job=export.row["job"],
        state=export.state,
        bytes=export.result.get("bytes"),
        **scores,
    )


def _scores_of(family: Family, facts: dict[str, Any], precision: Precision) -> dict[str, float | None]:
    match family:
        case "speech":
            return _scores_of_speech(facts, precision)
        case "language":
            return _scores_of_language(facts)
        case "image":
            return {"parity": None, "original": None, "exported": None}


def _scores_of_speech(facts: dict[str, Any], precision: Precision) -> dict[str, float | None]:
    held_out, parity = facts.get("held_out") or {}, facts.get("parity", {}).get(precision, {})
    compared = parity.get("utterances")
    return {
        "parity": parity["equal_utterances"] / compared if compared else None,
        "original": held_out.get("original"),
        "exported": held_out.get("exported"),
    }


def _scores_of_language(facts: dict[str, Any]) -> dict[str, float | None]:
    return {
        "parity": facts["equal_tokens"] / facts["tokens"] if facts.get("tokens") else None,
        "original": facts.get("original_perplexity"),
        "exported": facts.get("exported_perplexity"),
    }
