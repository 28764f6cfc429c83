"""Why pictures are set aside, and what is odd about others: a word for counting, a sentence in two languages.

Begin with `explain`.
"""

EXPLANATIONS = {
    "unknown-kind": ("it is no PNG, JPEG, WebP or BMP", "PNG, JPEG, WebP, BMP 가운데 어느 것도 아님"),
    "broken": ("it is damaged or cut off", "손상되었거나 끝까지 들어 있지 않음"),
    "too-large": ("it has too many pixels", "픽셀이 너무 많음"),
    "too-small": ("it is smaller than the pictures that are learned", "학습할 그림 크기보다 작음"),
    "missing": ("there is no such picture", "그런 그림이 없음"),
    "outside": ("it lies outside the folder", "폴더 밖에 있음"),
    "unreadable": ("its caption or its line of metadata cannot be read", "캡션이나 메타데이터 줄을 읽을 수 없음"),
    "named-twice": ("the metadata names it twice", "메타데이터에 두 번 나옴"),
    "no-caption": ("nothing is said about it", "캡션이 없음"),
    "duplicate": ("the same picture is there twice", "같은 그림이 또 있음"),
    "leak": ("validation or test has the same picture", "검증이나 테스트에 같은 그림이 있음"),
    "alike": ("it is almost the same as another one", "다른 그림과 거의 같음"),
    "long-caption": ("its caption is longer than text encoders read", "캡션이 텍스트 인코더가 읽는 것보다 긺"),
    "turned": ("it lies on its side and is turned upright", "누워 있어서 바로 세움"),
    "cut": ("it is so long that more than a quarter is cut off", "너무 길어서 4분의 1 넘게 잘림"),
}


def explain(reason: str, language: str = "en") -> str:
    """Return the sentence of a reason; a reason without one is returned as it is."""
    english, korean = EXPLANATIONS.get(reason, (reason, reason))
    return korean if language == "ko" else english
