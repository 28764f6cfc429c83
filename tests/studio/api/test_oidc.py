"""Coming in through a real OpenID Connect provider, on this machine, with signed id tokens."""

import json
import re
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import httpx
import oidc_provider_mock
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from tests.studio.conftest import ADDRESS

from soridam.settings import OidcSettings
from soridam.studio.app import build_app
from soridam.studio.people.oidc import OidcClient


@pytest.fixture(scope="module")
def provider():
    with oidc_provider_mock.run_server_in_thread(require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def visit(parts):
    """A client of a studio that trusts this provider."""

    def make(issuer, role=""):
        settings = OidcSettings(issuer=issuer, client="studio", role=role)
        studio = parts.settings.model_copy(update={"oidc": settings})
        app = build_app(replace(parts, settings=studio, oidc=OidcClient(settings, SecretStr("a client secret"))))
        return TestClient(app, base_url=ADDRESS, follow_redirects=False)

    return make


def consent(address, subject):
    """What the person does at the provider; returns where it leads back to."""
    answer = httpx.post(address, data={"sub": subject})
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def sign_in(client, subject, query=""):
    away = client.get(f"/api/oidc/login{query}")
    assert away.status_code == 302
    return client.get(consent(away.headers["location"], subject))


def test_an_invited_newcomer_becomes_somebody_and_is_known_the_next_time(visit, parts, provider):
    client = visit(provider)
    assert sign_in(client, "subject-1", f"?invitation={parts.accounts.invite('maker')}").status_code == 303
    first = client.get("/api/me").json()
    client.cookies.clear()
    assert client.get("/api/me").status_code == 401
    assert sign_in(client, "subject-1").status_code == 303
    assert client.get("/api/me").json() == first
    assert first["role"] == "maker"


def test_who_is_not_invited_stays_outside_unless_the_studio_is_open_to_all_of_the_provider(visit, parts, provider):
    assert sign_in(visit(provider), "stranger").status_code == 401
    assert parts.accounts.count() == 0
    open_to_all = visit(provider, role="listener")
    assert sign_in(open_to_all, "stranger").status_code == 303
    assert open_to_all.get("/api/me").json()["role"] == "listener"


def test_the_same_name_is_not_the_same_person(visit, parts, provider):
    """Linking goes by subject: whoever may choose a name at the provider becomes nobody else here."""
    mina = parts.accounts.create("mina", "owner", "a long password")
    httpx.put(f"{provider}/users/impostor", json={"name": "mina", "preferred_username": "mina"}).raise_for_status()
    client = visit(provider, role="maker")
    sign_in(client, "impostor")
    me = client.get("/api/me").json()
    assert me["id"] != mina.id
    assert (me["name"], me["role"]) == ("mina 2", "maker")


def test_who_has_come_in_links_a_subject_and_comes_in_by_it_later(visit, parts, provider):
    client = visit(provider)
    parts.accounts.create("mina", "maker", "a long password")
    client.post("/api/login", json={"name": "mina", "password": "a long password"})
    away = client.post("/api/me/identity").json()["address"]
    assert client.get(consent(away, "subject-9")).status_code == 303
    client.cookies.clear()
    sign_in(client, "subject-9")
    assert client.get("/api/me").json()["name"] == "mina"


def test_coming_back_counts_only_for_the_browser_that_left(visit, provider):
    left, other = visit(provider, role="maker"), visit(provider, role="maker")
    back = consent(left.get("/api/oidc/login").headers["location"], "subject-1")
    assert other.get(back).status_code == 401
    assert left.get(back).status_code == 303
    assert left.get(back).status_code == 401


def test_the_way_there_carries_state_nonce_and_a_challenge(visit, provider):
    away = visit(provider).get("/api/oidc/login").headers["location"]
    assert "code_challenge_method=S256" in away
    assert re.search(r"nonce=\w+", away)
    assert re.search(r"state=\w+", away)


@pytest.fixture
def impostor(provider):
    """Answers like the provider, at another address, with what `changes` makes of its answers."""
    changes = {}

    class Impostor(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            self.answer(httpx.get(f"{provider}{self.path}"))

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            passed = {name: self.headers[name] for name in ("content-type", "authorization") if self.headers[name]}
            self.answer(httpx.post(f"{provider}{self.path}", content=body, headers=passed))

        def answer(self, original):
            known = json.loads(original.text.replace(provider, changes["issuer"]))
            content = json.dumps(changes.get(self.path, lambda same: same)(known)).encode()
            self.send_response(original.status_code)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("localhost", 0), Impostor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    changes["issuer"] = f"http://localhost:{server.server_port}"
    yield changes
    server.shutdown()
    server.server_close()


def without_signature(answer):
    return {**answer, "id_token": answer["id_token"].rpartition(".")[0] + "."}


@pytest.mark.parametrize(
    "change",
    [
        {},  # the token names the real issuer, which is not the one that the studio trusts
        {"/oauth2/token": without_signature},
        {"/oauth2/token": lambda answer: {name: answer[name] for name in answer if name != "id_token"}},
        {"/jwks": lambda answer: {"keys": []}},
    ],
)
def test_a_token_that_proves_nothing_lets_nobody_in(visit, parts, provider, impostor, change):
    impostor.update(change)
    client = visit(impostor["issuer"], role="maker")
    away = client.get("/api/oidc/login").headers["location"].replace(impostor["issuer"], provider)
    assert client.get(consent(away, "subject-1")).status_code == 401
    assert parts.accounts.count() == 0


def test_a_provider_that_does_not_answer_is_told(visit):
    refused = visit("http://localhost:9").get("/api/oidc/login")
    assert refused.status_code == 401
    assert "provider" in refused.json()["error"]


def test_a_studio_without_a_provider_says_so(stranger):
    assert stranger.get("/api/oidc/login").status_code == 404
    assert stranger.get("/api/door").json() == {"passwords": False, "oidc": "", "refusal": None}


AS_A_BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "ko"}


def test_a_person_who_is_not_let_in_is_led_to_the_page_which_says_why_once(visit, provider):
    client = visit(provider)
    away = client.get("/api/oidc/login", headers=AS_A_BROWSER)
    refused = client.get(consent(away.headers["location"], "stranger"), headers=AS_A_BROWSER)
    assert (refused.status_code, refused.headers["location"]) == (303, "/")
    told = client.get("/api/door", headers=AS_A_BROWSER).json()["refusal"]
    assert (told["code"], told["error"]) == ("account.invitation-used", "이미 썼거나 기한이 지난 초대예요.")
    assert client.get("/api/door").json()["refusal"] is None


def test_a_provider_that_is_away_and_a_link_that_was_used_are_told_on_the_page_too(visit):
    client = visit("http://localhost:9")
    for address, code in (("/api/oidc/login", "oidc.failed"), ("/login?link=used", "account.link-used")):
        assert client.get(address, headers=AS_A_BROWSER).headers["location"] == "/"
        assert client.get("/api/door").json()["refusal"]["code"] == code


def test_who_has_come_in_and_could_not_link_an_identity_is_led_back_to_the_account(visit, parts, provider):
    for name in ("mina", "jun"):
        parts.accounts.create(name, "maker", "a long password")
        client = visit(provider)
        client.post("/api/login", json={"name": name, "password": "a long password"})
        away = client.post("/api/me/identity").json()["address"]
        back = client.get(consent(away, "the same subject"), headers=AS_A_BROWSER)
    assert back.headers["location"] == "/account"
    assert client.get("/api/door").json()["refusal"]["code"] == "account.identity-taken"


def a_report(code: str, what: object, **values: str) -> str:
    return quote(json.dumps({"code": code, "what": {"text": what, "values": values}, "hint": HINT}))


HINT = {"text": "See the list of jobs.", "values": {}}
LONG = "x: of rows cannot be used. " * 400
ODD_COOKIES = {
    "words of its own": a_report("oidc.failed", "Send your password to eve@example.org."),
    "another code": a_report("job.none", "There is no such job."),
    "a value that the text names is missing": a_report(
        "oidc.failed", "Logging in through the provider failed ({reason})."
    ),
    "a text that is none": a_report("oidc.failed", 7),
    "a list": "%5B1",
    "null": "null",
    "a number": "123",
    "deep brackets": "[" * 3_900,
    "a long value": a_report("account.name-taken", "The name '{name}' is taken.", name=LONG),
    "a long text": quote(json.dumps([LONG, LONG])),
}


@pytest.mark.parametrize("said", ODD_COOKIES.values(), ids=ODD_COOKIES)
def test_the_page_says_nothing_that_only_a_cookie_says(stranger, said):
    answer = stranger.get("/api/door", cookies={"soridam_refusal": said})
    assert (answer.status_code, answer.json()["refusal"]) == (200, None)
