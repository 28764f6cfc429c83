"""`soridam doctor`: problems of this installation, with the commands that fix them."""

import json
from typing import Annotated

import typer

from soridam.core.errors import EXIT_FAILED

SIGNS = {"ok": "ok      ", "warning": "warning ", "problem": "PROBLEM "}


def doctor(
    network: Annotated[bool, typer.Option("--network", help="Also check whether the hub can be reached.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check this installation for problems. Exit code 1 if there are any."""
    from dataclasses import asdict

    from soridam.core.health import examine

    findings = []
    for finding in examine(network=network):
        findings.append(finding)
        if not as_json:
            typer.echo(f"{SIGNS[finding.state]}{finding.subject}: {finding.message}")
            if finding.fix:
                typer.echo(f"          fix: {finding.fix}")
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False))
    if any(finding.state == "problem" for finding in findings):
        raise typer.Exit(EXIT_FAILED)
