"""The figures as a picture, where matplotlib is installed (the extra `pictures`)."""

from __future__ import annotations

import io
import logging
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from bot.rendering.telegram_texts import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from bot.rendering.telegram_texts import Texts
    from bot.store import Figures

SHOWN: Final = timedelta(days=30)

log = logging.getLogger(__name__)


def picture_of(figures: Figures, texts: Texts) -> bytes | None:
    """A PNG of the questions a day; None without matplotlib or without questions."""
    if not figures.days or find_spec("matplotlib") is None:
        return None
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib.dates import MO, DateFormatter, WeekdayLocator  # noqa: PLC0415  heavy, optional
    from matplotlib.figure import Figure  # noqa: PLC0415

    if any("\u0e00" <= character <= "\u0e7f" for character in texts.stats_answered):
        texts = LANGUAGES[DEFAULT]  # the library's font has no Thai
    days = [datetime.fromtimestamp(day.start, UTC) for day in figures.days]
    answered = [day.answered for day in figures.days]
    silent = [day.asked - day.answered for day in figures.days]
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.bar(days, answered, label=texts.stats_answered, color="#2a78d6")
    axes.bar(days, silent, bottom=answered, label=texts.stats_silent, color="#c9d3df")
    axes.set_xlim(days[-1] - SHOWN, days[-1] + timedelta(days=1))
    axes.xaxis.set_major_locator(WeekdayLocator(MO))
    axes.xaxis.set_major_formatter(DateFormatter("%Y-%m-%d"))
    axes.set_ylabel(texts.stats_axis)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=120)
    return written.getvalue()
