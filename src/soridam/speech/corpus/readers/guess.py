"""Detection of the reader that fits a folder: by names first, then by the first lines of the first label."""

from itertools import islice
from pathlib import Path

from soridam.core.errors import CorpusError
from soridam.speech.corpus.archive import LABEL_LIMIT, open_archive
from soridam.speech.corpus.labels import MIRRORED, iter_files
from soridam.speech.corpus.parts import find_archives
from soridam.speech.corpus.readers import aihub_command, aihub_talk, aihub_telephone, label_studio
from soridam.speech.corpus.readers.table import PATH_NAMES, TEXT_NAMES, column_name
from soridam.speech.corpus.rows import parse_json, refuse_no_folder
from soridam.speech.corpus.tables import iter_json_rows, open_text

FILES_LOOKED_AT = 5_000
TASK_FIELDS = {"annotation_id", "annotator", "lead_time"}  # in each task of its short export
NAMES = (
    ("fulldata.csv", "atcosim"),
    ("wav.scp", "kaldi"),
    ("validated.tsv", "common_voice"),
    ("metadata.jsonl", "audiofolder"),
    ("metadata.csv", "audiofolder"),
)
LIST_SUFFIXES = (".csv", ".tsv", ".jsonl", ".trn", ".scp")
SUFFIXES = (
    (".trn", "ksponspeech"),
    (".trs", "uwb_atcc"),
    (".pcm", "ksponspeech"),
    (".parquet", "datasets_folder"),
    (".arrow", "datasets_folder"),
    (".textgrid", "timed_text"),
    (".eaf", "timed_text"),
    (".srt", "timed_text"),
    (".vtt", "timed_text"),
    (".xml", "atco2"),
)


def guess(folder: Path) -> str:
    """Give the name of the reader that fits, or nothing."""
    refuse_no_folder(folder)
    if (folder / "wavs").is_dir() and _is_ljspeech(folder / "metadata.csv"):
        return "ljspeech"
    files = list(islice(iter_files(folder), FILES_LOOKED_AT))
    names = {path.name for path in files}
    suffixes = {path.suffix.lower() for path in files}
    if (folder / "clips").is_dir() and ".tsv" in suffixes:
        return "common_voice"
    if any(name.endswith(".trans.txt") for name in names):
        return "librispeech"
    by_name = next((reader for name, reader in NAMES if name in names), "")
    by_suffix = next((reader for suffix, reader in SUFFIXES if suffix in suffixes), "")
    return by_name or by_suffix or _by_content(folder, files)


def labeled_folder_above(folder: Path) -> Path | None:
    """Return the folder above if it holds lists, or one of the two above if it holds this one's labels."""
    for distance, above in enumerate(folder.resolve().parents[:2]):
        entries = list(islice(above.iterdir(), FILES_LOOKED_AT))
        lists = distance == 0 and any(entry.suffix.lower() in LIST_SUFFIXES for entry in entries)
        if lists or any(entry.name == word for entry in entries for word, _ in MIRRORED):
            return above
    return None


def _is_ljspeech(table: Path) -> bool:
    if not table.is_file():
        return False
    with open_text(table) as file:
        return "|" in file.readline(10_000)


def _by_content(folder: Path, files: list[Path]) -> str:
    for path in files:
        match path.suffix.lower():
            case ".json":
                return _by_json(path.read_bytes()[:LABEL_LIMIT]) or _by_json_line(path)
            case ".jsonl":
                return _by_json_line(path) or "table"
            case ".csv" | ".tsv":
                return "table"
    if any(path.suffix.lower() == ".txt" for path in files) and not find_archives(folder):
        return "timed_text"
    for archive in find_archives(folder):
        opened = open_archive(archive)
        for member in islice(opened.members(), FILES_LOOKED_AT):
            if member.name.lower().endswith(".json"):
                return _by_json(opened.read(member, LABEL_LIMIT))
            if member.name.lower().endswith((".trn", ".pcm")):
                return "ksponspeech"
    return ""


def _by_json(content: bytes) -> str:
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"["):
        return ""  # decided by its first entry
    try:
        label = parse_json(content)
    except CorpusError:
        return ""
    for name, module in (
        ("aihub_command", aihub_command),
        ("aihub_talk", aihub_talk),
        ("aihub_telephone", aihub_telephone),
        ("label_studio", label_studio),
    ):
        if module.fits(label):
            return name
    return ""


def _by_json_line(path: Path) -> str:
    row = next(iter_json_rows(path), (0, ""))[1]
    if isinstance(row, str):
        return ""
    if label_studio.fits(row) or TASK_FIELDS & row.keys():
        return "label_studio"
    if isinstance(row.get("audio"), dict):
        return "whisper_finetune"
    if "audio_filepath" in row:
        return "nemo"
    names = {column_name(name) for name in row}
    is_table = bool(names & {*PATH_NAMES}) and bool(names & {*TEXT_NAMES})
    return "label_studio" if path.suffix.lower() == ".json" and not is_table else "table" if is_table else ""
