import pytest

from soridam.core.config import Section, parse_value
from soridam.core.errors import ConfigError


class Optimizer(Section):
    learning_rate: float = 1e-4
    schedule: str = "linear"


class Recipe(Section):
    steps: int = 10
    optimizer: Optimizer = Optimizer()


def read(tmp_path, text, overrides=()):
    path = tmp_path / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return Recipe.read(path, overrides)


def test_values_come_from_the_file(tmp_path):
    assert read(tmp_path, "steps = 3\n[optimizer]\nlearning_rate = 2e-5").optimizer.learning_rate == 2e-5


def test_an_override_reaches_into_a_section(tmp_path):
    assert read(tmp_path, "", ["optimizer.learning_rate=3e-4"]).optimizer.learning_rate == 3e-4


def test_a_misspelt_entry_is_refused_with_the_nearest_name(tmp_path):
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, "[optimizer]\nlearing_rate = 1e-4")
    assert "learing_rate" in caught.value.message
    assert "'learning_rate'" in caught.value.hint


def test_a_value_of_the_wrong_type_names_its_entry(tmp_path):
    with pytest.raises(ConfigError, match=r"optimizer\.learning_rate"):
        read(tmp_path, "", ["optimizer.learning_rate=fast"])


def test_a_bad_override_is_blamed_itself_and_not_the_file(tmp_path):
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, "steps = 3", ["steps=4", "optimizer.learning_rate=fast"])
    assert caught.value.message.startswith("optimizer.learning_rate=fast: ")
    assert "recipe.toml" not in caught.value.message


def test_an_override_without_a_value_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="not name=value"):
        read(tmp_path, "", ["steps"])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        Recipe.read(tmp_path / "nowhere.toml")


def test_broken_toml_is_a_config_error(tmp_path):
    with pytest.raises(ConfigError, match="not valid TOML"):
        read(tmp_path, "steps = = 3")


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("1e-5", 1e-5), ("true", True), ("[1, 2]", [1, 2]), ("cosine", "cosine"), ("a/b.toml", "a/b.toml")],
)
def test_a_value_is_read_as_toml_or_stays_text(text, value):
    assert parse_value(text) == value
