"""What libraries print that says nothing to whoever uses Soridam. Begin with `silence_bitsandbytes`."""

import logging


def silence_bitsandbytes() -> None:
    """Let it report errors only: on a CPU it warns of kernels that we never use, and once for each layer."""
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
