"""Tuning in a real browser, on a tiny Whisper: estimate, start, watch it learn, compare, measure, take along, try."""

import re

import pytest
from playwright.sync_api import expect
from tests.web.browser import put_tiny_weights, running_studio, serious, settle
from tests.web.scenarios import split_tones, train

A_RUN = 240_000  # ms in which a tiny model learns a few steps, on a busy machine too
CURVE = re.compile(r"Loss: from .* to .* at step (3\d|40)\.")  # of 40 steps; not every one is told


@pytest.fixture(scope="module")
def studio(built_page, tmp_path_factory):
    """A studio that has a tiny Whisper in place of `base`."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SORIDAM_HOME", home)
        put_tiny_weights("base")
        with running_studio(tmp_path_factory.mktemp("studio"), SORIDAM_HOME=home) as process:
            yield process


@pytest.fixture(scope="module")
def corpus(client):
    return split_tones(client)


@pytest.fixture(scope="module")
def run(client, corpus):
    """A finished run."""
    return train(client, corpus["id"], "Slowly", 1e-5)


def test_a_run_is_estimated_started_left_and_found_again_when_it_has_learned(page, corpus):
    page.goto("/tuning")
    page.get_by_role("link", name="Teach a model").click()
    page.get_by_label("Corpus", exact=True).select_option(label="Tones, split")
    page.get_by_role("radio", name="base", exact=False).first.click()
    page.get_by_label("Steps", exact=True).fill("40")
    page.get_by_label("Validate every").fill("10")
    page.get_by_label("Seconds in a batch").fill("20")
    page.get_by_role("button", name="Estimate time and memory").click()
    asked = page.get_by_text("Checking the corpus and timing a step")
    expect(asked.or_(page.get_by_role("status").filter(has_text="Memory"))).to_be_visible()
    page.reload()
    expect(page.get_by_label("Steps", exact=True)).to_have_value("40")
    expect(page.get_by_role("status").filter(has_text="Memory")).to_be_visible(timeout=A_RUN)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("A name is needed.")).to_be_visible()
    page.get_by_label("Name of this run").fill("Tones at first")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="Tones at first")).to_be_visible()
    expect(page.get_by_role("img", name="Loss")).to_be_visible(timeout=A_RUN)
    address, context = page.url, page.context
    page.close()
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_role("heading", name="What now?")).to_be_visible(timeout=A_RUN)
    expect(again.get_by_role("img", name="Loss: how")).to_have_accessible_name(CURVE, timeout=A_RUN)
    expect(again.get_by_text("Lowest errors")).to_be_visible()
    again.get_by_role("button", name="Show the log").click()
    expect(again.get_by_role("region", name="Log")).to_contain_text("running")
    again.get_by_role("button", name="Show all values").click()
    expect(again.get_by_role("region", name="Show all values")).to_contain_text("steps = 40")


def test_a_value_that_does_not_fit_is_said_before_anything_starts(page, corpus):
    page.goto("/tuning/new")
    page.get_by_label("Seconds in a batch").fill("-1")
    expect(page.get_by_text("At least")).to_be_visible()
    expect(page.get_by_role("button", name="Estimate time and memory")).to_be_disabled()
    page.get_by_role("button", name="Back to").click()
    expect(page.get_by_role("button", name="Estimate time and memory")).to_be_enabled()


def test_two_runs_are_compared(page, client, corpus, run):
    train(client, corpus["id"], "Quickly", 1e-3)
    page.goto("/tuning")
    page.get_by_role("checkbox", name="Slowly").check()
    page.get_by_role("checkbox", name="Quickly").check()
    page.get_by_role("button", name="Compare 2 runs").click()
    row = page.get_by_role("row").filter(has_text="Learning rate")
    expect(row).to_contain_text("0.001")
    expect(page.get_by_role("img", name="Loss")).to_have_accessible_name(curves_of("Slowly", "Quickly"))
    page.reload()
    expect(row).to_contain_text("0.001")


def curves_of(*names: str):
    return re.compile(".*".join(rf"{name}: from" for name in names))


def test_a_tuned_model_is_measured_and_its_report_read(page, run):
    page.goto(f"/tuning/runs/{run['id']}")
    page.get_by_role("button", name="Make a report").click()
    expect(page.get_by_role("heading", name="Report: Slowly")).to_be_visible()
    expect(page.get_by_role("cell", name="%").first).to_be_visible(timeout=A_RUN)
    report = page.frame_locator("iframe[title='The whole report']")
    expect(report.locator("h1")).to_be_visible(timeout=30_000)


def test_a_tuned_model_is_exported_and_downloaded(page, run):
    page.goto(f"/tuning/runs/{run['id']}")
    page.get_by_label("Precision").select_option("float32")
    page.get_by_role("button", name="Export", exact=True).click()
    link = page.get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=A_RUN)
    with page.expect_download(timeout=A_RUN) as download:
        link.click()
    assert download.value.suggested_filename.endswith(".zip")


def test_a_tuned_model_is_tried_by_voice_beside_the_untuned_one(page, run):
    page.goto(f"/tuning/runs/{run['id']}")
    page.get_by_role("link", name="Try it by voice").click()
    expect(page.get_by_label("Model", exact=True)).to_have_value(run["id"])
    page.get_by_role("button", name="Start speaking").click()
    expect(page.get_by_text("I am listening")).to_be_visible()
    expect(page.locator("canvas.wave")).to_have_attribute("data-bars", re.compile(r"^[3-9]\d$"), timeout=20_000)
    page.get_by_role("button", name="Stop speaking").click()
    expect(page.get_by_role("article")).to_have_count(2, timeout=A_RUN)
    page.reload()
    expect(page.get_by_role("article")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_tuning_screens(page, run, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for address in (
        "/tuning",
        "/tuning/new",
        f"/tuning/runs/{run['id']}",
        "/tuning/try",
        f"/tuning/compare?runs={run['id']}",
    ):
        page.goto(address)
        settle(page)
        found[address] = serious(page)
    assert not {address: issues for address, issues in found.items() if issues}
