"""The default illustrator: heroes and scenery drawn in code as SVG, the same on every page."""
