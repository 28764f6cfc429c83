"""Picture books: folders and rows, forms to take along, links, samples, spoken wishes. Begin with `bookcase`."""
