"""Which family of models a corpus is for; all that were made before are recordings."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("corpora") as corpora:
        corpora.add_column(sa.Column("family", sa.String(12), nullable=False, server_default="speech"))


def downgrade() -> None:
    with op.batch_alter_table("corpora") as corpora:
        corpora.drop_column("family")
