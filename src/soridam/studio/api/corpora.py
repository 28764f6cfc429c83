"""Corpora: made, prepared, split, deleted. Uploading is in `corpus_uploads`, looking at them in `corpus_browse`."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from soridam.core.errors import UsageError
from soridam.recipes import Family
from soridam.speech.corpus.readers import reader_name
from soridam.speech.languages import language_code
from soridam.studio.api.deps import Me, OwnCorpora, OwnRuns, Parts
from soridam.studio.api.schemas import Gone, JobRef, SpokenLanguage
from soridam.studio.corpora.corpora import (
    Corpora,
    Corpus,
    CorpusOrigin,
    CorpusState,
    read_figures,
    refuse_being_remade,
    require_recordings,
)
from soridam.studio.corpora.folders import allowed_folder, roots_of
from soridam.studio.corpora.sample_pairs import put_sample_pairs
from soridam.studio.storage.extents import DRAFTED
from soridam.studio.tuning.runs import refuse_in_use, refuse_run_at_work

router = APIRouter(prefix="/api/corpora", tags=["corpora"])

Ratio = Annotated[str, Field(max_length=20)]


class CorpusForm(BaseModel):
    """A new corpus; with `folder`, of recordings that lie on the server already.

    `family` is that of the models that learn from it: recordings for speech, text for language, pictures for image.
    """

    name: str = Field(min_length=1, max_length=80)
    family: Family = "speech"
    language: SpokenLanguage = ""
    folder: str | None = Field(default=None, max_length=1000)


class SampleForm(BaseModel):
    """What the sample holds, and in which language: spoken sentences, questions with answers, or drawings of a hero."""

    family: Family = "speech"
    name: str = Field(default="Sample", min_length=1, max_length=80)
    language: Literal["ko", "en"] = "ko"


class LearnedModel(BaseModel):
    """A model that was tuned on a corpus, exported or adjusted; `created` is in milliseconds since 1970."""

    id: str
    name: str
    kind: Literal["train", "export", "adjust"]
    created: int


class CorpusView(BaseModel):
    """A corpus. `splits` are rows by name; what is null is not known before it is prepared, or not of this family.

    `normalizer` is what its text went through, such as airtraffic-train; empty where that is not known.
    """

    id: str
    name: str
    family: Family
    language: str
    origin: CorpusOrigin
    parent: str | None
    folder: str | None
    created: int
    job: str | None
    job_kind: str | None
    state: CorpusState
    files: int
    bytes: int
    utterances: int | None
    hours: float | None
    letters: int | None
    splits: dict[str, int]
    normalizer: str
    has_draft: bool


class PrepareForm(BaseModel):
    """How to prepare; what is empty is guessed from the files and the language."""

    language: SpokenLanguage = ""
    reader: str = Field(default="", max_length=40)
    normalizer: str = Field(default="", max_length=40)
    max_seconds: float = Field(default=30.0, gt=0, le=30)
    join: bool = False


class SplitForm(BaseModel):
    """What must not stand on both sides, and how much goes to each: 8:2, or 8:1:1 with validation."""

    name: str = Field(default="", max_length=80)
    by: Literal["speaker", "text", "both", "row", "part"] = "speaker"
    ratio: Ratio = "8:2"
    seed: int = Field(default=7, ge=0, le=2**31 - 1)


@router.get("")
def list_corpora(corpora: OwnCorpora, me: Me) -> list[CorpusView]:
    """List corpora, the newest first."""
    return [view_corpus(corpora, corpus) for corpus in corpora.all(me)]


@router.post("", status_code=201)
def create_corpus(form: CorpusForm, corpora: OwnCorpora, parts: Parts, me: Me) -> CorpusView:
    """Create a corpus: empty for uploads, or of a folder of the server."""
    language = language_code(form.language) if form.language else ""
    if form.folder is None:
        return view_corpus(corpora, corpora.create(me, form.name, language, "upload", family=form.family))
    if form.family != "speech":
        raise UsageError(
            "corpus.folder-of-others",
            "Only recordings can be read from a folder of the server.",
            hint="Upload the files.",
        )
    folder = str(allowed_folder(form.folder, roots_of(parts.settings)))
    return view_corpus(corpora, corpora.create(me, form.name, language, "folder", folder=folder))


@router.post("/sample", status_code=202)
async def create_sample(form: SampleForm, corpora: OwnCorpora, me: Me) -> CorpusView:
    """Make a corpus to try at once: sentences in the built-in voices, a lighthouse keeper's answers, or drawings."""
    made = await asyncio.to_thread(corpora.create, me, form.name, form.language, "sample", family=form.family)
    if form.family == "language":
        await _fill_with_pairs(corpora, made, form.language)
        await asyncio.to_thread(corpora.begin, me, made, "prepare", {})
    else:
        await asyncio.to_thread(corpora.begin, me, made, "sample", {"language": form.language})
    return await asyncio.to_thread(lambda: view_corpus(corpora, corpora.own(me, made.id)))


async def _fill_with_pairs(corpora: Corpora, made: Corpus, language: Literal["ko", "en"]) -> None:
    """Put the sample's pairs into a corpus that was made for them; if they are refused, the corpus is deleted."""
    try:
        await put_sample_pairs(corpora.uploads(made), language)
    except BaseException:
        await asyncio.to_thread(corpora.delete, made)
        raise


@router.get("/{corpus}")
def read_corpus(corpus: str, corpora: OwnCorpora, me: Me) -> CorpusView:
    return view_corpus(corpora, corpora.own(me, corpus))


@router.get("/{corpus}/models")
def learned_models(corpus: str, corpora: OwnCorpora, runs: OwnRuns, me: Me) -> list[LearnedModel]:
    """List the models that hold something of a corpus: tuned on it, or made from one that was."""
    return [
        LearnedModel(id=run.id, name=run.row["name"], kind=run.row["kind"], created=run.row["created"])
        for run in runs.learned_from(me, corpora.own(me, corpus).id)
    ]


@router.delete("/{corpus}")
def delete_corpus(corpus: str, corpora: OwnCorpora, runs: OwnRuns, me: Me, models: bool = False) -> Gone:
    """Delete a corpus with all its files and transcripts; refused while something is trained or tested on it.

    With `models` those that hold something of it are deleted too; refused while one of them is being made.
    """
    own = corpora.own(me, corpus)
    refuse_in_use(own, runs.using(me, own.id))
    learned = runs.learned_from(me, own.id) if models else []
    for run in learned:
        refuse_run_at_work(run)
    for run in learned:
        runs.delete(run)
    corpora.delete(own)
    return Gone(id=corpus)


@router.post("/{corpus}/prepare", status_code=202)
def prepare(corpus: str, form: PrepareForm, corpora: OwnCorpora, runs: OwnRuns, me: Me) -> JobRef:
    """Begin the job that turns uploaded files into rows that can be looked at and trained on.

    Pictures are added to those that are there, and their files are then no longer kept as they were uploaded.
    """
    from soridam.speech.corpus.folder import training_normalizer

    own = corpora.own(me, corpus)
    refuse_in_use(own, runs.using(me, own.id))
    if own.family != "speech":
        return JobRef(job=corpora.start(me, own, "prepare", {}))
    language = language_code(form.language) if form.language else own.row["language"]
    reader = reader_name(form.reader) if form.reader else ""
    training_normalizer(form.normalizer, reader=reader, language=language)  # refuses a wrong name now, not in the job
    asked = form.model_dump() | {"language": language, "reader": reader, "folder": own.row["folder"]}
    job = corpora.start(me, own, "prepare", asked)
    corpora.set_language(own, language)
    return JobRef(job=job)


@router.post("/{corpus}/split", status_code=202)
def split(corpus: str, form: SplitForm, corpora: OwnCorpora, me: Me) -> CorpusView:
    """Make a new corpus with the rows of this one, split into train and test."""
    from soridam.speech.corpus.split import parse_ratio

    parent = corpora.own(me, corpus)
    require_recordings(parent)
    refuse_being_remade(parent)
    parent.require_ready()
    parse_ratio(form.ratio)
    name = form.name or f"{parent.row['name'][:68]} {form.ratio}"
    made = corpora.create(me, name, parent.row["language"], "split", parent=parent.id)
    asked = {"parent": parent.id, "by": form.by, "ratio": form.ratio, "seed": form.seed}
    corpora.begin(me, made, "split", asked)
    return view_corpus(corpora, corpora.own(me, made.id))


def view_corpus(corpora: Corpora, corpus: Corpus) -> CorpusView:
    number, size = corpora.uploads(corpus).count()
    figures = read_figures(corpus.place)
    row = corpus.row
    return CorpusView(
        id=corpus.id,
        name=row["name"],
        family=corpus.family,
        language=row["language"] or next(iter(figures.get("languages", [])), ""),
        origin=row["origin"],
        parent=row["parent"],
        folder=row["folder"],
        created=row["created"],
        job=row["job"],
        job_kind=corpus.job_kind,
        state=corpus.state(number),
        files=number,
        bytes=size,
        utterances=figures.get("utterances"),
        hours=figures.get("hours"),
        letters=figures.get("letters"),
        splits=figures.get("splits", {}),
        normalizer=figures.get("normalizer", ""),
        has_draft=(corpus.place.draft / DRAFTED).is_file(),
    )
