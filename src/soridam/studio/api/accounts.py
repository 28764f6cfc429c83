"""The people of the studio, for its owner: who is here, inviting, roles, a lost password, deleting, the audit log."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from soridam.core.errors import NotFoundError
from soridam.studio.api.deps import Parts
from soridam.studio.api.me import ConsentView, view_consents
from soridam.studio.api.schemas import Number
from soridam.studio.parts import StudioParts
from soridam.studio.people.audit import read_entries
from soridam.studio.people.consents import Purpose
from soridam.studio.records import Role

router = APIRouter(prefix="/api", tags=["accounts"])


class PersonView(BaseModel):
    """A person of the studio. `created` is in milliseconds since 1970."""

    id: str
    name: str
    role: Role
    created: int


class RoleForm(BaseModel):
    role: Role


class Invitation(BaseModel):
    """An invitation, which is shown only this once; whoever has it can create an account."""

    invitation: str


class Link(BaseModel):
    """A login link, which is shown only this once and works once."""

    link: str


class EntryView(BaseModel):
    """One line of the audit log. `at` in milliseconds since 1970."""

    number: int
    at: int
    user: str | None
    token: bool
    action: str
    status: int
    address: str


@router.get("/accounts")
def list_people(parts: Parts) -> list[PersonView]:
    return [PersonView(**asdict(person)) for person in parts.accounts.people()]


@router.post("/accounts/invitations", status_code=201)
def invite(form: RoleForm, parts: Parts) -> Invitation:
    """Invite one person, for a week."""
    return Invitation(invitation=parts.accounts.invite(form.role))


@router.put("/accounts/{user}/role", status_code=204)
def change_role(user: str, form: RoleForm, parts: Parts) -> None:
    parts.accounts.change_role(user, form.role)


@router.post("/accounts/{user}/reset", status_code=201)
def reset(user: str, parts: Parts) -> Link:
    """End all sessions and tokens of a person and make a login link: for a lost password or a stolen device."""
    return Link(link=parts.accounts.reset(user))


@router.get("/accounts/{user}/consents")
def list_consents(user: str, parts: Parts) -> list[ConsentView]:
    return view_consents(parts, _child(parts, user))


@router.put("/accounts/{user}/consents/{purpose}")
def give_consent(user: str, purpose: Purpose, parts: Parts) -> list[ConsentView]:
    """Agree for a child, whose device this is. Grown-ups agree for themselves."""
    parts.consents.give(_child(parts, user), purpose)
    return view_consents(parts, user)


@router.delete("/accounts/{user}/consents/{purpose}")
def withdraw_consent(user: str, purpose: Purpose, parts: Parts) -> list[ConsentView]:
    parts.deletion.withdraw(_child(parts, user), purpose)
    return view_consents(parts, user)


def _child(parts: StudioParts, user: str) -> str:
    if not any(person.id == user and person.role == "listener" for person in parts.accounts.people()):
        raise NotFoundError(
            "account.no-device", "There is no child's device with that id.", hint="See the list of people."
        )
    return user


@router.delete("/accounts/{user}", status_code=204)
def delete(user: str, parts: Parts) -> None:
    """Delete a person with everything that is theirs: books, recordings, models, jobs."""
    parts.deletion.delete_account(user)


@router.get("/audit")
def read_audit(
    parts: Parts, before: Number | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> list[EntryView]:
    """List entries, the newest first; `before` is the `number` of the last one that was shown."""
    return [EntryView(**asdict(entry)) for entry in read_entries(parts.engine, before, limit)]
