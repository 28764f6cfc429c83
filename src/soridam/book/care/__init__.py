"""How a wish must be treated before any writer is asked: as ordinary, as tender, or as something that a child discloses.

Begin with `listen_closely` in `classify.py`.
"""
