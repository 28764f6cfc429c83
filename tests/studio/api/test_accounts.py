def test_the_owner_invites_and_sees_who_is_here(owner, stranger):
    invitation = owner.post("/api/accounts/invitations", json={"role": "listener"}).json()["invitation"]
    stranger.post("/api/join", json={"invitation": invitation, "name": "sora", "password": "a long password"})
    people = {person["name"]: person["role"] for person in owner.get("/api/accounts").json()}
    assert people == {"keeper": "owner", "sora": "listener"}


def test_the_owner_changes_roles_and_helps_who_lost_a_password(owner, mina, stranger):
    me = mina.get("/api/me").json()["id"]
    assert owner.put(f"/api/accounts/{me}/role", json={"role": "listener"}).status_code == 204
    assert mina.get("/api/me").json()["role"] == "listener"
    assert mina.get("/api/me/tokens").status_code == 403
    link = owner.post(f"/api/accounts/{me}/reset").json()["link"]
    assert mina.get("/api/me").status_code == 401
    assert stranger.get(f"/login?link={link}", follow_redirects=False).status_code == 303
    assert stranger.get("/api/me").json()["name"] == "mina"


def test_the_studio_keeps_an_owner(owner):
    me = owner.get("/api/me").json()["id"]
    refused = owner.put(f"/api/accounts/{me}/role", json={"role": "maker"})
    assert refused.status_code == 400
    assert "owner" in refused.json()["error"]


def test_the_owner_reads_who_did_what(owner, mina):
    mina.post("/api/books", json={"topic": "x", "hero": "dragon"})
    mina.post("/api/me/leave")
    actions = [(entry["action"], entry["status"]) for entry in owner.get("/api/audit?limit=2").json()]
    assert actions == [("POST /api/me/leave", 200), ("POST /api/books", 422)]
    last = owner.get("/api/audit?limit=1").json()[0]["number"]
    assert [entry["action"] for entry in owner.get(f"/api/audit?before={last}").json()] == ["POST /api/books"]
