import base64
import hashlib
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from tests.speech.evaluation.evaluated import LOWERCASE, Parrot, candidate, evaluate_rows, tone, write_corpus

from soridam.core.files import write_json
from soridam.evaluation.report import SCRIPT
from soridam.speech.audio import decode_audio
from soridam.speech.evaluation.report import encode_mp3, render_report
from soridam.speech.evaluation.testsets import open_test_set

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
ROWS = [
    {"text": f"{HOSTILE} turn left", "speaker": HOSTILE, "age": "3~6"},
    {"text": "climb", "speaker": "b", "age": "10~19", "duration": 2.5, "id": HOSTILE},
]


class Page(HTMLParser):
    """Which elements a browser would see, with their attributes, and what text stands in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes) -> None:
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data) -> None:
        self.text.append((self.lasttag or "", data))

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    write_json(folder / "corpus" / "corpus.json", {"quarantined": {"truncated": 3, HOSTILE: 1}})
    other = write_corpus(folder / "other", [{"text": "good day"}])
    general = open_test_set(other, "test", lambda language: LOWERCASE, role="general")
    models = [
        candidate("base", Parrot(["turn right", HOSTILE], noise=HOSTILE)),
        candidate(HOSTILE, Parrot([ROWS[0]["text"], "climb"])),
    ]
    found = evaluate_rows(folder, ROWS, models, general)
    splits = {"corpus/test": open_test_set(folder / "corpus", "test", lambda _: LOWERCASE, role="domain").split}
    return render_report(found, splits)


def test_a_hostile_transcript_makes_no_element(page):
    seen = Page(page)
    assert seen.count("script") == 1
    assert seen.count("img") == 0
    assert any("<script>alert(1)</script>" in text for _, text in seen.text)


def test_no_attribute_runs_code(page):
    assert not [name for _, attributes in Page(page).elements for name in attributes if name.startswith("on")]


def test_the_page_allows_no_script_but_its_own(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page).group(1)
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert f"<script>{SCRIPT}</script>" in page


def test_the_page_needs_nothing_else(page):
    for _, attributes in Page(page).elements:
        for name in ("src", "href"):
            assert (attributes.get(name) or "data:").startswith("data:")
    assert "url(" not in page


def test_every_english_text_has_a_korean_one(page):
    seen = [attributes.get("class") for tag, attributes in Page(page).elements if tag in ("span", "text")]
    assert seen.count("en") == seen.count("ko") > 40


def test_wrong_utterances_can_be_heard(page):
    sounds = re.findall(r'src="data:audio/mpeg;base64,([^"]+)"', page)
    assert len(sounds) == 2
    assert len(decode_audio(base64.b64decode(sounds[0]))) > 15_000


def test_rows_set_aside_are_explained_in_both_languages(page):
    assert "cut off: shorter than its header or the corpus declares" in page
    assert "녹음이나 데이터셋이 밝힌 길이보다 짧음" in page


def test_general_sets_show_what_was_forgotten(page):
    assert "What was forgotten?" in page and "other/test" in page


def test_one_model_needs_no_comparison(tmp_path):
    found = evaluate_rows(tmp_path, ROWS[:1], [candidate("only", Parrot(["turn left"]))])
    split = open_test_set(tmp_path / "corpus", "test", lambda _: LOWERCASE, role="domain").split
    html = render_report(found, {"corpus/test": split})
    assert "Are the differences real?" not in html
    assert "What was forgotten?" not in html


def test_no_errors_are_not_called_certainty(tmp_path):
    found = evaluate_rows(tmp_path, ROWS[1:], [candidate("perfect", Parrot(["climb"]))])
    split = open_test_set(tmp_path / "corpus", "test", lambda _: LOWERCASE, role="domain").split
    assert "is not certainty" in render_report(found, {"corpus/test": split})


def test_sound_is_small_and_keeps_its_pitch():
    wave = tone(2, 3.0)
    data = encode_mp3(wave)
    assert len(data) < 6_000 * 3
    spectrum = np.abs(np.fft.rfft(decode_audio(data)[:48_000]))
    assert abs(int(np.argmax(spectrum)) / 3.0 - 800) < 2
