"""A backup of a whole studio in one archive, and restoring it. Begin with `backup`."""
