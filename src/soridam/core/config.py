"""Configs: frozen, typed, and strict. What they do not know they refuse, with the nearest name they do know."""

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticKnownError

from soridam.core.errors import ConfigError
from soridam.core.messages import Message, plain


class Section(BaseModel):
    """A group of config values. Subclasses give each value a type and a default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, path: Path, overrides: Sequence[str] = ()) -> Self:
        """Read a TOML file; each override is `name=value` or `section.name=value`.

        Raises ConfigError that names the entry, and for an unknown one the nearest known name.
        """
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise ConfigError(
                "config.no-file", "There is no config file {path}.", hint="Check the path.", path=path
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(
                "config.no-toml", "{path} is not valid TOML: {reason}", hint="Fix that line.", path=path, reason=error
            ) from None
        return cls.from_values(values, overrides, origin=str(path))

    @classmethod
    def from_values(cls, values: Mapping[str, Any], overrides: Sequence[str] = (), origin: str = "config") -> Self:
        merged = _copy(values)
        for override in overrides:
            _apply_override(merged, override)
        try:
            return cls.model_validate(merged)
        except ValidationError as error:
            raise _config_error(cls, error, _origin(error, overrides, origin)) from None


def _origin(error: ValidationError, overrides: Sequence[str], origin: str) -> str:
    """Return the override that gave the value, or else the file."""
    where = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
    named = (override for override in overrides if where.startswith(override.partition("=")[0].strip()))
    return next(named, origin)


def _copy(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _copy(value) if isinstance(value, Mapping) else value for key, value in values.items()}


def _apply_override(values: dict[str, Any], override: str) -> None:
    name, equals, text = override.partition("=")
    if not equals or not name:
        raise ConfigError(
            "config.no-pair",
            "'{text}' is not name=value.",
            hint="Write, for example: optimizer.learning_rate=1e-5",
            text=override,
        )
    *sections, last = name.strip().split(".")
    for section in sections:
        child = values.setdefault(section, {})
        if not isinstance(child, dict):
            raise ConfigError(
                "config.no-section",
                "'{name}' in '{path}' is a value, not a section.",
                hint="Check the name.",
                name=section,
                path=override,
            )
        values = child
    values[last] = parse_value(text.strip())


def parse_value(text: str) -> Any:
    """Read one value as TOML would (1e-5, true, [1, 2]); anything else is a plain string."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _config_error(section: type[BaseModel], error: ValidationError, origin: str) -> ConfigError:
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return ConfigError(
            "config.unknown",
            "{origin}: unknown entry '{name}'.",
            hint=_suggest(section, first["loc"]),
            origin=origin,
            name=name,
        )
    return ConfigError(
        "config.bad-value",
        "{origin}: {name}: {reason}.",
        hint="Correct that value.",
        origin=origin,
        name=name,
        reason=reason_of(first),
    )


def reason_of(error: Mapping[str, Any]) -> Message:
    """Return what a validator found, with its values: one entry of `ValidationError.errors()`."""
    values = error.get("ctx") or {}
    try:
        template = PydanticKnownError(error["type"], values or None).message_template
    except (KeyError, TypeError):  # a type that the library does not know is one of ours
        return plain(error["msg"])
    count = values.get("min_length", values.get("max_length"))
    return Message(template, **{"expected_plural": "" if count == 1 else "s", **values})


def _suggest(section: type[BaseModel], location: tuple[int | str, ...]) -> Message:
    for part in location[:-1]:
        inner = section.model_fields[str(part)].annotation
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            break
        section = inner
    known = list(section.model_fields)
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    if near:
        return Message("Did you mean '{name}'?", name=near[0])
    return Message("Known entries: {names}.", names=", ".join(known))
