"""The reader in a real browser: Debian's chromium, or the one that SORIDAM_CHROMIUM names."""

import dataclasses
import os
import re
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright
from tests.book.small_book import TEXTS, write_small_book

from soridam.book.pages.html import render_reader, write_reader
from soridam.book.pages.view import Word, view_book
from soridam.core.files import write_text

CHROMIUM = os.environ.get("SORIDAM_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser():
    assert CHROMIUM, "The reader is tested in a real browser. Install one: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reader")
    return write_reader(write_small_book(folder / "book", "en", seconds=1.0), folder / "book.html")


@pytest.fixture
def page(browser, reader):
    opened = browser.new_page(viewport={"width": 1000, "height": 700})
    opened.complaints = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.on("request", lambda request: request.url.startswith("http") and opened.complaints.append(request.url))
    opened.goto(reader.as_uri())
    yield opened
    assert not opened.complaints
    opened.close()


def shown(page) -> str:
    return page.locator(".leaf.now").get_attribute("data-number")


def test_the_reader_is_one_file_without_addresses(reader):
    text = reader.read_text(encoding="utf-8")
    assert not re.findall(r"""(?:src|href)=["'](?!data:)""", text)
    assert 'http-equiv="Content-Security-Policy" content="default-src \'none\'' in text


def test_pages_turn_by_key_button_and_picture(page):
    assert shown(page) == "0"
    page.keyboard.press("ArrowRight")
    assert shown(page) == "1"
    page.click('.bar [data-do="next"]')
    assert shown(page) == "2"
    page.wait_for_timeout(600)
    page.locator(".leaf.now img").click(position={"x": 5, "y": 50})
    assert shown(page) == "1"
    page.keyboard.press("End")
    assert shown(page) == "4"
    page.keyboard.press("ArrowRight")
    assert shown(page) == "4"
    page.keyboard.press("Home")
    assert shown(page) == "0"


def test_a_swipe_turns_the_page(browser, reader):
    context = browser.new_context(has_touch=True, viewport={"width": 400, "height": 800})
    page = context.new_page()
    page.goto(reader.as_uri())
    swipe = """([from, to]) => {
      const stage = document.querySelector(".stage");
      const at = (type, x) => stage.dispatchEvent(
        new PointerEvent(type, { pointerType: "touch", clientX: x, clientY: 300, bubbles: true }));
      at("pointerdown", from); at("pointerup", to);
    }"""
    page.evaluate(swipe, [300, 100])
    assert shown(page) == "1"
    page.evaluate(swipe, [100, 300])
    assert shown(page) == "0"
    context.close()


def test_the_words_light_up_one_after_the_other_and_the_page_turns_by_itself(page):
    page.evaluate("""() => {
      window.lit = [];
      new MutationObserver((changes) => changes.forEach(({ target }) => {
        if (target.classList.contains("said")) window.lit.push(target.textContent);
      })).observe(document.querySelector('[data-number="1"] .text'), { subtree: true, attributeFilter: ["class"] });
    }""")
    page.click('[data-do="begin"]')
    page.locator('.leaf.now[data-number="2"]').wait_for(timeout=15_000)
    said = TEXTS["en"][0].replace("{hero}", "Tori").split()
    lit = page.evaluate("window.lit")
    assert lit == [word for word in said if word in lit]
    assert len(lit) > len(said) / 2  # a busy machine may drop a frame, and with it a short word
    page.keyboard.press(" ")
    assert page.locator(".play").get_attribute("aria-pressed") == "false"


def test_letters_grow_and_shrink(page):
    page.keyboard.press("ArrowRight")
    size = "parseFloat(getComputedStyle(document.querySelector('.leaf.now .text')).fontSize)"
    before = page.evaluate(size)
    page.keyboard.press("+")
    assert page.evaluate(size) > before
    page.keyboard.press("-")
    assert page.evaluate(size) == pytest.approx(before)


def test_texts_stay_texts(page):
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert "<b>tight</b> & slept." in page.locator(".leaf.now .text").inner_text()
    assert page.title() == "Tori & the <Lost> Star"


def test_only_the_page_that_is_shown_can_be_reached_by_keyboard(page):
    page.keyboard.press("ArrowRight")
    assert page.evaluate("[...document.querySelectorAll('.leaf')].filter((leaf) => !leaf.inert).length") == 1


@pytest.mark.parametrize("place", ["#1.5", "#-3", "#99", "#<img>"])
def test_a_strange_address_opens_a_page_all_the_same(page, reader, place):
    page.goto("about:blank")
    page.goto(reader.as_uri() + place)
    assert shown(page) in ("0", "1", "4")


def test_a_tapped_word_is_read_and_its_page_goes_on(page):
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    page.locator(".leaf.now .word").nth(2).click()
    assert page.locator(".play").get_attribute("aria-pressed") == "true"
    page.locator('.leaf.now[data-number="2"]').wait_for(timeout=15_000)


def test_a_parent_s_preview_says_so_above_every_page(browser, tmp_path):
    view = dataclasses.replace(view_book(write_small_book(tmp_path / "book", "ko", voice=False)), is_held_back=True)
    write_text(tmp_path / "book.html", render_reader(view))
    opened = browser.new_page()
    opened.goto((tmp_path / "book.html").as_uri())
    opened.keyboard.press("ArrowRight")
    assert "보호자" in opened.locator(".held-back").inner_text()
    assert opened.locator(".held-back").is_visible()
    opened.close()


def test_hostile_texts_run_nothing(browser, tmp_path):
    view = view_book(write_small_book(tmp_path / "book", "en", voice=False))
    bad = "</script><script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"
    page = dataclasses.replace(view.pages[0], words=(Word(bad, ""),), text=bad, question=bad)
    view = dataclasses.replace(view, title=f'"{bad}', dedication=bad, lesson=bad, pages=(page,))
    write_text(tmp_path / "book.html", render_reader(view))
    opened = browser.new_page()
    opened.goto((tmp_path / "book.html").as_uri())
    assert opened.evaluate("window.hit") is None
    assert opened.locator("h1").inner_text() == f'"{bad}'
    opened.close()


# Chromium here has no voices: this one belongs to the test, and says the words one after the other.
VOICE_OF_THE_DEVICE = """
class Utterance { constructor(text) { this.text = text; } }
window.SpeechSynthesisUtterance = Utterance;
window.spoken = [];
const synthesis = {
  getVoices: () => [
    { lang: "en-GB", localService: false, name: "far" }, { lang: "en-US", localService: true, name: "near" },
  ],
  speak: (said) => { window.spoken.push([said.voice.name, said.text]); window.said = said; },
  cancel: () => {}, addEventListener: () => {},
};
Object.defineProperty(window, "speechSynthesis", { value: synthesis });
"""


@pytest.fixture
def with_device_voice(browser, reader):
    opened = browser.new_page()
    opened.add_init_script(VOICE_OF_THE_DEVICE)
    opened.goto(reader.as_uri())
    yield opened
    opened.close()


def test_a_device_without_a_voice_is_offered_none(page):
    assert page.locator('[data-do="device"]').is_hidden()


def test_the_voice_of_the_device_reads_if_chosen_and_lights_up_words(with_device_voice):
    page = with_device_voice
    page.keyboard.press("v")
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    assert page.evaluate("window.spoken.map(([name]) => name)") == ["near"]
    page.evaluate("window.said.onboundary({ charIndex: window.said.text.indexOf('looked') })")
    assert page.locator(".word.said").inner_text() == "looked"
    page.evaluate("window.said.onend()")
    expect(page.locator(".leaf.now")).to_have_attribute("data-number", "2")


def test_a_book_without_a_voice_is_read_by_the_device_or_offers_no_reading(browser, tmp_path):
    path = write_reader(write_small_book(tmp_path / "book", "en", voice=False), tmp_path / "book.html")
    for script, is_hidden in ((None, True), (VOICE_OF_THE_DEVICE, False)):
        page = browser.new_page()
        if script:
            page.add_init_script(script)
        page.goto(path.as_uri())
        assert page.locator('.start [data-do="begin"]').is_hidden() is is_hidden
        assert page.locator('[data-do="play"]').is_hidden() is is_hidden
        page.close()
