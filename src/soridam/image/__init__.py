"""Picture models: pictures with captions, fine-tuning, adjusting, generating, and files that others read."""
