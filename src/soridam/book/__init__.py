"""A picture book from a child's spoken wish. Begin with `story`, what every part reads and writes, then `make`."""
