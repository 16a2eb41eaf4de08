"""A decoder that hangs over what it reads."""

import signal

signal.pause()
