"""Drawings that people photographed, to be heroes of books."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drawings",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.String(36), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("coat", sa.String(7), nullable=False),
        sa.Column("color", sa.String(7), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_index("drawings_by_owner", "drawings", ["owner", "created"])


def downgrade() -> None:
    op.drop_table("drawings")
