import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

import soridam
from soridam.core.errors import AudioError, CorpusError, as_report, from_report, with_other_values
from soridam.core.messages import MOST_VALUE, Message

ERROR = CorpusError(
    "corpus.all-bad", "Of {count} rows none could be used.", hint="See {file}.", count=3, file="a {b} %s.json"
)


def test_an_error_keeps_its_code_its_values_and_its_hint_across_processes():
    error = pickle.loads(pickle.dumps(ERROR))
    assert (type(error), error.code) == (CorpusError, "corpus.all-bad")
    assert (error.message, error.hint) == ("Of 3 rows none could be used.", "See a {b} %s.json.")
    assert error.what == Message("Of {count} rows none could be used.", count=3)


def test_an_error_comes_back_from_its_report():
    error = from_report(AudioError, as_report(ERROR))
    assert (type(error), error.code, error.what, error.advice) == (AudioError, ERROR.code, ERROR.what, ERROR.advice)


def test_a_report_holds_no_more_of_a_value_than_a_row_takes():
    error = CorpusError("x", "{inner}", hint="", inner=Message("{text}", text="\0가" * 10_000))
    assert as_report(error)["what"]["values"]["inner"]["values"]["text"] == "가" * MOST_VALUE


def test_values_can_be_exchanged_inner_ones_too():
    error = CorpusError(
        "x", "{why} in {path}", hint="See {path}.", why=Message("No {path}", path="/srv/a"), path="/srv"
    )
    told = with_other_values(error, lambda text: text.replace("/srv", "here"))
    assert (told.message, told.hint) == ("No here/a in here", "See here.")


def test_a_value_that_is_not_given_is_a_mistake_at_once():
    with pytest.raises(KeyError):
        CorpusError("x", "{missing}", hint="")


def test_no_error_is_made_once_and_raised_again_and_again():
    """Each raise would add its frames to the same traceback, and keep what they hold: a recording, a connection."""
    sources = [path.read_text(encoding="utf-8") for path in Path(soridam.__file__).parent.rglob("*.py")]
    trees = [ast.parse(source) for source in sources]
    kept = {name for tree in trees for name in _errors_of_module(tree)}
    raised = {node.exc.id for tree in trees for node in ast.walk(tree) if _raises_name(node)}
    assert "MISTAKE" in kept  # which is answered, and never raised
    assert not kept & raised


def _errors_of_module(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            name = node.value.func.id if isinstance(node.value.func, ast.Name) else ""
            if name.endswith("Error") and isinstance(node.targets[0], ast.Name):
                yield node.targets[0].id


def _raises_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name)
