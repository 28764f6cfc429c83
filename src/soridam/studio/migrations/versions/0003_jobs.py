"""Jobs have a title before they are done, lock what they change, and tell how fast they go."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import LONGTEXT

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LONG = (("jobs", "payload", False), ("jobs", "result", True), ("job_events", "body", False))


def upgrade() -> None:
    with op.batch_alter_table("jobs") as jobs:
        jobs.add_column(sa.Column("title", sa.String(200), nullable=False, server_default=""))
        jobs.add_column(sa.Column("resource", sa.String(100)))
        jobs.add_column(sa.Column("holds", sa.String(100)))
        jobs.add_column(sa.Column("first_done", sa.Float))
        jobs.add_column(sa.Column("first_at", sa.BigInteger))
        jobs.add_column(sa.Column("told_at", sa.BigInteger))
        jobs.create_unique_constraint("jobs_hold_one_thing_each", ["holds"])
    _set_texts(LONGTEXT())


def downgrade() -> None:
    _set_texts(sa.Text())
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_constraint("jobs_hold_one_thing_each", type_="unique")
        for column in ("title", "resource", "holds", "first_done", "first_at", "told_at"):
            jobs.drop_column(column)


def _set_texts(text: sa.types.TypeEngine[str]) -> None:
    """Where TEXT ends at 64 KB; elsewhere it has no end."""
    if op.get_bind().dialect.name in ("mysql", "mariadb"):
        for table, column, nullable in LONG:
            op.alter_column(table, column, type_=text, existing_nullable=nullable)
