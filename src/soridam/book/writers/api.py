"""Stories by any server that speaks OpenAI's chat API: OpenAI, vLLM, Ollama, llama.cpp. Begin with `ApiWriter`.

The answer is held to a JSON schema and streamed: a page goes to the illustrator while the next one is being written.
The key is never in an error, a log or the book: what a server says about it stays unread.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pydantic_core
from pydantic import SecretStr, ValidationError

from soridam.book.story import Story, Wish
from soridam.book.writers.draft import (
    Message,
    StoryDraft,
    draft_schema,
    instructions,
    repair_instructions,
    to_story,
)
from soridam.core.errors import StoryError

if TYPE_CHECKING:
    from openai import OpenAI

LONGEST_ANSWER = 400_000  # characters: no story is longer, and a server may never end


@dataclass(frozen=True)
class ApiWriter:
    """Asks a server. `timeout` is in seconds, for each answer."""

    url: str
    model: str
    key: SecretStr | None
    timeout: float = 120.0

    def write(self, wish: Wish, preview: Callable[[Story], None]) -> Story:
        """Raises StoryError if the server does not answer, or not with a story."""
        return to_story(_read(self._ask(instructions(wish), wish, preview)), wish)

    def repair(self, wish: Wish, story: Story, findings: Sequence[str]) -> Story:
        """Ask once more, told what is wrong."""
        draft = story.model_dump_json(include={"title", "lesson", "pages"})
        return to_story(_read(self._ask(repair_instructions(wish, draft, findings), wish, None)), wish)

    def _ask(self, messages: list[Message], wish: Wish, preview: Callable[[Story], None] | None) -> str:
        import openai

        try:
            return _collect(self._stream(messages), wish, preview)
        except openai.APIStatusError as error:
            raise StoryError(
                f"The story server answered {error.status_code}.",
                hint="Check book.api.url and book.api.model, and the key in SORIDAM_API_KEY.",
            ) from None
        except openai.APITimeoutError:
            raise StoryError(
                f"The story server took longer than {self.timeout:.0f} s.", hint="Raise book.api.timeout."
            ) from None
        except openai.OpenAIError:
            raise StoryError(
                f"The story server at {self.url} cannot be reached.", hint="Start it, or check book.api.url."
            ) from None

    def _stream(self, messages: list[Message]) -> Iterable[Any]:
        create: Any = self._client().chat.completions.create  # its types want one class for each role
        stream: Iterable[Any] = create(
            model=self.model,
            messages=messages,
            stream=True,
            temperature=0.8,
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "story", "schema": draft_schema(), "strict": True},
            },
        )
        return stream

    def _client(self) -> "OpenAI":
        from openai import OpenAI

        key = self.key.get_secret_value() if self.key else "none"  # local servers want none, the library wants one
        return OpenAI(base_url=self.url, api_key=key, timeout=self.timeout, max_retries=1)


def _collect(stream: Iterable[Any], wish: Wish, preview: Callable[[Story], None] | None) -> str:
    """The whole answer; each page that has come whole is shown on the way."""
    text, shown = "", 0
    for chunk in stream:
        piece = (chunk.choices[0].delta.content or "") if chunk.choices else ""
        text += piece
        if len(text) > LONGEST_ANSWER:
            raise StoryError("The story server does not stop writing.", hint="Use another model.")
        if preview is None or "}" not in piece:
            continue
        begun = _whole_pages(text)
        if begun is not None and len(begun.pages) > shown:
            shown = len(begun.pages)
            preview(to_story(begun, wish))
    return text


def _whole_pages(text: str) -> StoryDraft | None:
    """The story so far, if its head and at least one page are there. The last page may be half written: it waits."""
    try:
        values = pydantic_core.from_json(text, allow_partial=True)
        return StoryDraft.model_validate({**values, "pages": values["pages"][:-1]}) if values["pages"][1:] else None
    except (ValueError, KeyError, TypeError):
        return None


def _read(text: str) -> StoryDraft:
    try:
        return StoryDraft.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the answer"
        raise StoryError(f"The model's story is not as asked: {where}: {first['msg']}.", hint="Ask again.") from None
