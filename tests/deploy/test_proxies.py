"""The studio behind Caddy and nginx, set up by the files of `deploy/`, with TLS: what people do through them."""

import contextlib
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import pytest
import soundfile
from tests.studio.wait import wait_for
from websockets.sync.client import connect

from soridam.studio.database import open_database
from soridam.studio.jobs.attempt import Attempt
from soridam.studio.jobs.store import JobOrder, JobStore

Running = contextlib.AbstractContextManager["subprocess.Popen[str]"]
DEPLOY = Path(__file__).parents[2] / "deploy"
ONE_HEADER = ("content-security-policy", "x-content-type-options", "referrer-policy", "strict-transport-security")
PASSWORD = "a long password"
LIES = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}


@dataclass(frozen=True)
class Site:
    """A studio as it is seen from outside, and past its proxy."""

    address: str
    inner: str
    folder: Path
    trust: ssl.SSLContext

    def client(self, address: str | None = None, source: str = "127.0.0.1") -> httpx.Client:
        """Return a client that connects from `source`, any address of 127.0.0.0/8."""
        transport = httpx.HTTPTransport(verify=self.trust, local_address=source)
        return httpx.Client(base_url=address or self.address, transport=transport, timeout=30)

    def store(self) -> JobStore:
        return JobStore(open_database(f"sqlite:///{self.folder / 'studio.db'}"))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)
    try:
        wait_for(lambda: process.poll() is not None or listens(port), seconds=60)
        assert process.poll() is None, f"{command[0]} does not start"
        yield process
    finally:
        process.terminate()
        process.wait(30)


def run_caddy(folder: Path, port: int, inner: int) -> Running:
    """The file as it is: all that differs comes from the environment."""
    settings = {
        "SORIDAM_DOMAIN": f"https://localhost:{port}",
        "SORIDAM_UPSTREAM": f"127.0.0.1:{inner}",
        "SORIDAM_TLS": f"tls {folder / 'certificate.pem'} {folder / 'key.pem'}",
        "SORIDAM_CADDY": "auto_https disable_redirects\n\tadmin off",
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "caddy"),
        "XDG_CONFIG_HOME": str(folder / "caddy"),
    }
    return running(["caddy", "run", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"], port, **settings)


def run_nginx(folder: Path, port: int, inner: int) -> Running:
    """The file with the names, ports and paths of this test, inside of what a system's nginx.conf has around it."""
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    changes = {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "listen [::]:443 ssl http2;": "",
        "server_name studio.example.org;": "server_name localhost;",
        "/etc/letsencrypt/live/studio.example.org/fullchain.pem": str(folder / "certificate.pem"),
        "/etc/letsencrypt/live/studio.example.org/privkey.pem": str(folder / "key.pem"),
        "server 127.0.0.1:8765;": f"server 127.0.0.1:{inner};",
    }
    for theirs, ours in changes.items():
        assert theirs in site, theirs
        site = site.replace(theirs, ours)
    kept = "".join(
        f"{what}_temp_path {folder}/{what}; " for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
    (folder / "nginx.conf").write_text(f"{main}http {{ access_log off; {kept}\n{site}\n}}\n")
    command = [shutil.which("nginx") or "/usr/sbin/nginx", "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    return running(command, port)


PROXIES = {"caddy": run_caddy, "nginx": run_nginx}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost"
    files = ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
    subprocess.run(
        ["openssl", *words.split(), "-addext", "subjectAltName=DNS:localhost", *files], check=True, capture_output=True
    )
    return folder


@pytest.fixture(scope="module", params=PROXIES)
def site(request, certificate, tmp_path_factory):
    assert shutil.which(request.param, path=f"{os.environ['PATH']}:/usr/sbin"), (
        f"The studio is tested behind {request.param}. Install it: apt-get install {request.param}"
    )
    folder, inner, outer = tmp_path_factory.mktemp(request.param), free_port(), free_port()
    for name in ("key.pem", "certificate.pem"):
        shutil.copy(certificate / name, folder)
    settings = {
        "SORIDAM_STUDIO__FOLDER": str(folder),
        "SORIDAM_STUDIO__ACCOUNTS": "true",
        "SORIDAM_STUDIO__PUBLIC_URL": f"https://localhost:{outer}",
        "SORIDAM_STUDIO__PROXIES": '["127.0.0.1"]',
        "SORIDAM_STUDIO__WORKERS": "0",
    }
    studio = [sys.executable, "-u", "-m", "soridam", "studio", "--port", str(inner)]
    trust = ssl.create_default_context(cafile=folder / "certificate.pem")
    with running(studio, inner, **settings) as process, PROXIES[request.param](folder, outer, inner):
        told = ""
        while "invitation=" not in told:
            told = process.stdout.readline()
        opened = Site(f"https://localhost:{outer}", f"http://127.0.0.1:{inner}", folder, trust)
        with opened.client() as client:
            joined = {"name": "mina", "password": PASSWORD, "invitation": told.strip().partition("invitation=")[2]}
            assert client.post("/api/join", json=joined).status_code == 200
            client.put("/api/me/consents/store")
            client.put("/api/me/consents/transcribe")
            yield opened, client


@pytest.fixture
def mina(site):
    """Log in through the proxy and return the client."""
    return site[1]


@pytest.fixture
def place(site):
    return site[0]


def job_of(place, client) -> Attempt:
    """Submit and claim a job of the client's account."""
    store = place.store()
    payload = {"book": "1", "wish": {"topic": "a kite"}}
    store.submit(JobOrder("book", client.get("/api/me").json()["id"], payload))
    return Attempt(store, store.claim("a", ["cpu"], 120))


def addresses(client) -> list[str]:
    """Return the client addresses of the newest log entries, newest first."""
    return [entry["address"] for entry in client.get("/api/audit").json()]


def test_an_upload_that_breaks_off_goes_on_where_it_ended(place, mina, tmp_path):
    wave = tmp_path / "recording.wav"
    soundfile.write(wave, np.sin(np.arange(60 * 48_000) / 20), 48_000, subtype="PCM_16")
    sound = wave.read_bytes()
    corpus = mina.post("/api/corpora", json={"name": "Tower", "language": "en"}).json()["id"]
    files, query = f"/api/corpora/{corpus}/files", {"name": wave.name, "total": len(sound)}

    def break_off() -> Iterator[bytes]:
        yield sound[:2_000_000]
        raise ConnectionError("the telephone has lost its network")

    with pytest.raises(ConnectionError), place.client() as phone:
        phone.cookies = mina.cookies
        phone.put(files, params={**query, "offset": 0}, content=break_off())
    wait_for(lambda: any(file["received"] for file in mina.get(files).json()["files"]))
    received = mina.get(files).json()["files"][0]["received"]
    assert 0 < received <= 2_000_000
    rest = mina.put(files, params={**query, "offset": received}, content=sound[received:])
    assert rest.json()["complete"]
    (kept,) = place.folder.rglob("recording.wav")
    assert kept.read_bytes() == sound


def test_events_are_seen_when_they_happen_and_go_on_behind_the_last_one(place, mina):
    attempt = job_of(place, mina)
    events = f"/api/jobs/{attempt.claim.job}/events"
    with mina.stream("GET", events) as followed:
        lines = (line for line in followed.iter_lines() if line.startswith(("id", "event")))
        assert next(lines) == "id: 1"
        attempt.log("the job goes on, and this is seen before it ends")
        assert [next(lines), next(lines), next(lines)] == ["event: state", "id: 2", "event: log"]
    with mina.stream("GET", events, headers={"Last-Event-ID": "1"}) as followed:
        assert next(line for line in followed.iter_lines() if line.startswith("id")) == "id: 2"
    attempt.finish({})


def test_the_live_microphone_gets_through_from_the_studio_s_own_pages_only(place, mina):
    address = place.address.replace("https", "wss") + "/api/live?model=nothing"
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in mina.cookies.items())}
    with connect(address, ssl=place.trust, origin=place.address, additional_headers=cookie, open_timeout=60) as live:
        assert "nothing" in json.loads(live.recv(timeout=60))["error"]
    with (
        pytest.raises(Exception, match="403"),
        connect(address, ssl=place.trust, origin="https://evil.example", additional_headers=cookie, open_timeout=60),
    ):
        pass


def test_who_asks_is_told_by_the_proxy_and_by_nobody_else(place, mina):
    wrong = {"name": "mina", "password": "a wrong password"}
    with place.client(source="127.0.0.2") as far:
        assert far.post("/api/login", json=wrong, headers=LIES).status_code == 401
    assert addresses(mina)[0] == "127.0.0.2"
    with place.client(place.inner, source="127.0.0.3") as past_the_proxy:
        assert past_the_proxy.post("/api/login", json=wrong, headers=LIES).status_code == 401
    assert addresses(mina)[0] == "127.0.0.3"


def test_the_session_stays_on_encrypted_ways(place):
    with place.client() as client:
        answer = client.post("/api/login", json={"name": "mina", "password": PASSWORD})
    assert re.search(r";\s*Secure", answer.headers["set-cookie"])


def test_other_hosts_and_other_pages_are_refused(place, mina):
    foreign = mina.get("/api/me", headers={"Host": "evil.example"})
    assert (
        foreign.status_code in (403, 421) or not foreign.content
    )  # Caddy answers for other names itself, with nothing
    assert "mina" not in foreign.text
    assert mina.get("/api/me", headers={"Origin": "https://evil.example"}).status_code == 403
    assert mina.get("/api/me", headers={"Origin": place.address}).json()["name"] == "mina"


@pytest.mark.parametrize("path", ["/", "/api/me", "/healthz"])
def test_each_header_that_protects_comes_once(mina, path):
    answer = mina.get(path)
    assert [len(answer.headers.get_list(name)) for name in ONE_HEADER] == [1] * len(ONE_HEADER)
    assert "uvicorn" not in answer.headers.get("server", "")
