"""The routes, one file for each noun. All of them need somebody who is logged in, but for those of `auth`."""
