"""Picture models, from captioned pictures to adapters and the pictures that they paint."""
