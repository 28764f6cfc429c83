"""A Whisper that teaches itself at an utterance's own length. Begin with `soridam.speech.shorten`."""
