"""Which models a program can name, and what is loaded for them."""

import pytest
from tests.studio.factories import DETAILS

from soridam.core.errors import NotFoundError
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.people.accounts import User


def made(parts, user, kind, name, *inside, source=None):
    """A run whose job is done, with the folder of its model."""
    runs = parts.runs
    run = runs.start(user, runs.create(user, kind, name, DETAILS[kind], source=source), {})
    folder = run.folder.joinpath(*inside)
    (folder / "model").mkdir(parents=True)
    Attempt(parts.jobs, parts.jobs.claim("test", ["cpu", "gpu"], 60)).finish({})
    return run.id, str(folder)


@pytest.fixture
def user(parts):
    return parts.accounts.create("mina", "maker")


def test_a_run_is_used_as_it_is_until_it_is_exported_and_then_as_its_newest_export(parts, user):
    run, folder = made(parts, user, "train", "First", "run")
    assert {parts.speech_models.find_recognizer(user, name).place for name in (run, "First")} == {folder}
    made(parts, user, "export", "First int8", source=run)
    _, newest = made(parts, user, "export", "First float32", source=run)
    assert {parts.speech_models.find_recognizer(user, name).place for name in (run, "First")} == {f"{newest}/model"}


def test_a_run_of_somebody_else_is_no_model(parts, user):
    run, _ = made(parts, user, "train", "First", "run")
    jun: User = parts.accounts.create("jun", "maker")
    for name in (run, "First"):
        with pytest.raises(NotFoundError):
            parts.speech_models.find_recognizer(jun, name)
