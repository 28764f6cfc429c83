"""What `pip install` brings: the wheel holds all that the studio needs, and nothing that only a checkout has."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from soridam.studio.http.build import build_page

ROOT = Path(__file__).parents[2]
FILES = ("pyproject.toml", "README.md", "LICENSE", "THIRD_PARTY_NOTICES.md")
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.lock")  # by Python, pip, and who builds the page


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy with the page: setuptools leaves things behind where it builds."""
    build_page()
    folder = tmp_path_factory.mktemp("source")
    shutil.copytree(ROOT / "src", folder / "src", ignore=LEFT_BEHIND)
    for name in FILES:
        shutil.copyfile(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory):
    """The names in a wheel that is built as pip builds it."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "--quiet", "-w", out]
    subprocess.run(command, cwd=source, check=True)
    (built,) = out.glob("soridam-*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize(
    "pattern",
    [
        "studio/page/index.html",
        "studio/page/assets/*.js",
        "studio/migrations/versions/*.py",
        "studio/**/*.toml",
        "configs/**/*.toml",
        "book/fonts/*",
        "book/pages/epub_files/*",
        "**/*",
    ],
)
def test_every_file_of_the_package_is_in_the_wheel(source, wheel, pattern):
    paths = [path for path in (source / "src/soridam").glob(pattern) if path.is_file()]
    assert paths
    assert {path.relative_to(source / "src").as_posix() for path in paths} - wheel == set()


def test_nothing_else_is_in_the_wheel(wheel):
    assert {name.partition("/")[0] for name in wheel if ".dist-info/" not in name} == {"soridam"}
