"""The playground in a real browser, on tiny models under the names of real ones."""

import json

import pytest
from playwright.sync_api import expect
from tests.acceptance.prompts import build_talkative_whisper
from tests.book.paint.tiny_diffusion import write_tiny_sd
from tests.language.tiny_llama import store_tiny_llama
from tests.studio.speech_work import SPEECH
from tests.web.browser import running_studio, serious, settle

from soridam.core.weights.store import store

LOADED = 90_000  # ms in which a model is loaded, on a busy machine too


@pytest.fixture(scope="module")
def studio(built_page, tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SORIDAM_HOME", home)
        store_tiny_llama("smollm2-135m", positions=800)
        store("tiny", "transformers", {}, lambda target, _: build_talkative_whisper().save(target))
        store("drawn-small", "diffusers", {}, lambda target, _: write_tiny_sd(target))
        with running_studio(tmp_path_factory.mktemp("studio"), SORIDAM_HOME=home) as process:
            yield process


@pytest.fixture
def asked(page):
    """The page, with both answers to a question."""
    page.goto("/playground")
    page.get_by_label("Your text").fill("hello")
    page.get_by_role("button", name="Answer", exact=True).click(timeout=LOADED)
    answered(page)
    return page


def answered(page):
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0, timeout=LOADED)
    expect(answer_of(page, "As it is")).not_to_have_text("The answer comes here.")


def answer_of(page, title):
    return page.get_by_role("article", name=title).locator(".answer")


def test_a_slider_changes_one_answer_and_leaves_the_other(asked):
    untouched = answer_of(asked, "As it is").inner_text()
    assert answer_of(asked, "With your sliders").inner_text() == untouched
    slider = asked.get_by_role("slider", name="MLP")
    slider.focus()
    asked.keyboard.press("End")
    expect(answer_of(asked, "With your sliders")).not_to_have_text(untouched, timeout=LOADED)
    answered(asked)
    expect(answer_of(asked, "As it is")).to_have_text(untouched)
    expect(asked.get_by_text("3 of 30 tensors")).to_be_visible()


def test_a_preset_moves_the_sliders_and_says_how_healthy_the_model_is(asked):
    asked.get_by_role("button", name="Broken").click()
    expect(asked.get_by_text("Broken: perplexity is")).to_be_visible()
    asked.get_by_role("button", name="Back to as it is").click()
    expect(asked.get_by_text("Safe: perplexity is 1 times")).to_be_visible()


def test_a_recognizer_hears_otherwise_with_its_sliders_and_the_untouched_transcript_stays(page):
    page.goto("/playground")
    page.get_by_text("Speech model", exact=True).click()
    page.get_by_label("Model", exact=True).select_option("tiny")
    page.get_by_label("Language spoken").select_option("en")
    page.locator("input[type=file]").set_input_files(SPEECH / "check-number-dial-again.flac", timeout=LOADED)
    untouched, adjusted = (page.get_by_role("article", name=name) for name in ("As it is", "With your sliders"))
    expect(untouched).not_to_contain_text("What is heard comes here.", timeout=LOADED)
    expect(page.get_by_label("The recording")).to_be_visible()
    heard = untouched.get_by_role("status").inner_text()
    expect(adjusted.get_by_role("status")).to_have_text(heard)
    page.get_by_role("slider", name="CROSS").focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("2 of 50 tensors")).to_be_visible()
    expect(adjusted.get_by_role("status")).not_to_have_text(heard, timeout=LOADED)
    expect(untouched.get_by_role("status")).to_have_text(heard)
    page.get_by_role("button", name="Back to as it is").click()
    expect(adjusted.get_by_role("status")).to_have_text(heard)


def test_a_picture_stays_beside_the_adjusted_one_and_a_strip_goes_over_a_slider_s_range(page):
    page.goto("/playground")
    page.get_by_text("Picture model", exact=True).click()
    page.get_by_label("What is to be painted").fill("a fox", timeout=LOADED)
    page.get_by_role("button", name="Paint", exact=True).click()
    untouched, adjusted = (
        page.get_by_role("article", name=name).get_by_role("img") for name in ("As it is", "With your sliders")
    )
    expect(untouched).to_be_visible(timeout=LOADED)
    painted = untouched.get_attribute("src")
    expect(adjusted).to_have_attribute("src", painted)
    page.get_by_role("slider", name="ATTN").focus()
    page.keyboard.press("End")
    expect(page.get_by_text("16 of 208 tensors")).to_be_visible()
    expect(adjusted).not_to_have_attribute("src", painted, timeout=LOADED)
    expect(untouched).to_have_attribute("src", painted)
    page.get_by_label("A strip over a slider's range").select_option("mlp")
    expect(page.get_by_role("figure")).to_have_count(5, timeout=LOADED)


def test_what_happens_inside_is_shown_at_a_token(asked):
    asked.get_by_role("button", name="What happens inside").click()
    expect(asked.get_by_role("img", name="Attention, by layer")).to_be_visible(timeout=LOADED)
    asked.get_by_role("group", name="Token").get_by_role("button").first.click()
    expect(asked.get_by_role("group", name="Token").get_by_role("button").first).to_have_attribute(
        "aria-pressed", "true"
    )


def test_sliders_are_kept_by_name_taken_along_and_brought_back(asked, tmp_path):
    asked.get_by_role("button", name="Looser").click()
    asked.get_by_role("button", name="Keep and share").click()
    asked.get_by_label("Name").fill("softly")
    asked.get_by_role("button", name="Save the sliders").click()
    expect(asked.get_by_role("button", name="Use softly")).to_be_visible()
    with asked.expect_download() as download:
        asked.get_by_role("link", name="Download the sliders").click()
    saved = json.loads(download.value.path().read_text())
    assert saved["attn"] != 1 or saved["mlp"] != 1
    asked.get_by_role("button", name="Back to as it is").click()
    (tmp_path / "sliders.json").write_text(json.dumps(saved))
    with asked.expect_file_chooser() as chooser:
        asked.get_by_role("button", name="Use sliders from a file").click()
    chooser.value.set_files(tmp_path / "sliders.json")
    expect(asked.get_by_role("button", name="Looser")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_playground_has_no_serious_fault_of_accessibility(asked, scheme):
    asked.emulate_media(color_scheme=scheme)
    for part in ("What are ATTN", "How the answer is chosen", "Layers", "Keep and share"):
        asked.get_by_role("button", name=part).click()
    settle(asked)
    assert serious(asked) == []
    for family in ("speech", "image"):
        asked.goto(f"/playground?family={family}")
        settle(asked)
        assert serious(asked) == []
