from pathlib import Path

import pytest
from corpus_builders import reasons, utterances, wav_bytes, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from soridam.core.errors import CorpusError, UsageError
from soridam.speech.corpus.readers.atcosim import assign_public_split, iter_utterances, plain_text

HEADER = "directory,subdirectory,filename,recording_id,speaker_id,session_id,transcription,length_sec,recording_corrupt"


def write_corpus(folder: Path, *rows: tuple[str, str], speaker: str = "zf1") -> None:
    lines = [HEADER]
    for number, (text, corrupt) in enumerate(rows):
        name = f"{speaker}_01_{number:03}"
        lines.append(f'{speaker},{speaker}_01,{name},{number},{speaker},1,"{text}",0.1,{corrupt}')
        write(folder / "WAVdata" / speaker / f"{speaker}_01" / f"{name}.wav", wav_bytes(rate=32_000))
    write(folder / "TXTdata" / "fulldata.csv", "\n".join(lines) + "\n")


def test_rows_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    write_corpus(tmp_path, ("turn left", "0"), ("climb", "0"))
    assert [row.readings[0] for row in utterances(list(iter_utterances(tmp_path)))] == ["turn left", "climb"]


def test_speaker_gender_and_declared_length_are_taken(tmp_path: Path) -> None:
    write_corpus(tmp_path, ("turn left", "0"), speaker="sm3")
    [row] = utterances(list(iter_utterances(tmp_path)))
    assert (row.speaker, row.gender, row.declared_duration, row.language) == ("sm3", "male", 0.1, "en")


def test_corrupt_recordings_are_set_aside(tmp_path: Path) -> None:
    write_corpus(tmp_path, ("turn left", "0"), ("turn right", "1"))
    assert reasons(list(iter_utterances(tmp_path))) == ["", "recording-corrupt"]


def test_only_the_mark_empty_empties_a_row_not_its_letters(tmp_path: Path) -> None:
    texts = ["EMPTY", "empty my type", "maintain", "[EMPTY]", "turn [EMPTY] left"]
    write_corpus(tmp_path, *[(text, "0") for text in texts])
    assert reasons(list(iter_utterances(tmp_path))) == ["", "", "", "empty-after-marks", ""]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("three two zero", "three two zero"),
        ("[HNOISE] climb [HNOISE] to", "climb to"),
        ("climb [FRAGMENT] to [NONSENSE] level [UNKNOWN]", "climb to level"),
        ("<OT>oh dear</OT> climb", "oh dear climb"),
        ("climb <FL></FL> now", "climb now"),
        ("<FL>bonjour</FL> climb", "climb"),
        ("~k ~l ~m four one", "KLM four one"),
        ("~k~l~m four", "KLM four"),
        ("the ~i ~l ~s and ~q ~n ~h", "the ILS and QNH"),
        ("desc= descend =port", "desc descend port"),
        ("direct @reims", "direct reims"),
        ("<OT>~o ~k [HNOISE]</OT>", "OK"),
    ],
)
def test_marks_are_read_as_the_corpus_defines_them(marked: str, plain: str) -> None:
    assert plain_text(marked) == plain


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[EMPTY]", "empty-after-marks"),
        ("[HNOISE] [UNKNOWN]", "empty-after-marks"),
        ("<FL></FL>", "foreign"),
        ("climb [COUGH]", "broken-marks"),
        ("climb [HNOISE", "broken-marks"),
        ("<OT>climb", "broken-marks"),
        ("climb</OT>", "broken-marks"),
        ("<OT>climb</FL>", "broken-marks"),
        ("", "no-transcript"),
    ],
)
def test_rows_without_usable_words_are_set_aside(tmp_path: Path, text: str, reason: str) -> None:
    write_corpus(tmp_path, (text, "0"))
    assert reasons(list(iter_utterances(tmp_path))) == [reason]


PIECES = ["[EMPTY]", "[HNOISE]", "<OT>", "</OT>", "<FL>", "</FL>", "~a", "=b", "c=", "@d", "[", "]", "<", ">", "word"]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map(" ".join))
def test_no_mark_survives_and_no_other_error_is_raised(text: str) -> None:
    try:
        plain = plain_text(text)
    except CorpusError:
        return
    assert plain.strip() and not set("[]<>~=@") & set(plain)


def test_a_row_with_a_missing_recording_or_a_short_line_is_set_aside(tmp_path: Path) -> None:
    write(tmp_path / "TXTdata" / "fulldata.csv", f"{HEADER}\nzf1,zf1_01,x,1,zf1,1,climb,1.0,0\nzf1,zf1_01\n")
    assert reasons(list(iter_utterances(tmp_path))) == ["missing-audio", "unreadable-label"]


def test_a_row_does_not_lead_out_of_the_corpus(tmp_path: Path) -> None:
    write(tmp_path / "secret.wav", wav_bytes())
    folder = tmp_path / "corpus"
    write(folder / "WAVdata" / "x", b"")
    write(folder / "TXTdata" / "fulldata.csv", f"{HEADER}\n..,..,secret,1,zf1,1,climb,1.0,0\n")
    assert reasons(list(iter_utterances(folder))) == ["unsafe-path"]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    write(tmp_path / "TXTdata" / "fulldata.csv", "directory,subdirectory,filename\na,b,c\n")
    with pytest.raises(CorpusError, match="transcription"):
        list(iter_utterances(tmp_path))


def test_the_wrong_folder_level_is_told(tmp_path: Path) -> None:
    write_corpus(tmp_path, ("climb", "0"))
    with pytest.raises(CorpusError, match=r"expected TXTdata/fulldata\.csv"):
        list(iter_utterances(tmp_path / "WAVdata"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_random_bytes_as_rows_are_set_aside(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "TXTdata" / "fulldata.csv", HEADER.encode() + b"\n" + content)
    assert all(reasons(list(iter_utterances(tmp_path))))


def test_the_split_by_file_order_has_the_published_sizes() -> None:
    parts = assign_public_split(["zf1"] * 9_539, "file-order")
    assert (parts.count("train"), parts.count("test")) == (7_638, 1_901)


def test_the_split_by_file_order_is_not_shuffled() -> None:
    parts = assign_public_split(["zf1"] * 50, "file-order")
    assert parts == ["train"] * 40 + ["test"] * 10


@pytest.mark.parametrize(
    ("name", "train", "test"),
    [("female", ["zf1", "zf2", "gf1"], ["zf3"]), ("male", ["sm1", "sm2", "sm3", "sm4"], ["gm1", "gm2"])],
)
def test_the_splits_by_gender_share_no_speaker(name: str, train: list[str], test: list[str]) -> None:
    parts = assign_public_split([*train, *test, "other"], name)
    assert parts == ["train"] * len(train) + ["test"] * len(test) + [""]


def test_an_unknown_split_is_a_usage_error_that_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        assign_public_split([], "random")
    assert "file-order, female, male" in caught.value.hint
