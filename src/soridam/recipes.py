"""Recipes of every family: found by name, read, opened; without torch until one is opened. Begin with `read_recipe`.

A family of models adds its line to `Config`, `config_type` and `open_recipe`, and its configs to `configs/<family>`.
"""

import json
import tomllib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, assert_never, cast

from soridam.core.errors import ConfigError
from soridam.core.files import read_json
from soridam.core.weights.catalog import known_entry
from soridam.core.weights.pictures import PIPELINE_INDEX
from soridam.image.tuning.config import RecipeConfig as ImageConfig
from soridam.language.tuning.config import RecipeConfig as LanguageConfig
from soridam.speech.shortening.config import ShorteningConfig
from soridam.speech.tuning.config import RecipeConfig as SpeechConfig
from soridam.training.config import RunConfig
from soridam.training.metric import Metric
from soridam.training.run_folder import CONFIG_FILE

if TYPE_CHECKING:
    from soridam.training.task import Task

Family = Literal["speech", "language", "image"]
FAMILIES: tuple[Family, ...] = ("speech", "language", "image")
SHORTENING = "shortening"  # what configs say by which a Whisper teaches itself; there `soridam shorten` belongs
Config = SpeechConfig | LanguageConfig | ImageConfig  # of any family
C = TypeVar("C", bound=RunConfig, contravariant=True)


class Recipe(Protocol[C]):
    """The interface of each family's recipe module."""

    def metric_of(self, config: C) -> Metric:
        """Return the figure that chooses the best checkpoint."""

    def set_up(self, config: C, *, run: Path | None = None) -> "Task[Any]":
        """Load and check everything; nothing is written."""

    def train(self, config: C, folder: Path, *, resume: bool = False) -> Path:
        """Fine-tune as `config` says; returns the folder of the best model."""


def open_recipe(family: Family) -> Recipe[Config]:
    """Return the module that trains this family; it loads torch."""
    match family:
        case "speech":
            from soridam.speech import recipe as speech

            return cast(Recipe[Config], speech)
        case "language":
            from soridam.language import recipe as language

            return cast(Recipe[Config], language)
        case "image":
            from soridam.image import recipe as image

            return cast(Recipe[Config], image)
        case _ as unreachable:
            assert_never(unreachable)


def config_type(family: Family) -> type[Config]:
    """Return the config of this family's recipes."""
    match family:
        case "speech":
            return SpeechConfig
        case "language":
            return LanguageConfig
        case "image":
            return ImageConfig
        case _ as unreachable:
            assert_never(unreachable)


def recipe_names(*families: Family) -> list[str]:
    """Return the recipes that ship with the package, of these families or of all, by name."""
    files = (file for family in families or FAMILIES for file in _folder(family).iterdir())
    return sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))


def find_recipe(name_or_path: str) -> Path:
    """Return the TOML file meant by a path or a name. Raises ConfigError that lists the names."""
    if name_or_path.endswith(".toml"):
        return Path(name_or_path)
    for family in FAMILIES:
        if name_or_path in recipe_names(family):
            return _folder(family) / f"{name_or_path}.toml"
    raise ConfigError(
        "run.no-recipe",
        "There is no recipe '{name}'.",
        hint="Give a TOML file or one of: {names}.",
        name=name_or_path,
        names=", ".join(recipe_names()),
    )


def read_recipe(name_or_path: str | Path, overrides: Sequence[str] = ()) -> Config:
    """Read a recipe by name or path, or the config of a run. Raises ConfigError for what it does not know."""
    path = find_recipe(str(name_or_path))
    if _named_family(path) == SHORTENING:
        raise ConfigError(
            "run.shortening",
            "{path} is for a Whisper that teaches itself.",
            hint="Run: soridam shorten, and to continue a run: soridam shorten --resume --out FOLDER",
            path=path,
        )
    return config_type(_family_of(path)).read(path, overrides)


def read_shortening(model: str, overrides: Sequence[str] = ()) -> ShorteningConfig:
    """Read the config by which a model of this name teaches itself; a model without its own has that of base."""
    own = _folder(SHORTENING) / f"{model}.toml"
    path = own if own.is_file() else _folder(SHORTENING) / "base.toml"
    return ShorteningConfig.read(path, [f"model.name={json.dumps(model)}", *overrides])


def family_of(model: str) -> Family:
    """The family of a run, a folder of weights, or a name of the catalog; an id of the hub is taken for speech."""
    folder = Path(model).expanduser()
    if (folder / CONFIG_FILE).is_file():
        return _family_of(folder / CONFIG_FILE)
    if (folder / PIPELINE_INDEX).is_file():
        return "image"
    if (folder / "config.json").is_file():
        kind = read_json(folder / "config.json").get("model_type")
        return "language" if kind not in (None, "whisper") else "speech"
    return "language" if known_entry(model, "language") else "speech"


def _family_of(path: Path) -> Family:
    """As the file says; a file that says nothing, or cannot be read, is taken for speech, which was there first."""
    named = _named_family(path)
    return next((family for family in FAMILIES if family == named), "speech")


def _named_family(path: Path) -> str | None:
    try:
        named = tomllib.loads(path.read_text(encoding="utf-8")).get("family")
    except (OSError, ValueError):
        return None
    return str(named) if named else None


def _folder(family: str) -> Path:
    return Path(str(resources.files("soridam").joinpath(f"configs/{family}")))
