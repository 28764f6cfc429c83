import pytest

from soridam.core.errors import ConfigError
from soridam.language.tuning.config import RecipeConfig
from soridam.recipes import read_recipe, recipe_names


@pytest.mark.parametrize("name", recipe_names("language"))
def test_every_recipe_that_ships_is_read(name):
    config = read_recipe(name)
    assert isinstance(config, RecipeConfig)
    assert (config.tuning.method == "full") == (not name.endswith("lora"))


def test_there_is_a_recipe_for_each_model():
    models = {"gpt2", "smollm2-135m", "qwen3-0.6b", "llama-2-7b"}
    wanted = {*models, *(f"{name}-lora" for name in models), "qwen3-0.6b-qlora", "llama-2-7b-qlora"}
    assert set(recipe_names("language")) == wanted


@pytest.mark.parametrize("layers", ["[4]", "[11, 4]", "[-1, 2]"])
def test_layers_are_a_first_and_a_last_one(layers):
    with pytest.raises(ConfigError, match="layers"):
        read_recipe("gpt2", [f"tuning.layers={layers}"])


def test_a_recipe_of_speech_refuses_four_bits():
    with pytest.raises(ConfigError, match="method"):
        read_recipe("base-lora", ["tuning.method=lora-4bit"])
