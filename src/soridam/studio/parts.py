"""What a running studio is made of, built once from settings. Begin with `build_parts`."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from soridam.settings import StudioSettings
from soridam.studio.accounts import Accounts
from soridam.studio.database import open_database
from soridam.studio.ear import Ear
from soridam.studio.jobs.store import JobStore


@dataclass(frozen=True)
class StudioParts:
    """Everything that a route may ask for."""

    settings: StudioSettings
    engine: Engine
    accounts: Accounts
    jobs: JobStore
    ear: Ear

    @property
    def books_folder(self) -> Path:
        return Path(self.settings.folder) / "books"


def build_parts(settings: StudioSettings) -> StudioParts:
    engine = open_database(settings.database_address)
    return StudioParts(settings, engine, Accounts(engine), JobStore(engine, settings.quota_jobs), Ear())
