import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import Dataset
from hypothesis import given
from hypothesis import strategies as st

from soridam.core.errors import CorpusError
from soridam.language.data.example import Example, Rejection
from soridam.language.data.readers import iter_examples

PAIRS = [{"prompt": "Hi", "completion": "Ahoy!"}, {"prompt": "안녕", "completion": "어서 와요!"}]
WORDS = [(pair["prompt"], pair["completion"]) for pair in PAIRS]
LINES = "".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in PAIRS)
TEXTS = {
    "a.jsonl": LINES,
    "b.json": json.dumps(PAIRS),
    "wrapped.json": json.dumps({"version": 1, "data": PAIRS}),
    "lines.json": LINES,
    "c.csv": 'prompt,completion\nHi,Ahoy!\n"안녕","어서 와요!"\n',
    "semicolons.csv": "prompt;completion\nHi;Ahoy!\n안녕;어서 와요!\n",
    "d.tsv": "prompt\tcompletion\nHi\tAhoy!\n안녕\t어서 와요!\n",
}


def words(path):
    return [(one.turns[0].content, one.turns[1].content) for one in iter_examples(path)]


@pytest.mark.parametrize("name", TEXTS)
def test_every_kind_of_text_file_gives_the_same_pairs(name, tmp_path):
    (tmp_path / name).write_text(TEXTS[name], encoding="utf-8")
    assert words(tmp_path / name) == WORDS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp949"])
def test_other_encodings_are_read(encoding, tmp_path):
    (tmp_path / "a.jsonl").write_text(LINES, encoding=encoding)
    assert words(tmp_path / "a.jsonl") == WORDS


def test_parquet_and_a_saved_dataset_are_read(tmp_path):
    pq.write_table(pa.Table.from_pylist(PAIRS), tmp_path / "a.parquet")
    Dataset.from_list(PAIRS).save_to_disk(tmp_path / "saved")
    assert words(tmp_path / "a.parquet") == words(tmp_path / "saved") == WORDS


def test_each_text_file_of_a_folder_is_one_example(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/b.md").write_text("# Tide")
    (tmp_path / "a.txt").write_text("Fog.")
    assert [one.text for one in iter_examples(tmp_path)] == ["Fog.", "# Tide"]


def test_a_bad_line_is_named_and_the_others_are_read(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n{"text": \n\n{"text": "b"}\n')
    found = list(iter_examples(tmp_path / "a.jsonl"))
    assert [str(one.place) for one in found] == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:4"]
    assert [type(one) for one in found] == [Example, Rejection, Example]


def test_a_row_of_a_table_is_named_by_the_line_where_it_begins(tmp_path):
    (tmp_path / "a.csv").write_text('prompt,completion\n"two\nlines",a\nb\nc,d\n')
    assert [str(one.place) for one in iter_examples(tmp_path / "a.csv")] == ["a.csv:2", "a.csv:4", "a.csv:5"]


def test_a_damaged_parquet_file_is_named(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and nothing more")
    assert next(iter(iter_examples(tmp_path / "a.parquet"))).reason == "unreadable"


@pytest.mark.parametrize("name", ["nothing", "photo.png"])
def test_what_is_not_there_or_is_no_text_is_refused(name, tmp_path):
    (tmp_path / "photo.png").write_bytes(b"")
    with pytest.raises(CorpusError):
        list(iter_examples(tmp_path / name))


@pytest.mark.parametrize("suffix", ["jsonl", "json", "csv", "tsv", "txt", "parquet", "arrow"])
def test_any_bytes_give_examples_or_rejections(suffix, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / f"a.{suffix}"

    @given(st.binary(max_size=200))
    def check(raw):
        path.write_bytes(raw)
        assert all(isinstance(one, Example | Rejection) for one in iter_examples(path))

    check()
