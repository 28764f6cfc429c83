"""The chat and completion routes of the OpenAI API: tuned and adjusted language models by name.

Begin with `chat`. Names, values and errors are those of OpenAI; unknown fields are ignored, as there.
"""

import asyncio
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from soridam.core.errors import SoridamError
from soridam.studio.api.deps import Me, Parts
from soridam.studio.api.openai_form import OpenaiForm
from soridam.studio.api.streams import EVENT_STREAM, NO_STORE, event
from soridam.studio.http.answers import OPENAI_REFUSALS, openai_error
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import User

router = APIRouter(prefix="/v1", tags=["openai"], responses=OPENAI_REFUSALS)

MOST_TEXT = 200_000  # characters; what a model can read is said by itself
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "text/event-stream": {"schema": {"type": "string"}},
        }
    }
}
Text = Annotated[str, Field(max_length=MOST_TEXT)]
Stop = Annotated[str, Field(max_length=200)]
Event = Mapping[str, Any]


class TextPart(BaseModel):
    """A part of a message; only text can be read."""

    type: Literal["text"]
    text: Text


class ChatMessage(BaseModel):
    role: Literal["system", "developer", "user", "assistant"]
    content: Text | list[TextPart]

    def to_json(self) -> dict[str, str]:
        said = self.content if isinstance(self.content, str) else "".join(part.text for part in self.content)
        return {"role": "system" if self.role == "developer" else self.role, "content": said}


class StreamOptions(BaseModel):
    include_usage: bool = False


class AnyForm(OpenaiForm):
    """The fields of both routes. `n` must be 1: another answer is another request, with another seed."""

    model: str = Field(max_length=200)
    max_tokens: int | None = Field(default=None, ge=1, le=100_000)
    temperature: float = Field(default=1.0, ge=0, le=2)
    top_p: float = Field(default=1.0, gt=0, le=1)
    seed: int = Field(default=7, ge=0, le=2**53 - 1)
    stop: Stop | list[Stop] = Field(default_factory=list)
    n: int = Field(default=1, ge=1, le=1)
    stream: bool = False
    stream_options: StreamOptions = StreamOptions()

    def sampling(self, most_tokens: int, likeliest: int | None) -> dict[str, Any]:
        return {
            "most_tokens": most_tokens,
            "temperature": self.temperature,
            "top_p": self.top_p,
            "seed": self.seed,
            "stops": [self.stop] if isinstance(self.stop, str) else self.stop,
            "likeliest": likeliest,
        }


class ChatForm(AnyForm):
    """A conversation to be answered. `max_completion_tokens` is the newer name of `max_tokens`."""

    messages: list[ChatMessage] = Field(min_length=1, max_length=1000)
    max_completion_tokens: int | None = Field(default=None, ge=1, le=100_000)
    logprobs: bool = False
    top_logprobs: int = Field(default=0, ge=0, le=20)


class CompletionForm(AnyForm):
    """A text to be continued."""

    prompt: Text
    logprobs: int | None = Field(default=None, ge=0, le=5)


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts of a request that its answer repeats."""

    id: str
    created: int
    model: str
    is_chat: bool
    with_usage: bool  # at the end of a stream

    def head(self, *, is_piece: bool) -> dict[str, Any]:
        kind = ("chat.completion" if self.is_chat else "text_completion") + (
            ".chunk" if is_piece and self.is_chat else ""
        )
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model}


@router.post("/chat/completions", response_model=None, responses=ANSWERS)
async def chat(form: ChatForm, parts: Parts, me: Me) -> Response:
    """Answer a conversation in the model's own template."""
    most = form.max_completion_tokens or form.max_tokens or 512
    likeliest = form.top_logprobs if form.logprobs else None
    question = {
        "messages": [message.to_json() for message in form.messages],
        "plain": False,
        "sampling": form.sampling(most, likeliest),
    }
    return await _answer(form, question, parts, me, is_chat=True)


@router.post("/completions", response_model=None, responses=ANSWERS)
async def complete(form: CompletionForm, parts: Parts, me: Me) -> Response:
    """Continue a text."""
    question = {
        "messages": [{"role": "user", "content": form.prompt}],
        "plain": True,
        "sampling": form.sampling(form.max_tokens or 16, form.logprobs),
    }
    return await _answer(form, question, parts, me, is_chat=False)


async def _answer(form: AnyForm, question: dict[str, Any], parts: StudioParts, me: User, *, is_chat: bool) -> Response:
    name = f"{'chatcmpl' if is_chat else 'cmpl'}-{uuid.uuid4().hex}"
    asked = Asked(name, int(time.time()), form.model, is_chat, form.stream_options.include_usage)
    events, first = await asyncio.to_thread(_begin, form.model, question, parts, me)
    if form.stream:
        pieces = _stream(asked, first["prompt_tokens"], events)
        return StreamingResponse(pieces, media_type=EVENT_STREAM, headers=NO_STORE)
    return JSONResponse(await asyncio.to_thread(_whole, asked, first["prompt_tokens"], events))


def _begin(model: str, question: dict[str, Any], parts: StudioParts, me: User) -> tuple[Iterator[Event], Event]:
    """Begin an answer; returns its events and the first of them, so that a wrong request is refused with its status."""
    named = parts.named_models.find(me, model)
    place = parts.copies.find_weights(named.weights)
    events = parts.language.ask("answer", {**question, "model": place, "adjustments": [dict(named.sliders)]})
    return events, next(events)


def _whole(asked: Asked, prompt_tokens: int, events: Iterator[Event]) -> dict[str, Any]:
    pieces = list(events)
    text = "".join(piece["text"] for piece in pieces)
    choices = [piece["choice"] for piece in pieces if "choice" in piece]
    return {
        **asked.head(is_piece=False),
        "choices": [
            {
                "index": 0,
                **({"message": {"role": "assistant", "content": text}} if asked.is_chat else {"text": text}),
                "logprobs": _logprobs(asked, choices),
                "finish_reason": pieces[-1]["end"] if pieces else "length",
            }
        ],
        "usage": _usage(prompt_tokens, len(pieces)),
    }


def _stream(asked: Asked, prompt_tokens: int, events: Iterator[Event]) -> Iterator[str]:
    """Yield each piece as it is written, the usage if it was asked for, and the end; an error is an event too."""
    opening: list[Event] = [{"text": "", "end": None, "opens": True}] if asked.is_chat else []
    count = 0
    try:
        for each in chain(opening, events):
            count += "opens" not in each
            yield event({**asked.head(is_piece=True), "choices": [_piece(asked, each)]})
        if asked.with_usage:
            usage = _usage(prompt_tokens, count)
            yield event({**asked.head(is_piece=True), "choices": [], "usage": usage})
    except SoridamError as error:
        yield event(openai_error(error))
    yield "data: [DONE]\n\n"


def _piece(asked: Asked, piece: Event) -> dict[str, Any]:
    role = {"role": "assistant"} if piece.get("opens") else {}
    said = {"delta": {**role, "content": piece["text"]}} if asked.is_chat else {"text": piece["text"]}
    choices = [piece["choice"]] if "choice" in piece else []
    return {"index": 0, **said, "logprobs": _logprobs(asked, choices), "finish_reason": piece["end"]}


def _logprobs(asked: Asked, choices: list[Mapping[str, Any]]) -> dict[str, Any] | None:
    if not choices:
        return None
    if not asked.is_chat:
        return {
            "tokens": [choice["text"] for choice in choices],
            "token_logprobs": [choice["logarithm"] for choice in choices],
            "top_logprobs": [dict(choice["likeliest"]) for choice in choices],
        }
    return {
        "content": [
            {
                **_logprob(choice["text"], choice["logarithm"]),
                "top_logprobs": [_logprob(text, value) for text, value in choice["likeliest"]],
            }
            for choice in choices
        ]
    }


def _logprob(text: str, logarithm: float) -> dict[str, Any]:
    return {"token": text, "logprob": logarithm, "bytes": list(text.encode())}


def _usage(prompt: int, answer: int) -> dict[str, int]:
    return {"prompt_tokens": prompt, "completion_tokens": answer, "total_tokens": prompt + answer}
