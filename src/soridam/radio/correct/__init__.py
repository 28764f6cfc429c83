"""Corrections that cannot invent a number: proposers propose, the guard decides. Begin with `guard`."""
