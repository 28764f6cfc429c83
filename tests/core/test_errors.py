import pickle

from soridam.core.errors import CorpusError


def test_an_error_keeps_its_hint_across_processes():
    error = pickle.loads(pickle.dumps(CorpusError("no rows", hint="add rows")))
    assert (type(error), error.message, error.hint) == (CorpusError, "no rows", "add rows")
