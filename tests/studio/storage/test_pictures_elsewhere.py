"""Pictures where server and worker share a database and a store, and no folder."""

import pytest
from tests.image.data.small_pictures import draw_picture
from tests.studio.s3 import KEYS, s3_server
from tests.studio.speech_work import do_next, open_studio, send

from soridam.image.data.readers import read_pictures
from soridam.studio.parts import build_parts
from soridam.studio.people.accounts import User
from soridam.studio.records import stored
from soridam.studio.storage.store import open_storage


@pytest.fixture
def machines(tmp_path):
    """Mina's page, the server's parts, and a worker's."""
    with pytest.MonkeyPatch.context() as patch, s3_server() as address:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        for name in ("server", "worker"):
            (tmp_path / name).mkdir()
        with open_studio(tmp_path / "server", storage=address) as studio:
            worker = build_parts(studio.parts.settings.model_copy(update={"folder": str(tmp_path / "worker")}))
            yield studio.people["mina"], studio.parts, worker
            worker.close()


def test_pictures_that_a_worker_has_read_are_captioned_on_the_server_and_their_uploads_are_gone(machines, tmp_path):
    page, server, worker = machines
    corpus = page.post("/api/corpora", json={"name": "Heroes", "family": "image"}).json()["id"]
    place = f"/api/corpora/{corpus}"
    for number in range(2):
        path = draw_picture(tmp_path / f"{number}.png", seed=number)
        send(page, place, path.name, path.read_bytes())
    page.post(f"{place}/prepare", json={})
    assert do_next(worker)["state"] == "done"
    first, second = page.get(f"{place}/pictures").json()["pictures"]
    for each in (first, second):
        assert page.get(f"{place}/pictures/{each['id']}/thumbnail").status_code == 200
    page.patch(f"{place}/pictures/{first['id']}", json={"version": 1, "caption": "tokti"})
    assert page.delete(f"{place}/pictures/{second['id']}").status_code == 200
    own = server.corpora.own(User(**page.get("/api/me").json()), corpus)
    server.corpora.pictures(own).write_captions()
    seen = worker.copies.refresh("corpora", corpus)
    assert [one.caption for one in read_pictures(seen / "ready" / "corpus").found] == ["tokti"]
    with server.engine.connect() as connection:
        (version,) = connection.execute(stored.select().where(stored.c.place == corpus)).mappings().all()
    files = open_storage(server.settings.storage).read_version(f"corpora/{corpus}", version["version"])
    assert not any(name.startswith("files/") or second["id"] in name for name in files)
    assert any(first["id"] in name for name in files)
