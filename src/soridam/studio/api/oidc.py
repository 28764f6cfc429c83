"""Logging in through an OpenID Connect provider: the redirect to it, and its answer."""

import asyncio
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from soridam.core.errors import NotFoundError
from soridam.studio.api.auth import start_session
from soridam.studio.api.deps import Me, Parts, address_of
from soridam.studio.parts import StudioParts
from soridam.studio.people.accounts import User

if TYPE_CHECKING:
    from soridam.studio.people.oidc import Identity, OidcClient

router = APIRouter(prefix="/api", tags=["auth"])

AFTER = "soridam"  # in the session between the halves: what is to happen when somebody comes back


class Away(BaseModel):
    """The address of the provider, to which the page goes next."""

    address: str


@router.get("/oidc/login")
async def go_to_provider(request: Request, parts: Parts, invitation: str = "") -> Response:
    """Redirect to the provider to log in; with an invitation, a newcomer gets an account."""
    provider = _provider(parts)
    request.session[AFTER] = {"invitation": invitation[:100]}
    return await provider.redirect_to_provider(request, _address(request, parts))


@router.post("/me/identity")
async def go_to_link(request: Request, parts: Parts, me: Me) -> Away:
    """Link my account to the provider, to log in through it from now on."""
    provider = _provider(parts)
    request.session[AFTER] = {"user": me.id}
    answer = await provider.redirect_to_provider(request, _address(request, parts))
    return Away(address=answer.headers["location"])


@router.get("/oidc/callback")
async def come_back(request: Request, parts: Parts) -> Response:
    """Finish what began at the provider: log in, create an account or link one."""
    provider = _provider(parts)
    after = request.session.pop(AFTER, {})
    identity = await provider.read_identity(request)
    user = await asyncio.to_thread(_find_or_make, parts, identity, after)
    response = RedirectResponse("/", status_code=303)
    await asyncio.to_thread(start_session, response, parts, user)
    return response


def _find_or_make(parts: StudioParts, identity: "Identity", after: dict[str, str]) -> User:
    issuer, subject = identity.issuer, identity.subject
    if "user" in after:
        parts.accounts.link_identity(after["user"], issuer, subject)
    known = parts.accounts.find_identity(issuer, subject)
    if known is not None:
        return known
    role = parts.settings.oidc.role or None
    return parts.accounts.join_by_identity(issuer, subject, identity.name, after.get("invitation", ""), role)


def _provider(parts: StudioParts) -> "OidcClient":
    if parts.oidc is None:
        raise NotFoundError("oidc.none", "This studio has no login provider.", hint="Log in with a password.")
    return parts.oidc


def _address(request: Request, parts: StudioParts) -> str:
    """Return the address that the provider redirects back to: the public one, or else that of this request."""
    return f"{address_of(request, parts)}{router.prefix}/oidc/callback"
