"""Fine-tuning of picture models: what `image.recipe` is made of."""
