import pytest

from soridam.core.errors import ConfigError
from soridam.recipes import FAMILIES, config_type, recipe_names
from soridam.studio.tuning.recipe_form import build_config, list_recipes, read_words


@pytest.mark.parametrize("family", FAMILIES)
def test_every_value_that_has_words_is_one_of_the_config_and_has_them_in_both_languages(family):
    for name, explained in read_words(family).values.items():
        section = config_type(family)
        *outer, last = name.split(".")
        for part in outer:
            section = section.model_fields[part].annotation
        assert last in section.model_fields
        assert all(explained.korean) and all(explained.english)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_number_has_an_upper_end(family):
    for value in list_recipes(family)[0].values:
        if value.kind in ("number", "integer"):
            assert value.maximum is not None, value.explained.name


@pytest.mark.parametrize("family", FAMILIES)
def test_every_recipe_has_a_title_in_both_languages(family):
    for recipe in list_recipes(family):
        assert all(recipe.titles) and all(recipe.abouts)
        assert not any("{" in text for text in (*recipe.titles, *recipe.abouts))


def test_the_smallest_model_comes_first_and_special_recipes_last():
    names = [recipe.name for recipe in list_recipes("speech")]
    assert names[0] == "tiny"
    assert set(names[-3:]) == {"air-traffic", "korean-children", "korean-telephone"}
    assert sorted(names) == recipe_names("speech")


@pytest.mark.parametrize(
    ("values", "words"),
    [({"data.corpus": "/etc"}, "cannot be set"), ({"optimizer.epochs": 101.0}, "at most 100")],
)
def test_what_has_no_words_and_what_is_beyond_the_slider_is_refused(values, words, tmp_path):
    with pytest.raises(ConfigError, match=words):
        build_config("tiny", values, "", tmp_path)
