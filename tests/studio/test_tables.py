"""Which tables there are must not depend on what else a process has imported: each question is one of its own."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import soridam.studio

HERE = Path(soridam.studio.__file__).parent


def names_seen_by(module: str) -> set[str]:
    code = f"import {module}; from soridam.studio.tables import all_tables; print(*(t.name for t in all_tables()))"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def names_in_the_source() -> set[str]:
    """Of all calls of `Table` below the studio; migrations make theirs by other means."""
    calls = (node for path in HERE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Table"
    }


@pytest.mark.parametrize(
    "module", ["soridam.studio.tables", "soridam.studio.backups.backup", "soridam.studio.people.deletion"]
)
def test_every_table_of_the_source_is_known_in_a_process_that_imports_nothing_else(module):
    assert names_seen_by(module) == names_in_the_source() != set()


def test_nobody_takes_the_tables_from_where_only_imported_ones_are():
    asking = {
        path.relative_to(HERE).as_posix()
        for path in HERE.rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in ("metadata.sorted_tables", "metadata.tables"))
    }
    assert asking == {"tables.py"}
