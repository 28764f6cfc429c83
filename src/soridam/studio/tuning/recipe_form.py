"""The recipes that a page offers: which values may be changed, between which limits, and what each means.

The words, and which values a page may set, are in `words/<family>.toml`. Begin with `list_recipes`.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from soridam.core.errors import ConfigError
from soridam.recipes import FAMILIES, Config, Family, read_recipe, recipe_names

Scalar = bool | int | float | str | list[str] | list[int]
ValueKind = Literal["number", "integer", "choice", "boolean", "text", "several", "range"]


@dataclass(frozen=True, slots=True)
class Explained:
    """A value of a recipe in words: title and explanation. `main` ones are shown first; `most` ends the slider."""

    name: str
    korean: tuple[str, str]
    english: tuple[str, str]
    unit: str = ""
    main: bool = False
    most: float | None = None


@dataclass(frozen=True)
class Words:
    """What a page says of a family's recipes: values in their order, recipes by name, and others by their method."""

    values: Mapping[str, Explained]
    recipes: Mapping[str, Mapping[str, Any]]
    methods: Mapping[str, Mapping[str, Any]]
    models: tuple[str, ...]  # the smallest first


@cache
def read_words(family: Family) -> Words:
    """Read the words of this family: its own file over what all families share."""
    shared, own = (_read_toml(name) for name in ("shared", family))
    texts = {**shared["words"], **own["words"]}
    values = {name: _explained(name, texts[name], main=name in own["main"]) for name in (*own["main"], *own["more"])}
    return Words(values, own["recipes"], own["methods"], tuple(own["models"]))


def _read_toml(name: str) -> dict[str, Any]:
    text = resources.files("soridam.studio.tuning").joinpath(f"words/{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _explained(name: str, text: Mapping[str, Any], *, main: bool) -> Explained:
    korean, english = ((one[0], one[1]) for one in (text["korean"], text["english"]))
    return Explained(name, korean, english, text.get("unit", ""), main, text.get("most"))


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a recipe and what it may be."""

    explained: Explained
    value: Scalar
    kind: ValueKind
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Recipe:
    """A recipe as a page shows it. `titles` and `abouts` are Korean and English."""

    name: str
    titles: tuple[str, str]
    abouts: tuple[str, str]
    config: Config
    values: tuple[Value, ...]


def list_recipes(family: Family, language: str = "") -> list[Recipe]:
    """The smallest model first, those for a special purpose last; with the values that suit a spoken language."""
    words = read_words(family)
    order = {model: number for number, model in enumerate(words.models)}

    def place(recipe: Recipe) -> tuple[bool, int, str]:
        return recipe.name in words.recipes, order.get(recipe.config.model.name, len(order)), recipe.name

    return sorted((_recipe(name, language) for name in recipe_names(family)), key=place)


def language_values(recipe: str, language: str) -> dict[str, Scalar]:
    """Return the values that a recipe leaves to the language: the error rate that its speakers look at first."""
    from soridam.speech.evaluation.testsets import leading_metric

    is_open = recipe in recipe_names("speech") and "metric" not in read_recipe(recipe).validation.model_fields_set
    return {"validation.metric": leading_metric(language)} if is_open and language else {}


def build_config(
    recipe: str, values: Mapping[str, Scalar], model: str, corpus: Path, prior: Path | None = None
) -> Config:
    """Return a recipe with the values of a page, for a prepared corpus of its family; `prior` holds class pictures.

    Raises ConfigError for a name that a page may not set, and for bad values.
    """
    family = family_of_recipe(recipe)
    _check_values(values, read_words(family).values)
    places = [f"data.corpus={json.dumps(str(corpus))}", *([f"model.name={json.dumps(model)}"] if model else [])]
    if prior is not None:
        places.append(f"data.prior={json.dumps(str(prior))}")
    split = _validation_split(corpus) if family == "speech" else []
    return read_recipe(recipe, [*split, *_overrides(values), *places])


def family_of_recipe(recipe: str) -> Family:
    """The family of a recipe that ships with the package. Raises ConfigError for any other name, and for a path."""
    for family in FAMILIES:
        if recipe in recipe_names(family):
            return family
    raise ConfigError(
        "run.no-recipe",
        "There is no recipe '{name}'.",
        hint="Use one of: {names}.",
        name=recipe[:80],
        names=", ".join(recipe_names()),
    )


def _check_values(values: Mapping[str, Scalar], known: Mapping[str, Explained]) -> None:
    """Raises ConfigError for a name that a page may not set, and for more than its slider may reach."""
    for name, value in values.items():
        if name not in known:
            raise ConfigError(
                "run.cannot-set",
                "'{name}' cannot be set here.",
                hint="Use {names} and so on.",
                name=name,
                names=", ".join(list(known)[:5]),
            )
        most = known[name].most
        numbers = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, int | float)]
        if most is not None and any(number > most for number in numbers):
            raise ConfigError(
                "run.at-most",
                "{name} is at most {most}.",
                hint="Choose a smaller value.",
                name=name,
                most=most,
            )


def changed_values(config: Config) -> dict[str, Scalar]:
    """Return the values that a page may set, as the config has them."""
    return {name: _value(config, name) for name in read_words(config.family).values}


def _validation_split(corpus: Path) -> list[str]:
    """Return a corpus that has a split for validation is validated on that."""
    has_it = any((corpus / "data").glob("validation-*.parquet"))
    return ['data.validation="validation"'] if has_it else []


def _overrides(values: Mapping[str, Scalar]) -> list[str]:
    return [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]


def _recipe(name: str, language: str) -> Recipe:
    config = read_recipe(name, _overrides(language_values(name, language)))
    words = read_words(config.family)
    about = words.recipes.get(name) or words.methods["full" if config.tuning.method == "full" else "lora"]
    (korean, korean_about), (english, english_about) = (
        [text.format(model=config.model.name) for text in about[language]] for language in ("korean", "english")
    )
    values = tuple(_describe(config, explained) for explained in words.values.values())
    return Recipe(name, (korean, english), (korean_about, english_about), config, values)


def _value(config: Config, name: str) -> Any:
    section: Any = config
    for part in name.split("."):
        section = getattr(section, part)
    return list(section) if isinstance(section, tuple) else section


def _field(kind: type[Config], name: str) -> FieldInfo:
    section: type[BaseModel] = kind
    *outer, last = name.split(".")
    for part in outer:
        inner = section.model_fields[part].annotation
        assert isinstance(inner, type)
        section = inner
    return section.model_fields[last]


def _describe(config: Config, explained: Explained) -> Value:
    field = _field(type(config), explained.name)
    value = _value(config, explained.name)
    lowest, highest = _limits(field)
    choices = _choices(field.annotation)
    highest = explained.most if highest is None else highest
    return Value(explained, value, _kind(value, choices), lowest, highest, tuple(map(str, choices)))


def _choices(annotation: Any) -> tuple[str, ...]:
    """Return the values of a Literal, or of a tuple of them; of everything else none."""
    if get_origin(annotation) is tuple:
        annotation = get_args(annotation)[0]
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _kind(value: Scalar, choices: tuple[str, ...]) -> ValueKind:
    match value:
        case list():
            return "several" if choices else "range"
        case _ if choices:
            return "choice"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
    return "text"


def _limits(field: FieldInfo) -> tuple[float | None, float | None]:
    lowest = highest = None
    for rule in field.metadata:
        match rule:
            case Ge(ge=bound) | Gt(gt=bound):
                lowest = float(bound)  # type: ignore[arg-type]  # our configs bound numbers by numbers
            case Le(le=bound) | Lt(lt=bound):
                highest = float(bound)  # type: ignore[arg-type]
    return lowest, highest
