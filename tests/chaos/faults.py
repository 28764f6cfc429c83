"""Faults to inject into a studio. Each fault is a function that gets the world and acts once. See `FAULTS`."""

import time
from collections.abc import Callable, Mapping, Sequence

import psutil
from tests.chaos.processes import LEASE
from tests.chaos.world import Tree, World, wait_for

SHORT, LONG = 0.5, LEASE * 1.5  # seconds: within a lease, and beyond it

Fault = Callable[[World], None]


def kill_worker(world: World) -> None:
    _kill(_tree(world).worker)


def kill_guard(world: World) -> None:
    _kill(_tree(world).guard)


def kill_job(world: World) -> None:
    _kill(_tree(world).job)


def kill_tree(world: World) -> None:
    for process in _tree(world).all():
        _kill(process)


def kill_studio(world: World) -> None:
    """The server, which runs a reconciler and the workers."""
    for process in world.processes("studio"):
        _kill(process)


def kill_everything(world: World) -> None:
    """As when the power goes."""
    for process in world.processes():
        _kill(process)


def freeze_job(world: World) -> None:
    _freeze([_tree(world).job])


def freeze_guard_and_job(world: World) -> None:
    tree = _tree(world)
    _freeze([tree.guard, tree.job])


def freeze_tree(world: World) -> None:
    _freeze(_tree(world).all())


def freeze_worker(world: World) -> None:
    _freeze([_tree(world).worker])


def freeze_studio(world: World) -> None:
    _freeze(world.processes("studio"))


def cut_database(world: World) -> None:
    """Within a lease: what was being written is written when it is back."""
    _cut(world.database, SHORT)


def cut_database_long(world: World) -> None:
    _cut(world.database, LONG)


def freeze_database(world: World) -> None:
    _still(world.database, LONG)


def lock_database(world: World) -> None:
    with world.busy_database():
        time.sleep(SHORT)


def lock_database_long(world: World) -> None:
    with world.busy_database():
        time.sleep(LONG)


def cut_broker(world: World) -> None:
    _cut(world.broker, SHORT)


def cut_broker_and_lose_hints(world: World) -> None:
    """As a broker that comes back without what it held."""
    world.broker.cut()
    world.lose_hints()
    time.sleep(SHORT)
    world.broker.restore()


def restart_database(world: World) -> None:
    world.restart_database()


def restart_broker(world: World) -> None:
    world.restart_broker()


def freeze_broker(world: World) -> None:
    _still(world.broker, LONG)


def double_hints(world: World) -> None:
    world.double_hints()


PROCESSES: Sequence[Fault] = (
    kill_worker,
    kill_guard,
    kill_job,
    kill_tree,
    kill_studio,
    kill_everything,
    freeze_job,
    freeze_guard_and_job,
    freeze_tree,
    freeze_worker,
    freeze_studio,
)
SERVERS: Sequence[Fault] = (
    cut_database,
    cut_database_long,
    freeze_database,
    cut_broker,
    cut_broker_and_lose_hints,
    freeze_broker,
    double_hints,
)
RESTARTS: Sequence[Fault] = (restart_database, restart_broker)  # only of servers that nobody else uses
FAULTS: Mapping[str, Sequence[Fault]] = {
    "sqlite": (*PROCESSES, lock_database, lock_database_long),
    "postgresql+rabbitmq": (*PROCESSES, *SERVERS),
    "mariadb+redis": (*PROCESSES, *SERVERS),
}


def _tree(world: World) -> Tree:
    """A worker at a job; waits until there is one."""
    found: list[Tree] = []
    assert wait_for(lambda: found or found.extend(world.trees()) or found, 120, world.keep_studio), (
        "no job is being run"
    )
    return world.rng.choice(found)


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:  # it has just ended by itself
        return


def _freeze(processes: Sequence[psutil.Process]) -> None:
    """Stop the processes for longer than a lease, then continue those that are alive."""
    stopped = []
    for process in processes:
        try:
            process.suspend()
            stopped.append(process)
        except psutil.NoSuchProcess:  # it has just ended by itself
            continue
    time.sleep(LONG)
    for process in stopped:
        if process.is_running():
            process.resume()


def _cut(proxy: object, seconds: float) -> None:
    proxy.cut()
    time.sleep(seconds)
    proxy.restore()


def _still(proxy: object, seconds: float) -> None:
    proxy.freeze()
    time.sleep(seconds)
    proxy.restore()
