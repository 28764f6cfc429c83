"""A corpus of pictures in a real browser: a dozen brought in, captioned by keyboard, undone, deleted, reloaded."""

import pytest
from playwright.sync_api import expect
from tests.image.data.small_pictures import draw_picture
from tests.web.browser import serious, settle

A_JOB = 180_000  # ms in which a dozen pictures are read, on a busy machine too


@pytest.fixture(scope="module")
def drawings(tmp_path_factory):
    """A dozen pictures without captions, the last of which is a copy of the first."""
    folder = tmp_path_factory.mktemp("drawings")
    for number in range(11):
        draw_picture(folder / f"{number:02}.png", (160, 120), seed=number)
    draw_picture(folder / "11.jpg", (160, 120), seed=0, quality=98, subsampling=0)
    return sorted(folder.iterdir())


def captions(client, corpus):
    pictures = client.get(f"/api{corpus}/pictures").json()["pictures"]
    return [picture["caption"] for picture in pictures]


def test_a_dozen_pictures_are_brought_in_and_captioned_by_keyboard(page, client, drawings):
    page.goto("/corpora")
    page.get_by_role("button", name="New corpus").click()
    page.get_by_label("Name").fill("Heroes")
    page.get_by_role("radio", name="Pictures with captions").click()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Heroes", level=1)).to_be_visible(timeout=A_JOB)
    corpus = page.url.removeprefix(page.url.partition("/corpora")[0]).partition("?")[0]
    page.locator("input[type=file]").first.set_input_files(drawings)
    expect(page.get_by_text("12 files ·")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Add these pictures").click()
    first = page.get_by_label("Caption of 00.png")
    expect(first).to_be_visible(timeout=A_JOB)
    expect(page.get_by_text("Almost the same as 00.png")).to_be_visible()
    expect(page.get_by_text("No caption (12)")).to_be_visible()

    page.get_by_role("listitem", name="00.png").focus()  # arrow keys lead on, Enter into the caption
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("listitem", name="01.png")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    for number in range(11):
        page.keyboard.type(f"tokti {number}")
        page.keyboard.press("Tab" if number % 2 else "Enter")
    expect(page.get_by_label("Caption of 11.jpg")).to_be_focused()
    page.keyboard.type("never saved")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Caption of 11.jpg")).to_have_value("")
    expect(page.get_by_text("No caption (1)")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Caption of 10.png")).to_have_value("tokti 10")
    assert captions(client, corpus) == [*(f"tokti {number}" for number in range(11)), ""]

    first.fill("another hero")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Caption of 01.png")).to_be_focused()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    page.keyboard.press("Control+z")
    expect(first).to_have_value("tokti 0")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert captions(client, corpus)[0] == "tokti 0"

    page.get_by_text("Almost the same (2)").click()
    expect(page.get_by_label("Caption of 05.png")).to_be_hidden()
    page.get_by_role("listitem", name="11.jpg").focus()
    page.keyboard.press("Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_label("Caption of 11.jpg")).to_be_hidden()
    page.get_by_text("All", exact=True).click()
    expect(page.get_by_label("Caption of 05.png")).to_be_visible()
    settle(page)
    assert serious(page) == []
    assert len(captions(client, corpus)) == 11


def test_a_caption_that_somebody_else_has_changed_is_shown_as_it_is_now(page, client, drawings):
    made = client.post("/api/corpora/sample", json={"family": "image", "name": "Tokti", "language": "en"}).json()
    page.goto(f"/corpora/{made['id']}")
    first = page.get_by_label("Caption of 00000.png")
    expect(first).to_be_visible(timeout=A_JOB)
    picture = client.get(f"/api/corpora/{made['id']}/pictures").json()["pictures"][0]
    address = f"/api/corpora/{made['id']}/pictures/{picture['id']}"
    assert client.patch(address, json={"version": 1, "caption": "from elsewhere"}).status_code == 200
    first.fill("mine")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This caption was changed in the meantime.")).to_be_visible()
    expect(first).to_have_value("from elsewhere")
    page.complaints.clear()  # the browser's console has the answer 409
