"""Weights of the Hugging Face hub and of its cache on this machine. Begin with `find_in_hub_cache`, `fetch_from_hub`.

HF_HOME, HF_HUB_CACHE, HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE are honored by huggingface_hub itself.
"""

import re
import threading
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, NoReturn

from huggingface_hub import HfApi, constants, hf_hub_download, snapshot_download, try_to_load_from_cache
from huggingface_hub.errors import GatedRepoError, HTTPError, LocalEntryNotFoundError, RepositoryNotFoundError
from huggingface_hub.hf_api import ModelInfo, RepoSibling
from huggingface_hub.utils import tqdm

from soridam.core.errors import WeightsError
from soridam.core.files import sha256_of
from soridam.core.folders import explaining_refusals
from soridam.core.messages import Message
from soridam.core.progress import Progress, ShowProgress, SilentProgress
from soridam.core.weights.entry import CatalogFamily, Form
from soridam.core.weights.pictures import IP_ADAPTERS, LORA_FILE, PIPELINE_INDEX, components_of
from soridam.core.weights.trust import trusted
from soridam.core.weights.weight_files import HOW_TO_RESAVE, PICKLES

ANSWER_WITHIN = 5.0  # seconds for one request
DECIDE_WITHIN = 8.0  # seconds for everything until we know whether there is a hub; resolvers can hang for longer
CONFIGS = (
    "config.json",
    "generation_config.json",
    "preprocessor_config.json",
    "processor_config.json",
    "scheduler_config.json",
    "tokenizer.json",
    "tokenizer.model",
    "tokenizer_config.json",
    "spiece.model",
    "special_tokens_map.json",
    "added_tokens.json",
    "chat_template.jinja",
    "vocab.json",
    "merges.txt",
    "normalizer.json",
)
OF_CTRANSLATE2 = (
    "config.json",
    "model.bin",
    "preprocessor_config.json",
    "tokenizer.json",
    "vocabulary.json",
    "vocabulary.txt",
)
WEIGHTS = re.compile(r"(diffusion_pytorch_)?model(-\d+-of-\d+)?\.safetensors(\.index\.json)?")
# What is in the hub's cache of every model of a form; a LoRA may have any name.
MARKERS: dict[Form, str] = {
    "transformers": "config.json",
    "ctranslate2": "config.json",
    "component": "config.json",
    "diffusers": PIPELINE_INDEX,
    **{form: "/".join(place) for form, place in IP_ADAPTERS.items()},
}


class HubUnavailableError(WeightsError):
    """The hub cannot be reached or does not give this model; another source may have it."""


def is_offline() -> bool:
    """Return whether the user has forbidden the network with HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE."""
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


def find_in_hub_cache(hub_id: str, form: Form, family: CatalogFamily | None = None) -> Path | None:
    """Return the snapshot of this model in the hub's cache, if it is whole and can be trusted. Opens no socket."""
    repository, _, file = hub_id.partition(":")
    folder = _cached_snapshot(repository, form)
    if folder is None or not (folder / file).exists():
        return None
    try:
        return trusted(folder, form, family)
    except WeightsError:  # interrupted, or in another form: the hub is asked for the rest
        return None


def _cached_snapshot(hub_id: str, form: Form) -> Path | None:
    if form in MARKERS:
        found = try_to_load_from_cache(hub_id, MARKERS[form])
        return _root(Path(found), MARKERS[form]) if isinstance(found, str) else None
    try:
        return Path(snapshot_download(hub_id, local_files_only=True))
    except (LocalEntryNotFoundError, OSError):
        return None


def fetch_from_hub(hub_id: str, form: Form, show: ShowProgress, family: CatalogFamily | None = None) -> Path:
    """Download what is needed of a model into the hub's cache; what an interrupted download left is continued.

    Raises HubUnavailableError within seconds if there is no hub or no such model, and WeightsError for pickles, remote
    code and files that do not have the sha256 which the hub names; CacheError if there is no place for them. Of a
    repository with many LoRAs, `owner/name:file.safetensors` is one.
    """
    hub_id, _, wanted = hub_id.partition(":")
    info = _ask(hub_id)
    names = {file.rfilename for file in info.siblings or []}
    if wanted and wanted not in names:
        raise WeightsError(
            "weights.no-model-file",
            "{folder} holds no weights: there is no {name}.",
            hint="Check the name.",
            folder=hub_id,
            name=wanted,
        )
    chosen: AbstractSet[str] = (
        {wanted}
        if wanted
        else choose_files(hub_id, names, form, lambda name: _download(hub_id, name, SilentProgress()))
    )
    files = [file for file in info.siblings or [] if file.rfilename in chosen]
    missing = [file for file in files if not isinstance(try_to_load_from_cache(hub_id, file.rfilename), str)]
    with show(Message("Fetching {name}", name=hub_id), sum(file.size or 0 for file in missing), "B") as progress:
        for file in files:
            path = _download(hub_id, file.rfilename, progress)
            if file in missing:
                _check_hash(path, file)
                _clear_unfinished(path.resolve())
    return trusted(_root(path, file.rfilename), form, family)


def _root(path: Path, name: str) -> Path:
    """Return the snapshot folder that holds a file of this name at `path`."""
    return path.parents[name.count("/")]


def choose_files(hub_id: str, names: AbstractSet[str], form: Form, read: Callable[[str], Path]) -> AbstractSet[str]:
    """Return the files of a repository that a form needs; `read` fetches the one that names the others.

    Raises WeightsError if the repository has not the form, or the weights only as pickles.
    """
    match form:
        case "transformers" | "component":
            return _with_weights(hub_id, names, "")
        case "ctranslate2":
            if "model.bin" not in names:
                raise WeightsError(
                    "weights.hub-no-ctranslate2",
                    "{model} has no CTranslate2 model.",
                    hint="Convert it: soridam export {model}",
                    model=hub_id,
                )
            return names & set(OF_CTRANSLATE2)
        case "diffusers":
            return _of_pipeline(hub_id, names, read)
        case "lora":
            found = sorted(name for name in names if name.endswith(".safetensors") and "/" not in name)
            return names & {LORA_FILE} or set(found[:1]) or _refuse(hub_id, names)
        case "ip-adapter-sd" | "ip-adapter-sdxl":
            inside, weights = IP_ADAPTERS[form]
            if f"{inside}/{weights}" not in names:
                _refuse(hub_id, names)
            return {f"{inside}/{weights}"} | _with_weights(hub_id, names, f"{inside}/image_encoder/")
        case "onnx" | "gguf" | "bpe" | "tokenizer":
            return _refuse(hub_id, names)


def _of_pipeline(hub_id: str, names: AbstractSet[str], read: Callable[[str], Path]) -> AbstractSet[str]:
    if PIPELINE_INDEX not in names:
        _refuse(hub_id, names)
    chosen = {PIPELINE_INDEX}
    for part in components_of(read(PIPELINE_INDEX)):
        has_weights = f"{part}/config.json" in names
        chosen |= _with_weights(hub_id, names, f"{part}/") if has_weights else _configs_in(names, f"{part}/")
    return chosen


def _configs_in(names: AbstractSet[str], folder: str) -> AbstractSet[str]:
    return names & {f"{folder}{name}" for name in CONFIGS}


def _with_weights(hub_id: str, names: AbstractSet[str], folder: str) -> AbstractSet[str]:
    """Configs and weights in a folder of a repository: in one file where there is one, else in its shards."""
    found = {name for name in names if name.startswith(folder) and WEIGHTS.fullmatch(name.removeprefix(folder))}
    whole = {name for name in found if name.endswith("model.safetensors")}
    return _configs_in(names, folder) | (whole or found or _refuse(hub_id, names))


def _refuse(hub_id: str, names: AbstractSet[str]) -> NoReturn:
    pickles = sorted(name for name in names if name.endswith(PICKLES))
    raise WeightsError(
        "weights.no-safetensors",
        "{model} has no safetensors, only {files}.",
        hint=HOW_TO_RESAVE,
        model=hub_id,
        files=", ".join(pickles) or "other files",
    )


def _ask(hub_id: str) -> ModelInfo:
    """Ask the hub about a model. It runs in a thread, since a silent name server has a long timeout of its own."""
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
            "{model} is gated: its owners have to grant access.",
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
