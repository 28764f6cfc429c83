"""The layouts that many corpora share: each read once as it should be, and once as it should not."""

from pathlib import Path

import pytest
from corpus_builders import json_bytes, reasons, utterances, wav_bytes, write

from soridam.core.errors import CorpusError
from soridam.speech.corpus.readers import (
    audiofolder,
    common_voice,
    kaldi,
    librispeech,
    ljspeech,
    nemo,
    whisper_finetune,
)


@pytest.mark.parametrize("name", ["metadata.csv", "metadata.jsonl"])
def test_audiofolder_metadata_counts_from_where_it_lies(tmp_path: Path, name: str) -> None:
    csv = "file_name,transcription\na.wav,hello\n"
    jsonl = json_bytes({"file_name": "a.wav", "transcription": "hello"}).decode()
    write(tmp_path / "train" / name, csv if name.endswith("csv") else jsonl)
    write(tmp_path / "train" / "a.wav", wav_bytes())
    [row] = utterances(list(audiofolder.iter_utterances(tmp_path)))
    assert (row.readings, row.part, row.id) == (("hello",), "train", "train/a")


def test_audiofolder_without_metadata_says_what_is_missing(tmp_path: Path) -> None:
    write(tmp_path / "a.wav", wav_bytes())
    with pytest.raises(CorpusError, match=r"expected metadata\.csv or metadata\.jsonl.*found a\.wav"):
        list(audiofolder.iter_utterances(tmp_path))


def test_nemo_rows_may_be_stretches_of_a_recording(tmp_path: Path) -> None:
    rows = [
        {"audio_filepath": "a.wav", "duration": 2.0, "text": "one"},
        {"audio_filepath": str(tmp_path / "a.wav"), "duration": 0.5, "offset": 1.0, "text": "two"},
    ]
    write(tmp_path / "train_manifest.json", b"\n".join(json_bytes(row) for row in rows))
    write(tmp_path / "a.wav", wav_bytes())
    whole, stretch = utterances(list(nemo.iter_utterances(tmp_path)))
    assert (whole.clip.start, whole.declared_duration) == (None, 2.0)
    assert (stretch.clip.start, stretch.clip.end) == (1.0, 1.5)


def test_nemo_manifests_with_addresses_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "m.json", json_bytes({"audio_filepath": "http://h/a.wav", "duration": 1, "text": "x"}))
    assert reasons(list(nemo.iter_utterances(tmp_path))) == ["remote-url"]


def test_whisper_finetune_lines_are_read(tmp_path: Path) -> None:
    rows = [
        {"audio": {"path": "a.wav"}, "sentence": "안녕", "duration": 1.0, "language": "Korean"},
        {"audio": {"path": "a.wav", "start_time": 0.5, "end_time": 1.0}, "sentence": "둘", "duration": 0.5},
        {"audio": {"path": "a.wav"}, "sentences": [{"start": 0, "end": 1, "text": "하나"}, {"text": "둘"}]},
        {"audio": "a.wav", "sentence": "x"},
    ]
    write(tmp_path / "train.jsonl", b"\n".join(json_bytes(row) for row in rows))
    write(tmp_path / "a.wav", wav_bytes())
    found = list(whisper_finetune.iter_utterances(tmp_path))
    assert reasons(found) == ["", "", "", "unreadable-label"]
    one, two, three = utterances(found[:3])
    assert (one.language, two.clip.start, three.readings) == ("ko", 0.5, ("하나 둘",))


def write_kaldi(folder: Path, scp: str, text: str, **tables: str) -> None:
    write(folder / "wav.scp", scp)
    write(folder / "text", text)
    for name, content in tables.items():
        write(folder / name, content)
    write(folder / "a.wav", wav_bytes())


def test_kaldi_folders_give_speakers_and_genders(tmp_path: Path) -> None:
    write_kaldi(tmp_path, "u1 a.wav\n", "u1 hello there\n", utt2spk="u1 s1\n", spk2gender="s1 f\n")
    [row] = utterances(list(kaldi.iter_utterances(tmp_path)))
    assert (row.id, row.readings, row.speaker, row.gender) == ("u1", ("hello there",), "s1", "female")


def test_kaldi_segments_are_stretches(tmp_path: Path) -> None:
    write_kaldi(tmp_path, "r1 a.wav\n", "u1 hello\nu2 there\n", segments="u1 r1 0.0 0.05\nu2 r1 0.05 0.02\n")
    rows = list(kaldi.iter_utterances(tmp_path))
    assert reasons(rows) == ["", "bad-times"] and utterances(rows[:1])[0].clip.end == 0.05


def test_kaldi_commands_are_never_run(tmp_path: Path) -> None:
    write_kaldi(tmp_path, f"u1 touch {tmp_path}/ran; cat a.wav |\nu2 a.wav\n", "u1 hello\nu2 hello\n")
    assert reasons(list(kaldi.iter_utterances(tmp_path))) == ["piped-command", ""]
    assert not (tmp_path / "ran").exists()


def test_kaldi_rows_without_text_or_sound_are_counted(tmp_path: Path) -> None:
    write_kaldi(tmp_path, "u1 a.wav\nu2 a.wav\nu3 /etc/hostname\n", "u1 hello\nu3 x\nu4 hello\nu5\n")
    rows = list(kaldi.iter_utterances(tmp_path))
    expected = ["", "unsafe-path", "missing-audio", "no-transcript", "no-transcript"]
    assert reasons(rows) == expected and rows[-1].id == "u2"


def test_kaldi_without_text_says_so(tmp_path: Path) -> None:
    write(tmp_path / "wav.scp", "u1 a.wav\n")
    with pytest.raises(CorpusError, match="a file named text"):
        list(kaldi.iter_utterances(tmp_path))


def test_ljspeech_reads_what_was_read_aloud(tmp_path: Path) -> None:
    lines = "LJ001|In 1865|In eighteen sixty five\nLJ002|hello\nLJ003|gone|gone\nbroken\n../x|a|b\n"
    write(tmp_path / "metadata.csv", lines)
    for name in ("LJ001", "LJ002"):
        write(tmp_path / "wavs" / f"{name}.wav", wav_bytes())
    rows = list(ljspeech.iter_utterances(tmp_path))
    assert reasons(rows) == ["", "", "missing-audio", "unreadable-label", "missing-audio"]
    assert utterances(rows[:1])[0].readings == ("In eighteen sixty five",)


def test_librispeech_tells_speaker_part_and_gender(tmp_path: Path) -> None:
    home = tmp_path / "LibriSpeech" / "test-clean" / "61" / "70968"
    write(home / "61-70968.trans.txt", "61-70968-0000 HE BEGAN\n61-70968-0001 GONE\n")
    write(home / "61-70968-0000.flac", b"fLaC")
    write(tmp_path / "SPEAKERS.TXT", ";ID |SEX| SUBSET\n61 | M | test-clean | 8.08 | Somebody\n")
    rows = list(librispeech.iter_utterances(tmp_path))
    assert reasons(rows) == ["", "missing-audio"]
    [row] = utterances(rows[:1])
    assert (row.speaker, row.part, row.gender, row.readings) == ("61", "test-clean", "male", ("HE BEGAN",))


def write_common_voice(folder: Path, name: str, *rows: str) -> None:
    header = "client_id\tpath\tsentence\tup_votes\tdown_votes\tage\tgender\taccents\tlocale\tsegment"
    write(folder / name, "\n".join([header, *rows]) + "\n")
    write(folder / "clips" / "a.mp3", b"ID3")


def test_common_voice_parts_are_read(tmp_path: Path) -> None:
    write_common_voice(tmp_path, "train.tsv", 'c1\ta.mp3\t"Hello" there\t2\t0\tteens\tfemale_feminine\tx\tko\t')
    write_common_voice(tmp_path, "dev.tsv", "c2\t../a.mp3\tHello\t2\t0\t\t\t\tko\t")
    rows = list(common_voice.iter_utterances(tmp_path))
    assert reasons(rows) == ["", "unsafe-path"]
    [row] = utterances(rows[:1])
    assert (row.part, row.speaker, row.gender, row.age) == ("train", "c1", "female", "teens")
    assert (row.readings, row.language) == (('"Hello" there',), "ko")


def test_common_voice_without_parts_takes_what_was_validated(tmp_path: Path) -> None:
    write_common_voice(tmp_path, "validated.tsv", "c1\ta.mp3\tHello\t2\t0\t\t\t\tko\t")
    assert len(utterances(list(common_voice.iter_utterances(tmp_path)))) == 1


def test_common_voice_reads_the_tables_that_are_asked_for(tmp_path: Path) -> None:
    for name in ("train.tsv", "other.tsv"):
        write_common_voice(tmp_path, name, "c1\ta.mp3\tHello\t2\t0\t\t\t\tko\t")
    rows = list(common_voice.iter_utterances(tmp_path, tables="other.tsv,train.tsv"))
    assert [row.part for row in utterances(rows)] == ["", "train"]
