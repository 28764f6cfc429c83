"""The models that somebody may choose are those of the catalog and their own."""

import pytest
from tests.studio.factories import DETAILS

from soridam.core.errors import NotFoundError
from soridam.core.files import write_json
from soridam.studio.jobs.attempt import Attempt


@pytest.fixture
def me(parts):
    return parts.accounts.create("mina", "maker")


def made_export(parts, me, name, config):
    """An export whose job is done."""
    run = parts.runs.start(me, parts.runs.create(me, "export", name, DETAILS["export"]), {})
    (run.folder / "model").mkdir(parents=True)
    write_json(run.folder / "model" / "config.json", config)
    Attempt(parts.jobs, parts.jobs.claim("test", ["cpu", "gpu"], 60)).finish({})
    return run.id


def test_finding_one_export_opens_no_other(parts, me):
    whole = made_export(parts, me, "whole", {"tuned_languages": ["ko"]})
    damaged = made_export(parts, me, "damaged", {"tuned_languages": None})
    with pytest.raises(TypeError):
        parts.models.find(me, damaged, "speech")
    found = parts.models.find(me, whole, "speech")
    assert (found.name, found.origin, found.languages, found.here) == ("whole", "export", ("ko",), True)


def test_a_short_name_is_of_the_catalog(parts, me):
    assert parts.models.find(me, "tiny", "speech").origin == "base"


def test_an_export_of_somebody_else_or_without_a_result_is_no_model(parts, me):
    jun = parts.accounts.create("jun", "maker")
    theirs = made_export(parts, jun, "theirs", {})
    begun = parts.runs.create(me, "export", "begun", DETAILS["export"]).id
    for id in (theirs, begun, "nothing", ""):
        with pytest.raises(NotFoundError):
            parts.models.find(me, id, "speech")
