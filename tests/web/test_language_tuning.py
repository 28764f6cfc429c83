"""A language model in a real browser, on a tiny Llama: write pairs, look, teach, measure, take along, ask."""

import pytest
from playwright.sync_api import expect
from tests.web.browser import put_tiny_llama, running_studio, serious, settle
from tests.web.scenarios import prepare_pairs, train_language

A_RUN = 240_000  # ms in which a tiny model learns a few steps, on a busy machine too


@pytest.fixture(scope="module")
def studio(built_page, tmp_path_factory):
    """A studio that has a tiny Llama in place of `smollm2-135m`."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SORIDAM_HOME", home)
        put_tiny_llama()
        with running_studio(tmp_path_factory.mktemp("studio"), SORIDAM_HOME=home) as process:
            yield process


@pytest.fixture(scope="module")
def corpus(client):
    return prepare_pairs(client)


@pytest.fixture(scope="module")
def run(client, corpus):
    """A finished run."""
    return train_language(client, corpus)


def test_pairs_are_written_and_pasted_read_and_looked_through(page):
    page.goto("/corpora")
    page.get_by_role("button", name="New corpus").click()
    page.get_by_label("Name").fill("By hand")
    page.get_by_role("radio", name="Questions and answers").click()
    expect(page.get_by_label("Language spoken")).to_be_hidden()
    page.get_by_role("button", name="Create").click()
    first = page.get_by_label("Question 1")
    first.fill("Who are you?")
    page.get_by_role("button", name="Add 1 pair").click()
    expect(page.get_by_text("A pair needs a question and an answer.")).to_be_visible()
    page.get_by_label("Answer 1").fill("A sailor.")
    page.get_by_role("button", name="Another pair").click()
    pasted = 'Where?\tAt sea.\n"And then?"\t"Home, ""soon""."'
    page.get_by_label("Question 2").evaluate(
        """(field, text) => {
            const data = new DataTransfer();
            data.setData("text", text);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        pasted,
    )
    expect(page.get_by_label("Answer 3")).to_have_value('Home, "soon".')
    page.reload()
    expect(page.get_by_label("Answer 2")).to_have_value("At sea.")
    page.get_by_role("button", name="Add 3 pairs").click()
    expect(page.get_by_text("pairs-1.jsonl")).to_be_visible()
    page.get_by_role("button", name="Prepare").click()
    expect(page.get_by_text("Every example can be used.")).to_be_visible(timeout=A_RUN)
    page.get_by_role("tab", name="Examples").click()
    page.get_by_label("Search the text").fill("soon")
    expect(page.get_by_text("1 found")).to_be_visible()
    expect(page.get_by_text("pairs-1.jsonl:3")).to_be_visible()


def test_who_has_no_text_takes_the_sample_and_may_add_to_it(page):
    page.goto("/corpora")
    page.get_by_role("button", name="New corpus").click()
    page.get_by_role("radio", name="Questions and answers").click()
    page.get_by_role("button", name="Try sample questions and answers").click()
    expect(page.get_by_role("heading", name="Lighthouse keeper", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Teach a model with it")).to_be_visible(timeout=A_RUN)
    page.get_by_role("tab", name="Examples").click()
    expect(page.get_by_text("I am Dudu, keeper of the lamp at Gull Rock.")).to_be_visible()
    page.get_by_role("tab", name="Text").click()
    expect(page.get_by_text("lighthouse_keeper.jsonl")).to_be_visible()
    expect(page.get_by_label("Question 1")).to_be_visible()


def test_what_the_model_reads_is_shown_before_it_is_taught(page, corpus):
    page.goto(f"/corpora/{corpus}")
    page.get_by_role("link", name="Teach a model with it").click()
    expect(page.get_by_label("Corpus", exact=True)).to_have_value(corpus)
    expect(page.get_by_role("radio", name="smollm2-135m, all weights")).to_be_checked()
    page.get_by_role("button", name="more values").click()
    page.get_by_role("checkbox", name="embeddings").uncheck()
    page.get_by_label("Last layer").fill("1")
    expect(page.get_by_text("A first and a last layer")).to_be_visible()
    expect(page.get_by_role("button", name="See what the model reads")).to_be_disabled()
    page.get_by_label("First layer").fill("0")
    page.get_by_role("button", name="See what the model reads").click()
    expect(page.locator("mark", has_text="ahoy!<end>").first).to_be_visible(timeout=A_RUN)
    expect(page.get_by_text("24 for training, 3 for validation")).to_be_visible()


def test_a_run_shows_perplexity_and_answers_and_leads_to_the_playground(page, run):
    page.goto(f"/tuning/runs/{run}")
    expect(page.get_by_text("Perplexity of held-out answers")).to_be_visible()
    expect(page.get_by_role("img", name="Score on held-out text")).to_be_visible()
    expect(page.get_by_text("Question: Say").first).to_be_visible()
    page.get_by_role("link", name="Ask it in the playground").click()
    expect(page.get_by_label("Model", exact=True)).to_have_value(run, timeout=A_RUN)


def test_a_tuned_language_model_is_measured_and_exported(page, run):
    page.goto(f"/tuning/runs/{run}")
    page.get_by_role("button", name="Make a report").click()
    expect(page.get_by_role("cell", name="(perplexity)").first).to_be_visible(timeout=A_RUN)
    expect(page.frame_locator("iframe[title='The whole report']").locator("h1")).to_be_visible(timeout=30_000)
    page.goto(f"/tuning/runs/{run}")
    page.get_by_label("Precision").select_option("float32")
    page.get_by_role("button", name="Export", exact=True).click()
    expect(page.get_by_role("link", name="Download")).to_be_visible(timeout=A_RUN)
    expect(page.get_by_text("100% of tokens equal to the original")).to_be_visible()
    expect(page.get_by_text("llama-cli -m")).to_be_visible()
    page.get_by_label("Format").select_option("ctranslate2")
    page.get_by_role("button", name="Export", exact=True).click()
    expect(page.get_by_role("link", name="Download")).to_have_count(2, timeout=A_RUN)
    expect(page.get_by_text("100% of tokens equal to the original")).to_have_count(2)
    expect(page.get_by_text("ctranslate2.Generator")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_screens_of_language_models(page, corpus, run, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for address in (
        f"/corpora/{corpus}?tab=text",
        f"/corpora/{corpus}?tab=examples",
        f"/corpora/{corpus}?tab=about",
        f"/tuning/new?corpus={corpus}",
        f"/tuning/runs/{run}",
    ):
        page.goto(address)
        settle(page)
        found[address] = serious(page)
    assert not {address: issues for address, issues in found.items() if issues}
