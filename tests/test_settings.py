import pytest

from soridam.core.errors import ConfigError
from soridam.settings import Settings, api_key, oidc_secret, read_settings


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("SORIDAM_SETTINGS", "SORIDAM_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_file_the_defaults_need_no_hub_and_no_key():
    settings = read_settings()
    assert settings == Settings()
    assert (settings.book.writer, settings.book.illustrator, settings.book.narrator) == ("grammar", "drawn", "kokoro")


def test_a_file_is_read_and_the_environment_is_stronger(tmp_path, monkeypatch):
    path = tmp_path / "settings.toml"
    path.write_text('[book]\nwriter = "api"\n[book.api]\nmodel = "small"\nurl = "http://127.0.0.1:1/v1"\n')
    monkeypatch.setenv("SORIDAM_BOOK__API__MODEL", "large")
    settings = read_settings(path)
    assert settings.book.writer == "api"
    assert settings.book.api.model == "large"
    assert settings.book.api.url == "http://127.0.0.1:1/v1"


def test_the_user_s_own_file_is_found(tmp_path):
    own = tmp_path / "config" / "soridam" / "settings.toml"
    own.parent.mkdir(parents=True)
    own.write_text('book.recognizer = "models/mine"\n')
    assert read_settings().book.recognizer == "models/mine"


def test_a_key_in_a_file_is_refused(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('[book.api]\nkey = "canary"\n')
    with pytest.raises(ConfigError) as error:
        read_settings(path)
    assert "canary" not in error.value.message + error.value.hint


def test_the_key_comes_from_the_environment_and_is_not_shown(monkeypatch):
    assert api_key() is None
    monkeypatch.setenv("OPENAI_API_KEY", "canary")
    assert "canary" not in repr(api_key())
    assert api_key().get_secret_value() == "canary"


def test_a_file_may_hold_what_a_variable_would(monkeypatch, tmp_path):
    (tmp_path / "address").write_text("postgresql://mina:secret@db/studio\n")
    (tmp_path / "key").write_text("a key\n")
    monkeypatch.setenv("SORIDAM_STUDIO__DATABASE_FILE", str(tmp_path / "address"))
    monkeypatch.setenv("SORIDAM_OIDC_SECRET_FILE", str(tmp_path / "key"))
    assert read_settings().studio.database == "postgresql://mina:secret@db/studio"
    assert oidc_secret().get_secret_value() == "a key"


def test_a_file_of_a_secret_that_is_not_there_is_named_by_its_variable(monkeypatch, tmp_path):
    monkeypatch.setenv("SORIDAM_OIDC_SECRET_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ConfigError, match="SORIDAM_OIDC_SECRET_FILE"):
        oidc_secret()
