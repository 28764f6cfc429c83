"""From the display of a transmission to the words that are said. Begin with `speak`."""

import re
from collections.abc import Sequence

from soridam.radio.phraseology.forms import AIRLINES, LENGTHS, LONGEST_AIRLINE, SPOKEN_PREFIXES
from soridam.text.airtraffic import to_bare_words
from soridam.text.airtraffic_numbers import DIGIT_WORDS
from soridam.text.spacing import tidy
from soridam.text.telephony import ALPHABET

CLOSING = ".,;:!?"
DIGITS = re.compile(r"[0-9]+")
AMOUNT = re.compile(r"[1-9][0-9]{0,2},[0-9]00")
HUNDREDS = re.compile(r"[1-9]00")
FLIGHT = re.compile(r"[0-9][0-9A-Z]{0,3}")
XRAY = re.compile(r"\bx ray\b")


def speak(text: str) -> str:
    """Return the words of a display, in lower case and without punctuation; words that are given as words stay.

    "Lufthansa 123 descend FL 180" is "lufthansa one two three descend flight level one eight zero", 2,500 is "two
    thousand five hundred", 2500 "two five zero zero", and 500 before feet or meters "five hundred".
    """
    tokens = [token.rstrip(CLOSING) or token for token in tidy(text).split()]
    return XRAY.sub("xray", to_bare_words(" ".join(_speak_token(tokens, at) for at in range(len(tokens)))))


def say_digits(characters: str) -> str:
    """Return digits and letters one by one: 12A is "one two alfa"."""
    return " ".join(ALPHABET.get(character) or DIGIT_WORDS[int(character)] for character in characters)


def say_amount(digits: str) -> str:
    """Return whole hundreds as they are said: 10500 is "one zero thousand five hundred", 500 "five hundred"."""
    thousands, hundreds = divmod(int(digits) // 100, 10)
    said = f"{say_digits(str(thousands))} thousand" if thousands else ""
    return f"{said} {DIGIT_WORDS[hundreds]} hundred".strip() if hundreds else said


def _speak_token(tokens: Sequence[str], at: int) -> str:
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if token in SPOKEN_PREFIXES and DIGITS.fullmatch(after):
        return SPOKEN_PREFIXES[token]
    if AMOUNT.fullmatch(token):
        return say_amount(token.replace(",", ""))
    if HUNDREDS.fullmatch(token) and after.lower() in LENGTHS and not (at and tokens[at - 1][-1:].isdigit()):
        return say_amount(token)
    if FLIGHT.fullmatch(token) and _follows_airline(tokens, at):
        return say_digits(token)
    return token


def _follows_airline(tokens: Sequence[str], at: int) -> bool:
    before = tuple(token.lower() for token in tokens[max(0, at - LONGEST_AIRLINE) : at])
    return any(before[first:] in AIRLINES for first in range(len(before)))
