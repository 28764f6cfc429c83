"""Text to learn from: examples read from the field's formats, rendered by a model's template, and checked."""
