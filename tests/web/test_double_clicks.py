"""Double clicks act once, on a fast server and on a slow one."""

import pytest
from playwright.sync_api import expect
from tests.web.browser import settle


@pytest.mark.parametrize("slow", [False, True])
def test_a_double_click_makes_one_corpus(page, client, slow):
    page.goto("/corpora")
    settle(page)
    if slow:
        page.route("**/api/corpora", lambda route: (page.wait_for_timeout(300), route.continue_()))
    name = f"Once {slow}"
    page.get_by_role("button", name="New corpus").first.click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Create").dblclick()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    assert [each["name"] for each in client.get("/api/corpora").json()].count(name) == 1


def test_a_double_click_makes_one_link(page, client, book):
    page.goto(f"/books/{book['id']}")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Make a link").dblclick()
    expect(page.locator("pre", has_text="/api/shared/")).to_be_visible()
    assert len(client.get(f"/api/books/{book['id']}/shares").json()) == 1
