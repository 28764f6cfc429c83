"""Helpers of the page's tests: a running studio, timeouts, and accessibility checks."""

import atexit
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import expect
from tests.language.tiny_chat import write_exportable_chat
from tests.speech.tiny_whisper import build_tiny_whisper

from soridam.core.weights.store import store
from soridam.studio.http.build import WEB

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
# The sample books that one studio has made, for those that follow: they take half a minute each.
SAMPLES = Path(tempfile.mkdtemp(prefix="soridam-samples-"))
atexit.register(shutil.rmtree, SAMPLES, ignore_errors=True)
A_BOOK = 120_000  # ms in which a book without a voice is made, on a busy machine too


def put_tiny_weights(name: str) -> None:
    """A tiny Whisper into the cache that SORIDAM_HOME names, so that a name of the catalog means it."""
    store(name, "transformers", {}, lambda target, _: build_tiny_whisper().save(target))


def put_tiny_llama() -> None:
    """A tiny Llama in place of `smollm2-135m`, in the same way."""
    store("smollm2-135m", "transformers", {}, lambda target, _: write_exportable_chat(target))


@contextmanager
def running_studio(folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Start a studio on a free port, with its login `link` and `address`; end it with Ctrl-C."""
    values = {"SORIDAM_STUDIO__FOLDER": str(folder), "SORIDAM_BOOK__NARRATOR": "none", **environment}
    if SAMPLES.is_dir():
        shutil.copytree(SAMPLES, folder / "samples", dirs_exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "soridam", "studio", "--port", "0"],
        env={**os.environ, **values},
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = [""]
    while "Ctrl-C" not in lines[-1]:
        lines.append(process.stdout.readline())
        assert lines[-1], "The studio did not start."
    process.link = re.search(r"http://\S+/(?:login\?link|join\?invitation)=\S+", "".join(lines))[0]
    process.address = process.link.rpartition("/")[0]
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        for sample in folder.glob("samples/??-*"):  # whole ones: what is being made has a longer name
            shutil.copytree(sample, SAMPLES / sample.name, dirs_exist_ok=True)


def kill(studio: subprocess.Popen[str]) -> None:
    """Kill the studio without warning, as a power failure does."""
    studio.kill()
    studio.wait()


def press_until(page, target, key: str = "Tab") -> None:
    """Press Tab until the element has the focus."""
    for _ in range(80):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached by {key}")


def client_of(studio: subprocess.Popen[str], session: dict) -> httpx.Client:
    cookies = {cookie["name"]: cookie["value"] for cookie in session["cookies"]}
    return httpx.Client(base_url=studio.address, cookies=cookies)


def settle(page) -> None:
    """Wait until nothing loads any more: neither the screen's own parts nor its pictures."""
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main .mantine-Loader-root")).to_have_count(0)
    page.evaluate(
        """Promise.all([...document.images].map((picture) => {
            picture.loading = "eager"; // also those further down
            return picture.decode().catch(() => undefined);
        }))"""
    )


def serious(page) -> list[str]:
    """Return axe-core's serious findings; the reader's frame has a test of its own."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ exclude: [['iframe']] })")
    return [
        f"{each['id']}: {each['nodes'][0]['html']}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]
