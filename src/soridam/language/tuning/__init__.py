"""The parts of the language recipe: its config, batches, weights to train, validation, and card."""
