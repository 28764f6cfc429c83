"""Stories by any server that speaks OpenAI's chat API: OpenAI, vLLM, Ollama, llama.cpp. Begin with `ApiWriter`.

The answer is held to a JSON schema and streamed: a page goes to the illustrator while the next one is being written.
The key is never in an error, a log or the book: what a server says about it stays unread.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import pydantic_core
from pydantic import BaseModel, SecretStr, ValidationError

from soridam.book.story import Page, Story, Wish
from soridam.book.writers.draft import (
    DraftPage,
    Message,
    StoryDraft,
    draft_schema,
    instructions,
    page_instructions,
    page_schema,
    repair_instructions,
    to_page,
    to_story,
)
from soridam.core.errors import StoryError

if TYPE_CHECKING:
    from openai import OpenAI

LONGEST_ANSWER = 400_000  # characters: no story is longer, and a server may never end

Draft = TypeVar("Draft", bound=BaseModel)


@dataclass(frozen=True)
class ApiWriter:
    """Asks a server. `timeout` is in seconds, for each answer."""

    url: str
    model: str
    key: SecretStr | None
    timeout: float = 120.0
    attempts: int = 2

    def write(self, wish: Wish, preview: Callable[[Story], None]) -> Story:
        """Raises StoryError if the server does not answer, or not with a story."""
        return to_story(_read(StoryDraft, self._ask(instructions(wish), draft_schema(), _Shown(wish, preview))), wish)

    def repair(self, wish: Wish, story: Story, findings: Sequence[str]) -> Story:
        """Ask once more, told what is wrong."""
        draft = story.model_dump_json(include={"title", "lesson", "pages"})
        return to_story(_read(StoryDraft, self._ask(repair_instructions(wish, draft, findings), draft_schema())), wish)

    def write_page(self, wish: Wish, story: Story, number: int, attempt: int, findings: Sequence[str] = ()) -> Page:
        """Ask for one page, with the book around it. Raises StoryError as `write` does."""
        answer = self._ask(page_instructions(wish, story, number, findings), page_schema())
        return to_page(_read(DraftPage, answer), story, number)

    def _ask(self, messages: list[Message], schema: dict[str, Any], shown: "_Shown | None" = None) -> str:
        import openai

        try:
            return _collect(self._stream(messages, schema), shown)
        except openai.APIStatusError as error:
            raise StoryError(
                "story.answered",
                "The story server answered {answer}.",
                hint="Check book.api.url and book.api.model, and the key in SORIDAM_API_KEY.",
                answer=error.status_code,
            ) from None
        except openai.APITimeoutError:
            raise StoryError(
                "story.slow",
                "The story server took longer than {seconds} s.",
                hint="Raise book.api.timeout.",
                seconds=f"{self.timeout:.0f}",
            ) from None
        except openai.OpenAIError:
            raise StoryError(
                "story.unreachable",
                "The story server at {url} cannot be reached.",
                hint="Start it, or check book.api.url.",
                url=self.url,
            ) from None

    def _stream(self, messages: list[Message], schema: dict[str, Any]) -> Iterable[Any]:
        create: Any = self._client().chat.completions.create  # its types want one class for each role
        stream: Iterable[Any] = create(
            model=self.model,
            messages=messages,
            stream=True,
            temperature=0.8,
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "story", "schema": schema, "strict": True},
            },
        )
        return stream

    def _client(self) -> "OpenAI":
        from openai import OpenAI

        key = self.key.get_secret_value() if self.key else "none"  # local servers want none, the library wants one
        return OpenAI(base_url=self.url, api_key=key, timeout=self.timeout, max_retries=1)


@dataclass
class _Shown:
    """Shows each page of a story that has come whole."""

    wish: Wish
    preview: Callable[[Story], None]
    pages: int = 0

    def look_at(self, text: str) -> None:
        begun = _whole_pages(text)
        if begun is not None and len(begun.pages) > self.pages:
            self.pages = len(begun.pages)
            self.preview(to_story(begun, self.wish))


def _collect(stream: Iterable[Any], shown: _Shown | None) -> str:
    """Return the whole answer."""
    text = ""
    for chunk in stream:
        piece = (chunk.choices[0].delta.content or "") if chunk.choices else ""
        text += piece
        if len(text) > LONGEST_ANSWER:
            raise StoryError("story.no-end", "The story server does not stop writing.", hint="Use another model.")
        if shown and "}" in piece:
            shown.look_at(text)
    return text


def _whole_pages(text: str) -> StoryDraft | None:
    """The story so far, if its head and at least one page are there. The last page may be half written: it waits."""
    try:
        values = pydantic_core.from_json(text, allow_partial=True)
        return StoryDraft.model_validate({**values, "pages": values["pages"][:-1]}) if values["pages"][1:] else None
    except (ValueError, KeyError, TypeError):
        return None


def _read(draft: type[Draft], text: str) -> Draft:
    try:
        return draft.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the answer"
        raise StoryError(
            "story.not-as-asked",
            "The model's story does not follow the request: {place}: {reason}.",
            hint="Ask again.",
            place=where,
            reason=first["msg"],
        ) from None
