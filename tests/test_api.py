import re
import subprocess
import sys
from pathlib import Path

import av
import pytest
import torch
from tests.acceptance.documented import section
from tests.acceptance.prompts import build_talkative_whisper, sung_prompts, write_prompts

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


def run_examples(text: str) -> None:
    """Run the Python blocks of a document, one after the other, with the names of those before."""
    names: dict[str, object] = {"soridam": soridam}
    for example in re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL):
        exec(example, names)


def guide_in_two() -> tuple[str, str]:
    """What uses models that are there, and the section that makes one."""
    guide = (ROOT / "docs" / "guide" / "python.md").read_text(encoding="utf-8")
    making = section(guide, "From recordings to a model of your own")
    return guide.replace(making, ""), making


def write_as_telephones_do(target: Path) -> None:
    """The recordings of the tests as G.722, in which the prompts come."""
    target.mkdir(parents=True)
    for path in SPEECH.glob("*.flac"):
        with av.open(str(path)) as source, av.open(str(target / f"{path.stem}.g722"), "w", format="g722") as output:
            stream = output.add_stream("g722", rate=16_000, layout="mono")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
            frames = [piece for frame in source.decode(audio=0) for piece in resampler.resample(frame)]
            for frame in (*frames, None):
                output.mux(stream.encode(frame))


@pytest.mark.weights
def test_the_examples_of_the_guide_run(tmp_path, monkeypatch, capsys):
    write_as_telephones_do(tmp_path / "data" / "prompts")
    monkeypatch.chdir(tmp_path)
    run_examples(guide_in_two()[0])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "All circuits are busy now."
    assert "holds text, not a recording" in lines[-1]


@pytest.fixture
def one_thread():
    """Threads that wait for one another cost a tiny model more than it takes, most of all on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_the_examples_of_the_guide_make_a_model(tmp_path, one_thread, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)  # where `base` is a tiny model, and its prompts are tones that it can learn
    build_talkative_whisper().save(tmp_path / "base")
    (tmp_path / "quick.toml").write_text('model.name = "base"\noptimizer.learning_rate = 5e-3\nbatches.workers = 0\n')
    monkeypatch.setattr("soridam.recipes.find_recipe", lambda name: tmp_path / "quick.toml")
    write_prompts(tmp_path / "data" / "prompts", sung_prompts())
    run_examples(guide_in_two()[1])
    printed = capsys.readouterr().out
    assert "24 read, 24 written, set aside: {}" in printed
    assert "test shares 1 speakers and 0 sentences with train" in printed
    assert "base: wer" in printed and "prompts: wer" in printed
    assert "<html" in (tmp_path / "reports/prompts/report.html").read_text(encoding="utf-8")


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
