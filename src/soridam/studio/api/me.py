"""Who I am, and leaving."""

from fastapi import APIRouter, Request, Response

from soridam.studio.api.needs import SESSION_COOKIE, Me, Parts

router = APIRouter(prefix="/api/me", tags=["me"])


@router.get("")
def read_me(me: Me) -> dict[str, str]:
    return {"id": me.id, "name": me.name, "role": me.role}


@router.post("/leave")
def leave(request: Request, response: Response, parts: Parts, me: Me) -> dict[str, str]:
    """End this session."""
    parts.accounts.revoke(request.cookies.get(SESSION_COOKIE, ""))
    response.delete_cookie(SESSION_COOKIE)
    return {"name": me.name}
