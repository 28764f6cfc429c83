"""The catalog's entries: one module for each family of models, whose `ENTRIES` are data only."""
