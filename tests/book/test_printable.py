import pytest

from soridam.book.printable import printable


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a\x00b\x0bc\x7fd\ue000", "abcd\ue000"),
        ("line\r\nline\tend", "line\nline end"),
        ("\u202eevil\u202c", "evil"),
        ("\u1110\u1169\u1105\u1175", "토리"),
        ("\ud800\ufffe\uffff", ""),
        ("👨‍👩‍👧 שלום", "👨‍👩‍👧 שלום"),
    ],
)
def test_a_text_holds_what_can_be_shown_and_nothing_else(given, shown):
    assert printable(given) == shown


def test_what_is_no_text_is_left_to_others():
    assert printable(3) == 3
