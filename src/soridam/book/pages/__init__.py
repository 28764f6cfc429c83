"""A book to take along: one HTML file, PDF, EPUB, pictures, sound, JSON. Begin with `export`."""
