"""Which family of models a run is of; all that were made before are of speech."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("runs") as runs:
        runs.add_column(sa.Column("family", sa.String(12), nullable=False, server_default="speech"))


def downgrade() -> None:
    with op.batch_alter_table("runs") as runs:
        runs.drop_column("family")
