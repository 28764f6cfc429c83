"""The sound of one utterance of a prepared corpus, without its other rows. Begin with `stored_sound`."""

from pathlib import Path

from soridam.core.errors import NotFoundError
from soridam.speech.corpus.parquet import open_parquet
from soridam.speech.corpus.shards import shard_paths, split_names


def stored_sound(corpus: Path, split: str, row: int) -> bytes:
    """FLAC as it is stored. Raises NotFoundError for a split or a row that is not there."""
    rest = row
    for path in shard_paths(corpus, split) if split in split_names(corpus) and row >= 0 else []:
        file = open_parquet(path)  # opened anew: a corpus that is prepared again is other files under the same names
        for group in range(file.num_row_groups):
            count = file.metadata.row_group(group).num_rows
            if rest < count:
                column = file.read_row_group(group, columns=["audio.bytes"]).column("audio").combine_chunks()
                return bytes(column.field("bytes")[rest].as_py())
            rest -= count
    raise NotFoundError("corpus.no-utterance", "There is no such utterance.", hint="See the list of utterances.")
