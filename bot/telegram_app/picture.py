"""The figures as a picture, where matplotlib is installed (the extra `pictures`)."""

from __future__ import annotations

import io
import logging
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from bot.rendering.telegram_texts import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from bot.rendering.telegram_texts import Texts
    from bot.store import Figures

DAY: Final = 86_400  # seconds
SHOWN: Final = 30  # days
MONDAY: Final = 4  # the remainder of a Monday's number, counted from 1 January 1970

log = logging.getLogger(__name__)


def picture_of(figures: Figures, texts: Texts) -> bytes | None:
    """A PNG of the questions a day; None without matplotlib or without questions."""
    if not figures.days or find_spec("matplotlib") is None:
        return None
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib.figure import Figure  # noqa: PLC0415  heavy, and optional
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    if any("\u0e00" <= character <= "\u0e7f" for character in texts.stats_answered):
        texts = LANGUAGES[DEFAULT]  # the library's font has no Thai
    days = [day.start // DAY for day in figures.days]
    answered = [day.answered for day in figures.days]
    silent = [day.asked - day.answered for day in figures.days]
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.bar(days, answered, label=texts.stats_answered, color="#2a78d6")
    axes.bar(days, silent, bottom=answered, label=texts.stats_silent, color="#c9d3df")
    axes.set_xlim(days[-1] - SHOWN, days[-1] + 1)
    mondays = [day for day in range(days[-1] - SHOWN + 1, days[-1] + 1) if day % 7 == MONDAY]
    axes.set_xticks(mondays, [_date(day) for day in mondays])
    axes.set_ylabel(texts.stats_axis)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=120)
    return written.getvalue()


def _date(day: int) -> str:
    return f"{datetime.fromtimestamp(day * DAY, UTC):%Y-%m-%d}"
