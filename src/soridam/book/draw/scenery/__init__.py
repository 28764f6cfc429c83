"""Where a story takes place: skies, land, water, towns, rooms. Begin with `places.paint_place`."""
