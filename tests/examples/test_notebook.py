import csv
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
SPEECH = ROOT / "tests" / "fixtures" / "speech"


def write_recordings(folder: Path) -> None:
    folder.mkdir()
    with (SPEECH / "transcripts.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file_name", "text"])
        for row in rows:
            shutil.copyfile(SPEECH / row["file"], folder / row["file"])
            writer.writerow([row["file"], row["text"]])


@pytest.mark.weights
def test_the_notebook_goes_from_recordings_to_a_report(tmp_path, monkeypatch):
    write_recordings(tmp_path / "prompts")
    monkeypatch.setenv("RECORDINGS", str(tmp_path / "prompts"))
    monkeypatch.setenv("WORK", str(tmp_path / "work"))
    monkeypatch.setenv("STEPS", "2")
    notebook = nbformat.read(ROOT / "examples" / "from_recordings_to_a_report.ipynb", as_version=4)
    NotebookClient(notebook, timeout=900, kernel_name="python3").execute(cwd=str(tmp_path))
    assert "<html" in (tmp_path / "work" / "report" / "report.html").read_text(encoding="utf-8")
    written = [output["data"]["text/plain"] for output in notebook.cells[-1].outputs if "data" in output]
    assert len(written) == 1 and written[0].strip("'")
