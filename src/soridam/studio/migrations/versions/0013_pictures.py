"""Pictures with captions, of corpora for picture models."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("corpus", sa.String(36), sa.ForeignKey("corpora.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("part", sa.String(12), nullable=False),
        sa.Column("suffix", sa.String(8), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("alike", sa.String(36)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("corpus", "number", name="pictures_once"),
    )


def downgrade() -> None:
    op.drop_table("pictures")
