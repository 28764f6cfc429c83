"""What transcripts say, and how they are made comparable. Begin with `normalizer`."""
