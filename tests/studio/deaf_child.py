"""A process that answers once and hears nothing: `python -m tests.studio.deaf_child`."""

import os
import signal

os.close(0)
os.write(1, b"{}\n")
signal.pause()
