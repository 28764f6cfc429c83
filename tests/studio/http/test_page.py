"""What the server says of the page's files, before and after the page is built."""

import pytest
from starlette.testclient import TestClient

from soridam.core.errors import NotFoundError
from soridam.studio.http.page import serve_page


@pytest.fixture
def built(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>The page</title>")
    (tmp_path / "assets" / "index-1a2b.js").write_text("1")
    return TestClient(serve_page(tmp_path))


def test_a_page_that_is_not_built_says_how_to_build_it(tmp_path):
    answer = TestClient(serve_page(tmp_path / "nothing here")).get("/")
    assert answer.status_code == 503
    assert "make page" in answer.text


def test_a_file_of_a_page_that_is_not_built_is_not_found(tmp_path):
    with pytest.raises(NotFoundError):
        TestClient(serve_page(tmp_path / "nothing here")).get("/assets/index-1a2b.js")


def test_addresses_of_the_page_itself_get_its_index(built):
    assert built.get("/books/7").text == built.get("/").text == "<title>The page</title>"


def test_files_named_after_what_they_hold_are_kept_for_good_and_the_index_is_asked_for_anew(built):
    assert "immutable" in built.get("/assets/index-1a2b.js").headers["cache-control"]
    assert built.get("/").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/api/nothing", "/..%2fsecret.txt", "/assets/gone.js"])
def test_what_is_not_there_is_not_found(built, path):
    with pytest.raises(NotFoundError):
        built.get(path)
