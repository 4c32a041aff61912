import gc
import sys

import pytest

from bot.telegram_app.pauses import set_aside, share_evenly


@pytest.fixture(autouse=True)
def _as_before():
    switch, threshold = sys.getswitchinterval(), gc.get_threshold()
    yield
    sys.setswitchinterval(switch)
    gc.set_threshold(*threshold)
    gc.unfreeze()


def test_a_thread_that_computes_lets_others_go_on_sooner():
    share_evenly()
    assert sys.getswitchinterval() == pytest.approx(0.0001)


def test_what_is_set_aside_is_not_walked_again():
    kept = [[number] for number in range(1000)]
    set_aside()
    assert gc.get_freeze_count() >= len(kept)
    assert not any(held is kept for held in gc.get_objects())
