"""Forms in which other programs read a language model: GGUF for llama.cpp, and CTranslate2's folder."""
