import pytest

from soridam.core.errors import AccountError, ForbiddenError
from soridam.studio.people.access import RULES, check_access, find_rule
from soridam.studio.people.accounts import User


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/api/books", "/api/books"),
        ("/api/books/7/pages/1/redraw", "/api/books/*/pages/*/redraw"),
        ("/api/books/7/pages/1/redraw/more", "/api/books/**"),
        ("/api/books/7/share", "/api/books/**"),
    ],
)
def test_the_first_rule_that_fits_counts(path, found):
    assert find_rule("POST", path).path == found


@pytest.mark.parametrize("path", ["/api/bookshelf", "/api", "/api/unknown", "/api/me2", "/v1/files", "/apiXbooks", ""])
def test_a_route_that_no_rule_names_is_closed_to_the_owner_too(path):
    assert find_rule("GET", path) is None
    with pytest.raises(ForbiddenError, match="closed"):
        check_access(None, User("1", "mina", "owner"))


def test_a_method_that_no_rule_names_is_closed():
    assert find_rule("DELETE", "/api/login") is None
    assert find_rule("HEAD", "/health") == find_rule("GET", "/health")


def test_a_token_never_reaches_further_than_its_holder_s_role():
    rule = find_rule("POST", "/api/corpora")
    check_access(rule, User("1", "mina", "maker", "tuning"))
    with pytest.raises(ForbiddenError, match="role"):
        check_access(rule, User("1", "sora", "listener", "tuning"))
    with pytest.raises(ForbiddenError, match="scope"):
        check_access(rule, User("1", "mina", "owner", "books speech"))


def test_no_token_makes_tokens_or_looks_after_people():
    everything = User("1", "mina", "owner", "books metrics speech tuning")
    for path in ("/api/me/tokens", "/api/me/password", "/api/accounts", "/api/audit"):
        with pytest.raises(ForbiddenError, match="scope"):
            check_access(find_rule("GET", path), everything)


def test_who_has_not_come_in_is_told_how():
    with pytest.raises(AccountError) as refusal:
        check_access(find_rule("GET", "/api/books"), None)
    assert refusal.value.hint


def test_every_rule_can_be_reached():
    shadowed = [
        rule
        for number, rule in enumerate(RULES)
        if any(earlier.methods in ("any", rule.methods) and earlier.path == rule.path for earlier in RULES[:number])
    ]
    assert not shadowed
