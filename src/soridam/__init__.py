"""Soridam teaches open speech models a world of your own, measures what they learned, and puts them to work."""

__version__ = "0.1.0"
