"""Takes the asking off a wish: "tell me a story about", "… 이야기 해 줘". Begin with `without_request`."""

import re
import unicodedata

from soridam.book.story import Language
from soridam.book.topic.lexicon import lexicon

MOST_CHARACTERS = 160  # of a topic; what a child asks for fits in less
MOST_OF_STORY = 400  # of a small story of a child's own

_KEPT = re.compile(r"[^\w\s.,!?'’\-~&]|_")
_SENTENCE_END = re.compile(r"(?<=[.!?~])\s+")

_KO_FILLER = re.compile(
    r"^(?:(?:음+|어+|아+|저+|그+|저기|있잖아요?|그니까|그러니까|혹시|안녕하세요|안녕|그럼|나|나는|난|저는|제가|내가|오늘은?|이번에는?)"
    r"(?:[\s,.!~]+))+"
)
_KO_ASK = (
    r"(?:좀\s*)?(?:더\s*)?(?:(?:하나만?|한\s*편만?|한\s*권만?)\s*)?(?:좀\s*)?"
    r"(?:해|만들어|들려|써|지어|읽어|얘기해|이야기해|말해|보여|그려)\s*(?:줄래|줄\s*수\s*있어|줘|주라|주세요|주실래요|주시겠어요|달라|다오|봐|보자|줬으면\s*좋겠어)"
    r"(?:요)?|(?:듣고|보고|읽고)\s*싶(?:어|어요|다|은데)|(?:원해|원해요|부탁해|부탁해요|부탁드려요|좋겠어|좋겠어요|할래|할래요|주세요|줘|줘요|(?<=\s)요)"
)
_KO_STORY = r"(?:(?:옛날\s*)?(?:이야기|얘기|동화책|동화|그림책|책|스토리)(?:를|을|가|이|로|으로|요)?)"
_KO_ABOUT = r"\s*(?:에\s*대한|에\s*대해서?|에\s*관한|에\s*관해서?|관련된?|(?:이|가)?\s*나오는|(?:이|가)?\s*있는|의)\s*$"
_KO_REQUEST = re.compile(rf"(?<!\s)\s*(?:{_KO_STORY}\s*)?(?:{_KO_ASK})[\s.!?~]*$")
_KO_BARE_STORY = re.compile(rf"(?:^|\s){_KO_STORY}[\s.!?~]*$")
_KO_STORY_INSIDE = re.compile(rf"^(.{{2,}}?(?:대한|대해서?|관한|나오는))\s*{_KO_STORY}(?:[\s,.!?~]|$)")
_KO_PLEASE = re.compile(r"(?:만들어|들려|써|지어|읽어)\s*(?:줘|주세요|줄래)(?:요)?[\s.!?~]*$")

_EN_REWORDED = {
    "i'm": "I am",
    "i'd": "I would",
    "i'll": "I will",
    "i've": "I have",
    "can't": "cannot",
    "won't": "will not",
    "don't": "do not",
    "doesn't": "does not",
    "didn't": "did not",
    "isn't": "is not",
    "couldn't": "could not",
    "let's": "let us",
    "who's": "who is",
    "it's": "it is",
    "that's": "that is",
    "im": "I am",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "cant": "cannot",
    "wont": "will not",
    "isnt": "is not",
    "couldnt": "could not",
    "wanna": "want to",
    "gonna": "going to",
    "fall asleep": "sleep",  # otherwise the tagger sees autumn in it
    "falls asleep": "sleeps",
    "falling asleep": "sleeping",
    "fell asleep": "slept",
}

_EN_STORY = (
    r"(?:(?:a|an|another|one more|the|some|my)\s+)?"
    r"(?:(?:short|long|new|funny|nice|little|bedtime|fairy|picture|good|cute|silly)\s+)*"
    r"(?:story|stories|book|tale|fairy tale|fairytale|storybook)"
)
_EN_ABOUT = (
    r"(?:\s+(?:that\s+is|which\s+is))?\s*(?:,\s*)?(?:about|on|of|with|where|in which|called|featuring)\s+(?:how\s+)?"
)
_EN_REQUEST = re.compile(rf"^.*?\b{_EN_STORY}{_EN_ABOUT}", re.IGNORECASE)
_EN_FILLERS = (
    "um+", "uh+", "er+", "hmm+", "so", "well", "okay", "ok", "hey", "hi", "hello", "please", "like", "maybe",
    "once upon a time", "there was", "there is", "there lived", "can you", "could you", "would you", "will you",
    "tell me", "read me", "write me", "make me", "write", "make up", "tell us", "let us hear", "i want to hear",
    "i would like to hear", "i want you to write", "i would like you to write", "it is", "it should be", "i want",
    "i would like", "give me",
)  # fmt: skip
_EN_FILLER = re.compile(rf"^(?:(?:{'|'.join(_EN_FILLERS)})\b[\s,.!]*)+(?=\w)", re.IGNORECASE)
_EN_KEPT_WANT = re.compile(r"^(?:i|we)\s+(?:want|would like|wanna)\s+to\s+(?!hear\b)", re.IGNORECASE)
_EN_ABOUT_ONLY = re.compile(r"^about\s+", re.IGNORECASE)
_EN_TAIL = re.compile(
    rf"(?:^|(?<![\s,])[\s,]+)(?:please|thank you|thanks|okay|ok|in it|stories|{_EN_STORY}|an?)\b[\s.!?]*$",
    re.IGNORECASE,
)


def without_request(said: str, language: Language, *, whole: bool = False) -> str:
    """Return the topic in a wish, at most MOST_CHARACTERS long; empty if nothing else was said. Any input will do.

    whole: all its sentences, at most MOST_OF_STORY characters, and not only the first that says something.
    """
    text = _plain(said, language)
    text = _korean(text, whole) if language == "ko" else _english(text, whole)
    return text.strip(" .,!?~-'’&")


def _plain(said: str, language: Language) -> str:
    """Return one line of letters, digits and plain punctuation; an emoji becomes its word where the lexicon has one."""
    worded = "".join(_word_of_emoji(letter, language) for letter in unicodedata.normalize("NFC", said))
    return " ".join(_KEPT.sub(" ", worded).replace("’", "'").split())


def _word_of_emoji(letter: str, language: Language) -> str:
    if unicodedata.category(letter) not in ("So", "Sk", "Cn"):
        return letter
    for word in reversed(unicodedata.name(letter, "").lower().split()):
        concept = lexicon().nouns["en"].get(word)
        if concept:
            return f" {concept.ko[0] if language == 'ko' else word} "
    return " "


def _korean(text: str, whole: bool) -> str:
    inside = _KO_STORY_INSIDE.search(text)
    text = inside[1] if inside else _cut(text, MOST_OF_STORY) if whole else _one_sentence(text)
    text = _KO_FILLER.sub("", text)
    if (
        not re.fullmatch(r".*(?:주세요|줘|줘요)\s*[.!?~]*", text)
        or _KO_PLEASE.search(text)
        or re.search(_KO_STORY, text)
    ):
        text = _KO_REQUEST.sub("", text)
    text = _KO_BARE_STORY.sub("", text)
    return re.sub(_KO_ABOUT, "", text).strip()


def _english(text: str, whole: bool) -> str:
    text = re.sub(r"\bT\.? ?rex\b", "t-rex", text, flags=re.IGNORECASE)  # no sentence ends there
    for short, spelled in _EN_REWORDED.items():
        text = re.sub(rf"\b{short}\b", spelled, text, flags=re.IGNORECASE)
    about = _EN_REQUEST.match(text)
    if about:
        text = text[about.end() :]
    text = _cut(text, MOST_OF_STORY) if whole else _one_sentence(text)
    if not about and not _EN_KEPT_WANT.match(text):
        text = _EN_FILLER.sub("", text)
    text = _EN_ABOUT_ONLY.sub("", text)
    return _EN_TAIL.sub("", text)


def _one_sentence(text: str) -> str:
    """Return the first sentence that holds more than a word or two, cut at a word where it is too long."""
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence]
    chosen = next((sentence for sentence in sentences if len(sentence.split()) > 1), sentences[0] if sentences else "")
    return _cut(chosen, MOST_CHARACTERS)


def _cut(text: str, most: int) -> str:
    """Return a text of at most so many characters, cut at a word where there is one."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] if " " in text[:most] else text[:most]
