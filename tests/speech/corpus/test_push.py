import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.speech.corpus.hub import Hub, local_hub
from tests.speech.corpus.small_corpus import healthy_rows, row, speechlike, write_corpus

from soridam.core.errors import CorpusError, UsageError
from soridam.speech.corpus.push import plan_push, push_corpus

TOKEN = "local-token"
LEAKED = "hf_" + "aB3" * 12


@pytest.fixture
def hub() -> Iterator[Hub]:
    with local_hub(TOKEN) as running:
        yield running


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return corpus_in(tmp_path)


def corpus_in(place: Path) -> Path:
    folder = write_corpus(place / "corpus", healthy_rows(5))
    (folder / "quarantine.jsonl").write_text("{}\n")
    return folder


@pytest.fixture(scope="module")
def pushed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Hub]]:
    """A corpus, and a hub that had an older version of it before it was pushed."""
    folder = corpus_in(tmp_path_factory.mktemp("pushed"))
    with local_hub(TOKEN) as running:
        running.files["data/train-00009.parquet"] = b"old"
        result = push(folder, running)
        assert result.returncode == 0, result.stderr
        yield folder, running


def push(corpus: Path, hub: Hub, *arguments: str, token: str | None = TOKEN) -> subprocess.CompletedProcess[str]:
    """In a process of its own: huggingface_hub reads its environment when it is imported."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    environment |= {"HF_ENDPOINT": hub.address, "HF_HUB_DISABLE_XET": "1", "HF_HOME": str(corpus.parent / "home")}
    if token:
        environment["HF_TOKEN"] = token
    script = "import sys; from soridam.cli.main import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "corpus", "push", str(corpus), "me/corpus", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_card_and_shards_arrive_byte_for_byte_and_those_of_an_earlier_version_go(pushed: tuple[Path, Hub]) -> None:
    corpus, hub = pushed
    assert hub.files == {
        name: (corpus / name).read_bytes() for name in ("README.md", "corpus.json", "data/train-00000.parquet")
    }


def test_a_corpus_is_private_unless_it_is_said_to_be_public(pushed: tuple[Path, Hub]) -> None:
    _, hub = pushed
    assert hub.repos["corpus"]["visibility"] == "private"


def test_public_is_public(corpus: Path, hub: Hub) -> None:
    push(corpus, hub, "--public")
    assert hub.repos["corpus"]["visibility"] == "public"


def test_a_dry_run_shows_all_of_it_and_opens_no_connection(corpus: Path, hub: Hub) -> None:
    shown = push(corpus, hub, "--dry-run", token=None).stdout
    expected = ["me/corpus (private), 3 files", "data/train-00000.parquet", "here: quarantine.jsonl", "task_categories"]
    assert hub.requests == 0 and all(words in shown for words in expected)


def test_a_dry_run_as_json_lists_the_findings(tmp_path: Path, hub: Hub) -> None:
    folder = write_corpus(tmp_path / "corpus", [row(0, speechlike(1), f"my token is {LEAKED}")])
    plan = json.loads(push(folder, hub, "--dry-run", "--json").stdout)
    assert {(secret["kind"], secret["place"]) for secret in plan["secrets"]} == {
        ("hugging-face-token", f"data/train-00000.parquet row 0 {column}")
        for column in ("text", "readings", "transcript")
    }


def test_a_secret_in_a_transcript_stops_everything(tmp_path: Path, hub: Hub) -> None:
    folder = write_corpus(tmp_path / "corpus", [row(0, speechlike(1), f"my token is {LEAKED}")])
    result = push(folder, hub)
    assert (result.returncode, hub.requests) == (1, 0) and LEAKED not in result.stdout + result.stderr


@pytest.mark.parametrize("name", ["README.md", "corpus.json"])
def test_a_secret_in_card_or_facts_is_found(corpus: Path, name: str) -> None:
    with (corpus / name).open("a") as file:
        file.write(f"\n{LEAKED}\n")
    assert [secret.kind for secret in plan_push(corpus, "me/corpus").secrets] == ["hugging-face-token"]


def test_what_is_meant_to_be_there_can_be_allowed_by_kind(tmp_path: Path, hub: Hub) -> None:
    folder = write_corpus(tmp_path / "corpus", [row(0, speechlike(1), "write to kim@example.org")])
    assert [secret.kind for secret in plan_push(folder, "me/corpus").secrets] == ["email"] * 3
    assert push(folder, hub, "--allow", "email").returncode == 0


def test_without_a_token_nothing_is_sent(corpus: Path, hub: Hub) -> None:
    result = push(corpus, hub, token=None)
    assert (result.returncode, hub.requests) == (1, 0) and "export HF_TOKEN" in result.stderr


def test_a_wrong_token_is_said_to_be_wrong(corpus: Path, hub: Hub) -> None:
    result = push(corpus, hub, token="another-token")
    assert result.returncode == 1 and "HF_TOKEN" in result.stderr and "Traceback" not in result.stderr


def test_a_hub_that_cannot_be_reached_is_an_error_with_a_hint(corpus: Path) -> None:
    with pytest.raises(CorpusError, match="upload failed"):
        push_corpus(plan_push(corpus, "me/corpus"), token="x", endpoint="http://127.0.0.1:9")


def test_a_folder_that_is_no_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        plan_push(tmp_path, "me/corpus")


@pytest.mark.parametrize("repo", ["", "a/b/c", "me/"])
def test_a_name_that_is_none_is_refused(corpus: Path, repo: str) -> None:
    with pytest.raises(UsageError):
        plan_push(corpus, repo)
