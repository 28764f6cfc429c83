"""One's own account: password, sessions, API tokens, consents, deletion."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from soridam.studio.api.auth import start_session
from soridam.studio.api.deps import SESSION_COOKIE, Me, Parts
from soridam.studio.parts import StudioParts
from soridam.studio.people.access import Scope, check_scope
from soridam.studio.people.accounts import DAY
from soridam.studio.people.consents import PURPOSES, Purpose
from soridam.studio.records import Role

router = APIRouter(prefix="/api/me", tags=["me"])


class MeView(BaseModel):
    """The user who asks. `scope` is "all" in a session, and a token's scopes otherwise."""

    id: str
    name: str
    role: Role
    scope: str


class PasswordForm(BaseModel):
    """A change of password; `current` is empty for a user who has none yet."""

    current: str = Field(default="", max_length=200)
    password: str = Field(max_length=200)


class DeletionForm(BaseModel):
    """The password once more; empty for a user who has none."""

    password: str = Field(default="", max_length=200)


class TokenForm(BaseModel):
    """The scopes of a new API token, and for how many days it is valid."""

    label: str = Field(min_length=1, max_length=80)
    scopes: Annotated[list[Scope], Field(min_length=1)]
    days: int = Field(default=90, ge=1, le=366)


class TokenView(BaseModel):
    """A token as it can be seen later. Times are milliseconds since 1970."""

    id: str
    label: str
    scope: str
    created: int
    expires: int


class ConsentView(BaseModel):
    """A consent. `given` is in milliseconds since 1970, and null if it was not given."""

    purpose: Purpose
    given: int | None


class NewToken(BaseModel):
    """A new token, which is shown only this once."""

    token: str


@router.get("")
def read_me(me: Me) -> MeView:
    return MeView(**asdict(me))


@router.post("/delete", status_code=204)
def delete_me(form: DeletionForm, response: Response, parts: Parts, me: Me) -> None:
    """Delete the account with all its books, recordings, models and jobs. It cannot be undone."""
    parts.limits.count("passwords", me.id)
    parts.accounts.confirm_password(me, form.password)
    parts.deletion.delete_account(me.id)
    response.delete_cookie(SESSION_COOKIE)


@router.post("/leave")
def leave(request: Request, response: Response, parts: Parts, me: Me) -> dict[str, str]:
    """End this session."""
    parts.accounts.revoke(request.cookies.get(SESSION_COOKIE, ""))
    response.delete_cookie(SESSION_COOKIE)
    return {"name": me.name}


@router.post("/leave-everywhere")
def leave_everywhere(response: Response, parts: Parts, me: Me) -> dict[str, str]:
    """End all my sessions."""
    parts.accounts.end_sessions(me)
    response.delete_cookie(SESSION_COOKIE)
    return {"name": me.name}


@router.post("/password")
def change_password(form: PasswordForm, response: Response, parts: Parts, me: Me) -> dict[str, str]:
    """Change the password. All other sessions and all tokens end, because others may have known the old one."""
    parts.limits.count("passwords", me.id)
    parts.accounts.change_password(me, form.current, form.password)
    start_session(response, parts, me)
    return {"name": me.name}


@router.get("/consents")
def list_consents(parts: Parts, me: Me) -> list[ConsentView]:
    return view_consents(parts, me.id)


@router.put("/consents/{purpose}")
def give_consent(purpose: Purpose, parts: Parts, me: Me) -> list[ConsentView]:
    """Give a consent for oneself."""
    parts.consents.give(me.id, purpose)
    return view_consents(parts, me.id)


@router.delete("/consents/{purpose}")
def withdraw_consent(purpose: Purpose, parts: Parts, me: Me) -> list[ConsentView]:
    """Withdraw a consent; deletes what was kept because of it: recordings, models tuned on them, links."""
    parts.deletion.withdraw(me.id, purpose)
    return view_consents(parts, me.id)


def view_consents(parts: StudioParts, user: str) -> list[ConsentView]:
    given = parts.consents.of(user)
    return [ConsentView(purpose=purpose, given=given.get(purpose)) for purpose in PURPOSES]


@router.get("/tokens")
def list_tokens(parts: Parts, me: Me) -> list[TokenView]:
    """List tokens, the newest first."""
    return [TokenView(**asdict(token)) for token in parts.accounts.tokens(me)]


@router.post("/tokens", status_code=201)
def make_token(form: TokenForm, parts: Parts, me: Me) -> NewToken:
    """Make a token for a program. It can do no more than its maker."""
    for wanted in form.scopes:
        check_scope(wanted, me)
    scope = " ".join(sorted(set(form.scopes)))
    return NewToken(token=parts.accounts.issue(me, "token", form.days * DAY, scope, form.label))


@router.delete("/tokens/{token}", status_code=204)
def revoke_token(token: str, parts: Parts, me: Me) -> None:
    parts.accounts.revoke_token(me, token)
