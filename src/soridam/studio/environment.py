"""The secrets of an environment, and what processes that work for people get of it. Begin with `child_environment`.

A job decodes what strangers sent and loads models that strangers made. So it gets no key, token or password, except
those that its kind names: what a child does not have, nothing can make it tell.
"""

import os
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:  # a job's process begins without them
    from soridam.settings import StudioSettings

SECRET_NAME = re.compile(r"(?:^|_)(?:KEYS?|TOKENS?|SECRETS?|PASSWORD|PASSWD|PASS|CREDENTIALS?)(?:_|$)", re.IGNORECASE)
PASSWORD = re.compile(r"://[^/@:\s]*:([^/\s]+)@")  # inside an address
FILE = "_FILE"  # after the name of a variable that names a file

NAMES = frozenset((
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TMP", "TEMP", "TERM", "NO_COLOR",
    "FORCE_COLOR", "COLUMNS", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "LD_PRELOAD", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
    "MALLOC_ARENA_MAX", "USE_TORCH", "SSL_CERT_FILE", "SSL_CERT_DIR",
))  # fmt: skip
PREFIXES = (
    "SORIDAM_", "LC_", "XDG_", "PYTHON", "CUDA_", "NVIDIA_", "CUBLAS_", "CUDNN_", "NCCL_", "HIP_", "ROCR_", "ROCM_",
    "OMP_", "KMP_", "MKL_", "OPENBLAS_", "NUMEXPR_", "GOMP_", "TORCH", "PYTORCH_", "ACCELERATE_", "HF_", "HUGGINGFACE_",
    "TRANSFORMERS_", "TOKENIZERS_", "DIFFUSERS_", "CT2_", "FONTCONFIG_",
)  # fmt: skip
# How weights are fetched. The address of a proxy or of an index may hold a password, without which nothing comes.
FETCHING = (
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_TRUSTED_HOST",
    "PIP_CERT", "PIP_CONFIG_FILE", "PIP_PROXY",
)  # fmt: skip
SERVER_SECRETS = ("SORIDAM_STUDIO__DATABASE", "SORIDAM_STUDIO__BROKER", "SORIDAM_STUDIO__OIDC__")


def child_environment(secrets: Collection[str] = ()) -> dict[str, str]:
    """A copy for a child: paths, languages, what libraries and settings ask for. `secrets` names what else it needs."""
    return {name: value for name, value in os.environ.items() if name in secrets or _may_pass(name, value)}


def _may_pass(name: str, value: str) -> bool:
    if name.upper() in FETCHING:
        return True
    is_known = name in NAMES or name.startswith(PREFIXES)
    return is_known and not (name.startswith(SERVER_SECRETS) or is_secret_name(name) or passwords_in(value))


def secret_texts(settings: "StudioSettings") -> set[str]:
    """Return the texts that a studio must show nowhere: keys, and the passwords inside addresses."""
    return environment_secrets() | passwords_in(settings.database) | passwords_in(settings.broker)


def environment_secrets() -> set[str]:
    """Collect secrets: variables, or files they name, called key, token, secret or password; passwords in addresses."""
    found: set[str] = set()
    for name, value in os.environ.items():
        if is_secret_name(name):
            found.add(_read(value) if name.endswith(FILE) else value)
        found |= passwords_in(value)
    return found - {""}


def is_secret_name(variable: str) -> bool:
    return SECRET_NAME.search(variable) is not None


def passwords_in(text: str) -> set[str]:
    """Return the passwords of the addresses in a text, as they are written there and as they are meant."""
    written = set(PASSWORD.findall(text))
    return written | {unquote(password) for password in written}


def _read(path: str) -> str:
    """Empty for a file that cannot be read: whoever needs it says so."""
    with suppress(OSError, UnicodeDecodeError):
        return Path(path).read_text(encoding="utf-8").strip()
    return ""
