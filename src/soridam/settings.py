"""Settings of a deployment: the parts of the book maker and the studio. Begin with `read_settings`.

Values come from a TOML file and, stronger, from the environment: `SORIDAM_BOOK__WRITER=api`. Keys come from the
environment only, or from files that it names (`SORIDAM_API_KEY_FILE`): settings are copied and shown, so a key
in a settings file is refused as an unknown entry.
"""

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr

from soridam.core.config import Section
from soridam.core.errors import ConfigError
from soridam.image.kinds import PrecisionName
from soridam.image.presets import PresetName
from soridam.image.schedulers import SchedulerName

PREFIX = "SORIDAM_"
FILE = "_FILE"
FILE_VARIABLE = "SORIDAM_SETTINGS"
AUTO = "auto"
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
    """A pipeline of diffusers: folders or ids of the hub. Empty means without, or the model's own.

    Presets and schedulers are for Stable Diffusion 1, 2 and XL. A few-step preset wants the weights that were
    distilled for it: as `model`, or as `lora`.
    """

    model: str = AUTO  # by the memory of the GPU: FLUX.2 klein, SDXL in 8 steps, or pictures are drawn
    refiner: str = ""
    vae: str = ""
    lora: str = ""
    adapter: str = (
        ""  # a LoRA of one's own beside that: a run, its folder, or a file; its word replaces the hero's looks
    )
    ip_adapter: str = ""
    preset: PresetName = "quality"
    scheduler: SchedulerName | Literal[""] = ""  # empty: the preset's
    steps: int = Field(default=0, ge=0)  # 0: the preset's, or what the model was made for
    guided_share: float = Field(default=1, gt=0, le=1)  # of the steps, after which guidance ends: 0.4 saves a third
    # How much the model may change of the drawn page, 0.5 to 0.7; 0: it paints without. klein takes the page as a
    # picture to look at, whatever the number.
    structure: float = Field(default=0, ge=0, le=1)
    device: str = "auto"
    precision: PrecisionName = "auto"  # that which the model was made for
    channels_last: bool = False  # this and the next on a GPU only; what they save is measured by benchmarks/pictures.py
    compile: bool = False  # the first picture takes a minute more


class HelpLineSettings(Section):
    """A help line for grown-ups when a child discloses harm: a name, and a telephone number or an address."""

    name: str
    number: str


class BookSettings(Section):
    """The recognizer, writer, illustrator and narrator. The defaults need no GPU, no hub and no key."""

    recognizer: str = "base"
    writer: Literal["grammar", "api", "local"] = "grammar"
    illustrator: Literal["drawn", "diffusion"] = "drawn"
    narrator: Literal["kokoro", "none"] = "kokoro"
    preview: bool = False  # a parent looks at a new book before it can be opened or exported
    help_lines: tuple[HelpLineSettings, ...] = ()  # whom a grown-up can call; empty: those of the wish's language
    api: ApiSettings = ApiSettings()
    local: LocalSettings = LocalSettings()
    diffusion: DiffusionSettings = DiffusionSettings()


class LimitSettings(Section):
    """Rate limits, such as `10 per 5 minutes`. Limits by address count a household as one."""

    logins: str = "60 per 10 minutes"  # by place
    passwords: str = "10 per 10 minutes"  # by name and place
    names: str = "100 per hour"  # by name, wherever the tries come from
    wishes: str = "60 per 10 minutes"  # recordings to be heard on the page, by person
    speech: str = "600 per 10 minutes"  # requests of programs to transcribe and to speak, by person
    answers: str = "3000 per 10 minutes"  # of language models, by person; each move of a slider is one
    pictures: str = "120 per 10 minutes"  # requests of programs to paint, by person
    uploads: str = "1000 per hour"  # by person: what is done with corpora
    pieces: str = "6000 per 10 minutes"  # by person: uploaded files and pieces of files
    jobs: str = "120 per hour"  # by person


class RetentionSettings(Section):
    """Retention periods in days; 0 means for ever."""

    events_days: int = Field(default=90, ge=0)  # what a job said on its way, after its end
    failed_job_days: int = Field(default=90, ge=0)  # failed and cancelled jobs that nothing rests on
    done_job_days: int = Field(default=365, ge=0)  # the same, of those that are done
    trash_days: int = Field(default=7, ge=0)  # what attempts worked in, uploads that broke off
    confidences_days: int = Field(default=90, ge=0)  # what children disclosed, in the grown-ups' corner
    checkpoints_days: int = Field(default=30, ge=0)  # of trainings that are done; their models stay
    export_days: int = Field(default=0, ge=0)  # models as they were converted for serving
    # Of people with an account who have not agreed to keeping them. Whoever sends some has agreed, and whoever takes
    # that back deletes them: what is left is from before there were accounts, and not to be lost by setting `accounts`.
    recordings_days: int = Field(default=0, ge=0)


class StorageSettings(Section):
    """The store of books, corpora, runs and drawings.

    Keys of a store come from SORIDAM_STORAGE_KEY and SORIDAM_STORAGE_SECRET, or AWS's own names.
    """

    url: str = ""  # s3://bucket/prefix, for machines that share no folder; empty: the studio's folder
    endpoint: str = ""  # https://s3.example.org; empty: Amazon's
    region: str = "us-east-1"


class OidcSettings(Section):
    """An OpenID Connect provider. Its client secret comes from SORIDAM_OIDC_SECRET."""

    issuer: str = ""  # https://id.example.org; empty: no login through a provider
    client: str = ""
    role: Literal["", "maker", "listener"] = ""  # of people without an invitation; empty: they may not log in


class StudioSettings(Section):
    """The studio's folder, address, limits and workers."""

    folder: str = Field(default_factory=lambda: platformdirs.user_data_dir("soridam"))
    database: str = Field(default="", repr=False)  # may hold a password; empty: SQLite in the folder
    host: str = "127.0.0.1"
    port: int = Field(default=8765, ge=0, le=65535)
    public_url: str = ""  # as people reach it through a proxy, https://studio.example.org
    proxies: tuple[str, ...] = ()  # addresses in front of it, or networks (172.30.0.0/24), that may say who asks
    accounts: bool = False  # with passwords; without, whoever has the one-time link is the owner
    broker: str = Field(default="", repr=False)  # amqp:// or redis://; empty: the studio runs its jobs itself
    workers: int = Field(default=1, ge=0)  # that the studio starts itself, beside those of other machines
    queues: tuple[Literal["cpu", "gpu"], ...] = ("cpu", "gpu")  # what its own workers do
    quota_jobs: int = Field(default=100, ge=1)  # that one person may have waiting and running at once
    most_upload_bytes: int = 2 * 2**30
    most_corpus_bytes: int = 20 * 2**30  # of all that is uploaded for one corpus, archives unpacked
    most_corpus_files: int = 100_000
    most_corpus_hours: float = 200.0
    most_corpora: int = Field(default=200, ge=1)  # of one person
    most_runs: int = Field(default=2_000, ge=1)  # of one person: trainings, exports, evaluations, transcriptions
    least_free_bytes: int = Field(default=10**9, ge=0)  # on the disk of the folder; with less, uploads are refused
    import_folders: tuple[str, ...] = ()  # of the server, below which recordings may be taken from
    most_connections: int = Field(default=1_000, ge=10)  # at once; one more is answered with 503
    audit_days: int = Field(default=90, ge=1)  # after which the log of who did what forgets
    storage: StorageSettings = StorageSettings()
    retention: RetentionSettings = RetentionSettings()
    limits: LimitSettings = LimitSettings()
    oidc: OidcSettings = OidcSettings()

    @property
    def books_folder(self) -> Path:
        return Path(self.folder) / "books"

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
    """Return the key of the language model's server, if the environment has one."""
    return _secret(*KEY_VARIABLES)


def oidc_secret() -> SecretStr | None:
    """Return the client secret for the OpenID Connect provider, if the environment has it."""
    return _secret("SORIDAM_OIDC_SECRET")


def storage_key() -> SecretStr | None:
    """Return the access key of the store, if the environment has one."""
    return _secret("SORIDAM_STORAGE_KEY", "AWS_ACCESS_KEY_ID")


def storage_secret() -> SecretStr | None:
    """Return the secret of the store's key."""
    return _secret("SORIDAM_STORAGE_SECRET", "AWS_SECRET_ACCESS_KEY")


def _secret(*names: str) -> SecretStr | None:
    """Return the first of these variables that is set; NAME_FILE names a file that holds it, as Docker's secrets do."""
    for name in names:
        if os.environ.get(name):
            return SecretStr(os.environ[name])
        if os.environ.get(name + FILE):
            return SecretStr(_read_file(name + FILE))
    return None


def _read_file(variable: str) -> str:
    try:
        return Path(os.environ[variable]).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            "settings.secret-file",
            "The file that {variable} names cannot be read.",
            hint="Check its path.",
            variable=variable,
        ) from error


def _default_file() -> Path | None:
    named = os.environ.get(FILE_VARIABLE)
    if named:
        return Path(named)
    own = Path(platformdirs.user_config_dir("soridam")) / "settings.toml"
    return own if own.is_file() else None


def _from_environment() -> list[str]:
    """SORIDAM_BOOK__API__MODEL=x becomes book.api.model=x. Names with one underscore belong to others of our parts.

    SORIDAM_STUDIO__DATABASE_FILE names a file that holds the value of SORIDAM_STUDIO__DATABASE.
    """
    values = {}
    for variable, text in sorted(os.environ.items()):
        name = variable.removeprefix(PREFIX)
        if name != variable and "__" in name:
            value = _read_file(variable) if name.endswith(FILE) else text
            values[name.removesuffix(FILE).lower().replace("__", ".")] = value
    return [f"{name}={value}" for name, value in values.items()]
