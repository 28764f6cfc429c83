"""From a model's name to a folder of weights that may be trusted: `find_weights("base")`. Begin with `resolve`."""

from soridam.core.weights.resolve import find_local, find_weights

__all__ = ["find_local", "find_weights"]
