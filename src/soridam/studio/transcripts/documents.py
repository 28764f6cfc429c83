"""A person's documents, over which questions are asked: one collection each. Begin with `Documents`.

They lie where runs do, so that they are stored, backed up and deleted like these; what was read of them lies beside, in
`indexes`, and is made again where it is missing.
"""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from soridam.core.errors import NotFoundError, UsageError
from soridam.studio.corpora.uploads import Uploads
from soridam.studio.people.accounts import User
from soridam.studio.storage.copies import Copies
from soridam.studio.storage.places import inner_path
from soridam.studio.tuning.runs import RunRow, Runs

SUFFIXES = (".txt", ".md", ".pdf", ".csv", ".tsv", ".json", ".jsonl", ".info")
MOST_BYTES = 10_000_000  # of one document
MOST_DOCUMENTS = 200
INDEX_FILE = "passages.sqlite"


@dataclass(frozen=True)
class Document:
    """A document that is here whole."""

    name: str
    path: Path
    bytes: int


class Documents:
    """What a person may do with their own documents; everybody else's do not exist for them."""

    def __init__(self, runs: Runs, copies: Copies, folder: Path) -> None:
        self._runs, self._copies, self._folder = runs, copies, folder

    def all(self, me: User) -> list[Document]:
        """Return the documents by name, without asking a store for their content."""
        found = self._find(me)
        if found is None:
            return []
        files = [file for file in self._runs.uploads(found).page(limit=MOST_DOCUMENTS) if file.is_complete]
        return [Document(file.name, self._path(found, file.name), file.bytes) for file in files]

    def fetched(self, me: User) -> list[Document]:
        """Return the documents by name, with their content on this machine."""
        found = self._find(me)
        if found is not None:
            self._copies.refresh("runs", found.id)
        return [document for document in self.all(me) if document.path.is_file()]

    def uploads(self, me: User, name: str, total: int) -> Uploads:
        """Return where a document may be received. Raises UsageError for a kind or a size that is not taken."""
        path = inner_path(name)
        if path.suffix.lower() not in SUFFIXES or len(path.parts) > 1:
            raise UsageError(
                "documents.kind",
                "'{name}' is not a document that can be read here.",
                hint="Send text, Markdown, PDF, CSV, JSON, or an .info file of ATCO2.",
                name=name[:80],
            )
        if total > MOST_BYTES:
            raise UsageError(
                "documents.too-large",
                "'{name}' is too large for a document.",
                hint="A document has at most {size} MB. Split it.",
                name=name[:80],
                size=MOST_BYTES // 10**6,
            )
        uploads = self._runs.uploads(self.collection(me))
        known = {file.name for file in uploads.page(limit=MOST_DOCUMENTS + 1)}
        if path.as_posix() not in known and len(known) >= MOST_DOCUMENTS:
            raise UsageError(
                "documents.most",
                "There are {count} documents already.",
                hint="Delete some that you no longer need.",
                count=MOST_DOCUMENTS,
            )
        return uploads

    def publish(self, me: User) -> None:
        """Let other machines see what has been received."""
        self._copies.publish("runs", self.collection(me).id)

    def read(self, me: User, name: str) -> Document:
        """Return one document, with its content on this machine. Raises NotFoundError."""
        wanted = inner_path(name).as_posix()
        found = next((document for document in self.fetched(me) if document.name == wanted), None)
        if found is None:
            raise NotFoundError("documents.none", "There is no such document.", hint="See the list of documents.")
        return found

    def delete(self, me: User, name: str) -> None:
        """Delete a document, and what was read of it. Raises NotFoundError."""
        found = self._find(me)
        if found is None:
            raise NotFoundError("documents.none", "There is no such document.", hint="See the list of documents.")
        self._runs.uploads(found).remove(name)
        self._copies.publish("runs", found.id)
        self.forget(me, f"document/{inner_path(name).as_posix()}")

    def forget(self, me: User, source: str) -> None:
        """Leave nothing of a source, such as a transcription that was deleted, in what was read."""
        found = self._find(me)
        if found is not None and self.index(found).is_file():
            from soridam.radio.retrieval.index import open_index

            with open_index(self.index(found)) as index:
                index.forget(source)

    def collection(self, me: User) -> RunRow:
        """Return the collection of a person, made with the first document or question."""
        return self._find(me) or self._runs.create(me, "documents", "", {})

    def index(self, collection: RunRow) -> Path:
        """Return the file of what was read. Its folder has the collection's id, so that it is deleted with that."""
        return self._folder / "indexes" / collection.id / INDEX_FILE

    def _find(self, me: User) -> RunRow | None:
        found = self._runs.all(me, "documents")
        return found[-1] if found else None  # of two that were begun at once the older one counts

    def _path(self, collection: RunRow, name: str) -> Path:
        return self._runs.uploads(collection).files / PurePosixPath(name)
