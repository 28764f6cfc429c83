"""Corpora with their uploads and transcripts, and the runs of models."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corpora",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.String(36), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("origin", sa.String(8), nullable=False),
        sa.Column("parent", sa.String(36)),
        sa.Column("folder", sa.Text),
        sa.Column("job", sa.String(36)),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_index("corpora_by_owner", "corpora", ["owner", "created"])
    op.create_table(
        "uploads",
        sa.Column("place", sa.String(36), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("received", sa.BigInteger, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    _create_transcripts()
    op.create_table(
        "runs",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.String(36), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("source", sa.String(36)),
        sa.Column("job", sa.String(36)),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_index("runs_by_owner", "runs", ["owner", "kind", "created"])


def _create_transcripts() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("corpus", sa.String(36), sa.ForeignKey("corpora.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.UniqueConstraint("corpus", "number", name="recordings_once"),
    )
    op.create_table(
        "segments",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("corpus", sa.String(36), sa.ForeignKey("corpora.id", ondelete="CASCADE"), nullable=False),
        sa.Column("recording", sa.String(36), sa.ForeignKey("recordings.id", ondelete="CASCADE"), nullable=False),
        sa.Column("start", sa.Double, nullable=False),
        sa.Column("end", sa.Double, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("original", sa.Text, nullable=False),
        sa.Column("recognized", sa.Text, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("speaker", sa.String(80), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("segments_by_recording", "segments", ["recording", "start"])
    op.create_index("segments_by_confidence", "segments", ["corpus", "confidence"])


def downgrade() -> None:
    for table in ("runs", "segments", "recordings", "uploads", "corpora"):
        op.drop_table(table)
