"""A studio with accounts in a browser: its owner joins, invites a child's device, makes a token, reads the log."""

import re

import httpx
import pytest
from playwright.sync_api import expect
from tests.web.browser import running_studio, serious

PASSWORD = "a long password"


@pytest.fixture(scope="module")
def studio(built_page, tmp_path_factory):
    with running_studio(tmp_path_factory.mktemp("studio"), SORIDAM_STUDIO__ACCOUNTS="true") as process:
        yield process


def enter(browser, link, name, language="en-US"):
    """Open an invitation in a new browser context and join."""
    page = browser.new_context(locale=language).new_page()
    page.goto(link)
    page.get_by_role("textbox").first.fill(name)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(lambda address: address.endswith("/"))  # the invitation has left the address
    return page


@pytest.fixture(scope="module")
def owner(browser, studio):
    return enter(browser, studio.link, "Keeper")


def test_the_first_who_comes_keeps_the_studio_and_invites_a_child_s_device(browser, owner):
    owner.get_by_role("link", name="Account").click()
    expect(owner.get_by_text("You are Keeper (owner).")).to_be_visible()
    owner.get_by_role("combobox", name="Invite as").click()
    owner.get_by_role("option", name="child's device").click()
    owner.get_by_role("button", name="Make an invitation").click()
    invitation = owner.locator("pre", has_text="/join?invitation=").inner_text()
    child = enter(browser, invitation, "소라", "ko-KR")
    child.get_by_role("link", name="계정").click()
    expect(child.get_by_text("소라 님 (아이 기기)")).to_be_visible()
    expect(child.get_by_text("프로그램용 토큰")).to_have_count(0)
    assert not serious(child)
    owner.reload()
    expect(owner.get_by_role("button", name="More about 소라")).to_be_visible()
    owner.get_by_role("button", name="More about 소라").click()
    expect(owner.get_by_role("switch", name="Transcribe recordings").last).to_be_visible()


def test_a_token_made_on_the_page_lets_a_program_in_until_it_is_revoked(owner, studio):
    owner.get_by_role("link", name="Account").click()
    owner.get_by_label("What is it for?").fill("Open WebUI")
    owner.get_by_role("button", name=re.compile("Make a token")).click()
    secret = owner.get_by_role("region", name="Tokens for programs").locator("pre").inner_text()
    with httpx.Client(base_url=studio.address, headers={"Authorization": f"Bearer {secret}"}) as program:
        assert "whisper-1" in program.get("/v1/models").text
        owner.get_by_role("button", name="Revoke “Open WebUI”").click()
        owner.get_by_role("button", name="Revoke", exact=True).click()
        expect(owner.get_by_text("Open WebUI")).to_have_count(0)
        assert program.get("/v1/models").status_code == 401


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_account_page_and_at_the_door(browser, owner, studio, scheme):
    owner.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    owner.get_by_role("link", name="Account").click()
    expect(owner.get_by_text("Audit log")).to_be_visible()
    expect(owner.get_by_role("cell", name="Joined by an invitation").first).to_be_visible()
    assert not serious(owner)
    door = browser.new_page(color_scheme=scheme)
    door.goto(f"{studio.address}/join?invitation=x")
    expect(door.get_by_role("button", name="Join this studio")).to_be_visible()
    assert not serious(door)
    door.close()


def test_the_log_tells_what_happened_in_words_folds_what_is_the_same_and_goes_further_back(owner, studio):
    cookies = {cookie["name"]: cookie["value"] for cookie in owner.context.cookies()}
    with httpx.Client(base_url=studio.address, cookies=cookies) as client:
        for _ in range(60):
            client.delete("/api/me/consents/share")
            client.post("/api/me/tokens", json={})  # not all that it takes
        for _ in range(3):
            client.put("/api/me/consents/share")
    owner.goto(f"{studio.address}/account")
    log = owner.get_by_role("group", name="Audit log")
    newest = log.get_by_role("row").nth(1)
    expect(newest).to_contain_text("Agreed to a use of recordings and pictures (3 times)")
    expect(log.get_by_text("Refused").first).to_be_visible()
    assert "/api/" not in log.inner_text()
    expect(log.get_by_text("Joined by an invitation")).to_have_count(0)
    owner.get_by_role("button", name="Show older ones").click()
    expect(log.get_by_text("Joined by an invitation").first).to_be_visible()


def invited(browser, owner, studio, name):
    owner.goto(f"{studio.address}/account")
    owner.get_by_role("button", name="Make an invitation").click()
    return enter(browser, owner.locator("pre", has_text="/join?invitation=").inner_text(), name)


def wish_for(page, studio, topic) -> str:
    """The address of a book that is only just begun."""
    page.goto(f"{studio.address}/make")
    page.get_by_label("Your wish").fill(topic)
    page.get_by_role("button", name="Make my book").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("The book was stopped.")).to_be_visible()
    return page.url


def test_two_people_see_their_own_things_only(browser, owner, studio):
    other = invited(browser, owner, studio, "Ari")
    own = {owner: wish_for(owner, studio, "A kite over the sea"), other: wish_for(other, studio, "A lantern on a hill")}
    for page, name in ((owner, "Clouds"), (other, "Rivers")):
        agree(page, studio, "Keep recordings")
        page.goto(f"{studio.address}/corpora")
        page.get_by_role("button", name="New corpus").first.click()
        page.get_by_label("Name").fill(name)
        page.get_by_role("button", name="Create").click()
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    corpora = {page: page.url for page in own}
    for page, name in ((owner, "Clouds"), (other, "Rivers")):
        page.goto(f"{studio.address}/")
        expect(page.locator("a.book")).to_have_count(1)
        expect(page.locator("a.book")).to_have_attribute("href", own[page].removeprefix(studio.address))
        page.goto(f"{studio.address}/corpora")
        expect(page.get_by_text(name, exact=True)).to_be_visible()
        expect(page.get_by_text(re.compile("^(Clouds|Rivers)$"))).to_have_count(1)
        page.goto(f"{studio.address}/jobs")
        expect(page.get_by_role("listitem").filter(has_text="Make a book")).to_have_count(1)
    for page, stranger in ((owner, other), (other, owner)):
        for address in (own[stranger], corpora[stranger]):
            page.goto(address)
            expect(page.get_by_role("alert")).to_be_visible()
            expect(page.get_by_role("heading", name=re.compile("Clouds|Rivers"))).to_have_count(0)
    other.context.close()


def test_what_was_agreed_to_on_the_page_holds_until_it_is_taken_back(browser, owner, studio):
    other = invited(browser, owner, studio, "Sol")
    other.get_by_role("link", name="Account").click()
    agreed = other.get_by_role("switch", name="Transcribe recordings")
    expect(agreed).not_to_be_checked()
    assert says_a_wish(other, studio) == 403
    for wanted in (True, False):
        agreed.click(force=True)  # the input is hidden under its visible label
        if not wanted:
            expect(agreed).to_be_checked()  # nothing happens before the question is answered
            other.get_by_role("button", name="Switch off").click()
        expect(agreed).to_be_checked(checked=wanted)
        other.reload()
        expect(agreed).to_be_checked(checked=wanted)
        assert (says_a_wish(other, studio) == 403) is not wanted
    other.context.close()


def agree(page, studio, purpose) -> None:
    page.goto(f"{studio.address}/account")
    page.get_by_role("switch", name=purpose).first.click(force=True)  # the input is hidden under its visible label
    expect(page.get_by_role("switch", name=purpose).first).to_be_checked()


def says_a_wish(page, studio) -> int:
    """Return the status for an invalid recording and language, which only an authorized person learns."""
    answer = page.request.post(
        f"{studio.address}/api/wishes?language=xx", data=b"x", headers={"Origin": studio.address}
    )
    return answer.status


REFUSED = {
    "en-US": ("This link was used already, or has expired.", "Name or password is wrong."),
    "ko-KR": ("이미 썼거나 기한이 지난 링크예요.", "이름이나 비밀번호가 맞지 않아요."),
}


@pytest.mark.parametrize("language", REFUSED)
def test_who_is_not_let_in_is_told_why_in_their_language(browser, studio, language):
    used_link, wrong_password = REFUSED[language]
    page = browser.new_context(locale=language).new_page()
    page.goto(f"{studio.address}/login?link=used")
    expect(page.get_by_role("alert")).to_contain_text(used_link)
    page.reload()
    page.get_by_role("textbox").first.fill("Nobody")
    expect(page.get_by_role("alert")).to_have_count(0)  # the earlier message belonged to the link
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text(wrong_password)
    page.context.close()


def test_who_leaves_is_shown_the_door(owner, studio):
    page = owner.context.new_page()
    page.goto(f"{studio.address}/account")
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
