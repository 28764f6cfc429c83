"""The configs that ship with the package."""

from importlib import resources

import pytest

from soridam.core.errors import ConfigError
from soridam.recipes import read_shortening, recipe_names
from soridam.speech.shortening.config import ShorteningConfig

NAMES = sorted(
    file.name.removesuffix(".toml") for file in resources.files("soridam").joinpath("configs/shortening").iterdir()
)


def test_each_size_has_a_config():
    assert sorted(["tiny", "base", "small", "medium", "large-v2", "large-v3", "turbo"]) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_config_is_for_the_model_of_its_name_and_trains_an_adapter(name):
    config = read_shortening(name)
    assert (config.model.name, config.tuning.method, config.family) == (name, "lora", "shortening")


def test_the_larger_a_model_the_less_sound_is_in_a_batch():
    seconds = [read_shortening(name).batches.seconds for name in ("base", "small", "large-v3")]
    assert seconds == sorted(seconds, reverse=True)
    assert read_shortening("large-v3").model.gradient_checkpointing


def test_a_model_without_a_config_of_its_own_has_that_of_base(tmp_path):
    config = read_shortening(str(tmp_path), ["optimizer.steps=5"])
    assert (config.model.name, config.optimizer.steps) == (str(tmp_path), 5)


def test_no_text_can_be_asked_for_and_a_typing_mistake_is_named():
    with pytest.raises(ConfigError, match=r"validation\.samples"):
        ShorteningConfig.from_values({}, ["validation.samples=5"])
    with pytest.raises(ConfigError, match="cuts"):
        ShorteningConfig.from_values({}, ["examples.cuts=0.5"])


def test_they_are_no_recipes_of_train():
    assert not [name for name in recipe_names() if name.startswith("short")]
