"""Records of Alpaca, ShareGPT, OpenAI `messages`, prompt and completion, preferences and plain text as examples.

Begin with `read_record`, which knows each form by its keys.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from soridam.language.data.example import Example, Place, Rejection, Role, Turn

# What the formats call the three roles.
ROLES: dict[str, Role] = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "human": "user",
    "assistant": "assistant",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "bot": "assistant",
    "model": "assistant",
}
PAIRS = (("prompt", "completion"), ("prompt", "response"), ("question", "answer"), ("input", "output"))
CONVERSATIONS = ("messages", "conversations", "conversation")
KNOWN_FORMS = (
    "messages (OpenAI), conversations (ShareGPT), instruction and output (Alpaca), prompt and completion, "
    "prompt with chosen and rejected, or text"
)


class RecordError(ValueError):
    """A record that gives no example, with the kind of reason; `read_record` turns it into a Rejection."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def read_record(record: Any, place: Place) -> Example | Rejection:
    """Return the example of one record, or why there is none. Keys are compared without regard to capitals."""
    try:
        if not isinstance(record, Mapping):
            raise RecordError("unreadable", "it is no object with keys")
        example = _by_keys({str(key).strip().casefold(): value for key, value in record.items()}, place)
        _refuse_wrong_turns(example)
    except RecordError as error:
        return Rejection(place, error.reason, str(error))
    return example


def _by_keys(record: Mapping[str, Any], place: Place) -> Example:
    if "chosen" in record and "rejected" in record:
        return _preference(record, place)
    for key in CONVERSATIONS:
        if record.get(key) is not None:
            return Example(place, (*_system(record), *_turns(record[key])))
    if "instruction" in record and "output" in record:
        return _alpaca(record, place)
    for asked, answered in PAIRS:
        if asked in record and answered in record:
            turns = (*_prompt(record[asked]), *_answer(record[answered]))
            return Example(place, (*_system(record), *turns))
    if "text" in record:
        text = _text(record["text"])
        if not text.strip():
            raise RecordError("empty", "there is no text")
        return Example(place, text=text)
    raise RecordError("unknown-form", f"its keys are {', '.join(record) or 'none'}; known: {KNOWN_FORMS}")


def _alpaca(record: Mapping[str, Any], place: Place) -> Example:
    """Read a record of Alpaca.

    Source: tatsu-lab/stanford_alpaca, where `input` may be empty and follows the instruction.
    """
    asked = "\n\n".join(part for part in (_text(record["instruction"]), _text(record.get("input"))) if part.strip())
    answer = Turn("assistant", _text(record["output"]))
    return Example(place, (*_system(record), Turn("user", asked), answer))


def _preference(record: Mapping[str, Any], place: Place) -> Example:
    """Read a preference. Source: the formats of TRL: a prompt beside two answers, or two whole conversations."""
    prompt = _prompt(record["prompt"]) if record.get("prompt") else ()
    chosen, rejected = (_answer(record[key]) for key in ("chosen", "rejected"))
    if not chosen or not rejected:
        raise RecordError("empty", "one of its answers has no text")
    if not prompt:
        prompt, chosen, other, rejected = chosen[:-1], chosen[-1:], rejected[:-1], rejected[-1:]
        if prompt != other:
            raise RecordError("roles", "its two conversations differ before the last answer")
    if chosen[-1].content == rejected[-1].content:
        raise RecordError("equal-answers", "its two answers are the same")
    return Example(place, (*_system(record), *prompt, *chosen), rejected=rejected[-1].content)


def _system(record: Mapping[str, Any]) -> tuple[Turn, ...]:
    system = _text(record.get("system"))
    return (Turn("system", system),) if system.strip() else ()


def _prompt(value: Any) -> tuple[Turn, ...]:
    return _turns(value) if _is_list(value) else (Turn("user", _text(value)),)


def _answer(value: Any) -> tuple[Turn, ...]:
    return _turns(value) if _is_list(value) else (Turn("assistant", _text(value)),)


def _turns(value: Any) -> tuple[Turn, ...]:
    if not _is_list(value):
        raise RecordError("unreadable", "its conversation is no list of messages")
    return tuple(_turn(one) for one in value)


def _turn(value: Any) -> Turn:
    if not isinstance(value, Mapping):
        raise RecordError("unreadable", "a message is no object with keys")
    named = str(value.get("role", value.get("from", ""))).strip().casefold()
    if named not in ROLES:
        raise RecordError("roles", f"a message has the role '{named}'; known: system, user, assistant")
    return Turn(ROLES[named], _text(value.get("content", value.get("value"))))


def _text(value: Any) -> str:
    """Return a text, or the text parts of a message in the form of the OpenAI API."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if _is_list(value) and all(isinstance(part, Mapping) and isinstance(part.get("text"), str) for part in value):
        return "".join(part["text"] for part in value)
    raise RecordError("unreadable", f"{type(value).__name__} stands where a text should")


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _refuse_wrong_turns(example: Example) -> None:
    """Raise RecordError unless turns alternate, user first and assistant last, after at most one system turn."""
    turns = example.turns
    if not turns and example.text:
        return
    spoken = turns[1:] if turns and turns[0].role == "system" else turns
    if any(not turn.content.strip() for turn in spoken):
        raise RecordError("empty", "a message has no text")
    if not any(turn.role == "assistant" for turn in spoken):
        raise RecordError("empty", "there is no answer to learn")
    for number, turn in enumerate(spoken):
        wanted = "assistant" if number % 2 else "user"
        if turn.role != wanted:
            raise RecordError("roles", f"message {number + 1} is by {turn.role}, and {wanted} was expected")
    if spoken[-1].role != "assistant":
        raise RecordError("roles", "the last message is not by the assistant")


def to_record(example: Example) -> dict[str, Any]:
    """Return the record that `read_record` would read as this example: OpenAI messages, a preference, or text."""
    if example.text:
        return {"text": example.text}
    messages = [turn.to_message() for turn in example.turns]
    if example.rejected is None:
        return {"messages": messages}
    other = {"role": "assistant", "content": example.rejected}
    return {"prompt": messages[:-1], "chosen": messages[-1:], "rejected": [other]}
