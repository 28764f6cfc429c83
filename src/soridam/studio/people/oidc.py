"""Login through an OpenID Connect provider. Authlib speaks the protocol: discovery, state, nonce, PKCE, signatures.

Begin with `OidcClient`.
"""

from dataclasses import dataclass

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import RedirectResponse

from soridam.core.errors import AccountError
from soridam.settings import OidcSettings

TIMEOUT_SECONDS = 10.0  # that the provider has for an answer


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody as the provider knows them. `name` is a suggestion, and no proof of anything."""

    issuer: str
    subject: str
    name: str


class OidcClient:
    """One provider. Needs Starlette's sessions, which hold state and nonce between the two halves."""

    def __init__(self, settings: OidcSettings, secret: SecretStr | None) -> None:
        self._issuer = settings.issuer.rstrip("/")
        self._client = OAuth().register(
            "provider",
            client_id=settings.client,
            client_secret=secret.get_secret_value() if secret else None,
            server_metadata_url=f"{self._issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid profile",
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": "client_secret_basic" if secret else "none",
                "timeout": TIMEOUT_SECONDS,
            },
        )

    async def redirect_to_provider(self, request: Request, back: str) -> RedirectResponse:
        """Redirect to the provider, which redirects to `back`. Raises AccountError if it does not answer."""
        try:
            answer: RedirectResponse = await self._client.authorize_redirect(request, back)
        except (httpx2.HTTPError, AuthlibBaseError) as error:
            raise _refusal(error) from error
        return answer

    async def read_identity(self, request: Request) -> Identity:
        """Read the identity of who came back. Raises AccountError for all that does not prove it."""
        expected = {"iss": {"essential": True, "values": [self._issuer, f"{self._issuer}/"]}}
        try:
            token = await self._client.authorize_access_token(request, claims_options=expected)
        except (httpx2.HTTPError, AuthlibBaseError, JoseError) as error:
            raise _refusal(error) from error
        claims = token.get("userinfo")
        if not claims or not claims.get("sub"):
            raise AccountError(
                "oidc.nameless", "The provider did not say who you are.", hint="Tell the owner of the studio."
            )
        return Identity(self._issuer, claims["sub"], claims.get("name") or claims.get("preferred_username") or "")


def _refusal(error: Exception) -> AccountError:
    return AccountError(
        "oidc.failed",
        "Logging in through the provider failed ({reason}).",
        hint="Begin again from the login page.",
        reason=type(error).__name__,
    )
