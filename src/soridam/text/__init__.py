"""Texts made comparable, numbers in words and digits, error rates: without torch. Begin with `normalizer`."""
