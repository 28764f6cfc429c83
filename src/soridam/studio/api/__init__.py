"""The routes, one file for each noun. All but those of `auth` need a login."""
