"""From a model that somebody chose to the folder that transcribes. Begin with `serving_folder`."""

from pathlib import Path


def serving_folder(model: str, room: Path) -> str:
    """What `load_recognizer` takes: a name of the catalog, the folder of an export, or a run, exported into `room`."""
    from soridam.speech.recognition.engine import MODEL_FILE

    folder = Path(model)
    if not folder.is_absolute() or (folder / MODEL_FILE).is_file():
        return model
    from soridam.speech.evaluation.candidates import find_model_folder
    from soridam.speech.export import export_model

    exported = room / "model"
    if not (exported / MODEL_FILE).is_file():
        # As it was trained. Whether a smaller form is as good takes minutes of scoring: that is what an export is for.
        export_model(str(find_model_folder(model)), exported, precision="float32")
    return str(exported)
