"""A picture model in a real browser, on a tiny one: the sample hero, a run with its pictures, report, files to take."""

import shutil

import pytest
from playwright.sync_api import expect
from tests.image.tuning.small_model import write_model
from tests.web.browser import running_studio, serious, settle

from soridam.core.weights.store import store

A_RUN = 240_000  # ms in which a tiny model learns a few steps, on a busy machine too
pytestmark = pytest.mark.weights  # CLIP's vocabulary


@pytest.fixture(scope="module")
def studio(built_page, tmp_path_factory):
    """A studio that has a tiny model in place of `drawn-small`."""
    home, model = str(tmp_path_factory.mktemp("home")), write_model(tmp_path_factory.mktemp("model"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SORIDAM_HOME", home)
        store("drawn-small", "diffusers", {}, lambda target, _: shutil.copytree(model, target, dirs_exist_ok=True))
        with running_studio(tmp_path_factory.mktemp("studio"), SORIDAM_HOME=home) as process:
            yield process


def test_a_hero_is_taught_to_the_small_model_and_seen_in_its_samples(page):
    page.goto("/corpora")
    page.get_by_role("button", name="New corpus").click()
    page.get_by_role("radio", name="Pictures with captions").click()
    page.get_by_role("dialog").get_by_role("button", name="Try sample drawings").click()
    page.get_by_role("link", name="Teach a model with it").click(timeout=A_RUN)
    expect(page.get_by_role("radio", name="drawn-small, LoRA")).to_be_checked()
    page.get_by_label("Steps", exact=True).fill("4")
    page.get_by_label("Validate every").fill("2")
    page.get_by_label("Name of this run").fill("Tokti")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Paint with it in the playground")).to_be_visible(timeout=A_RUN)
    samples = page.get_by_role("region", name="Sample pictures").locator("img")
    expect(samples.first).to_be_visible()
    assert samples.first.evaluate("image => image.naturalWidth") > 0
    settle(page)
    assert serious(page) == []

    page.get_by_role("link", name="Paint with it in the playground").click()
    expect(page.get_by_label("Model", exact=True).locator("option:checked")).to_contain_text("Tokti", timeout=A_RUN)
    page.get_by_label("What is to be painted").fill("tokti, waving, in a meadow", timeout=A_RUN)
    page.get_by_role("button", name="Paint", exact=True).click()
    painted = page.get_by_role("article", name="As it is").get_by_role("img")
    expect(painted).to_be_visible(timeout=A_RUN)

    page.goto("/corpora")
    page.get_by_role("link", name="Sample").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    asked = page.get_by_role("dialog")
    expect(asked.get_by_role("listitem")).to_contain_text("Tokti (tuned)")
    assert serious(page) == []
    asked.get_by_label("Delete these models too").check()
    asked.get_by_role("button", name="Delete", exact=True).click()
    expect(asked).to_have_count(0)
    page.goto("/tuning")
    expect(page.get_by_role("link", name="Tokti")).to_have_count(0)
