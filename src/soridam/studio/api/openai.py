"""The speech routes of the OpenAI API. Begin with `transcribe`.

Names, values and errors are those of OpenAI; unknown fields of a form are ignored, as there.
"""

import math
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from soridam.core.errors import SoridamError, UsageError
from soridam.core.messages import from_json
from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.openai_form import OpenaiForm
from soridam.studio.api.streams import EVENT_STREAM, NO_STORE, event
from soridam.studio.http.answers import OPENAI_REFUSALS, openai_error
from soridam.studio.openai.naming import ServedModel
from soridam.studio.openai.speech_models import DEFAULT_RECOGNIZER, find_speaker
from soridam.studio.openai.speech_process import Answer, hand_over
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import User

router = APIRouter(prefix="/v1", tags=["openai"], responses=OPENAI_REFUSALS)

SUBTITLES = {"srt": "application/x-subrip", "vtt": "text/vtt"}
MEDIA = {"mp3": "audio/mpeg", "opus": "audio/ogg", "aac": "audio/aac", "flac": "audio/flac", "wav": "audio/wav",
         "pcm": "audio/pcm"}  # fmt: skip
# Theirs are other voices: each stands for one of ours.
THEIR_VOICES = frozenset((
    "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar",
))  # fmt: skip
HANGUL = ("\uac00", "\ud7a3")
MOST_NAME = 200  # characters of a file's name
PLAIN_SPEED = 1.0  # of the voice; the narrator of books reads more slowly
TRANSCRIPTS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "application/json": {"schema": {"type": "object"}},
            **{
                media: {"schema": {"type": "string"}}
                for media in ("text/plain", "text/event-stream", *SUBTITLES.values())
            },
        }
    }
}

Task = Literal["transcribe", "translate"]
Granularity = Literal["word", "segment"]


class SpeechForm(OpenaiForm):
    """A text to be read aloud. `instructions` and `stream_format` are accepted and change nothing."""

    input: str = Field(min_length=1, max_length=4096)
    model: str = "tts-1"
    voice: str = Field(default="", max_length=40)
    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = "mp3"
    speed: float = Field(default=1.0, ge=0.25, le=4.0)


class OpenaiModel(BaseModel):
    """A model that can be named. `created` in seconds since 1970; 0 for those that were not made here."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str


class ModelList(BaseModel):
    object: Literal["list"] = "list"
    data: list[OpenaiModel]


@router.get("/models")
def models(parts: Parts, me: Me) -> ModelList:
    """List OpenAI's names that are understood, the models on this machine, and one's own models and adjustments."""
    return ModelList(data=_list_models(parts, me))


@router.get("/models/{model:path}")
def read_model(model: str, parts: Parts, me: Me) -> OpenaiModel:
    for each in _list_models(parts, me):
        if each.id == model:
            return each
    return _view_speech(parts.speech_models.find(me, model))  # it tells the names that there are


def _list_models(parts: StudioParts, me: User) -> list[OpenaiModel]:
    language = [
        OpenaiModel(id=each.name, created=each.created, owned_by=each.owner) for each in parts.named_models.all(me)
    ]
    pictures = [
        OpenaiModel(id=each.name, created=each.created, owned_by=each.owner) for each in parts.picture_models.all(me)
    ]
    return [*map(_view_speech, parts.speech_models.all(me)), *language, *pictures]


def _view_speech(model: ServedModel) -> OpenaiModel:
    return OpenaiModel(id=model.name, created=model.created, owned_by=model.owner)


class TranscriptForm(BaseModel):
    """Options of a transcription. Decoding is deterministic: every temperature is taken as 0."""

    file: UploadFile
    model: str = Field(default=DEFAULT_RECOGNIZER, max_length=200)
    language: str = Field(default="", max_length=40)
    prompt: str = Field(default="", max_length=4000)
    hotwords: str = Field(default="", max_length=4000)
    temperature: float = Field(default=0, ge=0, le=1)
    response_format: Literal["json", "text", "srt", "vtt", "verbose_json", "diarized_json"] = "json"
    bracketed: list[Granularity] | None = Field(default=None, alias="timestamp_granularities[]")
    plain: list[Granularity] | None = Field(default=None, alias="timestamp_granularities")
    stream: bool = False

    @property
    def granularities(self) -> list[Granularity]:
        """Accept either name: OpenAI's clients write brackets, others none."""
        return [*(self.bracketed or ()), *(self.plain or ())] or ["segment"]


Multipart = Annotated[TranscriptForm, Form(media_type="multipart/form-data")]


@router.post("/audio/transcriptions", response_model=None, responses=TRANSCRIPTS)
def transcribe(form: Multipart, parts: Parts, me: Me) -> Response:
    """Transcribe in the language of the recording."""
    return _hear(parts, me, form, "transcribe")


@router.post("/audio/translations", response_model=None, responses=TRANSCRIPTS)
def translate(form: Multipart, parts: Parts, me: Me) -> Response:
    """Translate into English."""
    return _hear(parts, me, form, "translate")


@router.post("/audio/speech", response_class=Response, responses={200: {"content": {"audio/*": {}}}})
def speak(form: SpeechForm, parts: Parts, me: Me) -> Response:
    """Read the text aloud, in Korean if it holds Korean letters, in English otherwise."""
    find_speaker(form.model)
    request = {
        "text": form.input,
        "voice": "" if form.voice in THEIR_VOICES else form.voice,
        "language": "ko" if any(HANGUL[0] <= letter <= HANGUL[1] for letter in form.input) else "en",
        "speed": form.speed * PLAIN_SPEED,
        "format": form.response_format,
    }
    (spoken,) = parts.speech.stream("speak", request)
    return Response(spoken.data, media_type=MEDIA[form.response_format])


def _hear(parts: StudioParts, me: User, form: TranscriptForm, task: Task) -> Response:
    if form.stream and form.response_format not in ("json", "text"):
        raise UsageError(
            "openai.not-streamed",
            "{format} cannot be streamed.",
            hint="Request json or text.",
            format=form.response_format,
        )
    options = {
        "language": form.language or None,
        "task": task,
        "prompt": form.prompt,
        "hotwords": form.hotwords,
        "words": form.response_format not in ("json", "text"),  # whose times nobody would see
    }
    data, path = hand_over(form.file.file, form.file.size or 0)
    request = {
        "model": parts.speech_models.find_recognizer(me, form.model).place,
        "options": options,
        "format": form.response_format if form.response_format in SUBTITLES else "",
        "stream": form.stream,
        "path": path,
        "name": PurePosixPath((form.file.filename or "").replace("\\", "/")).name[:MOST_NAME],
    }
    answers = parts.speech.stream("transcribe", request, data)
    first = next(answers)  # what is wrong with the request is told before the answer begins
    if form.stream:
        return StreamingResponse(_as_events(chain([first], answers)), media_type=EVENT_STREAM, headers=NO_STORE)
    (last,) = chain([first], answers)
    return _present(last.body, form)


def _present(heard: Mapping[str, Any], form: TranscriptForm) -> Response:
    transcript = heard["transcript"]
    warnings = {"warnings": [str(from_json(warning)) for warning in heard["warnings"]]} if heard["warnings"] else {}
    if form.response_format in SUBTITLES:
        return PlainTextResponse(heard["text"], media_type=SUBTITLES[form.response_format])
    if form.response_format == "text":
        return PlainTextResponse(transcript["text"] + "\n")
    usage = {"type": "duration", "seconds": math.ceil(transcript["duration"])}
    if form.response_format == "json":
        return JSONResponse({"text": transcript["text"], "usage": usage, **warnings})
    if form.response_format == "diarized_json":
        segments = [_spoken_by_one(segment) for segment in transcript["segments"]]
        plain = {key: transcript[key] for key in ("duration", "text")}
        return JSONResponse({"task": "transcribe", **plain, "segments": segments, "usage": usage, **warnings})
    shown = {key: transcript[key] for key in ("task", "language", "duration", "text")}
    if "segment" in form.granularities:
        shown["segments"] = [_without_words(segment) for segment in transcript["segments"]]
    if "word" in form.granularities:
        shown["words"] = [{key: word[key] for key in ("word", "start", "end")} for word in transcript["words"]]
    return JSONResponse({**shown, "usage": usage, **warnings})


def _spoken_by_one(segment: Mapping[str, Any]) -> dict[str, Any]:
    """Return a segment in the diarized form, spoken by A: speakers are not told apart here."""
    times = {key: segment[key] for key in ("start", "end", "text")}
    return {"type": "transcript.text.segment", "id": f"seg_{segment['id']}", "speaker": "A", **times}


def _without_words(segment: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in segment.items() if key != "words"}


def _as_events(answers: Iterator[Answer]) -> Iterator[str]:
    """Yield an event for each segment as it is heard, then one for the whole; an error is an event too."""
    told = False
    try:
        for answer in answers:
            if "segment" in answer.body:
                delta = (" " if told else "") + answer.body["segment"]["text"]
                told = True
                yield event({"type": "transcript.text.delta", "delta": delta})
            else:
                yield event({"type": "transcript.text.done", "text": answer.body["transcript"]["text"]})
    except SoridamError as error:
        yield event(openai_error(error))
