import pytest

from soridam.core.errors import ConfigError
from soridam.recipes import read_recipe, recipe_names
from soridam.speech.tuning.config import RecipeConfig

SIZES = ["tiny", "base", "small", "medium", "large-v2", "large-v3", "turbo"]


@pytest.mark.parametrize("name", recipe_names("speech"))
def test_every_shipped_recipe_can_be_read(name):
    assert isinstance(read_recipe(name, ["data.corpus=corpora/mine"]), RecipeConfig)


def test_every_size_has_a_full_and_an_adapter_recipe_and_each_world_its_own():
    worlds = {"korean-children", "korean-telephone", "air-traffic"}
    assert set(recipe_names("speech")) == {*SIZES, *(f"{size}-lora" for size in SIZES)} | worlds


def test_larger_models_learn_more_carefully():
    rates = [read_recipe(size).optimizer.learning_rate for size in SIZES[:5]]
    assert rates == sorted(rates, reverse=True)


@pytest.mark.parametrize("name", [name for name in recipe_names("speech") if name.endswith("-lora")])
def test_adapter_recipes_train_adapters_at_a_higher_rate(name):
    full = read_recipe(name.removesuffix("-lora"))
    adapted = read_recipe(name)
    assert adapted.tuning.method in ("lora", "lora-int8")
    assert adapted.model.name == full.model.name
    assert adapted.optimizer.learning_rate > 10 * full.optimizer.learning_rate


def test_a_misspelt_entry_is_refused_with_the_right_one():
    with pytest.raises(ConfigError, match="learing_rate") as error:
        read_recipe("base", ["optimizer.learing_rate=1e-5"])
    assert "learning_rate" in error.value.hint


def test_an_unknown_recipe_lists_the_known_ones():
    with pytest.raises(ConfigError, match="huge") as error:
        read_recipe("huge")
    assert "korean-children" in error.value.hint


def test_a_share_above_one_is_refused():
    with pytest.raises(ConfigError, match=r"mixture\.timestamps"):
        read_recipe("base", ["mixture.timestamps=1.5"])
