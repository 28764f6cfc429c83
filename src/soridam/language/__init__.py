"""Language models: reading, teaching and using them."""
