"""From what a child said or typed to what a story can use. Begin with `find_topic` and `read_topic`.

A wish is data and nothing else: it is cut, cleaned of everything but letters, digits and plain punctuation, and then
only looked at word by word. What it asks for in the way of orders ("ignore all rules") is words like any others.
"""

from soridam.book.story import Language
from soridam.book.topic.parts import Topic
from soridam.book.topic.request import without_request

__all__ = ["Topic", "find_topic", "read_topic"]


def find_topic(said: str, language: Language) -> str:
    """Return the topic in a wish, in the child's own words: without "tell me a story about" or "이야기 해 줘"."""
    return without_request(said, language, whole=True)


def read_topic(said: str, language: Language) -> Topic:
    """Nouns, action, trouble, place and worlds of a wish. The first call loads an analyzer (1 s or less)."""
    text = without_request(said, language)
    if language == "ko":
        from soridam.book.topic.korean import read_korean

        return read_korean(text)
    from soridam.book.topic.english import read_english

    return read_english(text)
