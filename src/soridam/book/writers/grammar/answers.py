"""True answers to children's questions (`answers.toml`). Begin with `find_answer`."""

import re
import tomllib
from functools import cache
from importlib import resources

from soridam.book.story import Language
from soridam.book.writers.grammar.written import Both
from soridam.core.config import Section
from soridam.speech.synthesis.hangul import decompose

Fourfold = tuple[str, str, str, str]

_KOREAN_QUESTION = r"왜|어떻게|어디|어떡|무슨|뭘|뭐|언제|누가|\?|(?:까|나|니)[?\s]*$"  # whatever the tense
_ASKS = {
    "ko": re.compile(rf"{_KOREAN_QUESTION}|(?:가요|아요|어요|해요|져요|워요|들어요)[?\s]*$"),
    "en": re.compile(r"^(?:why|how|what|where|when|who|can|do|does|is|are|if)\b|\?$|\bi wonder\b", re.IGNORECASE),
}


class Answer(Section):
    """`told_ko` and `told_en`: something to see for oneself, then the answer in three sentences."""

    ko: tuple[str, ...]
    en: tuple[str, ...]
    thing: Both
    told_ko: Fourfold
    told_en: Fourfold

    def told(self, language: Language) -> Fourfold:
        return self.told_ko if language == "ko" else self.told_en


@cache
def load_answers() -> dict[str, Answer]:
    text = (resources.files(__package__) / "answers.toml").read_text(encoding="utf-8")
    return {name: Answer.from_values(values, origin=name) for name, values in tomllib.loads(text).items()}


def find_answer(question: str, language: Language) -> Answer | None:
    """Return the answer to a question, if it is one and we know it."""
    asked = " ".join(question.lower().split())
    if not _ASKS[language].search(asked) and not asked.startswith("the moon is follow"):
        return None
    if language == "ko" and _tells_the_past(asked) and not re.search(_KOREAN_QUESTION, asked):
        return None
    for answer in load_answers().values():
        if any(_names(asked, pattern, language) for pattern in (answer.ko if language == "ko" else answer.en)):
            return answer
    return None


def _names(asked: str, pattern: str, language: Language) -> bool:
    """Return whether a pattern is in a question; in Korean it begins with a word, so that 냄새 is no 새."""
    return bool(re.search(rf"(?:^|\s)(?:{pattern})" if language == "ko" else pattern, asked))


def _tells_the_past(asked: str) -> bool:
    """Return whether it ends as what has happened does: 났어요, 먹었어요."""
    found = re.search(r"([가-힣])어요?[\s.!~]*$", asked)
    return bool(found and decompose(found[1])[2] == "ㅆ")


def as_question(said: str, language: Language) -> str:
    """Return a question as it stands in a book."""
    text = said.strip(" ?!.~")
    if language == "ko":
        return f"{re.sub(r'^(?:근데|그런데|있잖아요?)' + chr(32), '', text)}?"
    text = re.sub(r"\bi\b", "I", text)
    if not _ASKS["en"].match(text.lower()):
        text = f"is it true that {text}"
    return f"{text[:1].upper()}{text[1:]}?"
