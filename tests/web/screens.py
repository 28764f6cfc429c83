"""Screenshots of every screen: `python -m tests.web.screens build/screens`, or `make screens`.

On a desktop in light colors and on a phone in dark ones, in Korean and English, from a studio that holds something of
everything.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright
from tests.web.browser import client_of, put_tiny_llama, put_tiny_weights, running_studio, settle
from tests.web.scenarios import hear, make_book, prepare, prepare_pairs, prompts, split_tones, train, train_language

from soridam.studio.http.build import build_page

TIMEOUT_MS = 60_000  # ms


@dataclass(frozen=True, slots=True)
class Variant:
    """A device, color scheme and language."""

    name: str
    options: Mapping[str, Any]


DESKTOP = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "is_mobile": True, "has_touch": True}
VARIANTS = tuple(
    Variant(f"{device}-{locale[:2]}", {**options, "locale": locale, "reduced_motion": "reduce"})
    for device, options in (("desktop", DESKTOP), ("phone", PHONE))
    for locale in ("en-US", "ko-KR")
)


def fill_studio(client: httpx.Client) -> dict[str, str]:
    """Make something of everything; returns the addresses at which it is seen, by the names of the pictures."""
    english, _ = make_book(client), make_book(client, "바다를 보고 싶은 작은 배", "rabbit", "ko")
    corpus = prepare(client, "Prompts", prompts())
    hear(client, corpus)
    tones = split_tones(client)
    slow, quick = (train(client, tones["id"], name, rate) for name, rate in (("Slowly", 1e-5), ("Quickly", 1e-3)))
    pairs = prepare_pairs(client)
    return {
        **places(corpus),
        "book": f"/books/{english['id']}",
        **tuning_places(slow["id"], quick["id"]),
        **language_places(pairs, train_language(client, pairs)),
    }


def places(corpus: str) -> dict[str, str]:
    tabs = {f"corpus-{tab}": f"/corpora/{corpus}?tab={tab}" for tab in ("files", "about", "listen", "aside", "splits")}
    plain = ("make", "family", "corpora", "jobs", "account", "nowhere")
    return {
        "shelf": "/",
        **{name: f"/{name}" for name in plain},
        **tabs,
        "editor": f"/corpora/{corpus}/editor?order=time",
    }


def tuning_places(one: str, other: str) -> dict[str, str]:
    return {
        "tuning": "/tuning",
        "tuning-new": "/tuning/new",
        "tuning-run": f"/tuning/runs/{one}",
        "tuning-compare": f"/tuning/compare?runs={one},{other}",
        "tuning-try": f"/tuning/try?model={one}",
    }


def language_places(corpus: str, run: str) -> dict[str, str]:
    return {
        **{f"text-{tab}": f"/corpora/{corpus}?tab={tab}" for tab in ("text", "about", "examples")},
        "language-new": f"/tuning/new?corpus={corpus}",
        "language-run": f"/tuning/runs/{run}",
        "playground": "/playground",
    }


def take_pictures(browser: Browser, address: str, session: Any, seen: Mapping[str, str], folder: Path) -> None:
    """One PNG for each screen and variant, named `SCREEN-DEVICE-LANGUAGE.png`; and the login screen."""
    folder.mkdir(parents=True, exist_ok=True)
    for variant in VARIANTS:
        for state, shown in ((session, seen), (None, {"door": "/"})):
            context = browser.new_context(base_url=address, storage_state=state, **variant.options)
            page = context.new_page()
            page.set_default_timeout(TIMEOUT_MS)
            for name, place in shown.items():
                page.goto(place)
                settle(page)
                page.screenshot(path=folder / f"{name}-{variant.name}.png", full_page=True)
            context.close()


def main(folder: Path) -> None:
    build_page()
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        os.environ["SORIDAM_HOME"] = f"{made}/home"
        put_tiny_weights("base")
        put_tiny_llama()
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        with running_studio(Path(made) / "studio", SORIDAM_HOME=f"{made}/home") as studio:
            context = browser.new_context()
            context.new_page().goto(studio.link)
            session = context.storage_state()
            with client_of(studio, session) as client:
                seen = fill_studio(client)
            take_pictures(browser, studio.address, session, seen, folder)
        browser.close()


def chromium() -> str | None:
    return os.environ.get("SORIDAM_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/screens"))
