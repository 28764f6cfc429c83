"""The tables of people and of what they own; `jobs.table` has those of jobs.

Every row that a person can reach names its owner.
"""

from typing import Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
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

Role = Literal["owner", "maker", "listener"]  # listener: a child's device, that makes and reads books only

users = Table(
    "users",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(12), nullable=False),
    Column("password", String(200)),  # argon2; none for those who log in by a link
    Column("created", BigInteger, nullable=False),
)

# Secrets are kept as SHA-256: who reads the table can log in nowhere. They are random, so that no salt is needed.
secrets = Table(
    "secrets",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("kind", String(12), nullable=False),  # session, link, token
    Column("user", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("scope", String(80), nullable=False),  # of a token: what it may do; "all" for a session
    Column("label", String(80), nullable=False, server_default=""),  # of a token: its owner's word for it
    Column("expires", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
)

# Who comes with one becomes somebody, with a name and a way in of their own choice.
invitations = Table(
    "invitations",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("role", String(12), nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
)

# How an OpenID Connect provider knows somebody: by subject only, since names and mail addresses pass to others.
identities = Table(
    "identities",
    metadata,
    Column("hash", String(64), primary_key=True),  # of issuer and subject; some databases compare text without case
    Column("user", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("created", BigInteger, nullable=False),
)

# What was deleted, so that its folders go even if the studio was killed in between, or a job was still writing.
deletions = Table(
    "deletions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# What somebody agrees to have done with recordings and pictures; no row is a no.
consents = Table(
    "consents",
    metadata,
    Column("user", String(36), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("purpose", String(12), primary_key=True),
    Column("given", BigInteger, nullable=False),
)

# Who did what, when, from where: never with contents. It outlives the people, whose ids then lead nowhere.
audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("user", String(36)),  # none for who was not logged in
    Column("token", Boolean, nullable=False),
    Column("action", String(200), nullable=False),  # method and path
    Column("status", Integer, nullable=False),
    Column("address", String(45), nullable=False),
    Index("audit_by_time", "at"),
)

books = Table(
    "books",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("job", String(36)),
    Column("title", String(200), nullable=False),
    Column("language", String(8), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("wish", Text, nullable=False),  # JSON
    Index("books_by_owner", "owner", "created"),
)

# Cut out of photographs, to be heroes of books; books keep a copy of their own.
drawings = Table(
    "drawings",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("digest", String(64), nullable=False),  # SHA-256 of the PNG
    Column("coat", String(7), nullable=False),  # the color that is seen most, and the next one
    Column("color", String(7), nullable=False),
    Column("created", BigInteger, nullable=False),
    Index("drawings_by_owner", "owner", "created"),
)

# What children disclosed in wishes, of which no book was made: for grown-ups, until they delete it or its time is over.
confidences = Table(
    "confidences",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("said", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("created", BigInteger, nullable=False),
    Index("confidences_by_owner", "owner", "created"),
)

# Who holds the link reads this book and nothing else. The link is kept as SHA-256, like a secret.
shares = Table(
    "shares",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("book", String(36), ForeignKey("books.id", ondelete="CASCADE"), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Index("shares_by_book", "book"),
)

# Where folders lie in a store that several machines share: which version of each counts. `place` is a book's id, or
# that of whatever else has a folder.
stored = Table(
    "stored",
    metadata,
    Column("place", String(36), primary_key=True),
    Column("room", String(8), nullable=False),  # books, corpora, runs, drawings
    Column("version", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
)

corpora = Table(
    "corpora",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(80), nullable=False),
    Column("language", String(8), nullable=False),  # empty: unknown, or several
    Column("family", String(12), nullable=False, server_default="speech"),  # of models that learn from it
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

# Of a corpus of pictures. The files of a picture are named by its id.
pictures = Table(
    "pictures",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("corpus", String(36), ForeignKey("corpora.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),  # its place in the grid
    Column("name", Text, nullable=False),  # as it was uploaded
    Column("part", String(12), nullable=False),  # train, validation, test
    Column("suffix", String(8), nullable=False),  # of its file
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("caption", Text, nullable=False),
    Column("alike", String(36)),  # another picture that it is almost the same as
    Column("version", Integer, nullable=False),  # counts changes; a change that names an old one is refused
    UniqueConstraint("corpus", "number", name="pictures_once"),
)

# One execution each: of training, export, evaluation or transcription. Its folder has its id.
runs = Table(
    "runs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(12), nullable=False),  # train, export, evaluate, transcribe, documents
    Column("family", String(12), nullable=False, server_default="speech"),  # of models
    Column("name", String(80), nullable=False),
    Column("source", String(36)),  # the corpus that is trained or tested on, the run that is exported
    Column("job", String(36)),
    Column("details", Text, nullable=False),  # JSON: what was asked for
    Column("created", BigInteger, nullable=False),
    Index("runs_by_owner", "owner", "kind", "created"),
)

# Settings of the sliders that somebody saved, by a name that programs can ask for.
adjustments = Table(
    "adjustments",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner", String(36), ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(80), nullable=False),
    Column("model", String(100), nullable=False),  # a name of the catalog, or a run's id; that one may be gone
    Column("sliders", Text, nullable=False),  # JSON
    Column("created", BigInteger, nullable=False),
    Index("adjustments_by_owner", "owner", "created"),
)
