"""What the catalog holds: one module for each family of models, whose `ENTRIES` are data only."""
