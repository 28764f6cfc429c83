"""Corpora: recordings come in, are prepared, looked at, and split."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from soridam.core.files import iter_json_lines
from soridam.speech.languages import language_code
from soridam.studio.api.needs import Me, Parts
from soridam.studio.api.sound import send_sound
from soridam.studio.api.uploads import BODY, CONFLICT, FilesView, FileView, receive_piece, view_files
from soridam.studio.speech.corpora import Corpora, Corpus, Origin, State, read_figures, refuse_at_work
from soridam.studio.speech.folders import allowed_folder, look_into, roots_of
from soridam.studio.speech.models import build_runs
from soridam.studio.speech.places import Places
from soridam.studio.speech.runs import refuse_at_work as refuse_run_at_work
from soridam.studio.speech.uploads import Caps

router = APIRouter(prefix="/api/corpora", tags=["corpora"])

PIECE = 32 * 2**20  # bytes that the page sends at once
Language = Annotated[str, Field(max_length=20)]
Ratio = Annotated[str, Field(max_length=20)]


def get_corpora(parts: Parts) -> Corpora:
    return Corpora(parts.engine, parts.jobs, Places(Path(parts.settings.folder)), caps_of(parts))


OwnCorpora = Annotated[Corpora, Depends(get_corpora)]


def caps_of(parts: Parts) -> Caps:
    settings = parts.settings
    return Caps(settings.most_corpus_bytes, settings.most_corpus_files, settings.most_corpus_hours)


class Words(BaseModel):
    """The same in both languages of the page."""

    ko: str
    en: str


class JobRef(BaseModel):
    """The job that has begun."""

    job: str


class Gone(BaseModel):
    """What was deleted."""

    id: str


class CorpusForm(BaseModel):
    """A new corpus; with `folder`, of recordings that lie on the server already."""

    name: str = Field(min_length=1, max_length=80)
    language: Language = ""
    folder: str | None = Field(default=None, max_length=1000)


class SampleForm(BaseModel):
    """The language of the sentences."""

    name: str = Field(default="Sample", min_length=1, max_length=80)
    language: Literal["ko", "en"] = "ko"


class CorpusView(BaseModel):
    """A corpus. `splits` are rows by name; what is null is not known before it is prepared."""

    id: str
    name: str
    language: str
    origin: Origin
    parent: str | None
    folder: str | None
    created: int
    job: str | None
    job_kind: str | None
    state: State
    files: int
    bytes: int
    utterances: int | None
    hours: float | None
    splits: dict[str, int]
    has_draft: bool


class ReaderView(BaseModel):
    name: str
    about: str


class LimitsView(BaseModel):
    """What one corpus may hold, and below which folders of the server recordings may lie."""

    bytes: int
    files: int
    hours: float
    piece_bytes: int
    folders: list[str]
    readers: list[ReaderView]


class InnerFolder(BaseModel):
    name: str
    path: str


class FolderView(BaseModel):
    """A folder of the server; `reader` is the layout that was recognized in it."""

    path: str
    parent: str | None
    folders: list[InnerFolder]
    recordings: int
    reader: str | None


class PrepareForm(BaseModel):
    """How to prepare; what is empty is guessed from the files and the language."""

    language: Language = ""
    reader: str = Field(default="", max_length=40)
    normalizer: str = Field(default="", max_length=40)
    max_seconds: float = Field(default=30.0, gt=0, le=30)
    join: bool = False


class ReasonView(BaseModel):
    reason: str
    count: int
    about: Words


class QuarantinedRow(BaseModel):
    id: str
    reason: str
    detail: str


class QuarantineView(BaseModel):
    total: int
    reasons: list[ReasonView]
    rows: list[QuarantinedRow]


class Histogram(BaseModel):
    """`counts[i]` values lie between `edges[i]` and `edges[i + 1]`."""

    edges: list[float]
    counts: list[int]


class Plots(BaseModel):
    """Seconds, letters, letters per second, dBFS of speech, share of silence."""

    durations: Histogram
    letters: Histogram
    rate: Histogram
    level: Histogram
    silence: Histogram


class SplitFigures(BaseModel):
    name: str
    utterances: int
    hours: float
    speakers: int
    sentences: int
    median: float


class SpeakerView(BaseModel):
    name: str
    utterances: int
    seconds: float


class ValueCount(BaseModel):
    value: str
    count: int


class FindingView(BaseModel):
    kind: str
    severity: Literal["error", "warning"]
    count: int
    about: Words


class LeakView(BaseModel):
    """What two splits share; `rows` and their counts are those of `second`."""

    first: str
    second: str
    speakers: int
    sentences: int
    rows_with_shared_speaker: int
    rows_with_shared_sentence: int
    rows: int


class DescriptionView(BaseModel):
    splits: list[SplitFigures]
    plots: Plots
    speakers: list[SpeakerView]
    facts: dict[str, list[ValueCount]]
    findings: list[FindingView]
    leaks: list[LeakView]


class UtteranceView(BaseModel):
    """One row. Seconds, dBFS of speech, letters per second; `flags` are kinds of findings."""

    split: str
    row: int
    id: str
    text: str
    transcript: str
    duration: float
    speaker: str
    gender: str
    age: str
    language: str
    level: float | None
    rate: float
    flags: list[str]


class UtterancesView(BaseModel):
    total: int
    utterances: list[UtteranceView]


class SplitForm(BaseModel):
    """What must not stand on both sides, and how much goes to each: 8:2, or 8:1:1 with validation."""

    name: str = Field(default="", max_length=80)
    by: Literal["speaker", "text", "both", "row", "part"] = "speaker"
    ratio: Ratio = "8:2"
    seed: int = Field(default=7, ge=0, le=2**31 - 1)


class SplitWay(BaseModel):
    """What one way of splitting would give."""

    by: str
    ratio: str
    rows: dict[str, int]
    hours: dict[str, float]
    dropped: int
    leaks: list[LeakView]


Offset = Annotated[int, Query(ge=0)]
Limit = Annotated[int, Query(ge=1, le=1000)]
Pixels = Annotated[int, Query(ge=16, le=4000)]


@router.get("")
def list_corpora(corpora: OwnCorpora, me: Me) -> list[CorpusView]:
    """The newest first."""
    return [view_corpus(corpora, corpus) for corpus in corpora.all(me)]


@router.post("", status_code=201)
def create_corpus(form: CorpusForm, corpora: OwnCorpora, parts: Parts, me: Me) -> CorpusView:
    """Empty, to be filled; or of a folder of the server, to be prepared."""
    language = language_code(form.language) if form.language else ""
    if form.folder is None:
        return view_corpus(corpora, corpora.create(me, form.name, language, "upload"))
    folder = str(allowed_folder(form.folder, roots_of(parts.settings)))
    return view_corpus(corpora, corpora.create(me, form.name, language, "folder", folder=folder))


@router.post("/sample", status_code=202)
def create_sample(form: SampleForm, corpora: OwnCorpora, me: Me) -> CorpusView:
    """Something to try at once: short sentences in the built-in voices, prepared."""
    made = corpora.create(me, form.name, form.language, "sample")
    corpora.start(me, made, "sample", {"language": form.language})
    return view_corpus(corpora, corpora.own(me, made.id))


@router.get("/limits")
def limits(parts: Parts) -> LimitsView:
    from soridam.speech.corpus.readers import READERS

    caps = caps_of(parts)
    return LimitsView(
        bytes=caps.bytes,
        files=caps.files,
        hours=caps.hours,
        piece_bytes=min(PIECE, parts.settings.most_upload_bytes),
        folders=[str(root) for root in roots_of(parts.settings)],
        readers=[ReaderView(name=name, about=about) for name, about in READERS.items()],
    )


@router.get("/folders")
def folders(parts: Parts, path: str = "") -> FolderView:
    """What lies in a folder of the server, as far as recordings may be taken from there."""
    found = look_into(path, roots_of(parts.settings))
    return FolderView(
        path=str(found.path) if found.path else "",
        parent=None if found.parent is None else str(found.parent),
        folders=[InnerFolder(name=inner.name, path=str(inner)) for inner in found.folders],
        recordings=found.recordings,
        reader=found.reader,
    )


@router.get("/{corpus}")
def read_corpus(corpus: str, corpora: OwnCorpora, me: Me) -> CorpusView:
    return view_corpus(corpora, corpora.own(me, corpus))


@router.delete("/{corpus}")
def delete_corpus(corpus: str, corpora: OwnCorpora, parts: Parts, me: Me) -> Gone:
    """With all its files and transcripts; not while something is trained or tested on it."""
    own = corpora.own(me, corpus)
    for run in build_runs(parts).using(me, own.id):
        refuse_run_at_work(run)
    corpora.delete(own)
    return Gone(id=corpus)


@router.put("/{corpus}/files", openapi_extra=BODY, responses=CONFLICT, response_model=FileView)
async def upload(
    corpus: str,
    request: Request,
    corpora: OwnCorpora,
    me: Me,
    name: Annotated[str, Query(min_length=1, max_length=1000)],
    total: Annotated[int, Query(ge=1)],
    offset: Offset = 0,
) -> FileView | JSONResponse:
    """A piece of a file; the first one begins it anew."""
    own = await asyncio.to_thread(corpora.own, me, corpus)
    refuse_at_work(own)
    return await receive_piece(corpora.uploads(own), request, name, offset, total)


@router.get("/{corpus}/files")
def files(corpus: str, corpora: OwnCorpora, me: Me, offset: Offset = 0, limit: Limit = 200) -> FilesView:
    return view_files(corpora.uploads(corpora.own(me, corpus)), offset, limit)


@router.delete("/{corpus}/files")
def remove_file(corpus: str, name: str, corpora: OwnCorpora, me: Me) -> FilesView:
    uploads = corpora.uploads(corpora.own(me, corpus))
    uploads.remove(name)
    return view_files(uploads, 0, 200)


@router.post("/{corpus}/prepare", status_code=202)
def prepare(corpus: str, form: PrepareForm, corpora: OwnCorpora, me: Me) -> JobRef:
    """Recordings and transcripts become rows that can be looked at and trained on."""
    from soridam.speech.corpus.folder import training_normalizer
    from soridam.speech.corpus.readers import reader_name

    own = corpora.own(me, corpus)
    language = language_code(form.language) if form.language else own.row["language"]
    reader = reader_name(form.reader) if form.reader else ""
    training_normalizer(form.normalizer, reader=reader, language=language)  # refuses a wrong name now, not in the job
    asked = form.model_dump() | {"language": language, "reader": reader, "folder": own.row["folder"]}
    job = corpora.start(me, own, "prepare", asked)
    corpora.set_language(own, language)
    return JobRef(job=job)


@router.get("/{corpus}/quarantine")
def quarantine(corpus: str, corpora: OwnCorpora, me: Me, offset: Offset = 0, limit: Limit = 100) -> QuarantineView:
    """What the latest preparation set aside, and why."""
    from collections import Counter

    from soridam.speech.corpus.quarantine import explain

    path = corpora.own(me, corpus).place.quarantine
    rows: list[dict[str, Any]] = list(iter_json_lines(path)) if path.is_file() else []
    return QuarantineView(
        total=len(rows),
        reasons=[
            ReasonView(reason=reason, count=count, about=Words(ko=explain(reason, "ko"), en=explain(reason, "en")))
            for reason, count in Counter(row["reason"] for row in rows).most_common()
        ],
        rows=[QuarantinedRow(**row) for row in rows[offset : offset + limit]],
    )


@router.get("/{corpus}/description")
def description(corpus: str, corpora: OwnCorpora, me: Me) -> DescriptionView:
    """Figures, and what plots are drawn from."""
    from soridam.studio.speech.look import read_description

    own = corpora.own(me, corpus)
    own.require_ready()
    return DescriptionView(**read_description(own.place.ready))


@router.get("/{corpus}/utterances")
def utterances(
    corpus: str,
    corpora: OwnCorpora,
    me: Me,
    split: str = "",
    search: str = "",
    speaker: str = "",
    flag: str = "",
    sort: Literal["row", "duration", "level", "rate"] = "row",
    descending: bool = False,
    offset: Offset = 0,
    limit: Limit = 50,
) -> UtterancesView:
    """The rows of a corpus, a page at a time."""
    from soridam.studio.speech.look import Query as Wanted
    from soridam.studio.speech.look import find_utterances

    own = corpora.own(me, corpus)
    own.require_ready()
    wanted = Wanted(split, search, speaker, flag, sort, descending)
    total, rows = find_utterances(own.place.ready, wanted, offset, limit)
    return UtterancesView(total=total, utterances=[UtteranceView(**row) for row in rows])


@router.get("/{corpus}/utterances/{split}/{row}/audio", response_class=Response)
def utterance_audio(corpus: str, split: str, row: int, request: Request, corpora: OwnCorpora, me: Me) -> Response:
    """FLAC, 16 kHz mono."""
    from soridam.studio.speech.listening import stored_sound

    return send_sound(request, stored_sound(corpora.own(me, corpus).require_ready(), split, row))


@router.get("/{corpus}/utterances/{split}/{row}/spectrogram", response_class=Response)
def utterance_spectrogram(
    corpus: str, split: str, row: int, corpora: OwnCorpora, me: Me, width: Pixels = 600, height: Pixels = 120
) -> Response:
    """PNG, without axes: 0 to 8 kHz from bottom to top."""
    from soridam.speech.audio import decode_audio
    from soridam.studio.speech.listening import stored_sound
    from soridam.studio.speech.pictures import draw_spectrogram

    samples = decode_audio(stored_sound(corpora.own(me, corpus).require_ready(), split, row))
    return send_picture(draw_spectrogram(samples, width, height))


@router.get("/{corpus}/splits")
def compare_splits(
    corpus: str,
    corpora: OwnCorpora,
    me: Me,
    ratio: Annotated[str, Query(max_length=20)] = "8:2",
    seed: Annotated[int, Query(ge=0, le=2**31 - 1)] = 7,
) -> list[SplitWay]:
    """What each way of splitting would give; nothing is written."""
    from soridam.speech.corpus.split import compare_ways

    ways = compare_ways(corpora.own(me, corpus).require_ready(), ratio, seed)
    return [SplitWay(**{name: value for name, value in asdict(way).items() if name != "seed"}) for way in ways]


@router.post("/{corpus}/split", status_code=202)
def split(corpus: str, form: SplitForm, corpora: OwnCorpora, me: Me) -> CorpusView:
    """A new corpus with the rows of this one, cut into train and test."""
    from soridam.speech.corpus.split import parse_ratio

    parent = corpora.own(me, corpus)
    parent.require_ready()
    parse_ratio(form.ratio)
    name = form.name or f"{parent.row['name'][:68]} {form.ratio}"
    made = corpora.create(me, name, parent.row["language"], "split", parent=parent.id)
    asked = {"parent": parent.id, "by": form.by, "ratio": form.ratio, "seed": form.seed}
    corpora.start(me, made, "split", asked)
    return view_corpus(corpora, corpora.own(me, made.id))


def view_corpus(corpora: Corpora, corpus: Corpus) -> CorpusView:
    number, size = corpora.uploads(corpus).count()
    figures = read_figures(corpus.place)
    row = corpus.row
    return CorpusView(
        id=corpus.id,
        name=row["name"],
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
        splits=figures.get("splits", {}),
        has_draft=(corpus.place.draft / "draft.json").is_file(),
    )


def send_picture(png: bytes) -> Response:
    return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})
