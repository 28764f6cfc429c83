"""The command line: one file per noun, thin. Begin with `main`."""
