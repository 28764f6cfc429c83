from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.corpus.tables import _is_open

TEXT = st.text(alphabet='a,"\n', max_size=40)


@given(TEXT.filter(lambda text: not text.endswith('"')), TEXT)
def test_whether_a_cell_is_open_is_told_from_the_following_line_alone(line: str, following: str) -> None:
    """So a mark that is never closed costs each following line once, and not all of them again for each."""
    if _is_open(line, ","):
        assert _is_open(following, ",", is_quoted=True) == _is_open(line + following, ",")
