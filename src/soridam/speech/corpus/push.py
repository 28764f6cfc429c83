"""Publish a prepared corpus on a Hugging Face hub, after a scan for secrets. Begin with `plan_push`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from soridam.core.errors import CorpusError, UsageError
from soridam.speech.corpus.parquet import open_parquet
from soridam.speech.corpus.secrets import Secret, scan_texts
from soridam.speech.corpus.shards import FACTS, split_names

PUBLISHED = ("README.md", "corpus.json", "leaks.json", "data/*.parquet")
TEXT_COLUMNS = [name for name in FACTS if name != "duration"]


@dataclass(frozen=True)
class PushPlan:
    """The files to publish, those that stay here, and the scan's findings. `files` gives sizes in bytes."""

    folder: Path
    repo: str
    private: bool
    files: dict[str, int]
    left_out: list[str]
    card: str
    secrets: list[Secret]

    @property
    def total_bytes(self) -> int:
        return sum(self.files.values())


def plan_push(folder: Path, repo: str, *, private: bool = True) -> PushPlan:
    """Scan everything that would leave this machine; send nothing. Raises CorpusError if it is not a corpus."""
    split_names(folder)
    if repo.count("/") > 1 or not all(repo.split("/")):
        raise UsageError(
            "hub.bad-name", "'{name}' is not a name on the hub.", hint="Write NAME or OWNER/NAME.", name=repo
        )
    if not (folder / "README.md").is_file():
        raise CorpusError(
            "push.no-card",
            "{folder} has no dataset card.",
            hint="Prepare it with: soridam corpus prepare",
            folder=folder,
        )
    files = sorted(path for pattern in PUBLISHED for path in folder.glob(pattern))
    others = sorted(path for path in folder.rglob("*") if path.is_file() and path not in set(files))
    return PushPlan(
        folder=folder,
        repo=repo,
        private=private,
        files={path.relative_to(folder).as_posix(): path.stat().st_size for path in files},
        left_out=[path.relative_to(folder).as_posix() for path in others],
        card=(folder / "README.md").read_text(encoding="utf-8"),
        secrets=list(scan_texts(_iter_texts(folder, files))),
    )


def _iter_texts(folder: Path, files: list[Path]) -> Iterator[tuple[str, str]]:
    """Every text that would be published, with its place."""
    for path in files:
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".parquet":
            yield from _iter_cells(path, name)
        else:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield line, f"{name} line {number}"


def _iter_cells(path: Path, name: str) -> Iterator[tuple[str, str]]:
    start = 0
    for batch in open_parquet(path).iter_batches(columns=[*TEXT_COLUMNS, "audio.path"]):
        for index, row in enumerate(batch.to_pylist()):
            for column, value in row.items():
                yield _as_text(value), f"{name} row {start + index} {column}"
        start += len(batch)


def _as_text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("path")
    return "\n".join(value) if isinstance(value, list) else str(value or "")


def push_corpus(
    plan: PushPlan, *, token: str | None, allow: frozenset[str] = frozenset(), endpoint: str | None = None
) -> str:
    """Create the repository if needed and commit the files. Returns its address.

    Refuses (CorpusError) while the scan has findings of kinds not in `allow`. `endpoint` overrides HF_ENDPOINT.
    """
    refused = [secret for secret in plan.secrets if secret.kind not in allow]
    if refused:
        kinds = ", ".join(sorted({secret.kind for secret in refused}))
        raise CorpusError(
            "push.suspicious",
            "{count} suspicious places ({kinds}), the first in {place}: nothing was sent.",
            hint="See them with --dry-run and remove them; allow what is meant to be there with --allow KIND.",
            count=len(refused),
            kinds=kinds,
            place=refused[0].place,
        )
    if not token:
        raise CorpusError(
            "push.no-token",
            "The environment has no HF_TOKEN.",
            hint="Run: export HF_TOKEN=hf_… (a token that may write)",
        )
    return _upload(plan, token, endpoint)


def _upload(plan: PushPlan, token: str, endpoint: str | None) -> str:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    hub = HfApi(endpoint=endpoint, token=token)
    try:
        repo = hub.create_repo(plan.repo, repo_type="dataset", private=plan.private, exist_ok=True)
        hub.upload_folder(
            repo_id=repo.repo_id,
            repo_type="dataset",
            folder_path=plan.folder,
            allow_patterns=list(plan.files),
            delete_patterns=["data/*.parquet"],  # shards of an earlier, longer version
            commit_message="Publish the corpus",
        )
    except OfflineModeIsEnabled:
        raise CorpusError(
            "push.offline", "HF_HUB_OFFLINE forbids every connection.", hint="Run: unset HF_HUB_OFFLINE"
        ) from None
    except HfHubHTTPError as error:
        raise CorpusError(
            "push.refused",
            "The hub refused: {status} {reason}",
            hint="Check that HF_TOKEN may write to that repository.",
            status=error.response.status_code,
            reason=error.server_message or error,
        ) from None
    except Exception as error:  # the exceptions of its HTTP library changed with every major version
        raise CorpusError(
            "push.failed",
            "The upload failed: {reason}",
            hint="Check the network and HF_ENDPOINT, and run it again.",
            reason=error,
        ) from error
    return str(repo)
