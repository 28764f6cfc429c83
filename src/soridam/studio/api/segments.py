"""The transcript editor: the recognizer's first draft, corrected, becomes a new corpus."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import FileResponse, JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import RowMapping

from soridam.core.errors import CorpusError
from soridam.speech.languages import language_code
from soridam.studio.api.corpora import CorpusView, view_corpus
from soridam.studio.api.corpus_browse import send_picture
from soridam.studio.api.deps import Me, OwnCorpora, Parts
from soridam.studio.api.schemas import JobRef, Limit, Number, Offset, Pixels, SpokenLanguage
from soridam.studio.corpora.corpora import require_recordings
from soridam.studio.http.answers import Problem
from soridam.studio.http.wording import Reader, tell
from soridam.studio.storage.extents import DRAFTED
from soridam.studio.transcripts.transcripts import OutdatedError, SegmentQuery, Sort, Status, Transcripts

router = APIRouter(prefix="/api/corpora/{corpus}", tags=["editor"])

Text = Annotated[str, Field(max_length=5_000)]
Seconds = Annotated[float, Field(ge=0, le=1e6)]


class DraftForm(BaseModel):
    """The model and language of a draft; `replace` deletes an earlier draft with all its corrections."""

    model: str = Field(default="base", max_length=100)
    language: SpokenLanguage = ""
    replace: bool = False


class RecordingView(BaseModel):
    """A recording with the number of its segments, and how many of them are accepted."""

    id: str
    name: str
    seconds: float
    language: str
    segments: int
    accepted: int


class RecordingsView(BaseModel):
    total: int
    recordings: list[RecordingView]


class WordView(BaseModel):
    text: str
    start: float
    end: float
    confidence: float


class SegmentView(BaseModel):
    """A segment. Times are in seconds; `original` is the text before any correction, `recognized` the recognizer's."""

    id: str
    recording: str
    start: float
    end: float
    text: str
    original: str
    recognized: str
    status: Status
    confidence: float
    speaker: str
    words: list[WordView]
    version: int


class SegmentsView(BaseModel):
    """A page of segments; `counts` are those of the whole corpus, by status."""

    total: int
    counts: dict[Status, int]
    segments: list[SegmentView]


class SegmentConflict(Problem):
    """The answer 409: the segment was changed in the meantime; `current` is how it is now."""

    current: SegmentView


class SegmentChange(BaseModel):
    """A change of a segment; fields that are left out stay as they are."""

    version: Number
    text: Text | None = None
    start: Seconds | None = None
    end: Seconds | None = None
    status: Status | None = None
    speaker: str | None = Field(default=None, max_length=80)


class SegmentSplit(BaseModel):
    version: Number
    at: Seconds
    before: Text
    after: Text


class SegmentMerge(BaseModel):
    version: Number
    following: str
    following_version: Number


class NewSegment(BaseModel):
    start: Seconds
    end: Seconds
    text: Text = ""


class PeaksView(BaseModel):
    """The peaks of a recording: the loudest sample of each stretch, 0 to 1."""

    seconds: float
    peaks: list[float]


class VersionForm(BaseModel):
    name: str = Field(default="", max_length=80)
    only_accepted: bool = False
    language: SpokenLanguage = ""


CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": SegmentConflict}}


def get_transcripts(corpus: str, corpora: OwnCorpora, parts: Parts, me: Me) -> Transcripts:
    return Transcripts(parts.engine, corpora.own(me, corpus))


OwnTranscripts = Annotated[Transcripts, Depends(get_transcripts)]


@router.post("/draft", status_code=202)
def begin_draft(corpus: str, form: DraftForm, corpora: OwnCorpora, parts: Parts, me: Me) -> JobRef:
    """Begin the job that transcribes the recordings, or the rows of a prepared corpus."""
    own = corpora.own(me, corpus)
    require_recordings(own)
    model = parts.models.find(me, form.model, "speech")
    if (own.place.draft / DRAFTED).is_file():
        if not form.replace:
            raise CorpusError(
                "draft.exists", "There is a draft already.", hint="Continue it, or replace it and its corrections."
            )
        if not own.is_at_work:
            Transcripts(parts.engine, own).drop()
    elif not own.place.is_ready and not own.row["folder"] and not corpora.uploads(own).count()[0]:
        raise CorpusError("draft.nothing-to-hear", "There is nothing to listen to.", hint="Upload recordings first.")
    asked = {
        "model": model.weights,
        "language": language_code(form.language) if form.language else own.row["language"],
        "folder": own.row["folder"],
        "replace": form.replace,
    }
    return JobRef(job=corpora.start(me, own, "draft", asked))


@router.get("/recordings")
def recordings(transcripts: OwnTranscripts, offset: Offset = 0, limit: Limit = 200) -> RecordingsView:
    total, rows = transcripts.recordings(offset, limit)
    shown = [RecordingView(**{name: row[name] for name in RecordingView.model_fields}) for row in rows]
    return RecordingsView(total=total, recordings=shown)


@router.get("/recordings/{recording}/audio", response_class=FileResponse)
def recording_audio(recording: str, transcripts: OwnTranscripts) -> FileResponse:
    """Send the recording as FLAC, 16 kHz mono; ranges may be asked for."""
    headers = {"Cache-Control": "private, max-age=3600"}
    return FileResponse(transcripts.sound(recording), media_type="audio/flac", headers=headers)


@router.get("/recordings/{recording}/spectrogram", response_class=Response)
def recording_spectrogram(
    recording: str,
    transcripts: OwnTranscripts,
    start: Annotated[float, Query(ge=0)] = 0.0,
    end: Annotated[float | None, Query(gt=0)] = None,
    width: Pixels = 1200,
    height: Pixels = 160,
) -> Response:
    """Send the spectrogram of a stretch of at most five minutes as PNG."""
    from soridam.studio.corpora.pictures import draw_spectrogram, read_stretch

    return send_picture(draw_spectrogram(read_stretch(transcripts.sound(recording), start, end), width, height))


@router.get("/recordings/{recording}/peaks")
def recording_peaks(
    recording: str, transcripts: OwnTranscripts, points: Annotated[int, Query(ge=1, le=20_000)] = 2_000
) -> PeaksView:
    """Return the peaks from which a waveform is drawn."""
    from soridam.studio.corpora.pictures import read_peaks

    seconds, peaks = read_peaks(transcripts.sound(recording), points)
    return PeaksView(seconds=seconds, peaks=peaks)


@router.get("/segments")
def segments(
    transcripts: OwnTranscripts,
    recording: str = "",
    status: Status | None = None,
    sort: Sort = "worst",
    offset: Offset = 0,
    limit: Limit = 100,
) -> SegmentsView:
    """List segments, the least certain first or by time."""
    return _list(transcripts, SegmentQuery(recording, status or "", sort), offset, limit)


@router.patch("/segments/{segment}", responses=CONFLICT, response_model=SegmentView)
def change(
    segment: str, form: SegmentChange, transcripts: OwnTranscripts, reader: Reader
) -> SegmentView | JSONResponse:
    """Save a segment while somebody types, and when they move an edge."""
    values = form.model_dump(exclude={"version"}, exclude_none=True)
    try:
        return _view(transcripts.change(segment, form.version, values))
    except OutdatedError as error:
        return _conflict(error, reader)


@router.post("/segments/{segment}/split", responses=CONFLICT, response_model=list[SegmentView])
def split(
    segment: str, form: SegmentSplit, transcripts: OwnTranscripts, reader: Reader
) -> list[SegmentView] | JSONResponse:
    try:
        return [_view(row) for row in transcripts.split(segment, form.version, form.at, form.before, form.after)]
    except OutdatedError as error:
        return _conflict(error, reader)


@router.post("/segments/{segment}/merge", responses=CONFLICT, response_model=SegmentView)
def merge(segment: str, form: SegmentMerge, transcripts: OwnTranscripts, reader: Reader) -> SegmentView | JSONResponse:
    try:
        return _view(transcripts.merge(segment, form.version, form.following, form.following_version))
    except OutdatedError as error:
        return _conflict(error, reader)


@router.post("/recordings/{recording}/segments", status_code=201)
def add(recording: str, form: NewSegment, transcripts: OwnTranscripts) -> SegmentView:
    """Add a segment where the recognizer heard nobody."""
    return _view(transcripts.add(recording, form.start, form.end, form.text))


@router.post("/recordings/{recording}/restore")
def restore(recording: str, transcripts: OwnTranscripts) -> SegmentsView:
    """Restore the draft of a recording as the recognizer wrote it."""
    transcripts.restore(recording)
    return _list(transcripts, SegmentQuery(recording, "", "time"), 0, 1000)


@router.post("/versions", status_code=202)
def make_version(
    corpus: str, form: VersionForm, transcripts: OwnTranscripts, corpora: OwnCorpora, me: Me
) -> CorpusView:
    """Make a new corpus of the segments as they are now; this one stays."""
    parent = corpora.own(me, corpus)
    language = language_code(form.language) if form.language else parent.row["language"]
    name = form.name or f"{parent.row['name'][:70]} +"
    made = corpora.create(me, name, language, "edit", parent=parent.id)
    if not transcripts.write_plan(Path(made.place.plan), only_accepted=form.only_accepted):
        corpora.delete(made)
        raise CorpusError(
            "draft.nothing-left",
            "No segment is left to make a corpus from.",
            hint="Accept some, or take the others too.",
        )
    corpora.begin(me, made, "corpus_version", {"parent": parent.id, "language": language})
    return view_corpus(corpora, corpora.own(me, made.id))


def _list(transcripts: Transcripts, wanted: SegmentQuery, offset: int, limit: int) -> SegmentsView:
    total, counts, rows = transcripts.page(wanted, offset, limit)
    return SegmentsView(total=total, counts=counts, segments=[_view(row) for row in rows])


def _view(row: RowMapping) -> SegmentView:
    values = {name: row[name] for name in SegmentView.model_fields if name != "words"}
    return SegmentView(words=[WordView(**word) for word in json.loads(row["words"])], **values)


CHANGED = CorpusError(
    "draft.changed",
    "This segment was changed in the meantime.",
    hint="See how it is now, and make your change again.",
)


def _conflict(error: OutdatedError, reader: Reader) -> JSONResponse:
    told = SegmentConflict(**asdict(tell(CHANGED, reader)), current=_view(error.current))
    return JSONResponse(told.model_dump(), 409)
