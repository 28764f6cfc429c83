"""The life of a speech model: corpus, recipe, run, report, transcription. Begin with `recipe`."""
