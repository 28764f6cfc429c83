from soridam.core.files import write_json
from soridam.speech.tuned import Tuned, read_tuned, save_beside_adapter
from soridam.speech.window import ShortContext

KOREAN = Tuned(ShortContext(padding=0.5), ("ko",), silence=True)


def test_a_config_tells_what_was_written_into_it():
    assert Tuned.from_config({"vocab_size": 51_865} | KOREAN.to_config()) == KOREAN


def test_a_model_that_taught_itself_says_so():
    taught = Tuned(ShortContext(), self_taught=True)
    assert taught.to_config()["self_taught"] is True
    assert Tuned.from_config(taught.to_config()) == taught
    assert "self_taught" not in KOREAN.to_config()


def test_a_model_that_was_not_tuned_says_nothing():
    assert Tuned().to_config() == {}
    assert Tuned.from_config({"vocab_size": 51_865}) == Tuned()


def test_only_one_language_is_the_language():
    assert (KOREAN.language, Tuned(languages=("en", "ko")).language, Tuned().language) == ("ko", None, None)


def test_a_folder_tells_by_its_config_or_beside_its_adapter(tmp_path):
    write_json(tmp_path / "model/config.json", KOREAN.to_config())
    save_beside_adapter(KOREAN, tmp_path / "adapter")
    assert read_tuned(tmp_path / "model") == read_tuned(tmp_path / "adapter") == KOREAN
    assert read_tuned(tmp_path) == Tuned()
