"""Alembic comes in here, with the connection that `migrate` opened."""

from alembic import context

import soridam.studio.jobs.table
import soridam.studio.records
import soridam.studio.speech.records  # noqa: F401  all of them name their tables
from soridam.studio.database import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
