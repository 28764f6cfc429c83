"""Parts that every package uses: errors, configs, files, folders, progress, weights. Begin with `errors`."""
