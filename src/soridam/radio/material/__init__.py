"""A synthetic corpus of radio talk, from a grammar to sound over VHF, equal for equal seeds. Begin with `make`."""
