"""Transcripts: those of a corpus that people correct, and those of recordings sent for transcription.

Begin with `transcripts` and `results`.
"""
