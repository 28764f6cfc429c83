"""Radio in a real browser: wrong read-backs first, both forms, corrections taken back by key, search."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.studio.radio_batch import make_radio_batch
from tests.web.browser import running_studio, serious, settle

from soridam.core.files import read_json, write_json

A_CORPUS = 60_000  # ms in which two transmissions are prepared, on a busy machine too


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("studio")


@pytest.fixture(scope="module")
def studio(built_page, folder):
    with running_studio(folder) as process:
        yield process


@pytest.fixture
def batch(client, folder: Path) -> str:
    return make_radio_batch(client, folder)


def test_a_wrong_readback_is_shown_first_and_leads_to_its_transmission(page, batch):
    page.goto(f"/transcribe/{batch}/0")
    expect(page.get_by_role("alert")).to_contain_text("1 read-back differs")
    page.get_by_role("button", name="FL160 read back for FL180").click()
    answer = page.get_by_role("listitem").filter(has_text="probably the pilot")
    expect(answer).to_be_focused()
    expect(answer).to_contain_text("Descending FL 160", ignore_case=True)
    page.get_by_text("As spoken").click()
    expect(answer).to_contain_text("flight level one six zero")


def test_a_correction_is_taken_back_and_taken_again_by_button_and_by_key(page, batch):
    page.goto(f"/transcribe/{batch}/0")
    clearance = page.get_by_role("listitem").filter(has_text="probably the controller")
    expect(clearance).to_contain_text("Lufthansa 123 descend FL 180")
    clearance.get_by_role("button", name="Take back").click()
    expect(clearance).to_contain_text("luftansa 123 descend FL 180")
    clearance.focus()
    page.keyboard.press("a")
    expect(clearance).to_contain_text("Lufthansa 123 descend FL 180")
    page.keyboard.press("r")
    expect(clearance).to_contain_text("luftansa 123 descend FL 180")
    page.reload()
    expect(clearance).to_contain_text("luftansa 123 descend FL 180")


def test_accepted_and_rewritten_transmissions_become_a_corpus_from_which_a_run_for_radio_begins(page, batch):
    page.goto(f"/transcribe/{batch}/0")
    expect(page.get_by_role("button", name="Make a corpus of them")).to_be_disabled()
    clearance = page.get_by_role("listitem").filter(has_text="probably the controller")
    answer = page.get_by_role("listitem").filter(has_text="probably the pilot")
    clearance.focus()
    page.keyboard.press("y")
    expect(clearance.get_by_role("button", name="Accepted")).to_have_attribute("aria-pressed", "true")
    answer.focus()
    page.keyboard.press("e")
    expect(page.get_by_label("What was said")).to_be_focused()
    page.get_by_label("What was said").fill("descending FL 180 Lufthansa 123")
    page.keyboard.press("Enter")
    expect(answer).to_be_focused()
    expect(answer).to_contain_text("Recognized as: descending flight level one six zero")
    expect(page.get_by_text("1 read-back differs")).to_be_hidden()
    expect(page.get_by_text("2 transmissions are accepted")).to_be_visible()
    page.get_by_role("button", name="Make a corpus of them").click()
    expect(page.get_by_role("heading", name="Tower", level=1)).to_be_visible()
    page.get_by_role("link", name="Teach a model with it").click(timeout=A_CORPUS)
    expect(page.get_by_role("combobox", name="Corpus")).to_have_value(
        page.url.partition("corpus=")[2].partition("&")[0]
    )
    expect(page.get_by_role("radio", name="Air traffic")).to_be_checked()


def test_a_transmission_with_two_stations_at_once_says_so(page, batch, folder):
    path = folder / "runs" / batch / "results" / "00000.radio"
    told = read_json(path)
    told["messages"][0]["overlap"] = True
    write_json(path, told)
    page.goto(f"/transcribe/{batch}/0")
    items = page.get_by_role("listitem").filter(has_text="probably the")
    expect(items.filter(has_text="Two stations at once")).to_have_count(1)
    settle(page)
    assert serious(page) == []


def test_what_was_written_anew_is_given_up_by_escape_and_by_restoring(page, batch):
    page.goto(f"/transcribe/{batch}/0")
    clearance = page.get_by_role("listitem").filter(has_text="probably the controller")
    clearance.get_by_role("button", name="Write it anew").click()
    page.get_by_label("What was said").fill("turn left")
    page.keyboard.press("Escape")
    expect(clearance).to_contain_text("Lufthansa 123 descend FL 180")
    clearance.get_by_role("button", name="Write it anew").click()
    page.get_by_label("What was said").fill("turn left")
    clearance.get_by_role("button", name="Save").click()
    expect(clearance).to_contain_text("turn left")
    clearance.get_by_role("button", name="Restore what was recognized").click()
    expect(clearance).to_contain_text("Lufthansa 123 descend FL 180")


def test_transmissions_are_found_in_one_recording_and_in_all(page, batch):
    page.goto(f"/transcribe/{batch}/0")
    page.get_by_label("Search these transmissions").fill("FL160")
    expect(page.get_by_role("listitem").filter(has_text="probably the")).to_have_count(1)
    page.goto("/transcribe")
    page.get_by_label("Search all that was transcribed").fill("flight level one six zero")
    page.get_by_role("link", name="FL 160").first.click()
    expect(page.get_by_label("Search these transmissions")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_screens_of_radio(page, batch, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for address in ("/transcribe", f"/transcribe/{batch}/0"):
        page.goto(address)
        settle(page)
        found[address] = serious(page)
    assert not {address: issues for address, issues in found.items() if issues}
