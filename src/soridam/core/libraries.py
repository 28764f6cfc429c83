"""Silencing of messages and bars of libraries that users cannot act on. Begin with `quiet_diffusers`."""

import logging


def silence_bitsandbytes() -> None:
    """Let it report errors only: on a CPU it warns of kernels that we never use, and once for each layer."""
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)


def quiet_diffusers() -> None:
    """Let Diffusers and Transformers report errors only, and show no bars of their own for loading."""
    from diffusers.utils import logging as of_diffusers
    from transformers.utils import logging as of_transformers

    for library in (of_diffusers, of_transformers):
        library.set_verbosity_error()
        library.disable_progress_bar()
