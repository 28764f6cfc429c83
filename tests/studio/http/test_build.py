import json

import pytest

from soridam.studio.http.build import check_page

PART = {"version": "1.0.0", "name": "part"}


@pytest.fixture
def web(tmp_path):
    """The sources of a page with one package, which lies beside them."""
    folder = tmp_path / "web"
    (folder / "part").mkdir(parents=True)
    (folder / "part" / "package.json").write_text(json.dumps(PART), encoding="utf-8")
    needed = {"name": "page", "dependencies": {"part": "file:part"}}
    scripts = {"check": 'node -e \'process.exit(require("fs").existsSync("wrong") ? 3 : 0)\''}
    (folder / "package.json").write_text(json.dumps({**needed, "scripts": scripts}), encoding="utf-8")
    packages = {"": needed, "node_modules/part": {"resolved": "part", "link": True}, "part": PART}
    write_lock(folder, {"name": "page", "lockfileVersion": 3, "requires": True, "packages": packages})
    return folder


def write_lock(web, lock):
    (web / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def test_packages_are_installed_again_only_when_the_lock_file_is_another(web, tmp_path):
    page = tmp_path / "page"
    assert check_page(web, page) == 0
    mark = web / "node_modules" / "mark"  # npm removes what the lock file does not name
    mark.touch()
    assert check_page(web, page) == 0
    assert mark.exists()
    lock = json.loads((web / "package-lock.json").read_text(encoding="utf-8"))
    write_lock(web, {**lock, "version": "2.0.0"})
    assert check_page(web, page) == 0
    assert not mark.exists()


def test_a_check_of_the_page_that_fails_is_told_by_its_exit_code(web, tmp_path):
    (web / "wrong").touch()
    assert check_page(web, tmp_path / "page") != 0
