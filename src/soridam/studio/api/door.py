"""The only routes that nobody has to have come in for: coming in, and whether the studio is well."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlalchemy import text

from soridam.core.errors import AccountError
from soridam.studio.accounts import SESSION_LASTS, User
from soridam.studio.api.needs import SESSION_COOKIE, Parts
from soridam.studio.parts import StudioParts

router = APIRouter(tags=["door"])


class Credentials(BaseModel):
    name: str = Field(max_length=80)
    password: str = Field(max_length=200)


@router.get("/login")
def log_in_by_link(link: str, parts: Parts) -> Response:
    """Use up a one-time link and come in."""
    user = parts.accounts.use_link(link)
    if user is None:
        raise AccountError("This link was used already, or has expired.", hint="Start the studio again for a new one.")
    response = RedirectResponse("/", status_code=303)
    _let_in(response, parts, user)
    return response


@router.post("/api/login")
def log_in(credentials: Credentials, response: Response, parts: Parts) -> dict[str, str]:
    user = parts.accounts.check_password(credentials.name, credentials.password)
    _let_in(response, parts, user)
    return {"name": user.name, "role": user.role}


@router.get("/health")
@router.get("/healthz")
def health() -> dict[str, str]:
    """The server is alive."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(parts: Parts) -> dict[str, str]:
    """The database answers too."""
    with parts.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ready"}


def _let_in(response: Response, parts: StudioParts, user: User) -> None:
    secret = parts.accounts.issue(user, "session", SESSION_LASTS)
    response.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=SESSION_LASTS,
        httponly=True,
        samesite="lax",  # strict would lose the session behind the login link
        secure=parts.settings.public_url.startswith("https://"),
    )
