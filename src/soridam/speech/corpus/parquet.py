"""Opening Parquet files that may be damaged or cut off. Begin with `open_parquet`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from soridam.core.errors import CorpusError


def open_parquet(path: Path) -> pq.ParquetFile:
    """Open a Parquet file. Raises CorpusError if it is damaged or cut off, as far as its footer shows."""
    with raising_corpus_errors(path):
        return pq.ParquetFile(path)


def read_parquet(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Return some or all columns. Raises CorpusError for a file that is damaged or cut off."""
    with raising_corpus_errors(path):
        return pq.read_table(path, columns=list(columns) if columns is not None else None)


@contextmanager
def raising_corpus_errors(path: Path) -> Iterator[None]:
    """Raise CorpusError for damage found while reading the file; errors of opening it stay OSErrors."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise CorpusError(
            "corpus.damaged-shard",
            "{file} is damaged or cut off: {reason}",
            hint="Copy it again from its source, or prepare the corpus again.",
            file=path,
            reason=str(error).splitlines()[0],
        ) from error
