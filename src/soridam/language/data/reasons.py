"""Why examples are set aside: one word for counting, one sentence for people, in both languages.

Begin with `explain`.
"""

EXPLANATIONS = {
    "unreadable": ("the line, row or file cannot be read", "줄이나 행, 파일을 읽을 수 없음"),
    "unknown-form": ("its columns or keys are none that are known", "알려진 열이나 키가 없음"),
    "empty": ("a question or an answer in it has no text", "질문이나 답이 비어 있음"),
    "roles": ("questions and answers do not take turns", "질문과 답이 번갈아 나오지 않음"),
    "equal-answers": ("its better and its worse answer are the same", "더 좋은 답과 더 나쁜 답이 같음"),
    "duplicate": ("it stands there twice", "같은 것이 또 있음"),
    "leak": ("validation or test asks the same", "검증이나 테스트에 같은 질문이 있음"),
    "other-kind": ("it is no example for this objective", "이 학습 목표에 맞지 않는 예시임"),
    "template": ("the model's chat template makes nothing of it", "모델의 채팅 템플릿으로 만들 수 없음"),
    "too-long": ("it has more tokens than allowed", "허용된 것보다 토큰이 많음"),
}


def explain(reason: str, language: str = "en") -> str:
    """Return the sentence of a reason; a reason without one is returned as it is."""
    english, korean = EXPLANATIONS.get(reason, (reason, reason))
    return korean if language == "ko" else english
