"""Transcriptions: a batch of recordings is uploaded, transcribed by one model, and taken along as subtitles or text."""

import asyncio
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from pydantic import BaseModel, Field

from soridam.core.errors import CorpusError, JobError
from soridam.core.messages import from_json
from soridam.speech.languages import language_code
from soridam.speech.names import name_results
from soridam.studio.api.corpora import CorpusView, view_corpus
from soridam.studio.api.deps import Me, OwnCorpora, OwnRuns, Parts
from soridam.studio.api.schemas import Gone, Limit, Number, Offset, Size, SpokenLanguage
from soridam.studio.api.uploads import BODY, CONFLICT, FilesView, FileView, receive_piece, view_files
from soridam.studio.api.zips import send_zip
from soridam.studio.http.wording import Language, Reader, say, tell_stored
from soridam.studio.transcripts.documents import Documents
from soridam.studio.transcripts.questions import RECORDING
from soridam.studio.transcripts.results import (
    correct_result,
    read_corrections,
    read_results,
    read_transcript,
    result_path,
)
from soridam.studio.transcripts.search import search_batch
from soridam.studio.tuning.runs import RunRow, refuse_run_at_work

router = APIRouter(prefix="/api/transcriptions", tags=["tuning"])

Format = Literal["txt", "srt", "vtt", "tsv", "json"]
MOST_FOUND = 100  # segments in one search
MOST_NAMES = 50_000  # letters of callsigns, or of waypoints
ASKED = ("language", "prompt", "hotwords", "formats", "radio", "callsigns", "waypoints")
MEDIA: dict[Format, str] = {
    "txt": "text/plain; charset=utf-8",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
}


class TranscriptionForm(BaseModel):
    """Options of a batch; an empty language is detected in each recording.

    `radio`: air-traffic radio in English, cut into transmissions; `callsigns` and `waypoints` are the names of the day.
    """

    name: str = Field(default="", max_length=80)
    model: str = Field(default="base", max_length=100)
    language: SpokenLanguage = ""
    prompt: str = Field(default="", max_length=1000)
    hotwords: str = Field(default="", max_length=1000)
    formats: list[Format] = Field(default=["txt", "srt", "json"], min_length=1, max_length=5)
    radio: bool = False
    callsigns: str = Field(default="", max_length=MOST_NAMES)
    waypoints: str = Field(default="", max_length=MOST_NAMES)


class TranscriptionView(BaseModel):
    """A batch; `files` were uploaded, `done` and `failed` are how far it is, `accepted` the transmissions of radio."""

    id: str
    name: str
    model: str
    model_name: str  # as it was called when the batch was made
    language: str
    formats: list[Format]
    radio: bool
    created: int
    job: str | None
    state: str
    files: int
    done: int
    failed: int
    accepted: int


class ResultView(BaseModel):
    number: int
    name: str
    seconds: float
    text: str
    error: str | None
    hint: str | None
    warnings: list[str]  # that the recording is cut off or damaged


class HeardSegment(BaseModel):
    """Seconds; `original` is what was heard. One whose text is empty is left out of the files."""

    id: int
    start: float
    end: float
    text: str
    original: str


class TranscriptView(BaseModel):
    number: int
    language: str
    seconds: float
    segments: list[HeardSegment]


class CorrectedSegment(BaseModel):
    id: Number
    text: str = Field(max_length=5_000)


class CorrectionForm(BaseModel):
    segments: list[CorrectedSegment] = Field(min_length=1, max_length=20_000)


class RadioEntity(BaseModel):
    """Something that a transmission names, such as a runway; `value` is its usual form, `spoken` what was said."""

    kind: str
    value: str
    spoken: str


class RadioChange(BaseModel):
    """A correction: what stands where something else was heard, why, and whether it stands."""

    what: str
    instead_of: str
    why: str
    confidence: float
    taken: bool


class RadioSuggestion(BaseModel):
    """A correction that was not made, and why not."""

    what: str
    instead_of: str
    refusal: str


class RadioDifference(BaseModel):
    """A value of a clearance and what was read back, which is empty where nothing was."""

    kind: str
    cleared: str
    read_back: str


class RadioMessage(BaseModel):
    """A transmission. Seconds; `probability` is that of the speaker, who is guessed.

    `overlap`: two stations speak at once. `accepted`: somebody says that the text is right; `edited`: they wrote it.
    """

    start: float
    end: float
    written: str
    spoken: str
    heard: str
    speaker: Literal["controller", "pilot"]
    probability: float
    entities: list[RadioEntity]
    changes: list[RadioChange]
    suggestions: list[RadioSuggestion]
    answers: int | None
    match: Literal["matches", "incomplete", "differs"] | None
    differences: list[RadioDifference]
    overlap: bool
    accepted: bool
    edited: bool


class RadioView(BaseModel):
    """The transmissions of a recording; `warnings` are the numbers of those whose read-back differs."""

    number: int
    seconds: float
    messages: list[RadioMessage]
    warnings: list[int]


class FoundView(BaseModel):
    """A segment that was found: in which batch and recording, where it begins in seconds, and its text."""

    transcription: str
    batch: str
    number: int
    name: str
    start: float
    text: str


class DecisionForm(BaseModel):
    """A decision on corrections of a transmission: which of them stand."""

    message: Number
    changes: list[Number] = Field(min_length=1, max_length=100)
    taken: bool


class ReviewForm(BaseModel):
    """What somebody says of a transmission; `text`, in words or digits, takes its place. Null: as it was corrected."""

    accepted: bool
    text: str | None = Field(default=None, max_length=2_000)


class PairsForm(BaseModel):
    """The name of the corpus that accepted transmissions become."""

    name: str = Field(default="", max_length=80)


@router.post("", status_code=201)
def create_transcription(form: TranscriptionForm, parts: Parts, runs: OwnRuns, me: Me) -> TranscriptionView:
    """Create a batch, to be filled with recordings and then started."""
    model = parts.models.find(me, form.model, "speech")
    language = language_code(form.language) if form.language else ""
    details = form.model_dump() | {"language": language, "model": model.id, "model_name": model.name}
    return _view_transcription(runs, runs.create(me, "transcribe", form.name, details))


@router.get("")
def transcriptions(runs: OwnRuns, me: Me) -> list[TranscriptionView]:
    """List batches, the newest first."""
    return [_view_transcription(runs, batch) for batch in runs.all(me, "transcribe")]


@router.get("/search")
def search(runs: OwnRuns, me: Me, words: Annotated[str, Query(min_length=1, max_length=200)]) -> list[FoundView]:
    """Find segments of one's own batches in which these words occur, the newest batch first; at most 100."""
    found = (
        FoundView(transcription=batch.id, batch=batch.row["name"], **asdict(one))
        for batch in runs.all(me, "transcribe")
        for one in search_batch(batch.folder, words)
    )
    return list(islice(found, MOST_FOUND))


@router.get("/{transcription}")
def read_transcription(transcription: str, runs: OwnRuns, me: Me) -> TranscriptionView:
    return _view_transcription(runs, runs.own(me, "transcribe", transcription))


@router.delete("/{transcription}")
def delete_transcription(transcription: str, parts: Parts, runs: OwnRuns, me: Me) -> Gone:
    """Delete a transcription with its recordings and results, and what was read of it for questions."""
    runs.delete(runs.own(me, "transcribe", transcription))
    Documents(runs, parts.copies, Path(parts.settings.folder)).forget(me, f"{RECORDING}/{transcription}")
    return Gone(id=transcription)


@router.put("/{transcription}/files", openapi_extra=BODY, responses=CONFLICT, response_model=FileView)
async def upload(
    transcription: str,
    request: Request,
    runs: OwnRuns,
    me: Me,
    name: Annotated[str, Query(min_length=1, max_length=1000)],
    total: Size,
    offset: Offset = 0,
) -> FileView | JSONResponse:
    """Receive a piece of a recording; a piece at offset 0 begins it anew."""
    own = await asyncio.to_thread(runs.own, me, "transcribe", transcription)
    _refuse_begun(own)
    return await receive_piece(runs.uploads(own), request, name, offset, total)


@router.get("/{transcription}/files")
def files(transcription: str, runs: OwnRuns, me: Me, offset: Offset = 0, limit: Limit = 200) -> FilesView:
    return view_files(runs.uploads(runs.own(me, "transcribe", transcription)), offset, limit)


@router.delete("/{transcription}/files")
def remove_file(transcription: str, name: str, runs: OwnRuns, me: Me) -> FilesView:
    own = runs.own(me, "transcribe", transcription)
    _refuse_begun(own)
    uploads = runs.uploads(own)
    uploads.remove(name)
    return view_files(uploads, 0, 200)


@router.post("/{transcription}/start", status_code=202)
def start_transcription(transcription: str, parts: Parts, runs: OwnRuns, me: Me) -> TranscriptionView:
    own = runs.own(me, "transcribe", transcription)
    _refuse_begun(own)
    if not runs.uploads(own).count()[0]:
        raise JobError("transcription.nothing", "There is nothing to transcribe.", hint="Upload recordings first.")
    asked = {name: own.details[name] for name in ASKED if name in own.details}
    model = parts.models.find(me, own.details["model"], "speech")
    return _view_transcription(runs, runs.start(me, own, {"model": model.weights, **asked}))


@router.get("/{transcription}/results")
def results(transcription: str, runs: OwnRuns, me: Me, reader: Reader) -> list[ResultView]:
    """List the results so far, in the order of the files."""
    found = read_results(runs.own(me, "transcribe", transcription).folder)
    return [_view_result(result, reader) for result in found]


@router.get("/{transcription}/results/{number}/segments")
def read_segments(transcription: str, number: Number, runs: OwnRuns, me: Me) -> TranscriptView:
    """Return one transcript by its segments, with what was corrected."""
    return _view_transcript(runs.own(me, "transcribe", transcription).folder, number)


@router.put("/{transcription}/results/{number}/segments")
def write_segments(
    transcription: str, number: Number, form: CorrectionForm, parts: Parts, runs: OwnRuns, me: Me
) -> TranscriptView:
    """Correct texts; segments that are not named stay. The files of all formats are written again."""
    own = runs.own(me, "transcribe", transcription)
    refuse_run_at_work(own)
    texts = {segment.id: segment.text for segment in form.segments}
    with parts.copies.changing("runs", own.id) as folder:
        correct_result(folder, number, texts, own.details["formats"])
    return _view_transcript(own.folder, number)


@router.get("/{transcription}/results/{number}/radio")
def read_transmissions(transcription: str, number: Number, runs: OwnRuns, me: Me) -> RadioView:
    """List the transmissions of a recording of radio, with what they name and how they were corrected."""
    return _view_radio(runs.own(me, "transcribe", transcription).folder, number)


@router.put("/{transcription}/results/{number}/radio")
def decide_corrections(
    transcription: str, number: Number, form: DecisionForm, parts: Parts, runs: OwnRuns, me: Me
) -> RadioView:
    """Undo or redo corrections. The files of all formats are written again."""
    from soridam.studio.transcripts.radio import decide

    own = runs.own(me, "transcribe", transcription)
    refuse_run_at_work(own)
    with parts.copies.changing("runs", own.id) as folder:
        decide(folder, number, form.message, form.changes, taken=form.taken, formats=own.details["formats"])
    return _view_radio(own.folder, number)


@router.put("/{transcription}/results/{number}/radio/{message}")
def review_transmission(
    transcription: str, number: Number, message: Number, form: ReviewForm, parts: Parts, runs: OwnRuns, me: Me
) -> RadioView:
    """Accept a transmission as it stands, or write it anew. The files of all formats are written again."""
    from soridam.studio.transcripts.radio import Review, review

    own = runs.own(me, "transcribe", transcription)
    refuse_run_at_work(own)
    with parts.copies.changing("runs", own.id) as folder:
        review(folder, number, message, Review(form.accepted, form.text), formats=own.details["formats"])
    return _view_radio(own.folder, number)


@router.post("/{transcription}/corpus", status_code=202)
def make_corpus(transcription: str, form: PairsForm, corpora: OwnCorpora, runs: OwnRuns, me: Me) -> CorpusView:
    """A new corpus of the transmissions that were accepted in this batch, with their sound."""
    from soridam.studio.transcripts.radio import write_pairs

    own = runs.own(me, "transcribe", transcription)
    refuse_run_at_work(own)
    made = corpora.create(me, form.name or own.row["name"], "en", "edit")
    if not write_pairs(own.folder, made.place.plan):
        corpora.delete(made)
        raise CorpusError(
            "radio.none-accepted",
            "No transmission is accepted yet.",
            hint="Accept those whose text is right, or write them anew.",
        )
    corpora.begin(me, made, "radio_pairs", {"transcription": own.id, "language": "en"})
    return view_corpus(corpora, corpora.own(me, made.id))


@router.get("/{transcription}/results/{number}/audio", response_class=FileResponse)
def result_audio(transcription: str, number: Number, runs: OwnRuns, me: Me) -> FileResponse:
    """Send the recording as FLAC, 16 kHz mono; ranges may be asked for."""
    path = result_path(runs.own(me, "transcribe", transcription).folder, number, "flac")
    return FileResponse(path, media_type="audio/flac", headers={"Cache-Control": "private, max-age=3600"})


@router.get("/{transcription}/results/{number}/{format}", response_class=FileResponse)
def result_file(transcription: str, number: Number, format: Format, runs: OwnRuns, me: Me) -> FileResponse:
    """Send one transcript as a file."""
    own = runs.own(me, "transcribe", transcription)
    path = result_path(own.folder, number, format)
    name = next(result["name"] for result in read_results(own.folder) if result["number"] == number)
    return FileResponse(path, media_type=MEDIA[format], filename=f"{Path(name).stem}.{format}")


@router.get("/{transcription}/download", response_class=StreamingResponse)
def download_transcripts(transcription: str, runs: OwnRuns, me: Me) -> StreamingResponse:
    """Download all transcripts in all formats as a zip, named like their recordings."""
    own = runs.own(me, "transcribe", transcription)
    results = read_results(own.folder)
    names = name_results([result["name"] for result in results])
    found = [
        (path, f"{name}{path.suffix}")
        for result, name in zip(results, names, strict=True)
        for path in sorted((own.folder / "results").glob(f"{result['number']:05d}.*"))
        if path.suffix[1:] in MEDIA
    ]
    return send_zip(own.row["name"], found)


def _refuse_begun(batch: RunRow) -> None:
    """Refuse uploads to a batch that has begun: results are numbered by its recordings."""
    if batch.state != "new":
        raise JobError(
            "transcription.started", "'{name}' was started already.", hint="Make a new batch.", name=batch.row["name"]
        )


def _view_transcription(runs: OwnRuns, batch: RunRow) -> TranscriptionView:
    told = read_results(batch.folder)
    failed = sum(1 for result in told if result["error"])
    details = batch.details
    return TranscriptionView(
        id=batch.id,
        name=batch.row["name"],
        model=details["model"],
        model_name=details.get("model_name", details["model"]),
        language=details["language"],
        formats=details["formats"],
        radio=details.get("radio", False),
        created=batch.row["created"],
        job=batch.row["job"],
        state=batch.state,
        files=runs.uploads(batch).count()[0],
        done=len(told) - failed,
        failed=failed,
        accepted=_count_accepted(batch),
    )


def _count_accepted(batch: RunRow) -> int:
    if not batch.details.get("radio", False):
        return 0
    from soridam.studio.transcripts.radio import count_accepted

    return count_accepted(batch.folder)


def _view_result(result: dict[str, Any], reader: Language) -> ResultView:
    if result["error"]:
        told = tell_stored(result["error"], result.get("hint"), reader)
        result = {**result, "error": told.error, "hint": told.hint}
    warnings = [say(from_json(warning), reader) for warning in result.get("warnings", ())]
    return ResultView(**{"hint": None, **result, "warnings": warnings})


def _view_transcript(folder: Path, number: int) -> TranscriptView:
    heard, corrections = read_transcript(folder, number), read_corrections(folder, number)
    segments = [
        HeardSegment(
            id=id,
            start=round(segment.start, 3),
            end=round(segment.end, 3),
            text=corrections.get(id, segment.text),
            original=segment.text,
        )
        for id, segment in enumerate(heard.segments)
    ]
    return TranscriptView(number=number, language=heard.language, seconds=heard.duration, segments=segments)


def _view_radio(folder: Path, number: int) -> RadioView:
    from soridam.studio.transcripts.radio import read_radio

    told = read_radio(folder, number)
    messages = [_view_message(message) for message in told["messages"]]
    warnings = [index for index, message in enumerate(messages) if message.match == "differs"]
    return RadioView(number=number, seconds=told["duration"], messages=messages, warnings=warnings)


def view_heard(told: dict[str, Any]) -> RadioMessage:
    """View a transmission as it was heard, before anybody decided over it."""
    correction = told["correction"]
    changes = [{**change, "taken": True} for change in correction["changes"]]
    return _view_message({**told, "correction": {**correction, "changes": changes}, "accepted": False, "edited": False})


def _view_message(told: dict[str, Any]) -> RadioMessage:
    correction, readback = told["correction"], told.get("readback") or {}
    return RadioMessage(
        start=told["start"],
        end=told["end"],
        written=told["written"],
        spoken=told["spoken"],
        heard=correction["heard"],
        **told["turn"],
        entities=[RadioEntity(**entity) for entity in told["entities"]],
        changes=[RadioChange(**change) for change in correction["changes"]],
        suggestions=[RadioSuggestion(**suggestion) for suggestion in correction["suggestions"]],
        answers=told.get("answers"),
        match=readback.get("match"),
        differences=[
            RadioDifference(**one) for one in (*readback.get("differences", ()), *readback.get("missing", ()))
        ],
        overlap=told.get("overlap", False),
        accepted=told["accepted"],
        edited=told["edited"],
    )
