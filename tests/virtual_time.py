"""An event loop whose time passes only where nothing is left to do, and then at once.

A test of what waits for an event says by it that no time passed; one of what waits for a time has
not to wait itself. Nothing may come from other threads meanwhile.
"""

import asyncio
import selectors


class _Skipping(selectors.DefaultSelector):
    """Instead of waiting, moves the time on."""

    def __init__(self):
        super().__init__()
        self.now = 0.0

    def select(self, timeout=None):
        assert timeout is not None, "all wait for something that never comes"
        self.now += max(0.0, timeout)
        return super().select(0)


class VirtualTime(asyncio.SelectorEventLoop):
    """Begins at 0 seconds."""

    def __init__(self):
        self._skipping = _Skipping()
        super().__init__(self._skipping)

    def time(self):
        return self._skipping.now


def run_in_virtual_time(main):
    """Return what the coroutine returns."""
    with asyncio.Runner(loop_factory=VirtualTime) as runner:
        return runner.run(main)
