"""Folders of books, corpora and runs, here and in a store that several machines share. Begin with `copies`."""
