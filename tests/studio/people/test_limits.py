import pytest

from soridam.core.errors import ConfigError, TooOftenError
from soridam.settings import LimitSettings
from soridam.studio.people.limits import Limits, network


def test_once_too_often_is_refused_for_that_one_only_and_says_when_to_come_back():
    limits = Limits(LimitSettings(jobs="2 per minute"))
    limits.count("jobs", "mina")
    limits.count("jobs", "mina")
    with pytest.raises(TooOftenError) as refusal:
        limits.count("jobs", "mina")
    assert 1 <= refusal.value.seconds <= 60
    limits.count("jobs", "jun")
    limits.count("wishes", "mina")


def test_a_home_counts_as_one_place_whatever_its_addresses():
    assert network("2001:db8::1") == network("2001:db8::ffff:1") != network("2001:db8:0:1::1")
    assert network("192.0.2.1") != network("192.0.2.2")
    assert network("testclient") == "testclient"


def test_a_rate_that_is_none_is_named():
    with pytest.raises(ConfigError, match=r"studio\.limits\.jobs"):
        Limits(LimitSettings(jobs="often"))
