"""Where things are kept on this machine. `SORIDAM_HOME` moves all of it."""

import os
from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """Weights and other things that can be fetched again."""
    home = os.environ.get("SORIDAM_HOME")
    return Path(home) / "cache" if home else Path(platformdirs.user_cache_dir("soridam"))
