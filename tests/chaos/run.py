"""The long form: `python -m tests.chaos.run [COMBINATION ...] [--faults N] [--seed N] [--json FILE]`."""

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, get_args

from tests.chaos import hardship
from tests.chaos.faults import FAULTS
from tests.chaos.hardship import Kind
from tests.chaos.history import Report, run_history
from tests.chaos.invariants import INVARIANTS
from tests.chaos.servers import are_installed

MOST_HARDSHIP = 1800.0  # seconds, after which what is not done counts as failed


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("combinations", nargs="*", type=_combination, metavar="COMBINATION")
    parser.add_argument("--faults", type=int, default=80, help="for each combination")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="the same, after which no more are begun")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hardship", action="append", choices=get_args(Kind), help="this alone; may be repeated")
    parser.add_argument("--json", type=Path, help="what other seeds have found is kept in this file beside it")
    given = parser.parse_args()
    is_all = not given.hardship and not given.combinations
    lived = [_live(kind, given) for kind in (get_args(Kind) if is_all else given.hardship or ())]
    held = all(lived)
    for combination in FAULTS if is_all else given.combinations:
        report = _run(combination, given)
        held = held and not report.violations and not report.left_behind
        if given.json:
            _keep(given.json, report)
    return 0 if held else 1


def _live(kind: Kind, given: argparse.Namespace) -> bool:
    """A hard life of a machine; returns whether nothing has failed and nothing was done twice."""
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        report = hardship.run_hardship(kind, Path(folder), seed=given.seed, seconds=MOST_HARDSHIP, tell=_say)
    kept = hardship.figures(report)
    _say(f"{kind}: " + ", ".join(f"{name} {value}" for name, value in kept.items()))
    if given.json:
        everything = json.loads(given.json.read_text()) if given.json.exists() else {}
        everything.setdefault("hardship", {})[f"{kind}, seed {given.seed}"] = kept
        given.json.write_text(json.dumps(everything, indent=2, sort_keys=True) + "\n")
    return report.held


def _combination(name: str) -> str:
    if name not in FAULTS:
        raise argparse.ArgumentTypeError(f"use some of {', '.join(FAULTS)}")
    return name


def figures(report: Report) -> dict[str, Any]:
    """Return the stored figures of a report: how often each fault happened, and the violations after it."""
    blamed = Counter((report.blame(violation), violation.invariant) for violation in report.violations)
    return {
        "own_servers": report.own_servers,
        "seconds": round(report.seconds),
        "jobs": report.jobs,
        "attempts": report.attempts,
        "repeated_steps": report.repeated_steps,
        "left_behind": report.left_behind,
        "faults": {
            fault: {"injected": count, **{invariant: blamed[fault, invariant] for invariant in INVARIANTS}}
            for fault, count in sorted(report.count().items())
        },
    }


def _keep(path: Path, report: Report) -> None:
    kept = json.loads(path.read_text()) if path.exists() else {}
    kept.setdefault(report.combination, {})[f"seed {report.seed}"] = figures(report)
    path.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")


def _run(combination: str, given: argparse.Namespace) -> Report:
    own = are_installed(*combination.split("+")) if "+" in combination else False
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        report = run_history(
            combination,
            Path(folder),
            seed=given.seed,
            faults=given.faults,
            seconds=given.seconds,
            own_servers=own,
            tell=_say,
        )
    _print(report)
    return report


def _print(report: Report) -> None:
    kept = figures(report)
    servers = "servers of its own" if report.own_servers else "no servers of its own: none was restarted"
    _say(f"{report.combination}: {len(report.faults)} faults in {kept['seconds']} s ({servers}), seed {report.seed}")
    _say(f"  {report.jobs} jobs, {report.attempts} attempts, {report.repeated_steps} steps done again")
    _say(f"  {'fault':28}{'times':>6}  " + "  ".join(INVARIANTS))
    for fault, row in kept["faults"].items():
        held = "  ".join(f"{row[invariant]:>{len(invariant)}}" for invariant in INVARIANTS)
        _say(f"  {fault:28}{row['injected']:>6}  {held}")
    for violation in report.violations:
        _say(f"  NOT HELD: {violation}")
    for process in report.left_behind:
        _say(f"  LEFT BEHIND: {process}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
