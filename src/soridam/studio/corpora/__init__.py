"""Corpora: uploads, preparing and splitting, what is shown of them. Begin with `corpora`.

What a route needs is free of torch; what a job does is in modules of its own (`corpus_work`, `sample_work`).
"""
