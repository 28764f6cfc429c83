"""One corpus, one file. Each `iter_utterances` yields what it found, and what it could not use with the reason."""
