"""Corpora: uploads, preparing and splitting, what is shown of them. Begin with `corpora`.

What a route needs is free of torch. What a job does is in a module of its own: `prepare`, `split`, `new_version`,
`sample`.
"""
