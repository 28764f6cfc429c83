"""The studio's page in a real browser, against a real studio: log in, wish, watch the pages appear, read."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect
from tests.web.browser import A_BOOK, press_until, serious, settle
from tests.web.scenarios import make_book

from soridam.studio.http.build import WEB, search_path


def test_a_sample_wish_becomes_a_book_at_a_click(page):
    page.goto("/")
    page.get_by_role("button", name="A little boat that wants to see the sea").click()
    expect(page.locator("img[src*='/pages/1/picture']")).to_be_visible(timeout=A_BOOK)
    assert not serious(page)
    expect(page.locator("iframe")).to_be_visible(timeout=A_BOOK)
    page.goto("/")
    expect(page.locator("img[src*='small=true']")).to_have_count(1)


def test_the_hero_is_dressed_and_drawn_as_it_will_look(page):
    page.goto("/make")
    page.get_by_role("radio", name="Zuri").check(force=True)
    portrait = page.get_by_role("img", name="Zuri, as in the book")
    expect(portrait).to_be_visible()
    before = portrait.get_attribute("src")
    page.get_by_role("button", name="Dress it up").click()
    page.get_by_text("raincoat", exact=True).click()
    expect(portrait).not_to_have_attribute("src", before)
    before = portrait.get_attribute("src")
    page.get_by_role("group", name="Color of the hair").get_by_role("radio", name="copper").check(force=True)
    expect(portrait).not_to_have_attribute("src", before)
    page.get_by_text("crown", exact=True).click()
    page.reload()
    expect(page.get_by_role("checkbox", name="crown")).to_be_checked()
    expect(page.get_by_role("radio", name="raincoat")).to_be_checked()


def test_a_typed_wish_becomes_a_book_whose_pages_come_and_turn(page):
    page.goto("/")
    page.get_by_role("link", name="Make a picture book").click()
    page.get_by_role("radio", name="Ember").check(force=True)
    page.get_by_label("Your wish").fill("A boat that wants to see the sea")
    page.get_by_role("button", name="Make my book").click()
    expect(page.get_by_text("Thinking up the story")).to_be_visible(timeout=20_000)
    expect(page.locator("img[src*='/pages/1/picture']")).to_be_visible(timeout=A_BOOK)
    reader = page.frame_locator("iframe")
    expect(reader.locator(".leaf.now")).to_have_attribute("data-number", "0", timeout=A_BOOK)
    reader.locator('.bar [data-do="next"]').click()
    expect(reader.locator(".leaf.now")).to_have_attribute("data-number", "1")
    page.get_by_role("link", name="Jobs").click()
    expect(page.get_by_role("listitem").filter(has_text="Make a book").first).to_contain_text("Done")


def test_a_book_is_made_and_read_by_keyboard_alone(page):
    page.goto("/")
    expect(page.get_by_role("link", name="Make a picture book")).to_be_visible()
    press_until(page, page.get_by_role("link", name="Make a picture book"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Clover")).to_be_checked()
    press_until(page, page.get_by_label("Your wish"))
    page.keyboard.type("A lantern in the forest")
    press_until(page, page.get_by_role("radio", name="Clover"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Bruno")).to_be_checked()
    press_until(page, page.get_by_role("button", name="Make my book"))
    page.keyboard.press("Enter")
    expect(page.locator("iframe")).to_be_visible(timeout=A_BOOK)
    press_until(page, page.get_by_role("link", name="Bookshelf"), key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="My picture books")).to_be_visible()
    press_until(page, page.locator("a.book").first)  # the newest
    page.keyboard.press("Enter")
    reader = page.frame_locator("iframe")
    expect(reader.locator(".leaf.now")).to_have_attribute("data-number", "0", timeout=30_000)
    press_until(page, page.locator("iframe"))
    page.keyboard.press("ArrowRight")
    expect(reader.locator(".leaf.now")).to_have_attribute("data-number", "1")


def test_a_reload_in_the_middle_loses_nothing(page):
    page.goto("/make")
    page.get_by_role("radio", name="Lily").check(force=True)
    page.get_by_label("Your wish").fill("A frog that learns to sing")
    page.reload()
    expect(page.get_by_label("Your wish")).to_have_value("A frog that learns to sing")
    expect(page.get_by_role("radio", name="Lily")).to_be_checked()
    page.get_by_role("button", name="Make my book").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible(timeout=20_000)
    page.reload()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("The book was stopped.")).to_be_visible(timeout=A_BOOK)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("iframe")).to_be_visible(timeout=A_BOOK)


def test_a_spoken_wish_is_shown_as_text_that_can_be_corrected(page):
    """The microphone is Chromium's own; what was said is answered here, since hearing has tests of its own."""
    heard = {"transcript": "I want a story about a moon", "topic": "a moon", "language": "en"}
    sent = []

    def answer(route):
        sent.append((route.request.headers["content-type"], len(route.request.post_data_buffer or b"")))
        route.fulfill(json=heard)

    page.route("**/api/wishes?language=en", answer)
    page.goto("/make")
    page.get_by_role("button", name="Start speaking").click()
    expect(page.locator("canvas.wave")).to_be_visible()
    expect(page.get_by_role("meter")).not_to_have_attribute("value", "0")
    page.get_by_role("button", name="Stop speaking").click()
    expect(page.get_by_text("I want a story about a moon")).to_be_visible()
    expect(page.get_by_label("Your wish")).to_have_value("a moon")
    assert sent[0][0] == "audio/webm"
    assert sent[0][1] > 100


def test_who_waits_for_a_first_wish_is_told_that_the_recognizer_is_fetched(page):
    held = []
    page.route("**/api/wishes/recognizer", lambda route: route.fulfill(json={"here": False, "bytes": 151_000_000}))
    page.route("**/api/wishes?language=en", lambda route: held.append(route))  # answered below
    page.goto("/make")
    page.get_by_role("button", name="Start speaking").click()
    page.get_by_role("button", name="Stop speaking").click()
    expect(page.get_by_text("The first time, the speech recognizer is downloaded (151 MB).")).to_be_visible()
    page.unroute("**/api/wishes/recognizer")
    held[0].fulfill(json={"transcript": "a moon", "topic": "a moon", "language": "en"})
    expect(page.get_by_text("The first time")).to_have_count(0)


def test_the_example_in_an_empty_wish_stays_an_example_when_a_wish_is_missing(page):
    page.goto("/make")
    wish = page.get_by_label("Your wish")
    colors = "element => [getComputedStyle(element, '::placeholder').color, getComputedStyle(element).color]"
    before = wish.evaluate(colors)
    page.get_by_role("button", name="Make my book").click()
    expect(page.get_by_text("Say or type what the story should be about.")).to_be_visible()
    assert wish.evaluate(colors) == before


def test_a_picture_drawn_again_replaces_the_old_one_and_a_book_can_be_taken_along(page, book):
    page.goto(f"/books/{book['id']}")
    page.get_by_role("button", name="Draw again: Page 2").click()
    expect(page.get_by_text("Page 2 is new.")).to_be_visible(timeout=A_BOOK)
    page.get_by_role("button", name="Download").click()
    with page.expect_download(timeout=A_BOOK) as download:
        page.get_by_role("menuitem", name="PDF", exact=True).click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_what_a_page_was_before_is_looked_at_and_shown_again(page, client):
    made = make_book(client, "a lighthouse", "frog")
    before = client.get(f"/api/books/{made['id']}/words").json()[1]["text"]
    page.goto(f"/books/{made['id']}")
    expect(page.get_by_role("button", name="Draw again: Page 2")).to_be_visible()
    expect(page.get_by_role("button", name="Earlier versions: Page 2")).to_have_count(0)
    page.get_by_role("button", name="Change the words: Page 2").click()
    page.get_by_label("Words of this page").fill("The lamp was lit at last.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Page 2 is new.")).to_be_visible(timeout=A_BOOK)
    page.get_by_role("button", name="Earlier versions: Page 2").click()
    expect(page.get_by_role("dialog").get_by_text("The lamp was lit at last.")).to_be_visible()
    page.get_by_role("button", name="Show version 1").click()
    expect(page.get_by_text("Page 2 is as it was before.")).to_be_visible()
    expect(page.frame_locator("iframe").locator("[data-number='2']")).to_contain_text(before[:20])


def test_the_words_of_a_page_are_changed_and_what_was_typed_outlives_a_reload(page, book):
    page.goto(f"/books/{book['id']}")
    page.get_by_role("button", name="Change the words: Page 2").click()
    words = page.get_by_label("Words of this page")
    words.fill("Bruno flew the kite over the hill.")
    page.reload()
    page.get_by_role("button", name="Change the words: Page 2").click()
    expect(words).to_have_value("Bruno flew the kite over the hill.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Page 2 is new.")).to_be_visible(timeout=A_BOOK)
    expect(page.frame_locator("iframe").locator("[data-number='2']")).to_contain_text("over the hill")
    expect(page.frame_locator("iframe").locator(".leaf.now")).to_have_attribute("data-number", "2")
    expect(page.get_by_text("The book is being opened")).to_have_count(0)


def test_a_book_is_shared_by_a_link_until_the_link_is_ended(page, browser, book):
    page.goto(f"/books/{book['id']}")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_text("None.")).to_be_visible()
    page.get_by_role("button", name="Make a link").click()
    link = page.locator("pre", has_text="/api/shared/").inner_text()
    expect(page.get_by_text("This link opens on this computer only.")).to_be_visible()
    expect(page.get_by_role("img", name="QR code of the link")).to_have_count(0)  # no other device could open it
    stranger = browser.new_context().new_page()
    assert stranger.goto(link).status == 200
    expect(stranger.locator(".leaf.now")).to_be_visible()
    page.get_by_role("button", name="End the link").click()
    assert stranger.goto(link).status == 200  # the question is not answered yet
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("None.")).to_be_visible()
    assert stranger.goto(link).status == 404
    stranger.context.close()


def test_a_link_that_opens_on_other_devices_is_shown_as_a_qr_code(page, studio, session, book):
    """The studio under a name of its own: what the browser asks there is fetched from where it really is."""
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in session["cookies"])

    def answer(route):
        address = route.request.url.replace("https://studio.example.org", studio.address)
        own = {"host": studio.address.partition("://")[2], "origin": studio.address, "cookie": cookies}
        route.fulfill(response=route.fetch(url=address, headers={**route.request.headers, **own}))

    page.route("https://studio.example.org/**", answer)
    page.goto(f"https://studio.example.org/books/{book['id']}")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator("pre", has_text="https://studio.example.org/api/shared/")).to_be_visible()
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    expect(page.get_by_text("This link opens on this computer only.")).to_have_count(0)


def test_grown_ups_look_inside_and_delete_behind_a_question_for_grown_ups(page, client):
    make_book(client, "a puddle", "frog")
    page.goto("/")
    page.get_by_role("link", name="For grown-ups").click()
    question = page.get_by_label("How much is")
    one, other = re.findall(r"\d+", page.locator("label").filter(has_text="How much is").inner_text())
    question.fill("1")
    page.get_by_role("button", name="Go in").click()
    expect(page.get_by_text("Not quite.")).to_be_visible()
    question.fill(str(int(one) * int(other)))
    page.get_by_role("button", name="Go in").click()
    card = page.get_by_role("article").filter(has_text="a puddle")
    expect(card).to_contain_text("Story: Soridam, pictures: Soridam")  # and not the names of settings
    card.get_by_role("button", name="Look inside").click()
    expect(card.get_by_role("img", name="Page 1", exact=True)).to_be_visible()
    assert not serious(page)
    card.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(card).to_have_count(0)


def test_the_reader_itself_keeps_nobody_out(page, book):
    page.goto(f"/api/books/{book['id']}/reader")
    expect(page.locator(".leaf.now")).to_be_visible()
    assert not serious(page)


def test_a_refused_wish_says_why_and_stays(page):
    page.goto("/make")
    page.get_by_role("button", name="Make my book").click()
    expect(page.get_by_text("Say or type what the story should be about.")).to_be_visible()
    page.route("**/api/books", lambda route: route.fulfill(status=400, json={"error": "Not that.", "hint": "Another."}))
    page.get_by_label("Your wish").fill("a lamp for the moon")
    page.get_by_role("button", name="Make my book").click()
    expect(page.get_by_role("alert")).to_contain_text("Not that.")
    expect(page.get_by_label("Your wish")).to_have_value("a lamp for the moon")
    page.complaints.clear()  # the browser's own line about the status


def test_a_studio_that_is_away_is_said_and_the_page_goes_on_when_it_is_back(page):
    page.goto("/jobs")
    page.context.set_offline(True)
    expect(page.get_by_text("The studio does not answer. This page")).to_be_visible(timeout=20_000)
    page.context.set_offline(False)
    expect(page.get_by_text("The studio does not answer. This page")).to_be_hidden(timeout=20_000)
    page.complaints.clear()


def test_both_languages_are_a_click_apart_and_are_remembered(page):
    page.goto("/")
    page.get_by_role("button", name="한국어").click()
    expect(page.get_by_role("heading", name="내 그림책")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="내 그림책")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "ko"


def test_what_happened_in_a_job_is_told_in_the_language_of_the_page_at_once_when_that_changes(page, book):
    page.goto("/jobs")
    page.get_by_role("button", name="Show the log").first.click()
    expect(page.get_by_role("region", name="Log")).to_contain_text("done")
    page.get_by_role("button", name="한국어").click()
    expect(page.get_by_role("region", name="기록")).to_contain_text("끝남")
    expect(page.get_by_role("region", name="기록")).not_to_contain_text("done")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page, book, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for address in ("/", "/make", "/family", f"/books/{book['id']}", "/jobs", "/tuning", "/tuning/new", "/nowhere"):
        page.goto(address)
        settle(page)
        found[address] = serious(page)
    assert not {address: issues for address, issues in found.items() if issues}


def test_who_has_not_come_in_is_shown_the_door(browser, studio):
    page = browser.new_page(locale="ko-KR")
    page.goto(f"{studio.address}/books/x")
    expect(page.get_by_role("heading", name="로그인")).to_be_visible()
    assert not serious(page)
    page.close()


def test_files_are_kept_for_long_and_nothing_outside_is_given(studio):
    with httpx.Client(base_url=studio.address) as client:
        index = client.get("/books/anything")
        assert index.headers["cache-control"] == "no-cache"
        script = re.search(r'src="(/assets/[^"]+\.js)"', index.text)[1]
        assert "immutable" in client.get(script).headers["cache-control"]
        for path in ("/%2e%2e/page.py", "/assets/..%2f..%2fpage.py", "/api/nothing", "/assets/none.js"):
            assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("script", ["test", "client"])
def test_the_pure_parts_pass_and_the_client_is_what_the_server_offers(built_page, script):
    environment = {**os.environ, "PATH": search_path(), "PYTHON": sys.executable}
    done = subprocess.run(["npm", "run", script], cwd=WEB, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
