import logging

from soridam.settings import StudioSettings
from soridam.studio.environment import secret_texts
from soridam.studio.redaction import Redacting


def formatted(secrets, message, *arguments, error=None):
    information = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, message, arguments, information)
    return Redacting(secrets).format(record)


def test_a_secret_is_hidden_in_messages_arguments_and_tracebacks():
    def connect(address):
        raise ConnectionError(f"cannot reach {address}")

    try:
        connect("postgresql://mina:s3cr3t!@db/studio")
    except ConnectionError as caught:
        line = formatted({"s3cr3t!"}, "with %s", "s3cr3t!", error=caught)
    assert "s3cr3t!" not in line
    assert "mina:***@db" in line
    assert "ConnectionError" in line


def test_what_is_too_short_to_be_a_secret_hides_nothing():
    assert "a fine day" in formatted({"a"}, "a fine day")


def test_the_passwords_of_addresses_and_the_keys_of_the_environment_are_known(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("the-oidc-secret\n")
    monkeypatch.setenv("SORIDAM_API_KEY", "the-api-key")
    monkeypatch.setenv("SORIDAM_OIDC_SECRET_FILE", str(tmp_path / "key"))
    settings = StudioSettings(database="mariadb://mina:p%40ss@db/x", broker="amqp://jun:rabbit@mq/")
    assert secret_texts(settings) >= {"the-api-key", "the-oidc-secret", "p%40ss", "p@ss", "rabbit"}
    assert "rabbit" not in repr(settings)
    assert "p%40ss" not in repr(settings)
