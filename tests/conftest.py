"""What holds for every test."""

import os
import sys

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give PyTorch the threads that OMP_NUM_THREADS names: loading a recognizer raises them for the whole process.

    Sums over more threads differ in the last digit, and tiny models wait for threads longer than they compute.
    """
    asked = os.environ.get("OMP_NUM_THREADS")
    if asked and "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(int(asked))
