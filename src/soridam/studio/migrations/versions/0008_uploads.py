"""What an upload takes on the disk beside its own bytes; sizes that no file can have are put right."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LARGEST = 2**50  # bytes


def upgrade() -> None:
    with op.batch_alter_table("uploads") as uploads:
        uploads.add_column(sa.Column("kept", sa.BigInteger, nullable=False, server_default="0"))
        uploads.add_column(sa.Column("members", sa.Integer, nullable=False, server_default="1"))
    op.execute(f"UPDATE uploads SET bytes = received + 1 WHERE bytes > {LARGEST}")  # stays what is not whole


def downgrade() -> None:
    with op.batch_alter_table("uploads") as uploads:
        uploads.drop_column("members")
        uploads.drop_column("kept")
