"""What holds for every test."""

import os
import sys

import pytest
from hypothesis import settings

settings.load_profile("ci")  # the same examples each time, none of which has to end in time: a busy machine is no fault

# Files that take minutes, the longest first: begun last, one of them would keep a single core busy at the end.
LONG = (
    "web/test_in_a_browser.py",
    "speech/synthesis/test_real_voice.py",
    "web/test_tuning.py",
    "chaos/test_hardship.py",
    "speech/test_recipe.py",
    "web/test_coming_back.py",
    "studio/api/test_runs.py",
    "examples/test_notebook.py",
    "speech/test_export.py",
    "chaos/test_history.py",
    "book/writers/test_local.py",
    "studio/tuning/test_other_machines.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; the order within a file stays."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    path = item.path.as_posix()
    return next((place for place, name in enumerate(LONG) if path.endswith(f"tests/{name}")), len(LONG))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give PyTorch the threads that OMP_NUM_THREADS names: loading a recognizer raises them for the whole process.

    Sums over more threads differ in the last digit, and tiny models wait for threads longer than they compute.
    """
    asked = os.environ.get("OMP_NUM_THREADS")
    if asked and "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(int(asked))
