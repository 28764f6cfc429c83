"""Finds what documents and transcripts say, and quotes it. Begin with `answer` and `search`."""
