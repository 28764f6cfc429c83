"""Pictures to learn from: folders read with their captions, checked, and cut to sizes that a model takes."""
