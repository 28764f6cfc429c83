"""A child's own drawing on the page for a new book: photographed, seen cut out, chosen, made into a book, deleted."""

from playwright.sync_api import expect
from tests.book.draw.cutout.photos import as_jpeg, crayon_cat, photograph, sheet
from tests.web.browser import A_BOOK, serious


def test_a_photographed_drawing_is_seen_cut_out_and_becomes_the_hero(page, tmp_path):
    photo, empty = tmp_path / "cat.jpg", tmp_path / "empty.jpg"
    photo.write_bytes(as_jpeg(photograph(sheet(crayon_cat))))
    empty.write_bytes(as_jpeg(photograph(sheet())))
    page.goto("/make")
    page.locator("input[type=file]").set_input_files(photo)
    drawing = page.get_by_role("radio", name="Drawing 1")
    expect(drawing).to_be_checked(timeout=60_000)
    shown = page.locator(".figure img[src*='/api/drawings/']")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalHeight)") > 300
    expect(page.get_by_role("button", name="Dress it up")).to_have_count(0)
    assert not serious(page)
    page.reload()
    expect(page.get_by_role("radio", name="Drawing 1")).to_be_checked()
    page.get_by_role("radio", name="Ember").check(force=True)
    page.get_by_label("Your wish").fill("A cat who wants to see the sea")
    page.get_by_role("button", name="Make my book").click()
    expect(page.locator("img[src*='/pages/1/picture']")).to_be_visible(timeout=A_BOOK)
    page.goto("/make")
    page.get_by_role("button", name="Delete: Drawing 1").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("radio", name="Drawing 1")).to_have_count(0)
    expect(page.get_by_role("button", name="Dress it up")).to_be_visible()


def test_a_picture_without_a_drawing_is_answered_with_what_to_do(page, tmp_path):
    empty = tmp_path / "empty.jpg"
    empty.write_bytes(as_jpeg(photograph(sheet())))
    page.goto("/make")
    page.locator("input[type=file]").set_input_files(empty)
    expect(page.get_by_text("No drawing was found in the picture.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Photograph one drawing on light paper")).to_be_visible()
    page.complaints.clear()  # the browser notes the answer 400
