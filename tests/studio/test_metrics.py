import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.studio.factories import book_order


@pytest.fixture
def figures(owner):
    def read():
        text = owner.get("/metrics").text
        return {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    return read


def count_of(method, route, status):
    labels = sorted({"method": method, "route": route, "status": str(status)}.items())
    return ("soridam_request_seconds_count", *labels)


def test_requests_are_counted_by_route_and_not_by_what_was_asked_for(mina, figures):
    for path in ("/api/books/1/story", "/api/books/2/story", "/nothing/here"):
        mina.get(path)
    found = figures()
    assert found[count_of("GET", "/api/books/**", 404)] == 2
    assert not any("nothing" in str(name) for name in found)


def test_jobs_are_counted_by_state(parts, mina, figures):
    for _ in range(3):
        parts.jobs.submit(book_order(mina.get("/api/me").json()["id"]))
    assert figures()[("soridam_jobs", ("queue", "cpu"), ("state", "waiting"))] == 3


def test_the_process_and_its_models_are_told(figures):
    found = figures()
    assert found[("process_resident_memory_bytes",)] > 1e6
    assert found[("soridam_models_resident",)] == 0


def test_figures_take_a_token_for_them(parts, owner, stranger):
    token = owner.post("/api/me/tokens", json={"label": "prometheus", "scopes": ["metrics"]}).json()["token"]
    assert stranger.get("/metrics", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert stranger.get("/metrics").status_code == 401
