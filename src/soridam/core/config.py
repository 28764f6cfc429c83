"""Configs: frozen, typed, and strict. What they do not know they refuse, with the nearest name they do know."""

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from soridam.core.errors import ConfigError


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
            raise ConfigError(f"There is no config file {path}.", hint="Check the path.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path} is not valid TOML: {error}", hint="Mend that line.") from None
        return cls.from_values(values, overrides, origin=str(path))

    @classmethod
    def from_values(cls, values: Mapping[str, Any], overrides: Sequence[str] = (), origin: str = "config") -> Self:
        merged = _copy(values)
        for override in overrides:
            _apply_override(merged, override)
        try:
            return cls.model_validate(merged)
        except ValidationError as error:
            raise _config_error(cls, error, origin) from None


def _copy(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _copy(value) if isinstance(value, Mapping) else value for key, value in values.items()}


def _apply_override(values: dict[str, Any], override: str) -> None:
    name, equals, text = override.partition("=")
    if not equals or not name:
        raise ConfigError(f"'{override}' is not name=value.", hint="Write, for example: optimizer.learning_rate=1e-5")
    *sections, last = name.strip().split(".")
    for section in sections:
        child = values.setdefault(section, {})
        if not isinstance(child, dict):
            raise ConfigError(f"'{section}' in '{override}' is a value, not a section.", hint="Check the name.")
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
        return ConfigError(f"{origin}: unknown entry '{name}'.", hint=_suggest(section, first["loc"]))
    return ConfigError(f"{origin}: {name}: {first['msg']}.", hint="Correct that value.")


def _suggest(section: type[BaseModel], location: tuple[int | str, ...]) -> str:
    for part in location[:-1]:
        inner = section.model_fields[str(part)].annotation
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            break
        section = inner
    known = list(section.model_fields)
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"Known entries: {', '.join(known)}."
