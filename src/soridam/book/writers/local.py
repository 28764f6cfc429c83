"""Stories by a language model on this machine, through Transformers. Begin with `LocalWriter`.

Decoding is held to the story's JSON schema token by token (llguidance), so that every answer can be read. What a small
model writes into it is another matter: the checks decide, and the grammar waits behind them.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from soridam.book.story import AGE_LIMITS, Page, Story, Wish
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
from soridam.core.errors import StoryError, WeightsError
from soridam.language.weights import find_language_model

if TYPE_CHECKING:
    import torch

TOKENS_A_PAGE = 450  # in Korean, with the JSON around it
TEMPERATURE = 0.8

Draft = TypeVar("Draft", bound=BaseModel)


@dataclass(frozen=True, eq=False)
class LocalWriter:
    """A causal model with a chat template: a folder or a name that `find_language_model` takes."""

    model: str
    device: str = "cpu"
    tokens_a_page: int = TOKENS_A_PAGE
    attempts: int = 2

    def write(self, wish: Wish, preview: Callable[[Story], None]) -> Story:
        """Raises WeightsError if there is no such model, StoryError if its story does not end in time."""
        return to_story(self._ask_story(instructions(wish), wish), wish)

    def repair(self, wish: Wish, story: Story, findings: Sequence[str]) -> Story:
        """Ask once more, told what is wrong."""
        draft = story.model_dump_json(include={"title", "lesson", "pages"})
        return to_story(self._ask_story(repair_instructions(wish, draft, findings), wish), wish)

    def write_page(self, wish: Wish, story: Story, number: int, attempt: int, findings: Sequence[str] = ()) -> Page:
        """Ask for one page, with the book around it. Raises as `write` does."""
        messages = page_instructions(wish, story, number, findings)
        draft = self._ask(messages, DraftPage, bounded(page_schema()), pages=1, seed=wish.seed + attempt)
        return to_page(draft, story, number)

    def _ask_story(self, messages: list[Message], wish: Wish) -> StoryDraft:
        pages = AGE_LIMITS[wish.age_band].pages
        return self._ask(messages, StoryDraft, story_schema(pages), pages, wish.seed)

    def _ask(self, messages: list[Message], draft: type[Draft], schema: dict[str, Any], pages: int, seed: int) -> Draft:
        import torch

        model, tokenizer = self._loaded
        prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
        encoded = tokenizer(prompt, return_tensors="pt", add_special_tokens=False).to(self.device)
        torch.manual_seed(seed)
        written = model.generate(
            **encoded,
            max_new_tokens=(pages + 2) * self.tokens_a_page,
            do_sample=True,
            temperature=TEMPERATURE,
            logits_processor=[SchemaProcessor(tokenizer, schema, encoded["input_ids"].shape[1])],
            pad_token_id=tokenizer.eos_token_id,
        )
        answer = tokenizer.decode(written[0, encoded["input_ids"].shape[1] :], skip_special_tokens=True)
        try:
            return draft.model_validate_json(answer)
        except ValueError:
            raise StoryError(
                "story.local-no-end", "The local model did not finish its text.", hint="Use a larger model."
            ) from None

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        from transformers import AutoModelForCausalLM, AutoTokenizer

        folder = find_language_model(self.model)
        try:
            tokenizer = AutoTokenizer.from_pretrained(folder, trust_remote_code=False)
            model = AutoModelForCausalLM.from_pretrained(folder, trust_remote_code=False, use_safetensors=True)
        except (OSError, ValueError, RuntimeError) as error:
            first = str(error).splitlines()[0]
            raise WeightsError(
                "story.cannot-load",
                "The language model '{model}' cannot be loaded: {reason}",
                hint="Give a folder with safetensors or an id of the hub in book.local.model.",
                model=self.model,
                reason=first,
            ) from None
        if tokenizer.chat_template is None:
            raise WeightsError(
                "story.no-chat",
                "'{model}' has no chat template.",
                hint="Use an instruction-tuned model.",
                model=self.model,
            )
        return model.to(self.device).eval(), tokenizer


def story_schema(pages: int) -> dict[str, Any]:
    """The draft's schema with as many pages as the age wants, and texts of bounded length: small models never stop."""
    schema = bounded(draft_schema())
    schema["properties"]["pages"] |= {"minItems": pages, "maxItems": pages}
    schema["properties"]["title"] |= {"minLength": 1, "maxLength": 60}
    schema["$defs"]["DraftFriend"]["properties"]["name"]["maxLength"] = 12
    schema["properties"]["friends"]["maxItems"] = 2
    schema["properties"]["lesson"]["maxLength"] = 120
    return schema


def bounded(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a story or of a page, with bounds to what a page holds."""
    page = schema["$defs"].get("DraftPage", schema)["properties"]
    page["text"] |= {"minLength": 1, "maxLength": 400}
    page["question"]["maxLength"] = 120
    page["speaker_lines"]["maxItems"] = 2
    schema["$defs"]["DraftLine"]["properties"]["text"]["maxLength"] = 120
    schema["$defs"]["DraftPicture"]["properties"]["cast"] |= {"minItems": 1, "maxItems": 3}
    schema["$defs"]["DraftPicture"]["properties"]["props"]["maxItems"] = 3
    schema["$defs"]["DraftPicture"]["properties"]["props"]["items"]["maxLength"] = 24
    schema["$defs"]["DraftPicture"]["properties"]["prompt_en"]["maxLength"] = 160
    return schema


class SchemaProcessor:
    """A logits processor that leaves only tokens with which the answer stays inside a JSON schema."""

    def __init__(self, tokenizer: Any, schema: dict[str, Any], prompt_length: int) -> None:
        import llguidance
        import llguidance.hf

        grammar = llguidance.LLMatcher.grammar_from_json_schema(
            json.dumps(schema), overrides={"whitespace_flexible": False}
        )
        self._matcher = llguidance.LLMatcher(llguidance.hf.from_tokenizer(tokenizer), grammar)
        self._seen = prompt_length

    def __call__(self, input_ids: "torch.Tensor", scores: "torch.Tensor") -> "torch.Tensor":
        """`input_ids` (1, length), `scores` (1, vocabulary); raises StoryError if the grammar cannot go on."""
        import numpy as np
        import torch

        self._matcher.consume_tokens(input_ids[0, self._seen :].tolist())
        self._seen = input_ids.shape[1]
        if self._matcher.is_error():
            raise StoryError(
                "story.schema",
                "The schema cannot be followed: {reason}",
                hint="Use another model.",
                reason=self._matcher.get_error(),
            )
        bits = np.unpackbits(np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8), bitorder="little")
        allowed = torch.zeros(scores.shape[1], dtype=torch.bool)
        size = min(len(bits), scores.shape[1])
        allowed[:size] = torch.from_numpy(bits[:size].astype(bool))
        return scores.masked_fill(~allowed.to(scores.device), -torch.inf)
