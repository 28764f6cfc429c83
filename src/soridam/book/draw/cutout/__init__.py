"""A hero that somebody drew on paper: cut out of a photograph, and placed on the pages. Begin with `cut_out`."""
