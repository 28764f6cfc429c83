"""The tables of corpora, their uploaded files and transcripts, and of what is done with models."""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from soridam.studio.database import metadata

corpora = Table(
    "corpora",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(80), nullable=False),
    Column("language", String(8), nullable=False),  # empty: unknown, or several
    Column("origin", String(8), nullable=False),  # upload, folder, split, edit, sample
    Column("parent", String(36)),  # the corpus that it was split or edited from; that one may be gone
    Column("folder", Text),  # on the server, where the recordings were not uploaded
    Column("job", String(36)),  # the latest
    Column("created", BigInteger, nullable=False),
    Index("corpora_by_owner", "owner", "created"),
)

# Files that come in pieces. `place` is the corpus or the transcription that they are for.
uploads = Table(
    "uploads",
    metadata,
    Column("place", String(36), primary_key=True),
    Column("key", String(64), primary_key=True),  # SHA-256 of the name, which some databases would not index
    Column("name", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    # More bytes that lie on the disk because of it: what an archive becomes, and the file that this one will replace.
    Column("kept", BigInteger, nullable=False, server_default="0"),
    Column("members", Integer, nullable=False, server_default="1"),  # files, of an archive those in it
    Column("created", BigInteger, nullable=False),
)

recordings = Table(
    "recordings",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("corpus", String(36), ForeignKey("corpora.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("language", String(8), nullable=False),
    UniqueConstraint("corpus", "number", name="recordings_once"),
)

segments = Table(
    "segments",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("corpus", String(36), ForeignKey("corpora.id", ondelete="CASCADE"), nullable=False),
    Column("recording", String(36), ForeignKey("recordings.id", ondelete="CASCADE"), nullable=False),
    Column("start", Double, nullable=False),  # seconds; MariaDB keeps six digits of a plain Float
    Column("end", Double, nullable=False),
    Column("text", Text, nullable=False),
    Column("original", Text, nullable=False),  # as it was before anybody touched it
    Column("recognized", Text, nullable=False),
    Column("status", String(8), nullable=False),  # draft, edited, accepted, rejected
    Column("confidence", Float, nullable=False),  # 0 to 1
    Column("speaker", String(80), nullable=False),
    Column("words", Text, nullable=False),  # JSON
    Column("version", Integer, nullable=False),  # counts changes; a change that names an old one is refused
    Index("segments_by_recording", "recording", "start"),
    Index("segments_by_confidence", "corpus", "confidence"),
)

# One execution each: of training, export, evaluation or transcription. Its folder has its id.
runs = Table(
    "runs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(12), nullable=False),  # train, export, evaluate, transcribe
    Column("name", String(80), nullable=False),
    Column("source", String(36)),  # the corpus that is trained or tested on, the run that is exported
    Column("job", String(36)),
    Column("details", Text, nullable=False),  # JSON: what was asked for
    Column("created", BigInteger, nullable=False),
    Index("runs_by_owner", "owner", "kind", "created"),
)
