import pytest

from soridam.cli.resuming import RUN_AGAIN, how_to_resume


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("train base data.corpus=c --out runs/a", "soridam train --resume --out runs/a"),
        ("train base data.corpus=c --out=runs/a", "soridam train --resume --out runs/a"),
        ("train -o runs/a my/base.toml", "soridam train --resume --out runs/a"),
        ("train base data.corpus=c", "soridam train --resume --out runs/base"),
        ("train base --out runs/new", RUN_AGAIN),  # interrupted before there was a run
        ("train base --set optimizer.epochs=1,2", "finished runs are kept"),
        ("shorten base --audio x --out runs/a", "soridam shorten --resume --out runs/a"),
        ("shorten a.b", RUN_AGAIN),
        ("corpus prepare x --out y", "continues where it stopped"),
        ("evaluate base --corpus c --out r", "finished transcripts are kept"),
        ("corpus split x --out y", RUN_AGAIN),
        ("transcribe x.wav", RUN_AGAIN),
    ],
)
def test_the_hint_is_what_really_goes_on(tmp_path, monkeypatch, line, expected):
    monkeypatch.chdir(tmp_path)
    for name in ("a", "base"):
        folder = tmp_path / "runs" / name
        folder.mkdir(parents=True)
        (folder / "run.json").touch()
    assert expected in how_to_resume(line.split())
