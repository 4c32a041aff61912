import importlib.util

import pytest

from bot.rendering.telegram_texts import LANGUAGES
from bot.store import Day, Figures
from bot.telegram_app.picture import picture_of

DAYS = tuple(Day(86_400 * n, 10 + n, 8) for n in range(19_000, 19_030))
DRAWN = importlib.util.find_spec("matplotlib") is not None


def figures(days):
    return Figures(days, 300, 240, 5, 1, 0.01, 0.1)


@pytest.mark.skipif(not DRAWN, reason="matplotlib, the extra `pictures`, is not installed")
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_figures_are_drawn(code):
    assert picture_of(figures(DAYS), LANGUAGES[code]).startswith(b"\x89PNG")


@pytest.mark.skipif(DRAWN, reason="matplotlib is installed")
def test_without_matplotlib_there_is_no_picture():
    assert picture_of(figures(DAYS), LANGUAGES["en"]) is None


def test_without_questions_there_is_no_picture():
    assert picture_of(figures(()), LANGUAGES["en"]) is None
