"""Recordings in, corpora out. Begin with `utterance`, then `prepare`."""
