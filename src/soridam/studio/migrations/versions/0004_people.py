"""Labels of tokens, invitations, identities of OpenID Connect, consents, deletions, the log of who did what."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("secrets") as secrets:
        secrets.add_column(sa.Column("label", sa.String(80), nullable=False, server_default=""))
    op.create_table(
        "invitations",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "identities",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(36), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "deletions",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "consents",
        sa.Column("user", sa.String(36), sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("purpose", sa.String(12), primary_key=True),
        sa.Column("given", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("user", sa.String(36)),
        sa.Column("token", sa.Boolean, nullable=False),
        sa.Column("action", sa.String(200), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
    )
    op.create_index("audit_by_time", "audit", ["at"])


def downgrade() -> None:
    for table in ("audit", "consents", "deletions", "identities", "invitations"):
        op.drop_table(table)
    with op.batch_alter_table("secrets") as secrets:
        secrets.drop_column("label")
