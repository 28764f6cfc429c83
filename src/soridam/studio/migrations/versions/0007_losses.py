"""What a job has lost: leases since it last got further, crashes in all; and the furthest part that it has reached."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COUNTERS = ("lapses", "crashes", "parts")


def upgrade() -> None:
    with op.batch_alter_table("jobs") as jobs:
        for name in COUNTERS:
            jobs.add_column(sa.Column(name, sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("jobs") as jobs:
        for name in COUNTERS:
            jobs.drop_column(name)
