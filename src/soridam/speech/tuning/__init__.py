"""Parts of a fine-tuning of Whisper: config, rows, targets, batches, validation. The recipe puts it together."""
