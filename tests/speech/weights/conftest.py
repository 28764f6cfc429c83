from tests.core.weights.conftest import tiny_ctranslate2, tiny_folder

__all__ = ["tiny_ctranslate2", "tiny_folder"]
