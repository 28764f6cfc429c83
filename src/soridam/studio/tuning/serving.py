"""From a model that somebody chose to what transcribes. Begin with `recognizer_for`, or `serving_folder`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from soridam.speech.evaluation.candidates import find_model_folder
from soridam.speech.recognition.engine import MODEL_FILE
from soridam.speech.recognition.recognizer import Recognizer, load_recognizer
from soridam.studio.jobs.context import JobContext

MOST_SECONDS = 4 * 3600.0  # of a recording, in jobs and for programs


@contextmanager
def recognizer_for(context: JobContext, model: str) -> Iterator[Recognizer]:
    """Load a recognizer for a job. A run is exported for it, and the export is removed afterwards."""
    with TemporaryDirectory(dir=context.folder) as folder:
        yield load_recognizer(serving_folder(context.copies.find_weights(model), Path(folder)))


def serving_folder(model: str, out: Path) -> str:
    """Resolve what `load_recognizer` takes: a name of the catalog, an export's folder, or a run exported into `out`."""
    folder = Path(model)
    if not folder.is_absolute() or (folder / MODEL_FILE).is_file():
        return model
    from soridam.speech.export import export_model  # loads torch, which recognizing itself does without

    exported = out / "model"
    if not (exported / MODEL_FILE).is_file():
        # As it was trained. Whether a smaller form is as good takes minutes of scoring: that is what an export is for.
        export_model(str(find_model_folder(model)), exported, precision="float32")
    return str(exported)
