"""A person returns after the browser was closed and the studio killed: book and training are done."""

from itertools import pairwise

import httpx
import pytest
from playwright.sync_api import expect
from tests.web.browser import A_BOOK, client_of, kill, put_tiny_weights, running_studio
from tests.web.scenarios import begin_run, split_tones

A_RUN = 240_000  # ms in which a tiny model learns a few steps, on a busy machine too
STEPS = {"optimizer.steps": 60, "validation.every": 20, "batches.seconds": 20, "optimizer.learning_rate": 1e-4}


@pytest.fixture
def home(tmp_path, monkeypatch) -> dict[str, str]:
    """The environment of a studio that has a tiny Whisper in place of `base`."""
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path / "home"))
    put_tiny_weights("base")
    return {"SORIDAM_HOME": str(tmp_path / "home")}


def log_in(browser, studio):
    page = browser.new_context(locale="en-US", base_url=studio.address).new_page()
    page.goto(studio.link)
    expect(page.get_by_role("heading", name="My picture books")).to_be_visible()
    return page


def come_back(browser, studio, state):
    """With the cookie of before: the session lives in the database."""
    return browser.new_context(locale="en-US", base_url=studio.address, storage_state=state).new_page()


def test_a_book_is_finished_by_the_next_studio(browser, built_page, tmp_path):
    with running_studio(tmp_path / "studio") as studio:
        page = log_in(browser, studio)
        page.get_by_role("button", name="A little boat that wants to see the sea").click()
        expect(page.locator("img[src*='/pages/1/picture']")).to_be_visible(timeout=A_BOOK)
        place, state = page.url.removeprefix(studio.address), page.context.storage_state()
        book = page.request.get(f"/api{place.partition('?')[0]}").json()
        assert len(book["pages"]) <= book["total"], "The book was ready too early to be broken off."
        page.context.close()
        kill(studio)
    with running_studio(tmp_path / "studio") as studio:
        page = come_back(browser, studio, state)
        page.goto(place)
        expect(page.locator("iframe")).to_be_visible(timeout=A_BOOK)
        expect(page.frame_locator("iframe").locator(".leaf.now")).to_have_attribute("data-number", "0", timeout=30_000)
        page.goto("/jobs")
        expect(page.get_by_role("listitem").filter(has_text="Make a book")).to_contain_text("Done")
        page.context.close()


def test_a_training_goes_on_from_its_checkpoint_in_the_next_studio(browser, built_page, home, tmp_path):
    with running_studio(tmp_path / "studio", **home) as studio:
        page = log_in(browser, studio)
        state = page.context.storage_state()
        with client_of(studio, state) as client:
            corpus = split_tones(client)["id"]
            page.goto("/tuning")
            run = begin_run(client, corpus, "Broken off", STEPS)
            wait_for_checkpoint(client, run["job"])
        page.context.close()
        kill(studio)
    with running_studio(tmp_path / "studio", **home) as studio:
        with client_of(studio, state) as client:
            assert client.get(f"/api/runs/{run['id']}").json()["state"] != "done", (
                "It was done before it was broken off."
            )
        page = come_back(browser, studio, state)
        page.goto(f"/tuning/runs/{run['id']}")
        expect(page.get_by_role("heading", name="What now?")).to_be_visible(timeout=A_RUN)
        expect(page.get_by_role("img", name="Loss")).to_be_visible()
        with client_of(studio, state) as client:
            assert has_no_gap(client, run["id"])
        page.context.close()


def wait_for_checkpoint(client: httpx.Client, job: str) -> None:
    with client.stream("GET", f"/api/jobs/{job}/events", timeout=A_RUN / 1000) as events:
        assert any('"checkpoint"' in line for line in events.iter_lines())


def has_no_gap(client: httpx.Client, run: str) -> bool:
    steps = [step for step, _ in client.get(f"/api/runs/{run}/curve").json()["curves"]["loss"]]
    stride = steps[1] - steps[0]
    return steps[-1] == STEPS["optimizer.steps"] and all(later - step <= stride for step, later in pairwise(steps))
