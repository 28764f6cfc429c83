"""Questions in a real browser: documents come and go, answers are quotes that lead to their place."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.studio.radio_batch import make_radio_batch
from tests.web.browser import running_studio, serious, settle

pytestmark = pytest.mark.weights

AIP = "# Incheon (RKSI)\n\nTower answers on 118.200, ground on 121.750.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("studio")


@pytest.fixture(scope="module")
def studio(built_page, folder):
    with running_studio(folder) as process:
        yield process


def ask(page, question: str) -> None:
    page.get_by_label("Question", exact=True).fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def test_an_answer_from_a_recording_leads_to_its_second(page, client, folder: Path):
    batch = make_radio_batch(client, folder)
    page.goto("/transcribe")
    ask(page, "What level was DLH123 cleared to?")
    asking = page.get_by_role("region", name="Ask your recordings and documents")
    expect(asking).to_contain_text("FL180, FL160", timeout=60_000)
    asking.get_by_role("link", name="tower.wav · 0:05").click()
    expect(page).to_have_url(f"/transcribe/{batch}/0?at=5")
    answer = page.get_by_role("listitem").filter(has_text="probably the pilot")
    expect(answer).to_have_attribute("data-now", "true")
    client.delete(f"/api/transcriptions/{batch}")


def test_a_document_is_added_quoted_and_deleted(page):
    page.goto("/transcribe")
    documents = page.get_by_role("region", name="Documents", exact=True)
    file = {"name": "RKSI-aip.md", "mimeType": "text/markdown", "buffer": AIP.encode()}
    documents.locator("input[type=file]").set_input_files(file)
    expect(documents.get_by_role("link", name="RKSI-aip.md")).to_be_visible()
    ask(page, "What is the ground frequency?")
    asking = page.get_by_role("region", name="Ask your recordings and documents")
    expect(asking).to_contain_text("121.750: Tower answers on", timeout=60_000)
    with page.expect_download() as saving:
        asking.get_by_role("link", name="line 3").click()
    assert Path(saving.value.path()).read_text() == AIP
    documents.get_by_role("button", name="Delete RKSI-aip.md").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(documents.get_by_role("link", name="RKSI-aip.md")).to_have_count(0)
    ask(page, "Where is the tower frequency written?")
    expect(asking).to_contain_text("Not in the material.", timeout=60_000)


def test_a_document_of_another_kind_is_refused_with_a_reason(page):
    page.goto("/transcribe")
    documents = page.get_by_role("region", name="Documents", exact=True)
    file = {"name": "a.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    documents.locator("input[type=file]").set_input_files(file)
    expect(documents.get_by_role("alert")).to_contain_text("not a document that can be read here")
    page.complaints.clear()  # the browser writes down that it was refused


def test_a_korean_question_is_answered_in_korean(page):
    page.goto("/transcribe")
    page.get_by_role("button", name="한국어").click()
    page.get_by_label("질문").fill("주차 요금은 얼마예요?")
    page.get_by_role("button", name="물어보기").click()
    expect(page.get_by_text("자료에 없습니다.")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Question", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_beside_an_answer(page, client, folder: Path, scheme):
    make_radio_batch(client, folder)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto("/transcribe")
    ask(page, "What level was DLH123 cleared to?")
    expect(page.get_by_text("FL180, FL160")).to_be_visible(timeout=60_000)
    settle(page)
    assert not serious(page)
