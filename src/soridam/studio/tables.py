"""All tables of the studio in one place. Whoever needs every table, or one by its name, asks here.

A module that makes tables is imported below; a test finds one that is not. `database.metadata` alone knows only the
tables of the modules that a process happens to have imported.
"""

from collections.abc import Sequence

from sqlalchemy import MetaData, Table

import soridam.studio.jobs.table
import soridam.studio.records  # noqa: F401  each of them puts its tables into the metadata
from soridam.studio.database import metadata


def all_tables() -> Sequence[Table]:
    """Return all tables; each comes after those that its foreign keys point to."""
    return metadata.sorted_tables


def find_table(name: str) -> Table:
    """Raises KeyError for a table that there is not."""
    return metadata.tables[name]


def all_metadata() -> MetaData:
    """Return the metadata of all tables, for tools that take them as one."""
    return metadata
