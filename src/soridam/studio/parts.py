"""What a running studio is made of, built once from settings. Begin with `build_parts`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from soridam.settings import BookSettings, HelpLineSettings, OidcSettings, StudioSettings, oidc_secret
from soridam.studio.books.bookcase import Bookcase
from soridam.studio.books.drawings import Drawings
from soridam.studio.books.renderings import Renderings
from soridam.studio.books.samples import SampleBooks
from soridam.studio.books.wish_listener import WishListener
from soridam.studio.corpora.corpora import Corpora
from soridam.studio.corpora.uploads import Caps
from soridam.studio.database import open_database
from soridam.studio.jobs.following import Following
from soridam.studio.jobs.store import JobStore
from soridam.studio.openai.language_models import NamedModels
from soridam.studio.openai.picture_models import PictureModels
from soridam.studio.openai.picture_process import PictureProcess
from soridam.studio.openai.speech_models import SpeechModels
from soridam.studio.openai.speech_process import SpeechProcess
from soridam.studio.people.accounts import Accounts
from soridam.studio.people.consents import Consents
from soridam.studio.people.deletion import Deletion
from soridam.studio.people.limits import Limits
from soridam.studio.playground.adjustments import Adjustments
from soridam.studio.playground.hearing import Hearing
from soridam.studio.playground.models import LanguageModels
from soridam.studio.playground.painting import PicturePlayground
from soridam.studio.playground.picture_models import AdjustablePictures
from soridam.studio.playground.process import LanguageProcess
from soridam.studio.storage.copies import Copies
from soridam.studio.storage.places import Places
from soridam.studio.transcripts.questions import Questions
from soridam.studio.tuning.models import Models
from soridam.studio.tuning.runs import Runs
from soridam.studio.tuning.tryout import Tryout

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from soridam.studio.people.oidc import OidcClient


@dataclass(frozen=True)
class StudioParts:
    """Everything that a route may ask for."""

    settings: StudioSettings
    engine: Engine
    accounts: Accounts
    jobs: JobStore
    copies: Copies
    corpora: Corpora
    runs: Runs
    models: Models
    speech_models: SpeechModels
    bookcase: Bookcase
    drawings: Drawings
    deletion: Deletion
    following: Following
    wish_listener: WishListener
    speech: SpeechProcess
    picture_models: PictureModels
    pictures: PictureProcess
    tryout: Tryout
    questions: Questions
    language_models: LanguageModels
    language: LanguageProcess
    hearing: Hearing
    adjustable_pictures: AdjustablePictures
    painting: PicturePlayground
    adjustments: Adjustments
    named_models: NamedModels
    limits: Limits
    consents: Consents
    renderings: Renderings
    samples: SampleBooks
    help_lines: Sequence[HelpLineSettings]
    recognizer: str  # of wishes
    paints_books: bool  # whether pages are painted by a diffusion model
    oidc: "OidcClient | None" = None

    def close(self) -> None:
        """End the processes that were started, what they are at included, and the connections to the database."""
        self.wish_listener.close()
        self.speech.close()
        self.pictures.close()
        self.tryout.close()
        self.questions.close()
        self.language.close()
        self.hearing.close()
        self.painting.close()
        self.renderings.close()
        self.samples.close()
        self.engine.dispose()


def build_parts(
    settings: StudioSettings,
    hasher: "PasswordHasher | None" = None,
    book: BookSettings | None = None,
) -> StudioParts:
    """Build what the settings ask for; `hasher` is how passwords are hashed, by default at argon2's own cost.

    Of `book`, the recognizer and whom a grown-up can call are told to people; without it, those of the defaults.
    """
    book = book or BookSettings()
    engine = open_database(settings.database_address)
    folder = Path(settings.folder)
    jobs, copies = JobStore(engine, settings.quota_jobs), Copies(engine, settings)
    accounts, consents = Accounts(engine, hasher), Consents(engine)
    places, caps = Places(folder), Caps.of(settings)
    runs = Runs(engine, jobs, places, copies, caps)
    models = Models(runs)
    language_models, adjustments = LanguageModels(runs, copies), Adjustments(engine)
    return StudioParts(
        settings=settings,
        engine=engine,
        accounts=accounts,
        jobs=jobs,
        copies=copies,
        corpora=Corpora(engine, jobs, places, copies, caps),
        runs=runs,
        models=models,
        speech_models=SpeechModels(models, copies),
        bookcase=Bookcase(engine, jobs, copies, folder),
        drawings=Drawings(engine, copies, folder),
        deletion=Deletion(engine, folder, accounts, consents, jobs, copies),
        following=Following(jobs),
        wish_listener=WishListener(),
        speech=SpeechProcess(),
        picture_models=PictureModels(models, copies),
        pictures=PictureProcess(),
        tryout=Tryout(),
        questions=Questions(),
        language_models=language_models,
        language=LanguageProcess(),
        hearing=Hearing(),
        adjustable_pictures=AdjustablePictures(runs, copies, book.diffusion.model),
        painting=PicturePlayground(),
        adjustments=adjustments,
        named_models=NamedModels(language_models, adjustments),
        limits=Limits(settings.limits),
        consents=consents,
        renderings=Renderings(folder),
        samples=SampleBooks(folder),
        help_lines=book.help_lines,
        recognizer=book.recognizer,
        paints_books=book.illustrator == "diffusion",
        oidc=_build_oidc(settings.oidc),
    )


def _build_oidc(settings: OidcSettings) -> "OidcClient | None":
    """Loads Authlib only where it is wanted."""
    if not settings.issuer:
        return None
    from soridam.studio.people.oidc import OidcClient

    return OidcClient(settings, oidc_secret())
