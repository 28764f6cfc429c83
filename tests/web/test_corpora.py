"""Corpora in a real browser, with a tiny Whisper: bring recordings, prepare, look, split, correct, a new version."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.studio.wait import wait_for
from tests.web.browser import put_tiny_weights, running_studio, serious, settle
from tests.web.scenarios import hear, prepare, prompts

A_JOB = 180_000  # ms in which a handful of recordings is worked through, on a busy machine too
SAVED = re.compile(r"^\s*Saved$")


@pytest.fixture(scope="module")
def studio(built_page, tmp_path_factory):
    """A studio that has a tiny Whisper in place of `base`."""
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SORIDAM_HOME", home)
        put_tiny_weights("base")
        with running_studio(tmp_path_factory.mktemp("studio"), SORIDAM_HOME=home) as process:
            yield process


@pytest.fixture(scope="module")
def recordings(tmp_path_factory) -> list[Path]:
    """Six prompts with a table of what is said, and a file that is no sound."""
    folder = tmp_path_factory.mktemp("prompts")
    for name, data in prompts().items():
        (folder / name).write_bytes(data)
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def corpus(client) -> str:
    """The address of a corpus that is ready."""
    return f"/corpora/{prepare(client, 'Prompts', prompts())}"


@pytest.fixture(scope="module")
def drafted(client) -> str:
    """The address of a corpus whose utterances the recognizer has heard, one segment each."""
    made = prepare(client, "To be heard", prompts())
    hear(client, made)
    return f"/corpora/{made}"


@pytest.fixture
def editor(page, client, drafted):
    """The editor on a draft as it was written, the first segment in order of time at hand."""
    for recording in client.get(f"/api{drafted}/recordings").json()["recordings"]:
        client.post(f"/api{drafted}/recordings/{recording['id']}/restore")
    page.goto(f"{drafted}/editor?order=time")
    expect(said(page)).to_be_visible(timeout=20_000)
    return page


def zip_that_leads_out() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../outside.wav", b"sound")
    return packed.getvalue()


def said(page):
    return page.get_by_label("What is said")


def segments(client, drafted: str) -> list[dict]:
    return client.get(f"/api{drafted}/segments", params={"sort": "time", "limit": 1000}).json()["segments"]


def test_a_first_visit_has_a_sample_to_try_that_can_be_left_and_stopped(page):
    page.goto("/corpora")
    page.get_by_role("button", name="Try sample recordings").click()
    expect(page.get_by_role("heading", name="Sample", level=1)).to_be_visible()
    expect(page.get_by_text("Speaking the sample sentences")).to_be_visible(timeout=A_JOB)
    page.reload()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Try again")).to_be_visible(timeout=A_JOB)


def test_recordings_are_brought_prepared_looked_at_and_split(page, recordings):
    page.goto("/corpora")
    page.get_by_role("button", name="New corpus").first.click()
    page.get_by_label("Name").fill("Telephone prompts")
    page.reload()
    page.get_by_role("button", name="New corpus").first.click()
    expect(page.get_by_label("Name")).to_have_value("Telephone prompts")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="Telephone prompts", level=1)).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(recordings)
    expect(page.get_by_text("8 files ·")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Prepare", exact=True).click()
    expect(page.get_by_role("tab", name="Contents")).to_be_visible(timeout=A_JOB)
    page.get_by_role("button", name="See which and why").or_(page.get_by_role("link", name="See which and why")).click()
    expect(page.get_by_text("the recording cannot be decoded").first).to_be_visible()
    expect(page.get_by_text(re.compile("^broken.wav holds text"))).to_be_visible()
    page.get_by_role("tab", name="Contents").click()
    expect(page.get_by_role("img", name="Length, seconds: from")).to_be_visible()
    page.get_by_role("tab", name="Splits").click()
    page.get_by_label("Ratio").fill("2:1")
    page.get_by_role("button", name="Split this way: At random").click()
    expect(page.get_by_role("heading", name="Telephone prompts, split at random")).to_be_visible()
    expect(page.get_by_role("rowheader", name="test")).to_be_visible(timeout=A_JOB)


def test_what_cannot_be_taken_is_said_and_nothing_of_it_is_sent(page, client):
    made = client.post("/api/corpora", json={"name": "Refused"}).json()
    page.goto(f"/corpora/{made['id']}")
    choose = page.locator("input[type=file]").first.set_input_files
    choose([{"name": "void.wav", "mimeType": "audio/wav", "buffer": b""}])
    expect(page.get_by_role("alert")).to_contain_text("Empty files were left out: void.wav")
    choose([{"name": "trap.zip", "mimeType": "application/zip", "buffer": zip_that_leads_out()}])
    expect(page.get_by_role("alert").last).to_contain_text("1 file was not accepted")
    assert client.get(f"/api/corpora/{made['id']}/files").json()["total"] == 0
    page.complaints.clear()  # the browser's own line about the status


def test_an_upload_that_was_broken_off_goes_on_where_it_was(page, client, recordings):
    made = client.post("/api/corpora", json={"name": "Broken off"}).json()
    sound = next(path for path in recordings if path.suffix == ".flac")
    data = sound.read_bytes()
    place = f"/api/corpora/{made['id']}/files"
    client.put(place, params={"name": sound.name, "offset": 0, "total": len(data)}, content=data[:1000])
    page.goto(f"/corpora/{made['id']}")
    expect(page.get_by_text("choose the same file again to continue")).to_be_visible()
    with page.expect_request(lambda request: request.method == "PUT") as sent:
        page.locator("input[type=file]").first.set_input_files([sound])
    assert "offset=1000" in sent.value.url
    sent.value.response().finished()
    expect(page.get_by_text("choose the same file again to continue")).to_be_hidden()
    assert client.get(place).json()["files"][0]["complete"]


def test_utterances_are_listened_to_by_key(page, corpus):
    page.goto(f"{corpus}?tab=listen")
    rows = page.locator(".utterance")
    expect(rows).to_have_count(6, timeout=20_000)
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    with page.expect_response(re.compile("/audio$")) as sound:
        page.keyboard.press("Space")
    assert sound.value.headers["content-type"] == "audio/flac"
    with page.expect_response(re.compile("/spectrogram")) as picture:
        page.keyboard.press("s")
    assert picture.value.headers["content-type"] == "image/png"
    expect(page.get_by_role("img", name="Spectrogram of")).to_be_visible()


def test_a_draft_is_written_while_one_watches_and_then_opens(page, client):
    page.goto(f"/corpora/{prepare(client, 'Heard live', prompts())}/editor")
    page.get_by_role("button", name="Write the draft").click()
    expect(page.get_by_text("You may close this page")).to_be_visible(timeout=20_000)
    expect(said(page)).to_be_visible(timeout=A_JOB)


def test_a_transcript_is_corrected_by_keys_alone_and_taken_back(editor, client, drafted):
    said(editor).focus()
    editor.keyboard.press("Control+a")
    editor.keyboard.type("hello to everybody")
    for _ in range(len("to everybody")):
        editor.keyboard.press("ArrowLeft")
    before = len(segments(client, drafted))
    editor.keyboard.press("Enter")
    expect(said(editor)).to_have_value("to everybody")
    expect(editor.get_by_text(SAVED)).to_be_visible()
    texts = [segment["text"] for segment in segments(client, drafted)]
    assert texts[:2] == ["hello", "to everybody"]
    assert len(texts) == before + 1
    editor.keyboard.press("Alt+Comma")
    expect(said(editor)).to_have_value("hello")
    editor.keyboard.press("Alt+m")
    expect(said(editor)).to_have_value("hello to everybody")
    editor.keyboard.press("Control+Enter")
    expect(editor.get_by_text(SAVED)).to_be_visible()
    assert [segment["status"] for segment in segments(client, drafted)].count("accepted") == 1
    undo = editor.get_by_role("button", name="Undo")
    while undo.is_enabled():  # on a busy machine there are pauses between letters, and a step for each
        editor.keyboard.press("Control+z")
    expect(undo).to_be_disabled()
    expect(editor.get_by_text(SAVED)).to_be_visible()
    assert all(segment["text"] == segment["original"] for segment in segments(client, drafted))


def test_a_hundred_segments_are_corrected_by_keys_with_a_reload_in_the_middle(editor, client, drafted):
    place = f"/api{drafted}/recordings/{segments(client, drafted)[0]['recording']}/segments"
    for number in range(100):
        client.post(place, json={"start": number / 100, "end": number / 100 + 0.3, "text": f"heard {number}"})
    editor.reload()
    for number in range(100):
        said(editor).focus()
        editor.keyboard.press("Control+a")
        editor.keyboard.insert_text(f"word {number}")
        if number == 50:
            editor.reload()
            expect(said(editor)).to_have_value("word 50", timeout=20_000)
        editor.keyboard.press("Control+Enter")
        expect(said(editor)).not_to_have_value(f"word {number}")
    expect(editor.get_by_text(SAVED)).to_be_visible(timeout=30_000)
    accepted = [segment["text"] for segment in segments(client, drafted) if segment["status"] == "accepted"]
    assert sorted(accepted) == sorted(f"word {number}" for number in range(100))


def is_change(answer):
    return answer.request.method == "PATCH"


def test_times_are_moved_by_keys_and_by_number(editor, client, drafted):
    first = segments(client, drafted)[0]
    with editor.expect_response(is_change):
        editor.get_by_label("End", exact=True).fill(f"{first['end'] - 0.2:.2f} s")
        editor.get_by_label("End", exact=True).blur()
    with editor.expect_response(is_change):
        editor.keyboard.press("Alt+Shift+l")
    moved = segments(client, drafted)[0]
    assert moved["start"] == pytest.approx(first["start"] + 0.1, abs=0.011)
    assert moved["end"] == pytest.approx(first["end"] - 0.1, abs=0.011)


def test_a_reload_or_a_studio_that_is_away_loses_no_word(editor, client, drafted):
    editor.context.set_offline(True)
    said(editor).fill("typed while nobody answered")
    expect(editor.get_by_text("It is kept in this browser")).to_be_visible(timeout=20_000)
    editor.context.set_offline(False)
    expect(editor.get_by_text(SAVED)).to_be_visible(timeout=30_000)
    said(editor).fill("typed just before the reload")
    editor.reload()
    expect(said(editor)).to_have_value("typed just before the reload", timeout=20_000)
    expect(editor.get_by_text(SAVED)).to_be_visible(timeout=20_000)
    assert segments(client, drafted)[0]["text"] == "typed just before the reload"
    editor.complaints.clear()  # the browser's own lines about what it could not reach


def test_what_two_windows_could_not_send_is_kept_apart(editor, client, drafted):
    other = editor.context.new_page()
    other.goto(editor.url)
    expect(said(other)).to_be_visible(timeout=20_000)
    other.keyboard.press("Alt+Period")
    expect(said(other)).to_have_value(segments(client, drafted)[1]["text"])
    editor.context.set_offline(True)
    for page, words in ((editor, "in the first window"), (other, "in the second window")):
        said(page).fill(words)
        expect(page.get_by_text("It is kept in this browser")).to_be_visible(timeout=20_000)
    editor.close()
    editor.context.set_offline(False)
    expect(other.get_by_text(SAVED)).to_be_visible(timeout=30_000)

    def is_taken_over() -> bool:
        """At a visit after the browser has let go of the closed window, for which it takes its time."""
        other.reload()
        expect(other.get_by_text(SAVED)).to_be_visible(timeout=20_000)
        texts = [segment["text"] for segment in segments(client, drafted)[:2]]
        return texts == ["in the first window", "in the second window"]

    wait_for(is_taken_over)
    editor.complaints.clear()  # the browser's own lines about what it could not reach


def test_what_was_changed_elsewhere_is_asked_about(editor, client, drafted):
    first = segments(client, drafted)[0]
    place = f"/api{drafted}/segments/{first['id']}"
    client.patch(place, json={"version": first["version"], "text": "from another window"})
    said(editor).fill("from this window")
    expect(editor.get_by_role("alert")).to_contain_text("from another window")
    editor.get_by_role("button", name="Keep mine").click()
    expect(editor.get_by_text(SAVED)).to_be_visible()
    assert segments(client, drafted)[0]["text"] == "from this window"
    editor.complaints.clear()  # the browser's own line about the status


def test_keys_are_shown_and_can_be_changed(editor):
    editor.get_by_role("button", name="Play or pause").focus()
    editor.keyboard.press("?")
    editor.get_by_role("button", name="Join with the next one: Alt + M. Change").click()
    editor.keyboard.press("F4")
    expect(editor.get_by_role("button", name="Join with the next one: F4. Change")).to_be_visible()
    editor.reload()
    editor.get_by_role("button", name="Show the keys").click()
    expect(editor.get_by_role("button", name="Join with the next one: F4. Change")).to_be_visible()
    editor.get_by_role("button", name="Reset to the defaults").click()
    expect(editor.get_by_role("button", name="Join with the next one: Alt + M. Change")).to_be_visible()


def test_corrected_transcripts_become_a_corpus_that_can_be_learned_from(editor, client, drafted):
    said(editor).fill("please check the number and dial again")
    expect(editor.get_by_text(SAVED)).to_be_visible()
    editor.get_by_role("button", name="New corpus version").click()
    editor.get_by_label("Name of the new corpus").fill("Heard and corrected")
    editor.get_by_role("dialog").get_by_role("button", name="New corpus version").click()
    expect(editor.get_by_role("heading", name="Heard and corrected", level=1)).to_be_visible(timeout=20_000)
    expect(editor.get_by_role("tab", name="Listen")).to_be_visible(timeout=A_JOB)
    editor.get_by_role("tab", name="Listen").click()
    expect(editor.get_by_text("please check the number and dial again", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page, corpus, drafted, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    tabs = [f"{corpus}?tab={tab}" for tab in ("files", "about", "listen", "aside", "splits")]
    found = {}
    for address in ("/corpora", *tabs, f"{drafted}/editor"):
        page.goto(address)
        settle(page)
        found[address] = serious(page)
    assert not {address: issues for address, issues in found.items() if issues}
