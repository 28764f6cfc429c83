"""Contents of a used studio: a book, corpora, a tuned model. Begin with `make_book`."""

import csv
import io
import json

import httpx
from tests.studio.speech_work import SPEECH, send, send_tones

PAIRS = [{"prompt": f"Say {number}", "completion": "ahoy!"} for number in range(30)]
A_FEW_STEPS = {"optimizer.steps": 6, "optimizer.learning_rate": 1e-2, "batches.tokens": 256, "validation.every": 3}
A_JOB = 240.0  # s in which a tiny model learns a few steps, on a busy machine too
FEW = {"optimizer.steps": 6, "validation.every": 3, "batches.seconds": 20}


def wait_for(client: httpx.Client, job: str) -> dict:
    """The job when it is done."""
    with client.stream("GET", f"/api/jobs/{job}/events", timeout=A_JOB) as events:
        assert "event: end" in "".join(events.iter_text())
    done = client.get(f"/api/jobs/{job}").json()
    assert done["state"] == "done", done
    return done


def make_book(client: httpx.Client, topic: str = "a kite", hero: str = "bear", language: str = "en") -> dict:
    made = client.post("/api/books", json={"topic": topic, "hero": hero, "language": language}).json()
    wait_for(client, made["job"])
    return client.get(f"/api/books/{made['id']}").json()


def prompts() -> dict[str, bytes]:
    """Six recordings with a table of what is said, and a file that is no sound."""
    with (SPEECH / "transcripts.tsv").open(encoding="utf-8", newline="") as said:
        rows = list(csv.DictReader(said, delimiter="\t"))
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["file_name", "text"])
    writer.writerows([row["file"], row["text"]] for row in rows)
    writer.writerow(["broken.wav", "nobody hears this"])
    sounds = {path.name: path.read_bytes() for path in sorted(SPEECH.glob("*.flac"))}
    return {"metadata.csv": table.getvalue().encode(), "broken.wav": b"no sound at all" * 40, **sounds}


def prepare(client: httpx.Client, name: str, files: dict[str, bytes]) -> str:
    """The id of a new corpus that is ready."""
    made = client.post("/api/corpora", json={"name": name, "language": "en"}).json()
    for file, data in files.items():
        send(client, f"/api/corpora/{made['id']}", file, data)
    wait_for(client, client.post(f"/api/corpora/{made['id']}/prepare", json={"language": "en"}).json()["job"])
    return str(made["id"])


def hear(client: httpx.Client, corpus: str) -> None:
    """Let the recognizer write a draft, one segment for each utterance."""
    wait_for(client, client.post(f"/api/corpora/{corpus}/draft", json={"language": "en"}).json()["job"])


def split_tones(client: httpx.Client) -> dict:
    """Tones with a table that says which, split for learning and checking."""
    made = client.post("/api/corpora", json={"name": "Tones", "language": "en"}).json()
    send_tones(client, f"/api/corpora/{made['id']}")
    wait_for(client, client.post(f"/api/corpora/{made['id']}/prepare", json={}).json()["job"])
    asked = {"name": "Tones, split", "by": "row", "ratio": "4:1:1"}
    split = client.post(f"/api/corpora/{made['id']}/split", json=asked).json()
    wait_for(client, split["job"])
    return client.get(f"/api/corpora/{split['id']}").json()


def begin_run(client: httpx.Client, corpus: str, name: str, values: dict) -> dict:
    """A training of the tiny Whisper that stands in place of `base`."""
    form = {"name": name, "corpus": corpus, "recipe": "base", "values": values}
    started = client.post("/api/runs", json=form)
    assert started.status_code == 202, started.text
    return started.json()


def train(client: httpx.Client, corpus: str, name: str, rate: float) -> dict:
    """A finished run of a few steps."""
    run = begin_run(client, corpus, name, {**FEW, "optimizer.learning_rate": rate})
    wait_for(client, run["job"])
    return client.get(f"/api/runs/{run['id']}").json()


def prepare_pairs(client: httpx.Client, name: str = "Sailors") -> str:
    """The id of a corpus of text that is ready: questions that all have the same answer."""
    made = client.post("/api/corpora", json={"name": name, "family": "language"}).json()
    send(client, f"/api/corpora/{made['id']}", "pairs.jsonl", "\n".join(map(json.dumps, PAIRS)).encode())
    wait_for(client, client.post(f"/api/corpora/{made['id']}/prepare", json={}).json()["job"])
    return str(made["id"])


def train_language(client: httpx.Client, corpus: str, name: str = "Sailor") -> str:
    """The id of a finished run of the tiny Llama that stands in place of `smollm2-135m`."""
    form = {"name": name, "corpus": corpus, "recipe": "smollm2-135m", "values": A_FEW_STEPS}
    begun = client.post("/api/runs", json=form).json()
    wait_for(client, begun["job"])
    return str(begun["id"])
