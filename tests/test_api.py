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
