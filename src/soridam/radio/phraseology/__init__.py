"""What is said on the radio and how it is written, without loss in either direction. Begin with `phrase`."""
