"""One history: jobs arrive, faults happen, and in the end it is judged what was kept. Begin with `run_history`."""

import itertools
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.faults import FAULTS, RESTARTS, Fault
from tests.chaos.invariants import Violation, check_job, check_things, count_repeated_steps
from tests.chaos.world import Combination, World, wait_for

AT_ONCE = 4  # jobs that wait or run while faults happen
SECONDS_TO_RECOVER = 90.0


@dataclass(frozen=True)
class Report:
    """The result. `faults` are (when, name) in order."""

    combination: str
    seed: int
    own_servers: bool
    faults: list[tuple[float, str]]
    jobs: int
    attempts: int
    repeated_steps: int
    violations: list[Violation]
    left_behind: list[str]
    seconds: float

    def count(self) -> Counter[str]:
        return Counter(name for _, name in self.faults)

    def blame(self, violation: Violation) -> str:
        """The last fault before it."""
        before = [name for at, name in self.faults if at <= violation.at]
        return before[-1] if before else self.faults[0][1]


def run_history(
    combination: Combination,
    folder: Path,
    *,
    seed: int,
    faults: int,
    seconds: float = float("inf"),
    own_servers: bool = False,
    tell: Callable[[str], None] = lambda line: None,
) -> Report:
    """Inject so many faults, each kind equally often, in random order; `tell` is called with each.

    Faults that do not fit into `seconds` are left out.
    """
    begun = time.monotonic()
    kinds = (*FAULTS[combination], *(RESTARTS if own_servers and combination != "sqlite" else ()))
    with World(combination, folder, seed, own_servers) as world:
        happened = _do_harm(world, _plan(world, kinds, faults), begun + seconds, tell)
        wait_for(lambda: world.unfinished() == 0, SECONDS_TO_RECOVER, world.keep_studio)
        left = [" ".join(process.cmdline()) for process in world.stop_studio()]
        outcomes = [world.outcome(job) for job in world.submitted]
        journals = {job: world.journal(job) for job in world.submitted}
    lines = list(itertools.chain.from_iterable(journals.values()))
    violations = [violation for outcome in outcomes for violation in check_job(outcome, journals[outcome.job])]
    return Report(
        combination=combination,
        seed=seed,
        own_servers=own_servers,
        faults=happened,
        jobs=len(outcomes),
        attempts=sum(line.word == "begin" for line in lines),
        repeated_steps=sum(count_repeated_steps(each) for each in journals.values()),
        violations=[*violations, *check_things(world.things, journals)],
        left_behind=left,
        seconds=time.monotonic() - begun,
    )


def _plan(world: World, kinds: Sequence[Fault], count: int) -> list[Fault]:
    rounds = [world.rng.sample(kinds, len(kinds)) for _ in range(-(-count // len(kinds)))]
    return list(itertools.chain.from_iterable(rounds))[:count]


def _do_harm(
    world: World, plan: Sequence[Fault], deadline: float, tell: Callable[[str], None]
) -> list[tuple[float, str]]:
    happened: list[tuple[float, str]] = []
    for fault in plan:
        if time.monotonic() > deadline:
            break
        while world.unfinished() < AT_ONCE:
            world.submit()
        world.keep_studio()
        happened.append((time.monotonic(), fault.__name__.replace("_", " ")))
        tell(f"{happened[-1][0] - happened[0][0]:6.1f} s  {happened[-1][1]}")
        fault(world)
        time.sleep(world.rng.uniform(0.1, 1.0))  # so that faults meet jobs at every step
    return happened
