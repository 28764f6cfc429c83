import json

from soridam.cli.main import run


def test_doctor_names_the_python_it_runs_in(capsys):
    run(["doctor"])
    assert "python: 3." in capsys.readouterr().out


def test_doctor_as_json_is_a_list_of_findings(capsys):
    run(["doctor", "--json"])
    findings = json.loads(capsys.readouterr().out)
    assert all(set(finding) == {"subject", "state", "message", "fix"} for finding in findings)


def test_a_problem_is_exit_code_1_with_a_command_to_paste(monkeypatch, capsys):
    monkeypatch.setenv("SORIDAM_HOME", "/proc/nowhere")
    assert run(["doctor"]) == 1
    assert "fix: export SORIDAM_HOME=" in capsys.readouterr().out
