import errno
import os

import pytest

from soridam.core.errors import CacheError
from soridam.core.folders import cache_folder, explaining_refusals


@pytest.fixture
def file(tmp_path):
    (tmp_path / "file").touch()
    return tmp_path / "file"


def test_a_home_moves_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("SORIDAM_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "cache"


@pytest.mark.parametrize("home", ["file", "file/deeper"])
def test_a_home_that_is_a_file_is_refused_and_named(file, home, monkeypatch):
    monkeypatch.setenv("SORIDAM_HOME", str(file.parent / home))
    with pytest.raises(CacheError, match=f"{file} is not a folder") as caught:
        cache_folder()
    assert "export SORIDAM_HOME=" in caught.value.hint


@pytest.mark.parametrize("fault", [errno.EROFS, errno.EACCES, errno.ENOENT])
def test_what_the_system_refuses_is_told_with_folder_and_variable(tmp_path, fault):
    refusal = OSError(fault, os.strerror(fault), str(tmp_path / "weights"))
    with pytest.raises(CacheError) as caught, explaining_refusals(tmp_path, "HF_HUB_CACHE"):
        raise refusal
    assert caught.value.message == f"The cache {tmp_path} cannot be used: {os.strerror(fault)}."
    assert "export HF_HUB_CACHE=" in caught.value.hint


def test_a_full_disk_is_told_although_its_error_names_no_file(tmp_path):
    with pytest.raises(CacheError, match="no space left"), explaining_refusals(tmp_path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_socket_that_is_refused_is_not_blamed_on_the_cache(tmp_path):
    with pytest.raises(PermissionError), explaining_refusals(tmp_path):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))
