"""The routes, one file for each noun. All of them need somebody who has come in, but for those of `door`."""
