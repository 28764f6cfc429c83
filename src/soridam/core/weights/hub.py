"""Weights of the Hugging Face hub and of its cache on this machine. Begin with `find_in_hub_cache`, `fetch_from_hub`.

HF_HOME, HF_HUB_CACHE, HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE are honored by huggingface_hub itself.
"""

import re
import threading
from pathlib import Path
from typing import Any

from huggingface_hub import HfApi, constants, hf_hub_download, try_to_load_from_cache
from huggingface_hub.errors import GatedRepoError, HTTPError, RepositoryNotFoundError
from huggingface_hub.hf_api import ModelInfo, RepoSibling
from huggingface_hub.utils import tqdm

from soridam.core.errors import WeightsError
from soridam.core.files import sha256_of
from soridam.core.folders import explaining_refusals
from soridam.core.messages import Message
from soridam.core.progress import Progress, ShowProgress
from soridam.core.weights.entry import Form
from soridam.core.weights.trust import HOW_TO_RESAVE, PICKLES, trusted

ANSWER_WITHIN = 5.0  # seconds for one request
DECIDE_WITHIN = 8.0  # seconds for everything until we know whether there is a hub; resolvers can hang for longer
WANTED: dict[Form, tuple[str, ...]] = {
    "transformers": (
        "config.json",
        "generation_config.json",
        "preprocessor_config.json",
        "processor_config.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "special_tokens_map.json",
        "added_tokens.json",
        "vocab.json",
        "merges.txt",
        "normalizer.json",
    ),
    "ctranslate2": (
        "config.json",
        "model.bin",
        "preprocessor_config.json",
        "tokenizer.json",
        "vocabulary.json",
        "vocabulary.txt",
    ),
}
SHARD = re.compile(r"model-\d+-of-\d+\.safetensors|model\.safetensors\.index\.json")


class HubUnavailableError(WeightsError):
    """The hub cannot be reached or does not give this model; another source may have it."""


def is_offline() -> bool:
    """Whether the user has forbidden the network with HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE."""
    return bool(constants.HF_HUB_OFFLINE)


def hub_address() -> str:
    return str(constants.ENDPOINT)


def can_reach_hub() -> bool:
    """Ask the hub for a small thing; False within seconds if it does not answer."""
    try:
        _ask("openai/whisper-tiny")
    except HubUnavailableError:
        return False
    return True


def find_in_hub_cache(hub_id: str, form: Form) -> Path | None:
    """The snapshot of this model in the hub's cache, if it is whole and can be trusted. Opens no socket."""
    config = try_to_load_from_cache(hub_id, "config.json")
    if not isinstance(config, str):
        return None
    try:
        return trusted(Path(config).parent, form)
    except WeightsError:  # interrupted, or in the other form: the hub is asked for the rest
        return None


def fetch_from_hub(hub_id: str, form: Form, show: ShowProgress) -> Path:
    """Download what is needed of a model into the hub's cache; what an interrupted download left is continued.

    Raises HubUnavailableError within seconds if there is no hub or no such model, and WeightsError for pickles, remote
    code and files that do not have the sha256 which the hub names; CacheError if there is no place for them.
    """
    info = _ask(hub_id)
    files = [file for file in info.siblings or [] if file.rfilename in choose_files(hub_id, info, form)]
    missing = [file for file in files if not isinstance(try_to_load_from_cache(hub_id, file.rfilename), str)]
    with show(Message("Fetching {name}", name=hub_id), sum(file.size or 0 for file in missing), "B") as progress:
        for file in files:
            path = _download(hub_id, file.rfilename, progress)
            if file in missing:
                _check_hash(path, file)
                _clear_unfinished(path.resolve())
    return trusted(path.parent, form)


def choose_files(hub_id: str, info: ModelInfo, form: Form) -> set[str]:
    """The files of a repository that we want. Raises WeightsError if it has the weights only as pickles."""
    names = {file.rfilename for file in info.siblings or []}
    wanted = names & set(WANTED[form])
    if form == "ctranslate2":
        if "model.bin" not in names:
            raise WeightsError(
                "weights.hub-no-ctranslate2",
                "{model} has no CTranslate2 model.",
                hint="Convert it: soridam export {model}",
                model=hub_id,
            )
        return wanted
    weights = names & {"model.safetensors"} or {name for name in names if SHARD.fullmatch(name)}
    if not weights:
        pickles = sorted(name for name in names if name.endswith(PICKLES))
        raise WeightsError(
            "weights.no-safetensors",
            "{model} has no safetensors, only {files}.",
            hint=HOW_TO_RESAVE,
            model=hub_id,
            files=", ".join(pickles) or "other files",
        )
    return wanted | weights


def _ask(hub_id: str) -> ModelInfo:
    """What the hub knows of a model. In a thread, since a name server that is silent has its own, long patience."""
    answers: list[ModelInfo | Exception] = []

    def ask() -> None:
        try:
            answers.append(HfApi().model_info(hub_id, timeout=ANSWER_WITHIN, files_metadata=True))
        except Exception as error:
            answers.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(DECIDE_WITHIN)
    answer = answers[0] if answers else TimeoutError(f"no answer within {DECIDE_WITHIN:.0f} s")
    if isinstance(answer, Exception):
        raise _unavailable(hub_id, answer) from answer
    return answer


def _download(hub_id: str, name: str, progress: Progress) -> Path:
    try:
        with explaining_refusals(Path(constants.HF_HUB_CACHE), "HF_HUB_CACHE"):
            return Path(hf_hub_download(hub_id, name, etag_timeout=ANSWER_WITHIN, tqdm_class=_bar_for(progress)))
    except (HTTPError, OSError) as error:  # of whichever HTTP library lies under huggingface_hub
        raise _unavailable(hub_id, error) from error


def _check_hash(path: Path, file: RepoSibling) -> None:
    if file.lfs is None:
        return
    found = sha256_of(path)
    if found != file.lfs.sha256:
        path.resolve().unlink()
        path.unlink(missing_ok=True)
        raise WeightsError(
            "weights.hub-hash",
            "{file} has the sha256 {found} where the hub names {named}.",
            hint="The damaged file is removed. Run the same command again.",
            file=path.name,
            found=found,
            named=file.lfs.sha256,
        )


def _clear_unfinished(blob: Path) -> None:
    """Remove what killed downloads of this file left: huggingface_hub gives each attempt a name of its own."""
    for path in blob.parent.glob(f"{blob.name}*.incomplete"):
        path.unlink(missing_ok=True)


def _unavailable(hub_id: str, error: BaseException) -> HubUnavailableError:
    if isinstance(error, GatedRepoError):
        return HubUnavailableError(
            "weights.gated",
            "{model} is given only to those who asked for it.",
            hint="Ask on its page, then set HF_TOKEN.",
            model=hub_id,
        )
    if isinstance(error, RepositoryNotFoundError):
        return HubUnavailableError(
            "weights.not-on-hub",
            "There is no folder {name}, and the hub shows no such model.",
            hint="Check the name; a private model needs HF_TOKEN.",
            name=hub_id,
        )
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return HubUnavailableError(
        "weights.hub-failed",
        "The hub {hub} did not give {what}: {reason}",
        hint="Check the connection, set HF_ENDPOINT to a mirror, or give a folder with the weights.",
        hub=constants.ENDPOINT,
        what=hub_id,
        reason=reason,
    )


def _bar_for(progress: Progress) -> Any:
    class Bar(tqdm):
        """Passes what hf_hub_download counts on to our progress; draws nothing."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **{**options, "disable": True})
            progress.advance(options.get("initial") or 0)

        def update(self, n: float | None = 1) -> bool | None:
            progress.advance(n or 0)
            return None

    return Bar
