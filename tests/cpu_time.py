"""How long something takes, for tests that its cost grows in proportion."""

import gc
import time


def seconds(work, *arguments):
    """The processor's seconds of one call, without the collector, which walks all tests' objects.

    One call and not the best of several, as what is cached would hide its cost.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        start = time.process_time()
        work(*arguments)
        return time.process_time() - start
    finally:
        if collects:
            gc.enable()
