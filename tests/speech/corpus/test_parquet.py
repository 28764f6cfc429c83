"""A shard that is cut off, or was overwritten in the middle, is told as that by everything that reads a corpus."""

import pytest
from tests.speech.corpus.small_corpus import healthy_rows, write_corpus
from typer.testing import CliRunner

from soridam.cli.main import app
from soridam.core.errors import CorpusError
from soridam.speech.corpus.parquet import open_parquet, read_parquet
from soridam.speech.corpus.shards import CorpusSplit, count_rows


@pytest.fixture
def corpus(tmp_path):
    return write_corpus(tmp_path / "corpus", healthy_rows(12))


@pytest.fixture
def shard(corpus):
    return next((corpus / "data").glob("*.parquet"))


@pytest.mark.parametrize("share", [0.0, 0.2, 0.9, 0.999])
@pytest.mark.parametrize(
    "command",
    [["check"], ["describe", "--out", "page.html"], ["split", "--by", "text", "--ratio", "8:2", "--out", "split"]],
    ids=["check", "describe", "split"],
)
def test_a_shard_that_is_cut_off_is_said_by_every_command(corpus, shard, share, command, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    data = shard.read_bytes()
    shard.write_bytes(data[: int(len(data) * share)])
    name, *options = command
    error = CliRunner().invoke(app, ["corpus", name, str(corpus), *options]).exception
    assert isinstance(error, CorpusError)
    assert "is damaged or cut off" in error.message and shard.name in error.message


def test_every_way_of_opening_says_it(corpus, shard):
    shard.write_bytes(shard.read_bytes()[:-100])
    for read in (
        lambda: open_parquet(shard),
        lambda: read_parquet(shard),
        lambda: CorpusSplit(corpus, "train"),
        lambda: count_rows(corpus),
    ):
        with pytest.raises(CorpusError, match="cut off"):
            read()


def test_a_shard_that_is_not_there_is_no_damaged_one(corpus, shard):
    shard.unlink()
    with pytest.raises(FileNotFoundError):
        open_parquet(shard)
