import re
import subprocess
import sys
from pathlib import Path

import pytest

import soridam

ROOT = Path(__file__).parents[1]
SPEECH = ROOT / "tests" / "fixtures" / "speech"


def test_importing_soridam_loads_nothing_heavy():
    program = "import sys, soridam; print([name for name in ('torch', 'ctranslate2', 'numpy') if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"


def test_what_soridam_promises_is_there():
    assert all(hasattr(soridam, name) for name in soridam.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError):
        soridam.no_such_thing  # noqa: B018 - reading it is the test


@pytest.mark.weights
def test_the_examples_of_the_guide_run(monkeypatch, capsys):
    guide = (ROOT / "docs" / "guide" / "python.md").read_text(encoding="utf-8")
    monkeypatch.chdir(SPEECH)
    names: dict[str, object] = {}
    for example in re.findall(r"```python\n(.*?)```", guide, flags=re.DOTALL):
        exec(example, names)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "All circuits are busy now."
    assert "cannot be decoded" in lines[-1]


def test_recordings_become_a_corpus_in_two_splits(tmp_path):
    with (SPEECH / "transcripts.tsv").open(encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file][1:]
    folder = tmp_path / "prompts"
    folder.mkdir()
    rows = ["file_name,text,speaker"]
    for name, text in ((line[0], line[1]) for line in lines):
        sound = SPEECH / name
        (folder / sound.name).write_bytes(sound.read_bytes())
        rows.append(f'{sound.name},"{text}",allison')
    (folder / "metadata.csv").write_text("\n".join(rows), encoding="utf-8")
    prepared = soridam.prepare(folder, tmp_path / "corpus", language="en")
    soridam.split(tmp_path / "corpus", tmp_path / "parts", by="text", ratio="6:4")
    names = {path.name.split("-")[0] for path in (tmp_path / "parts" / "data").iterdir()}
    assert (prepared.written, names) == (len(lines), {"train", "test"})
