"""Checks of the compose file and the Dockerfile that need no Docker."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from soridam.settings import read_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("server", "worker", "worker-gpu")


@pytest.fixture
def secrets(tmp_path):
    """Run the script in a copy of its folder and return the secrets."""
    script = tmp_path / "make_secrets.sh"
    script.write_bytes((DEPLOY / "make_secrets.sh").read_bytes())
    subprocess.run(["sh", script], check=True, capture_output=True)
    return tmp_path / "secrets"


@pytest.mark.parametrize("service", OURS)
def test_the_settings_of_every_service_are_ones_that_there_are(service, secrets, monkeypatch):
    for name, value in SERVICES[service]["environment"].items():
        text = value.replace("${SORIDAM_DOMAIN:?Say under which name people reach the studio}", "studio.example.org")
        monkeypatch.setenv(name, text.replace("/run/secrets", str(secrets)))
    studio = read_settings().studio
    assert studio.database.startswith("postgresql://soridam:")
    assert studio.broker.startswith("redis://:")
    if service == "server":
        assert (studio.accounts, studio.workers, studio.proxies) == (True, 0, ("172.30.76.2",))
        assert studio.hosts[-1] == "studio.example.org"


def test_the_proxy_has_the_address_that_the_server_trusts():
    assert (
        SERVICES["proxy"]["networks"]["front"]["ipv4_address"]
        in SERVICES["server"]["environment"]["SORIDAM_STUDIO__PROXIES"]
    )


def test_every_service_comes_back_by_itself_and_says_whether_it_is_well():
    for name, service in SERVICES.items():
        assert service["restart"] == "unless-stopped", name
        assert "test" in service["healthcheck"] or name.startswith("worker"), name


def test_passwords_come_from_files_only_and_each_file_is_made(secrets):
    wanted = {name for service in SERVICES.values() for name in service.get("secrets", ())}
    assert wanted == set(COMPOSE["secrets"]) == {file.name for file in secrets.iterdir()}
    for service in SERVICES.values():
        for name in service.get("environment", {}):
            assert "PASSWORD" not in name or name.endswith("_FILE")


def test_making_the_secrets_again_keeps_them(secrets):
    before = {file.name: file.read_text() for file in secrets.iterdir()}
    subprocess.run(["sh", secrets.parent / "make_secrets.sh"], check=True, capture_output=True)
    assert {file.name: file.read_text() for file in secrets.iterdir()} == before
    assert before["database_password"] in before["database_url"]
    assert secrets.stat().st_mode & 0o77 == 0


def test_only_the_proxy_is_reached_from_outside():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"proxy", "flower"}
    assert all(port.startswith("127.0.0.1:") for port in published["flower"])


def test_our_programs_have_no_rights_that_they_do_not_need():
    for name in OURS:
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert SERVICES[name]["read_only"] is True
    users = re.findall(r"^USER (\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert users[-1:] == ["soridam"]


def test_what_the_image_is_built_from_is_there_and_is_let_through():
    copied = re.findall(r"^COPY ((?!--from).+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    allowed = re.findall(r"^!(\S+)", (DEPLOY / "Dockerfile.dockerignore").read_text(), re.MULTILINE)
    sources = [source.rstrip("/") for line in copied for source in line.split()]
    assert "src" in sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert source.split("/")[0] in allowed, source
