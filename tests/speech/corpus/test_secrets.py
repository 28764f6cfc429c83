import base64
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soridam.speech.corpus.secrets import scan_text

LETTERS = string.ascii_letters + string.digits


def made_up(length: int, alphabet: str = LETTERS) -> str:
    """Put together here, so that no scanner of this repository takes it for a real one."""
    return "".join(random.Random(length).choices(alphabet, k=length))


SECRETS = {
    "hugging-face-token": "hf_" + made_up(34),
    "openai-or-anthropic-key": "sk-" + "proj-" + made_up(40),
    "aws-key": "AKIA" + made_up(16, string.ascii_uppercase + string.digits),
    "google-key": "AIza" + made_up(35),
    "github-token": "ghp_" + made_up(36),
    "gitlab-token": "glpat-" + made_up(20),
    "slack-token": "xoxb-" + made_up(24),
    "private-key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "web-token": ".".join(["eyJ" + made_up(20), "eyJ" + made_up(30), made_up(40)]),
    "password-in-address": "postgres://someone:" + made_up(9) + "@example.org/db",
    "named-secret": "password = " + made_up(12),
    "email": "kim.chulsoo" + "@example.co.kr",
    "korean-resident-number": "900101" + "-1234567",
    "phone-number": "010" + "-1234-5678",
    "home-folder": "/home/" + "somebody/recordings/a.wav",
    "random-looking": base64.b64encode(random.Random(3).randbytes(30)).decode(),
}


@pytest.mark.parametrize("kind", SECRETS)
def test_each_kind_is_found_inside_a_sentence(kind: str) -> None:
    assert kind in {secret.kind for secret in scan_text(f"and then {SECRETS[kind]} was said", "here")}


@pytest.mark.parametrize("kind", SECRETS)
def test_no_secret_is_shown_whole(kind: str) -> None:
    assert all(SECRETS[kind] not in secret.glimpse for secret in scan_text(SECRETS[kind], "here"))


@pytest.mark.parametrize(
    "text",
    [
        "안녕하세요 백이십삼 번 버스를 타고 2024-01-02에 갔어요",
        "lufthansa four five six descend flight level three five zero contact 121.9",
        "5f4dcc3b5aa765d61d8327deb882cf99e4d909c290d0fb1ca068ffaddf22cbd0",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "KsponSpeech_01/KsponSpeech_0001/KsponSpeech_000001.pcm",
        "data/train-00000.parquet 16 kHz 1:2 3-4 sk- hf_ password",
        "supercalifragilisticexpialidocious_and_other_long_words_of_children",
    ],
)
def test_ordinary_text_is_left_in_peace(text: str) -> None:
    assert scan_text(text, "here") == []


@given(st.text(alphabet=st.sampled_from("가나다라마바사 abcdefg,.?!"), max_size=200))
def test_sentences_never_look_like_secrets(text: str) -> None:
    assert scan_text(text, "here") == []
