"""What a fine-tuning of Whisper is made of: config, rows, targets, batches, validation. The recipe puts it together."""
