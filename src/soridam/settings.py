"""What a deployment can be told: which part does what in a book. Begin with `read_settings`.

Values come from a TOML file and, stronger, from the environment: `SORIDAM_BOOK__WRITER=api`. Secrets come from the
environment only: files are copied and shown, so that a file with a key in it is refused as an unknown entry.
"""

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr

from soridam.core.config import Section

PREFIX = "SORIDAM_"
FILE_VARIABLE = "SORIDAM_SETTINGS"
KEY_VARIABLES = ("SORIDAM_API_KEY", "OPENAI_API_KEY")


class ApiSettings(Section):
    """An OpenAI-compatible server: OpenAI, vLLM, Ollama, llama.cpp. The key comes from SORIDAM_API_KEY."""

    url: str = "https://api.openai.com/v1"
    model: str = "gpt-4o-mini"
    timeout: float = Field(default=120, gt=0)  # seconds for a whole story


class LocalSettings(Section):
    """A causal language model through Transformers: a folder or an id of the hub."""

    model: str = "Qwen/Qwen2.5-1.5B-Instruct"
    device: str = "cpu"


class DiffusionSettings(Section):
    """Stable Diffusion through diffusers: folders or ids of the hub. Empty means without.

    A few-step preset wants the weights that were distilled for it: as `model`, or as `lora`.
    """

    model: str = "stabilityai/stable-diffusion-xl-base-1.0"
    refiner: str = ""
    vae: str = "madebyollin/sdxl-vae-fp16-fix"
    lora: str = ""
    ip_adapter: str = ""
    preset: Literal["quality", "fast", "lightning", "lcm"] = "quality"
    steps: int = Field(default=0, ge=0)  # 0: the preset's
    device: str = "auto"


class BookSettings(Section):
    """Who listens, writes, draws and reads. The defaults need no GPU, no hub and no key."""

    recognizer: str = "base"
    writer: Literal["grammar", "api", "local"] = "grammar"
    illustrator: Literal["drawn", "diffusion"] = "drawn"
    narrator: Literal["kokoro", "none"] = "kokoro"
    preview: bool = False  # a parent looks at a new book before it can be opened or exported
    api: ApiSettings = ApiSettings()
    local: LocalSettings = LocalSettings()
    diffusion: DiffusionSettings = DiffusionSettings()


class StudioSettings(Section):
    """Where the studio keeps things, where it listens, and who runs its jobs."""

    folder: str = Field(default_factory=lambda: platformdirs.user_data_dir("soridam"))
    database: str = ""  # empty: SQLite in the folder
    host: str = "127.0.0.1"
    port: int = Field(default=8765, ge=0, le=65535)
    public_url: str = ""  # as people reach it through a proxy, https://studio.example.org
    accounts: bool = False  # with passwords; without, whoever has the one-time link is the owner
    broker: str = ""  # amqp:// or redis://; empty: the studio runs its jobs itself
    workers: int = Field(default=1, ge=0)  # that the studio starts itself, beside those of other machines
    queues: tuple[Literal["cpu", "gpu"], ...] = ("cpu", "gpu")  # what its own workers do
    quota_jobs: int = Field(default=100, ge=1)  # that one person may have waiting and running at once
    most_upload_bytes: int = 2 * 2**30
    approve_books: bool = False  # a grown-up looks at each book before it can be read

    @property
    def database_address(self) -> str:
        return self.database or f"sqlite:///{Path(self.folder) / 'studio.db'}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names that the studio answers to."""
        public = urlsplit(self.public_url).hostname
        return ("127.0.0.1", "localhost", "::1", *([public] if public else []))


class Settings(Section):
    """All of a deployment."""

    book: BookSettings = BookSettings()
    studio: StudioSettings = StudioSettings()


def read_settings(path: Path | None = None) -> Settings:
    """Read the file (given, or named by SORIDAM_SETTINGS, or the user's own if there is one) and the environment.

    Raises ConfigError that names the entry.
    """
    chosen = path or _default_file()
    if chosen is None:
        return Settings.from_values({}, _from_environment(), origin="environment")
    return Settings.read(chosen, _from_environment())


def api_key() -> SecretStr | None:
    """The key of the language model's server, if the environment has one."""
    for name in KEY_VARIABLES:
        if os.environ.get(name):
            return SecretStr(os.environ[name])
    return None


def _default_file() -> Path | None:
    named = os.environ.get(FILE_VARIABLE)
    if named:
        return Path(named)
    own = Path(platformdirs.user_config_dir("soridam")) / "settings.toml"
    return own if own.is_file() else None


def _from_environment() -> list[str]:
    """SORIDAM_BOOK__API__MODEL=x becomes book.api.model=x. Names with one underscore belong to others of our parts."""
    named = {name.removeprefix(PREFIX): text for name, text in os.environ.items() if name.startswith(PREFIX)}
    return [f"{name.lower().replace('__', '.')}={text}" for name, text in sorted(named.items()) if "__" in name]
