"""How often somebody may ask. Begin with `Limits.count`. Counted in the server's memory: a restart forgets."""

import ipaddress
import math
import time
from typing import Literal, get_args

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from soridam.core.errors import ConfigError, TooOftenError
from soridam.settings import LimitSettings

Limited = Literal[
    "logins", "passwords", "names", "wishes", "speech", "answers", "pictures", "uploads", "pieces", "jobs"
]
LIMITED: tuple[Limited, ...] = get_args(Limited)


class Limits:
    """Safe to use from several threads. Raises ConfigError for settings that are no rates."""

    def __init__(self, settings: LimitSettings) -> None:
        self._rates = {name: _rate(name, getattr(settings, name)) for name in LIMITED}
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, what: Limited, *who: str) -> None:
        """Raises TooOftenError if that was once too often for them; other people are not affected."""
        rate = self._rates[what]
        if not self._limiter.hit(rate, what, *who):
            reset = self._limiter.get_window_stats(rate, what, *who).reset_time
            error = TooOftenError(
                "access.too-often", "There were too many requests.", hint="Wait a little, then try again."
            )
            error.seconds = max(1, math.ceil(reset - time.time()))
            raise error


def network(address: str) -> str:
    """Return the network that counts as one client: an IPv4 address, or the /64 that an IPv6 client has to itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)


def _rate(name: str, text: str) -> RateLimitItem:
    try:
        return parse(text)
    except ValueError:
        raise ConfigError(
            "settings.rate",
            "studio.limits.{name}: '{text}' is not a rate.",
            hint="Write, for example: 10 per 5 minutes",
            name=name,
            text=text,
        ) from None
