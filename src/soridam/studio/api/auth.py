"""Logging in, and health checks: the routes that need no login."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlalchemy import text

from soridam.core.errors import AccountError
from soridam.studio.api.deps import SESSION_COOKIE, Parts
from soridam.studio.http.answers import REFUSAL_COOKIE, Problem, read_refusal
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import SESSION_LASTS, User, clean_name
from soridam.studio.people.admission import place
from soridam.studio.records import Role

router = APIRouter(tags=["auth"])


class Credentials(BaseModel):
    name: str = Field(max_length=80)
    password: str = Field(max_length=200)


class Joining(Credentials):
    """A name and a password of one's own choice, and the invitation that allows it."""

    invitation: str = Field(max_length=100)


class Welcome(BaseModel):
    name: str
    role: Role


class SignInOptions(BaseModel):
    """The ways to log in; `oidc` is the provider's host, or empty. `refusal`: why the latest attempt was refused."""

    passwords: bool
    oidc: str
    refusal: Problem | None


@router.get("/login")
def log_in_by_link(link: str, parts: Parts) -> Response:
    """Use up a one-time link and log in."""
    user = parts.accounts.use_link(link)
    if user is None:
        raise AccountError(
            "account.link-used",
            "This link was used already, or has expired.",
            hint="Start the studio again for a new one.",
        )
    response = RedirectResponse("/", status_code=303)
    start_session(response, parts, user)
    return response


@router.post("/api/login")
def log_in(credentials: Credentials, request: Request, response: Response, parts: Parts) -> Welcome:
    """Log in with a name and a password."""
    name = clean_name(credentials.name).casefold()
    parts.limits.count("passwords", name, place(request))
    parts.limits.count("names", name)
    return _welcome(response, parts, parts.accounts.check_password(credentials.name, credentials.password))


@router.post("/api/join")
def join(joining: Joining, response: Response, parts: Parts) -> Welcome:
    """Use up an invitation, create an account and log in."""
    return _welcome(response, parts, parts.accounts.join(joining.invitation, joining.name, joining.password))


@router.get("/api/door")
def read_sign_in_options(request: Request, response: Response, parts: Parts) -> SignInOptions:
    settings = parts.settings
    response.delete_cookie(REFUSAL_COOKIE, path="/api/door")  # told once
    oidc = urlsplit(settings.oidc.issuer).hostname or ""
    return SignInOptions(passwords=settings.accounts, oidc=oidc, refusal=read_refusal(request))


@router.get("/health")
@router.get("/healthz")
def health() -> dict[str, str]:
    """Answer if the server is alive."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(parts: Parts) -> dict[str, str]:
    """Answer if the database answers too."""
    with parts.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ready"}


def _welcome(response: Response, parts: StudioParts, user: User) -> Welcome:
    start_session(response, parts, user)
    return Welcome(name=user.name, role=user.role)


def start_session(response: Response, parts: StudioParts, user: User) -> None:
    """Begin a session, in a cookie that no script reads and no other page sends."""
    secret = parts.accounts.issue(user, "session", SESSION_LASTS)
    response.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=SESSION_LASTS,
        httponly=True,
        samesite="lax",  # strict would lose the session after the login link
        secure=parts.settings.public_url.startswith("https://"),
    )
