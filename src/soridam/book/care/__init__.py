"""How a wish must be treated before any writer is asked: as ordinary, as tender, or as a disclosure.

Begin with `listen_closely` in `classify.py`.
"""
