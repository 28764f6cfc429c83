import pytest

from soridam.core.errors import UsageError
from soridam.speech.recognition.options import DETECT, TranscriptionOptions
from soridam.speech.tuned import Tuned

KOREAN, BOTH, UNTUNED = Tuned(languages=("ko",)), Tuned(languages=("en", "ko")), Tuned()


@pytest.mark.parametrize(
    ("asked", "tuned", "written_in"),
    [
        (None, KOREAN, "ko"),
        (None, BOTH, None),
        (None, UNTUNED, None),
        ("English", KOREAN, "en"),
        (DETECT, KOREAN, None),
    ],
)
def test_a_model_tuned_on_one_language_writes_it_unless_told_otherwise(asked, tuned, written_in):
    assert TranscriptionOptions(language=asked).language_for(tuned) == written_in


def test_an_unknown_language_is_refused():
    with pytest.raises(UsageError):
        TranscriptionOptions(language="Klingon")
