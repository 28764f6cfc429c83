"""A judge of corrected transmissions that shares no code with the guard: is there a number that nobody said?

Begin with `invented_numbers`. The rule: in the normal form, a number is a digit with all digits, "decimal" and spelled
letters that follow it at once. A text invents if some number stands in it more often than in any one hypothesis and
any one name that retrieval knew.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from soridam.text.airtraffic import unify

DIGIT = "zero|one|two|three|four|five|six|seven|eight|nine"
LETTER = (
    "alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett|kilo|lima|mike|november|oscar|papa|quebec|romeo|"
    "sierra|tango|uniform|victor|whiskey|xray|yankee|zulu"
)
NUMBER = re.compile(rf"(?<!\S)(?:{DIGIT})(?: (?:{DIGIT}|decimal|{LETTER}))*(?!\S)")


def invented_numbers(text: str, hypotheses: Sequence[str], names: Iterable[str] = ()) -> list[str]:
    """Return the numbers of a text that neither a hypothesis nor a name accounts for; empty if all were said."""
    sources = [numbers_of(source) for source in (*hypotheses, *names)]
    said = numbers_of(text)
    return sorted({number for number in said if said.count(number) > max(map(_counting(number), sources), default=0)})


@lru_cache(4096)
def numbers_of(text: str) -> tuple[str, ...]:
    """Return the numbers of a text in its normal form, in order."""
    return tuple(NUMBER.findall(unify(text)))


def _counting(number: str) -> Callable[[Sequence[str]], int]:
    return lambda numbers: numbers.count(number)
