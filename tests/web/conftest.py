"""A real studio on a port of its own, a real browser, and somebody who has come in by the link."""

import os
import re
import shutil
import signal
import subprocess
import sys

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright
from tests.web.looking import A_BOOK

from soridam.studio.build import build_page

CHROMIUM = os.environ.get("SORIDAM_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SOUND = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="session")
def built_page():
    build_page()


@pytest.fixture(scope="module")
def studio(built_page, tmp_path_factory):
    folder = tmp_path_factory.mktemp("studio")
    environment = {**os.environ, "SORIDAM_STUDIO__FOLDER": str(folder), "SORIDAM_BOOK__NARRATOR": "none"}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "soridam", "studio", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = [""]
    while "Ctrl-C" not in lines[-1]:
        lines.append(process.stdout.readline())
        assert lines[-1], "The studio did not start."
    process.link = re.search(r"http://\S+/login\?link=\S+", "".join(lines))[0]
    process.address = process.link.partition("/login")[0]
    yield process
    process.send_signal(signal.SIGINT)
    process.wait(60)


@pytest.fixture(scope="module")
def browser():
    assert CHROMIUM, "The page is tested in a real browser. Install one: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *SOUND])
        yield started
        started.close()


@pytest.fixture(scope="module")
def session(browser, studio):
    """Who has come in by the link, once."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(studio.link)
    expect(page.get_by_role("heading", name="My picture books")).to_be_visible()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def page(browser, studio, session):
    context = browser.new_context(locale="en-US", storage_state=session, base_url=studio.address)
    opened = context.new_page()
    complaints = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    opened.complaints = complaints
    yield opened
    context.close()
    assert not complaints


@pytest.fixture(scope="module")
def book(studio, session):
    """A finished book, made through the server."""
    cookies = {cookie["name"]: cookie["value"] for cookie in session["cookies"]}
    with httpx.Client(base_url=studio.address, cookies=cookies) as client:
        made = client.post("/api/books", json={"topic": "a kite", "hero": "bear", "language": "en"}).json()
        with client.stream("GET", f"/api/jobs/{made['job']}/events", timeout=A_BOOK / 1000) as events:
            assert "event: end" in "".join(events.iter_text())
        return client.get(f"/api/books/{made['id']}").json()
