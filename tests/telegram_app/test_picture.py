import importlib.util
import struct
import sys

import pytest

from bot.rendering.telegram_texts import LANGUAGES
from bot.store import Day, Figures
from bot.telegram_app.picture import picture_of

DAYS = tuple(Day(86_400 * n, 10 + n % 7, 8) for n in range(19_000, 19_030))
drawn = pytest.mark.skipif(
    importlib.util.find_spec("matplotlib") is None,
    reason="matplotlib, the extra `pictures`, is not installed",
)


def figures(days):
    return Figures(days, 300, 240, 5, 1, 0.01, 0.1)


@drawn
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("days", [DAYS[:1], DAYS])
def test_the_figures_are_drawn_wide_enough_for_a_phone(code, days):
    picture = picture_of(figures(days), LANGUAGES[code])
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (960, 480)


@drawn
def test_other_figures_are_another_picture():
    texts = LANGUAGES["en"]
    assert picture_of(figures(DAYS), texts) != picture_of(figures(DAYS[:9]), texts)


def test_without_matplotlib_there_is_no_picture(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert picture_of(figures(DAYS), LANGUAGES["en"]) is None


def test_without_questions_there_is_no_picture():
    assert picture_of(figures(()), LANGUAGES["en"]) is None
