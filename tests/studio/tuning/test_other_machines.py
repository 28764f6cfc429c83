"""A server and two workers that share a database and a store, and no folder: a model's whole life among them."""

from pathlib import Path

import pytest
from sqlalchemy import select
from tests.acceptance.prompts import build_talkative_whisper
from tests.studio.api.test_runs import VALUES, WhenThere
from tests.studio.s3 import KEYS, s3_server
from tests.studio.speech_work import do_next, open_studio, send, send_tones, spoken

from soridam.core.weights.store import store
from soridam.settings import StudioSettings
from soridam.studio.parts import build_parts
from soridam.studio.records import stored
from soridam.studio.storage.deletions import sweep_folders
from soridam.studio.storage.store import open_storage


class Machines:
    """The server's page as Mina has it, and workers by name; each has a folder of its own, at a place of its own."""

    def __init__(self, studio, folder: Path, settings: StudioSettings) -> None:
        self.page, self.server = studio.people["mina"], studio.parts
        self.storage = open_storage(settings.storage)
        self._folder, self._settings = folder, settings
        self._workers: dict = {}

    def folder(self, name: str) -> Path:
        return self._folder / name

    def work(self, name: str, stopping=None) -> dict:
        """The next job, done on this machine."""
        if name not in self._workers:
            self.folder(name).mkdir()
            self._workers[name] = build_parts(self._settings.model_copy(update={"folder": str(self.folder(name))}))
        return do_next(self._workers[name], stopping)

    def done(self, name: str) -> dict:
        row = self.work(name)
        assert row["state"] == "done", (row["error"], row["hint"])
        return row

    def close(self) -> None:
        for parts in self._workers.values():
            parts.close()


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    folder = tmp_path_factory.mktemp("machines")
    with pytest.MonkeyPatch.context() as patch, s3_server() as address:
        for name, value in {**KEYS, "SORIDAM_HOME": str(folder / "home")}.items():
            patch.setenv(name, value)
        store("tiny", "transformers", {}, lambda target, _: build_talkative_whisper().save(target))
        (folder / "server").mkdir()
        with open_studio(folder / "server", storage=address) as studio:
            built = Machines(studio, folder, studio.parts.settings)
            yield built
            built.close()


def upload_tones(page) -> str:
    corpus = page.post("/api/corpora", json={"name": "Tones", "language": "en"}).json()["id"]
    send_tones(page, f"/api/corpora/{corpus}")
    return corpus


@pytest.fixture(scope="module")
def corpus(machines) -> str:
    """Uploaded to the server, prepared by one worker, split by the other."""
    page = machines.page
    whole = upload_tones(page)
    page.post(f"/api/corpora/{whole}/prepare", json={})
    machines.done("one")
    made = page.post(f"/api/corpora/{whole}/split", json={"by": "text", "ratio": "5:1"}).json()["id"]
    machines.done("two")
    return made


@pytest.fixture(scope="module")
def run(machines, corpus) -> dict:
    """Begun on one worker, which stopped; gone on with on the other."""
    asked = {"name": "First", "corpus": corpus, "recipe": "tiny", "values": VALUES}
    begun = machines.page.post("/api/runs", json=asked).json()
    checkpoint = machines.folder("one") / "runs" / begun["id"] / "run" / "checkpoints" / "checkpoint-2"
    assert machines.work("one", WhenThere(checkpoint))["state"] == "paused"
    machines.page.post(f"/api/jobs/{begun['job']}/resume")
    machines.done("two")
    return begun


def test_what_a_worker_prepared_is_looked_at_and_heard_on_the_server(machines, corpus):
    page = machines.page
    shown = page.get(f"/api/corpora/{corpus}").json()
    assert (shown["state"], shown["utterances"]) == ("ready", 24)
    assert {row["id"]: row["state"] for row in page.get("/api/corpora").json()}[corpus] == "ready"
    rows = page.get(f"/api/corpora/{corpus}/utterances").json()["utterances"]
    sound = page.get(f"/api/corpora/{corpus}/utterances/{rows[0]['split']}/{rows[0]['row']}/audio")
    assert sound.status_code == 200 and sound.content.startswith(b"fLaC")


def test_a_training_that_stopped_on_one_machine_goes_on_from_its_checkpoint_on_another(machines, run):
    page = machines.page
    shown = page.get(f"/api/runs/{run['id']}").json()
    assert (shown["state"], shown["step"], shown["has_model"]) == ("done", 6, True)
    curve = page.get(f"/api/runs/{run['id']}/curve").json()["curves"]
    assert [step for step, _ in curve["loss"]] == [1, 2, 3, 4, 5, 6]
    assert [step for step, _ in curve["wer"]] == [0, 2, 4, 6]


def test_checkpoints_come_neither_to_the_server_nor_into_the_store_of_a_run_that_is_done(machines, run):
    machines.page.get(f"/api/runs/{run['id']}/samples")
    assert (machines.folder("server") / "runs" / run["id"] / "run" / "model").is_dir()
    assert not (machines.folder("server") / "runs" / run["id"] / "run" / "checkpoints").exists()
    with machines.server.engine.connect() as connection:
        version = connection.execute(select(stored.c.version).where(stored.c.place == run["id"])).scalar_one()
    files = machines.storage.read_version(f"runs/{run['id']}", version)
    assert "run/run.json" in files and not any("checkpoints" in path for path in files)


def test_a_model_is_exported_where_it_was_not_trained_and_compared_on_rows_it_did_not_learn(machines, run):
    page = machines.page
    made = page.post(f"/api/runs/{run['id']}/export", json={"precision": "float32"}).json()
    machines.done("one")
    shown = page.get(f"/api/exports/{made['id']}").json()
    assert shown["original"] is not None and shown["exported"] is not None
    assert page.get(f"/api/exports/{made['id']}/download").content.startswith(b"PK")


def test_a_tuned_model_is_tried_and_measured_by_machines_that_did_not_train_it(machines, run, corpus):
    page = machines.page
    heard = page.post("/api/models/try", params={"model": run["id"], "language": "en"}, content=spoken("auth-thankyou"))
    assert heard.status_code == 200, heard.text
    assert [row["model"] for row in heard.json()["transcripts"]] == [run["id"], "tiny"]
    made = page.post("/api/evaluations", json={"models": ["tiny", run["id"]], "corpus": corpus, "split": "test"}).json()
    machines.done("one")
    assert len(page.get(f"/api/evaluations/{made['id']}").json()["scores"]) >= 2
    assert "<html" in page.get(f"/api/evaluations/{made['id']}/report").text


def test_a_batch_that_was_sent_to_the_server_is_transcribed_elsewhere_and_read_on_the_server(machines, run):
    page = machines.page
    batch = page.post("/api/transcriptions", json={"name": "Calls", "model": run["id"], "language": "en"}).json()["id"]
    send(page, f"/api/transcriptions/{batch}", "call.flac", spoken("auth-thankyou"))
    page.post(f"/api/transcriptions/{batch}/start")
    machines.done("two")
    assert [row["name"] for row in page.get(f"/api/transcriptions/{batch}/results").json()] == ["call.flac"]


def test_a_draft_is_corrected_on_the_server_and_made_a_corpus_on_another_machine(machines, run):
    page = machines.page
    corpus = upload_tones(page)
    page.post(f"/api/corpora/{corpus}/draft", json={"model": run["id"], "language": "en"})
    machines.done("one")
    segment = page.get(f"/api/corpora/{corpus}/segments").json()["segments"][0]
    changed = {"version": segment["version"], "text": "do re mi", "status": "accepted"}
    assert page.patch(f"/api/corpora/{corpus}/segments/{segment['id']}", json=changed).status_code == 200
    made = page.post(f"/api/corpora/{corpus}/versions", json={"name": "Mended", "only_accepted": True}).json()
    machines.done("two")
    assert page.get(f"/api/corpora/{made['id']}").json()["utterances"] == 1


def test_why_a_preparation_failed_elsewhere_is_shown_on_the_server(machines):
    page = machines.page
    corpus = page.post("/api/corpora", json={"name": "Broken", "language": "en"}).json()["id"]
    send(page, f"/api/corpora/{corpus}", "one.flac", b"no sound at all")
    send(page, f"/api/corpora/{corpus}", "metadata.csv", b"file_name,text\none.flac,do\n")
    page.post(f"/api/corpora/{corpus}/prepare", json={})
    assert machines.work("one")["state"] == "failed"
    assert page.get(f"/api/corpora/{corpus}/quarantine").json()["total"] == 1


def test_an_upload_that_comes_after_a_preparation_is_kept_and_prepared_with_the_rest(machines):
    page = machines.page
    corpus = upload_tones(page)
    page.post(f"/api/corpora/{corpus}/prepare", json={})
    machines.done("one")
    send(page, f"/api/corpora/{corpus}", "tones/more.flac", spoken("auth-thankyou"))
    send(page, f"/api/corpora/{corpus}", "tones/more.txt", b"a prompt")
    assert page.get(f"/api/corpora/{corpus}").json()["utterances"] == 24
    assert (machines.folder("server") / "corpora" / corpus / "files" / "tones" / "more.flac").is_file()
    page.post(f"/api/corpora/{corpus}/prepare", json={})
    machines.done("two")
    assert (machines.folder("two") / "corpora" / corpus / "files" / "tones" / "more.flac").is_file()


def test_an_upload_that_is_mended_or_removed_after_a_preparation_is_what_the_next_one_sees(machines):
    page = machines.page
    corpus = upload_tones(page)
    page.post(f"/api/corpora/{corpus}/prepare", json={})
    machines.done("one")
    table = (
        (machines.folder("server") / "corpora" / corpus / "files" / "tones" / "metadata.csv").read_text().splitlines()
    )
    send(page, f"/api/corpora/{corpus}", "tones/metadata.csv", "\n".join(table[:11]).encode())
    page.delete(f"/api/corpora/{corpus}/files", params={"name": "tones/23.flac"})
    page.post(f"/api/corpora/{corpus}/prepare", json={})
    machines.done("two")
    assert page.get(f"/api/corpora/{corpus}").json()["utterances"] == 10
    assert not (machines.folder("two") / "corpora" / corpus / "files" / "tones" / "23.flac").exists()


def test_a_corpus_that_is_deleted_is_nowhere_any_more(machines):
    page = machines.page
    corpus = upload_tones(page)
    page.post(f"/api/corpora/{corpus}/prepare", json={})
    machines.done("one")
    assert machines.storage.versions(f"corpora/{corpus}")
    assert page.delete(f"/api/corpora/{corpus}").status_code == 200
    machines.server.deletion.sweep()
    sweep_folders(machines.server.engine, machines.folder("one"))
    assert not machines.storage.versions(f"corpora/{corpus}")
    assert not any((machines.folder(name) / "corpora" / corpus).exists() for name in ("server", "one"))
