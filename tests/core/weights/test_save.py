import errno
import subprocess
import sys

FULL_DISK = """
import resource, signal, sys, torch
from pathlib import Path
from safetensors.torch import save_file
from soridam.core.weights.save import raising_system_errors

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with raising_system_errors(Path(sys.argv[1])):
        save_file({"a": torch.zeros(100_000)}, sys.argv[1] + "/a.safetensors")
except OSError as error:
    print(error.errno, error.filename)
"""


def test_a_file_that_the_disk_does_not_take_is_an_error_of_the_system(tmp_path):
    said = subprocess.run([sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True)
    assert said.stdout.split() == [str(errno.EFBIG), str(tmp_path)], said.stderr
