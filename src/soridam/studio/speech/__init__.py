"""Corpora, transcripts, runs and models of the studio's people, behind `api/`. Begin with `places`.

What a route needs is here without torch; what a job does is in `corpus_work`, `draft_work` and `model_work`. Speech for
programs, in a process of its own, is in `service`.
"""
