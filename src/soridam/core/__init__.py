"""What every room of the house uses: errors, configs, files, folders, progress, weights. Begin with `errors`."""
