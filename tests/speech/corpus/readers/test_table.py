import csv
import json
import unicodedata
from pathlib import Path

import pytest
from corpus_builders import json_bytes, reasons, utterances, wav_bytes, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soridam.core.errors import CorpusError
from soridam.speech.corpus.readers.guess import guess
from soridam.speech.corpus.readers.table import iter_utterances, part_of
from soridam.speech.corpus.rows import following_links
from soridam.speech.corpus.tables import iter_table
from soridam.speech.corpus.utterance import Rejection


@pytest.mark.parametrize("path_name", ["audio", "path", "file", "file_name", "audio_filepath"])
@pytest.mark.parametrize("text_name", ["text", "sentence", "transcription", "transcript"])
def test_the_usual_names_of_columns_are_known(tmp_path: Path, path_name: str, text_name: str) -> None:
    write(tmp_path / "train.csv", f"{path_name},{text_name}\na.wav,hello there\n")
    write(tmp_path / "a.wav", wav_bytes())
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.readings, row.part, row.clip.path.name) == (("hello there",), "train", "a.wav")


@pytest.mark.parametrize(("suffix", "mark"), [("csv", ","), ("csv", ";"), ("csv", "|"), ("tsv", "\t")])
def test_the_separator_is_told_by_the_header(tmp_path: Path, suffix: str, mark: str) -> None:
    write(tmp_path / f"a.{suffix}", f"audio{mark}text{mark}age\na.wav{mark}hello{mark}7\n")
    write(tmp_path / "a.wav", wav_bytes())
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.readings, row.age) == (("hello",), "7")


def test_speaker_gender_language_and_duration_are_taken(tmp_path: Path) -> None:
    cells = {"audio": "a.wav", "text": "안녕", "speaker_id": "s1", "gender": "F", "lang": "ko-KR", "duration": 1.5}
    write(tmp_path / "a.jsonl", json_bytes(cells))
    write(tmp_path / "a.wav", wav_bytes())
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.speaker, row.gender, row.language, row.declared_duration) == ("s1", "female", "ko", 1.5)


def test_paths_count_from_the_table_and_from_the_corpus(tmp_path: Path) -> None:
    write(tmp_path / "lists" / "a.csv", "audio,text\nwavs/a.wav,one\nlists/b.wav,two\n")
    write(tmp_path / "wavs" / "a.wav", wav_bytes())
    write(tmp_path / "lists" / "b.wav", wav_bytes())
    assert len(utterances(list(iter_utterances(tmp_path)))) == 2


def test_start_and_end_cut_the_recording(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "audio,text,start,end\na.wav,one,0.5,1.25\n")
    write(tmp_path / "a.wav", wav_bytes())
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.clip.start, row.clip.end, row.declared_duration) == (0.5, 1.25, 0.75)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../secret.wav", "unsafe-path"),
        ("/etc/hostname", "unsafe-path"),
        ("..\\secret.wav", "unsafe-path"),
        ("sub/../../secret.wav", "unsafe-path"),
        ("link.wav", "unsafe-path"),
        ("https://host/a.wav", "remote-url"),
        ("s3://bucket/a.wav", "remote-url"),
        ("file:///etc/hostname", "remote-url"),
        ("missing.wav", "missing-audio"),
        ("", "missing-audio"),
        ("a\0b.wav", "missing-audio"),
        ("x" * 5000, "missing-audio"),
    ],
)
def test_no_path_from_outside_becomes_a_path_inside(tmp_path: Path, path: str, reason: str) -> None:
    secret = write(tmp_path / "secret.wav", wav_bytes())
    folder = tmp_path / "corpus"
    write(folder / "a.jsonl", json_bytes({"audio": path, "text": "hello"}))
    (folder / "link.wav").symlink_to(secret)
    rows = [row for row in iter_utterances(folder) if not (isinstance(row, Rejection) and row.reason == "not-listed")]
    assert reasons(rows) == [reason]


def test_an_audio_folder_that_the_user_names_may_lie_elsewhere(tmp_path: Path) -> None:
    sound = write(tmp_path / "sounds" / "a.wav", wav_bytes())
    write(tmp_path / "lists" / "a.csv", f"audio,text\na.wav,one\n{sound},two\n../secret.wav,three\n")
    write(tmp_path / "secret.wav", wav_bytes())
    rows = list(iter_utterances(tmp_path / "lists", audio_folder=str(tmp_path / "sounds")))
    assert reasons(rows) == ["", "", "unsafe-path"]


@pytest.mark.parametrize(("header", "kind"), [("audio,words", "text"), ("klang,text", "path"), ("a,b", "path")])
def test_a_wrong_column_is_told_with_what_was_found_and_expected(tmp_path: Path, header: str, kind: str) -> None:
    write(tmp_path / "a.csv", f"{header}\nx,y\n")
    with pytest.raises(CorpusError, match=f"no column for the {kind}: found {header.replace(',', ', ')}") as caught:
        list(iter_utterances(tmp_path))
    assert f"--set {kind}=" in caught.value.hint


def test_rows_are_set_aside_one_by_one(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "audio,text\na.wav,one\na.wav\na.wav,\na.wav,two,three\na.wav,four\n")
    write(tmp_path / "a.wav", wav_bytes())
    expected = ["", "unreadable-label", "no-transcript", "unreadable-label", ""]
    assert reasons(list(iter_utterances(tmp_path))) == expected


def test_quotation_marks_in_tab_separated_text_are_text(tmp_path: Path) -> None:
    write(tmp_path / "a.tsv", 'audio\ttext\na.wav\t"hello" he said\na.wav\t"open\n')
    write(tmp_path / "a.wav", wav_bytes())
    texts = [row.transcript for row in utterances(list(iter_utterances(tmp_path)))]
    assert texts == ['"hello" he said', '"open']


def test_a_folder_without_tables_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "a.wav", wav_bytes())
    with pytest.raises(CorpusError, match=r"found a\.wav"):
        list(iter_utterances(tmp_path))


@pytest.mark.parametrize(
    ("word", "code"), [("ko-KR", "ko"), ("en_US", "en"), ("Korean", "ko"), ("영어", "en"), ("Klingon", "Klingon")]
)
def test_a_language_that_a_row_names_becomes_a_code(tmp_path: Path, word: str, code: str) -> None:
    write(tmp_path / "a.csv", f"path,text,lang\na.wav,hi,{word}\n")
    write(tmp_path / "a.wav", wav_bytes())
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert row.language == code


@pytest.mark.parametrize(
    ("name", "part"), [("train", "train"), ("dev-clean", "validation"), ("test_1", "test"), ("contest", "")]
)
def test_parts_are_told_by_whole_words_of_a_name(name: str, part: str) -> None:
    assert part_of(Path(name)) == part


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), suffix=st.sampled_from(["csv", "tsv", "jsonl"]))
def test_random_bytes_as_rows_are_set_aside(tmp_path: Path, content: bytes, suffix: str) -> None:
    for path in tmp_path.iterdir():
        path.unlink()
    header = b'{"audio": "x", "text": "y"}\n' if suffix == "jsonl" else b"audio\ttext\n"
    write(tmp_path / f"a.{suffix}", header + content)
    try:
        assert all(reasons(list(iter_utterances(tmp_path))))
    except CorpusError as error:  # the random bytes changed which columns are seen
        assert "no column" in error.message


def test_an_id_is_the_place_of_the_recording(tmp_path: Path) -> None:
    write(tmp_path / "lists" / "a.csv", "path,text,start,end\nwav/b.wav,hi,,\nwav/b.wav,ho,0.02,0.08\n")
    write(tmp_path / "wav" / "b.wav", wav_bytes())
    assert [row.id for row in iter_utterances(tmp_path)] == ["wav/b", "wav/b@0.02"]


def test_a_rejected_row_is_named_by_its_table_and_line(tmp_path: Path) -> None:
    write(tmp_path / "lists" / "a.csv", "path,text\ngone.wav,hi\n")
    assert [row.id for row in iter_utterances(tmp_path)] == ["lists/a.csv:2"]


@pytest.mark.parametrize(("on_disk", "in_table"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_korean_names_are_found_in_either_form(tmp_path: Path, on_disk: str, in_table: str) -> None:
    name = "느린 말.wav"
    write(tmp_path / unicodedata.normalize(on_disk, name), wav_bytes())
    write(tmp_path / "a.csv", f"path,text\n{unicodedata.normalize(in_table, name)},hi\n")
    assert reasons(list(iter_utterances(tmp_path))) == [""]


@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "utf-8-sig", "utf-8"])
def test_a_table_may_be_as_korean_excel_saves_it(tmp_path: Path, encoding: str) -> None:
    write(tmp_path / "a.csv", "path,text\n소리.wav,안녕하세요\n", encoding)
    write(tmp_path / "소리.wav", wav_bytes())
    assert [row.transcript for row in utterances(list(iter_utterances(tmp_path)))] == ["안녕하세요"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", "Klang,Words\na.wav,hi\n"), ("a.jsonl", '{"Klang": "a.wav", "Words": "hi"}\n')],
)
def test_the_options_that_the_errors_name_say_which_column_is_meant(tmp_path: Path, name: str, content: str) -> None:
    before = write(tmp_path / name, content).read_bytes()
    write(tmp_path / "a.wav", wav_bytes())
    options: dict[str, str] = {}
    for _ in range(2):
        with pytest.raises(CorpusError) as error:
            list(iter_utterances(tmp_path, **options))
        kind, _, column = error.value.hint.rpartition("--set ")[2].partition("=")
        options[kind] = column
    assert reasons(list(iter_utterances(tmp_path, **options))) == [""]
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        'file_name,text\na.wav,"hello there\nb.wav,close the window\nc.wav,leave the house\n',
        'file_name,text\na.wav,"hello there\nb.wav,"close, the window"\nc.wav,leave the house',
        'file_name;text\r\na.wav;"hello there\r\nb.wav;close the window\r\nc.wav;leave the house\r\n',
    ],
)
def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_only(tmp_path: Path, content: str) -> None:
    write(tmp_path / "metadata.csv", content)
    for name in "abc":
        write(tmp_path / f"{name}.wav", wav_bytes())
    rows = list(iter_utterances(tmp_path))
    assert reasons(rows) == ["unreadable-label", "", "", "not-listed"]  # its recording too
    assert "never closed" in rows[0].detail


def test_a_text_may_go_on_in_the_next_line_and_hold_quotation_marks(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", 'path,text\na.wav,"one,\ntwo"\na.wav,"say ""yes"" now"\na.wav,5" of rain\n')
    write(tmp_path / "a.wav", wav_bytes())
    texts = [row.transcript for row in utterances(list(iter_utterances(tmp_path)))]
    assert texts == ["one, two", 'say "yes" now', '5" of rain']


@given(rows=st.lists(st.tuples(st.sampled_from(["a.wav", "b.wav"]), st.text(max_size=12)), min_size=1, max_size=6))
def test_what_the_csv_module_writes_is_read_back(tmp_path_factory, rows: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("tables") / "a.csv"
    rows = [(name, text.replace("\0", "").replace("\ufffd", "")) for name, text in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("path", "text"), *rows])
    read = [cells if isinstance(cells, str) else tuple(cells.values()) for _, cells in iter_table(path)]
    assert read == rows


@pytest.mark.parametrize(
    ("encoding", "texts"),
    [
        ("cp1252", ["Où êtes-vous ? Ça va très bien.", "Wir müssen für Ärger büßen, weil es schön ist."]),
        ("cp1251", ["Привет, как у вас дела сегодня?", "Закройте, пожалуйста, окно и дверь."]),
        ("cp949", ["안녕하세요, 반갑습니다.", "창문을 닫아 주세요."]),
        ("utf-16-le", ["창문을 닫아 주세요.", "hello there and good morning"]),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_table_is_read_in_the_encoding_of_its_language(
    tmp_path: Path, encoding: str, texts: list[str], kind: str
) -> None:
    as_csv = "path,text\n" + "".join(f'a.wav,"{text}"\n' for text in texts)
    as_json = "".join(json.dumps({"path": "a.wav", "text": text}, ensure_ascii=False) + "\n" for text in texts)
    (tmp_path / f"a.{kind}").write_bytes((as_csv if kind == "csv" else as_json).encode(encoding))
    write(tmp_path / "a.wav", wav_bytes())
    assert [row.transcript for row in utterances(list(iter_utterances(tmp_path)))] == texts


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\nfile_name;text\na.wav;hi\n",
        "a.wav,hi\n",  # without a header
        "hi\ta.wav\n",
        "File_Name,Text\na.wav,hi\n",
        "File Name, TEXT \na.wav,hi\n",
    ],
)
def test_tables_as_people_save_them_are_read(tmp_path: Path, content: str) -> None:
    write(tmp_path / "metadata.csv", content)
    write(tmp_path / "a.wav", wav_bytes())
    assert [row.transcript for row in utterances(list(iter_utterances(tmp_path)))] == ["hi"]


def test_an_array_of_rows_is_a_table(tmp_path: Path) -> None:
    rows = [{"audio": "a.wav", "text": "one"}, "no object", {"audio": "a.wav", "text": "two"}]
    write(tmp_path / "rows.json", json.dumps(rows))
    write(tmp_path / "a.wav", wav_bytes())
    assert guess(tmp_path) == "table"
    assert reasons(list(iter_utterances(tmp_path))) == ["", "unreadable-label", ""]


@pytest.mark.parametrize(
    "stretch",
    [
        {"offset": 0.01, "duration": "1,5"},
        {"offset": 0.01, "duration": -1.5},
        {"offset": 0.01},
        {"offset": 0.0, "duration": "x"},
        {"offset": "x", "duration": 0.05},
        {"start": 0.01},
        {"end": "x"},
        {"start": 0.05, "end": 0.01},
    ],
)
def test_a_stretch_whose_times_are_unknown_is_not_the_whole_recording(tmp_path: Path, stretch: dict) -> None:
    write(tmp_path / "a.jsonl", json_bytes({"audio_filepath": "a.wav", "text": "hello", **stretch}))
    write(tmp_path / "a.wav", wav_bytes())
    assert reasons(list(iter_utterances(tmp_path))) == ["bad-times"]


@pytest.mark.parametrize(
    ("stretch", "start", "end"),
    [
        ({}, None, None),
        ({"duration": 0.1}, None, None),
        ({"offset": 0}, None, None),
        ({"offset": 0, "duration": 0.05}, 0, 0.05),
        ({"start": "0.01", "end": "0.05"}, 0.01, 0.05),
        ({"end": 0.05}, 0, 0.05),
    ],
)
def test_a_stretch_is_cut_where_its_times_are_known(tmp_path: Path, stretch: dict, start, end) -> None:
    write(tmp_path / "a.jsonl", json_bytes({"audio_filepath": "a.wav", "text": "hello", **stretch}))
    write(tmp_path / "a.wav", wav_bytes())
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.clip.start, row.clip.end) == (start, end)


def test_recordings_that_no_line_names_are_counted(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "path,text\n./sub/a.wav,hi\nb.wav,\n")
    for name in ("sub/a.wav", "b.wav", "c.wav", "sub/d.mp3"):
        write(tmp_path / name, wav_bytes())
    rows = list(iter_utterances(tmp_path))
    assert [(row.id, reason) for row, reason in zip(rows, reasons(rows), strict=True) if reason == "not-listed"] == [
        ("c.wav", "not-listed"),
        ("sub/d.mp3", "not-listed"),
    ]


def test_links_are_followed_into_folders_that_are_allowed(tmp_path: Path) -> None:
    sound = write(tmp_path / "elsewhere" / "a.wav", wav_bytes())
    folder = tmp_path / "corpus"
    write(folder / "a.csv", "path,text\nlink.wav,hi\n")
    (folder / "link.wav").symlink_to(sound)
    [refused] = iter_utterances(folder)
    assert refused.reason == "unsafe-path"
    assert f"--links-into {sound.parent}" in refused.detail
    with following_links([sound.parent]):
        assert reasons(list(iter_utterances(folder))) == [""]
