"""`python -m soridam` is `soridam`."""

from soridam.cli.main import main

main()
