"""Looking into a prepared corpus: figures, rows with sound and picture, what was set aside, how it could be split."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from soridam.core.files import iter_json_lines
from soridam.image.data.reasons import explain as explain_picture
from soridam.language.data.reasons import explain as explain_example
from soridam.recipes import Family
from soridam.speech.corpus.quarantine import explain as explain_recording
from soridam.studio.api.deps import Me, OwnCorpora
from soridam.studio.api.schemas import Limit, Number, Offset, Pixels, Words
from soridam.studio.api.sound import send_sound
from soridam.studio.corpora.corpora import Corpora, Corpus, require_recordings, require_text
from soridam.studio.people.accounts import User
from soridam.studio.storage.places import CorpusPlace

router = APIRouter(prefix="/api/corpora/{corpus}", tags=["corpora"])

EXPLAIN: dict[Family, Callable[[str, str], str]] = {
    "speech": explain_recording,
    "language": explain_example,
    "image": explain_picture,
}
ExampleKind = Literal["conversation", "text", "preference"]


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
    """A histogram: `counts[i]` values lie between `edges[i]` and `edges[i + 1]`."""

    edges: list[float]
    counts: list[int]


class Plots(BaseModel):
    """Histograms of the rows: seconds, letters, letters per second, dBFS of speech, share of silence."""

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
    """A leak: what two splits share. `rows` and their counts are those of `second`."""

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


class TurnView(BaseModel):
    role: Literal["system", "user", "assistant"]
    content: str


class ExampleView(BaseModel):
    """A conversation, a text, or a preference with the answer that is liked less. `place` is file and line."""

    split: str
    row: int
    place: str
    kind: ExampleKind
    turns: list[TurnView]
    text: str
    rejected: str | None


class ExamplesView(BaseModel):
    total: int
    examples: list[ExampleView]


class TextPart(BaseModel):
    name: str
    examples: int
    letters: int
    longest: int


class TextDescriptionView(BaseModel):
    """Figures of a corpus of text; `letters` counts those of each example."""

    splits: list[TextPart]
    kinds: dict[ExampleKind, int]
    letters: Histogram


class SplitWay(BaseModel):
    """A preview of one way of splitting."""

    by: str
    ratio: str
    rows: dict[str, int]
    hours: dict[str, float]
    dropped: int
    leaks: list[LeakView]


@router.get("/quarantine")
def quarantine(corpus: str, corpora: OwnCorpora, me: Me, offset: Offset = 0, limit: Limit = 100) -> QuarantineView:
    """List the rows that the latest preparation set aside, and why."""
    own = corpora.own(me, corpus)
    place, explain = own.place, EXPLAIN[own.family]
    path = place.quarantine
    rows: list[dict[str, Any]] = list(iter_json_lines(path)) if path.is_file() else []
    return QuarantineView(
        total=len(rows),
        reasons=[
            ReasonView(reason=reason, count=count, about=Words(ko=explain(reason, "ko"), en=explain(reason, "en")))
            for reason, count in Counter(row["reason"] for row in rows).most_common()
        ],
        rows=[
            QuarantinedRow(**{**row, "detail": _with_names_only(row["detail"], place)})
            for row in rows[offset : offset + limit]
        ],
    )


def _with_names_only(detail: str, place: CorpusPlace) -> str:
    """Remove the folders of the server: people know files by the names they gave."""
    for folder in (place.files, place.folder):
        for written in (folder.resolve(), folder):
            detail = detail.replace(f"{written}/", "")
    return detail


@router.get("/description")
def description(corpus: str, corpora: OwnCorpora, me: Me) -> DescriptionView:
    """Return figures, and the data of the plots."""
    from soridam.studio.corpora.corpus_summary import read_description

    own = _ready_recordings(corpora, me, corpus)
    return DescriptionView(**read_description(own.place.ready))


@router.get("/utterances")
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
    """List the rows of a corpus, a page at a time."""
    from soridam.studio.corpora.corpus_summary import UtteranceQuery, find_utterances

    own = _ready_recordings(corpora, me, corpus)
    wanted = UtteranceQuery(split, search, speaker, flag, sort, descending)
    total, rows = find_utterances(own.place.ready, wanted, offset, limit)
    return UtterancesView(total=total, utterances=[UtteranceView(**row) for row in rows])


@router.get("/utterances/{split}/{row}/audio", response_class=Response)
def utterance_audio(corpus: str, split: str, row: Number, request: Request, corpora: OwnCorpora, me: Me) -> Response:
    """Send the sound of a row as FLAC, 16 kHz mono."""
    from soridam.studio.corpora.listening import stored_sound

    return send_sound(request, stored_sound(_ready_recordings(corpora, me, corpus).place.corpus, split, row))


@router.get("/utterances/{split}/{row}/spectrogram", response_class=Response)
def utterance_spectrogram(
    corpus: str, split: str, row: Number, corpora: OwnCorpora, me: Me, width: Pixels = 600, height: Pixels = 120
) -> Response:
    """Send the spectrogram of a row as PNG without axes, 0 to 8 kHz from bottom to top."""
    from soridam.speech.audio import decode_audio
    from soridam.studio.corpora.listening import stored_sound
    from soridam.studio.corpora.pictures import draw_spectrogram

    samples = decode_audio(stored_sound(_ready_recordings(corpora, me, corpus).place.corpus, split, row))
    return send_picture(draw_spectrogram(samples, width, height))


@router.get("/splits")
def compare_splits(
    corpus: str,
    corpora: OwnCorpora,
    me: Me,
    ratio: Annotated[str, Query(max_length=20)] = "8:2",
    seed: Annotated[int, Query(ge=0, le=2**31 - 1)] = 7,
) -> list[SplitWay]:
    """Preview each way of splitting; nothing is written."""
    from soridam.speech.corpus.split import compare_ways

    ways = compare_ways(_ready_recordings(corpora, me, corpus).place.corpus, ratio, seed)
    return [SplitWay(**{name: value for name, value in asdict(way).items() if name != "seed"}) for way in ways]


@router.get("/text")
def describe_text(corpus: str, corpora: OwnCorpora, me: Me) -> TextDescriptionView:
    """Return figures of a corpus of text."""
    from soridam.studio.corpora.examples import read_description

    return TextDescriptionView(**read_description(_ready_text(corpora, me, corpus).place.ready))


@router.get("/examples")
def examples(
    corpus: str,
    corpora: OwnCorpora,
    me: Me,
    split: str = "",
    search: Annotated[str, Query(max_length=200)] = "",
    kind: ExampleKind | None = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> ExamplesView:
    """List the examples of a corpus of text, a page at a time."""
    from soridam.studio.corpora.examples import ExampleQuery, find_examples

    wanted = ExampleQuery(split, search, kind or "")
    total, rows = find_examples(_ready_text(corpora, me, corpus).place.ready, wanted, offset, limit)
    return ExamplesView(total=total, examples=[ExampleView(**row) for row in rows])


def _ready_recordings(corpora: Corpora, me: User, corpus: str) -> Corpus:
    own = corpora.own(me, corpus)
    require_recordings(own)
    own.require_ready()
    return own


def _ready_text(corpora: Corpora, me: User, corpus: str) -> Corpus:
    own = corpora.own(me, corpus)
    require_text(own)
    own.require_ready()
    return own


def send_picture(png: bytes) -> Response:
    return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})
