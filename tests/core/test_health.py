import json
import subprocess
import sys

import pytest
from packaging.requirements import Requirement

from soridam.core import health


def test_a_package_in_its_range_is_no_finding():
    assert health.check_requirement(Requirement("numpy>=1")) is None


@pytest.mark.parametrize("text", ["numpy>=999", "no-such-package-here>=1"])
def test_a_missing_or_old_package_comes_with_the_command_that_mends_it(text):
    finding = health.check_requirement(Requirement(text))
    assert (finding.state, finding.fix) == ("problem", f'python -m pip install "{text}"')


@pytest.mark.parametrize(("build", "state"), [("cu999", "problem"), ("cpu", "warning")])
def test_torchvision_is_named_with_its_build(tmp_path, monkeypatch, build, state):
    for name, version in (("torch", "2.13.0+cpu"), ("torchvision", f"0.28.0+{build}")):
        about = tmp_path / f"{name}-{version}.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    monkeypatch.syspath_prepend(tmp_path)
    (finding,) = health.check_strangers()
    assert (finding.state, finding.fix) == (state, "python -m pip uninstall --yes torchvision")


def test_a_cache_that_cannot_be_written_to_is_a_problem(monkeypatch):
    monkeypatch.setenv("SORIDAM_HOME", "/proc/nowhere")
    (finding,) = health.check_disk_space()
    assert finding.state == "problem"


def test_a_cache_that_is_a_file_comes_with_its_own_hint(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path / "file"))
    (finding,) = health.guarded(health.check_disk_space)
    assert (finding.state, "export SORIDAM_HOME=" in finding.fix) == ("problem", True)


def test_a_cache_that_does_not_exist_yet_is_no_problem(tmp_path, monkeypatch):
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path / "not" / "yet"))
    (finding,) = health.check_disk_space()
    assert finding.state != "problem"
    assert not (tmp_path / "not").exists()


@pytest.mark.parametrize("value", ["1", "true"])
def test_offline_flags_are_named(monkeypatch, value):
    monkeypatch.setenv("HF_HUB_OFFLINE", value)
    monkeypatch.delenv("TRANSFORMERS_OFFLINE", raising=False)
    (finding,) = health.check_offline()
    assert finding.fix == "unset HF_HUB_OFFLINE"


def test_missing_weights_come_with_the_command_that_fetches_them(tmp_path, monkeypatch):
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    (finding,) = health.check_weights()
    assert finding.fix == "soridam weights get base"


def test_a_check_that_breaks_is_a_problem_and_not_the_end():
    def check_something():
        raise OSError("libmissing.so: cannot open shared object file")
        yield

    (finding,) = health.guarded(check_something)
    assert finding.state == "problem"
    assert "libmissing.so" in finding.message


def test_every_finding_that_is_not_ok_says_how_to_mend_it(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("SORIDAM_HOME", "/proc/nowhere")
    findings = list(health.examine(network=False))
    assert [bool(finding.fix) for finding in findings] == [finding.state != "ok" for finding in findings]


def test_no_host_is_asked_without_leave():
    program = (
        "import json, sys; seen = []\n"
        "hosts = {'socket.connect', 'socket.getaddrinfo', 'socket.sendto'}\n"
        "sys.addaudithook(lambda event, _: seen.append(event) if event in hosts else None)\n"
        "from soridam.core.health import examine\n"
        "list(examine(network=False))\n"
        "print(json.dumps(seen))"
    )
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(child.stdout.splitlines()[-1]) == []
