"""What admins read about the bot: its state, its figures, the gaps, a table of all questions."""

from __future__ import annotations

import csv
import io
import time
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from bot import __version__
from bot.rendering.telegram_html import bold, cut, escape, label, with_file_names
from bot.rendering.telegram_lists import problem_html
from bot.rendering.telegram_texts import Count
from bot.rendering.words import counted
from bot.telegram_app.about import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.rendering.telegram_texts import Texts
    from bot.store import Figures, Gap, Line
    from bot.telegram_app.services import Services

COLUMNS: Final = (
    "asked", "question", "outcome", "why", "event", "slot", "answer", "report", "confidence",
    "right", "wrong", "reported",
)  # fmt: skip


def status_html(services: Services, today: Figures | None, waiting: int, aside: int) -> str:
    """How the bot is doing, in the operator's terms; `today` is None while the store fails."""
    snapshot, health = services.assistant.snapshot, services.health
    uptime = timedelta(seconds=int(time.time() - health.started))
    about = [
        f"rapporteur {__version__}, up {uptime}",
        f"{counted(len(snapshot.reports), 'report')}, "
        f"{counted(len(snapshot.passages), 'passage')}, indexed "
        f"{snapshot.built:%Y-%m-%d %H:%M} UTC in {snapshot.seconds:.1f} s, "
        f"{counted(services.reloader.runs, 'reload')}",
    ]
    unread = [f"unreadable: {problem_html(problem)}" for problem in snapshot.problems[:5]]
    state = [
        f"queue {waiting}, set aside {aside}, 429 answers {services.flood.waited}, "
        f"repeated calls {services.flood.retried}",
        *(f"trouble: {trouble}" for trouble in health.troubles()),
        *(f"{_clock(at)} {line}" for at, line in reversed(health.errors)),
    ]
    if today:
        state.insert(0, f"{counted(today.asked, 'question')} today, {_share(today)}% answered")
    return "\n".join((*map(_line, about), *unread, *map(_line, state)))


def _line(text: str) -> str:
    return with_file_names(label(text, 300))


def stats_html(figures: Figures, days: int, texts: Texts) -> str:
    """The figures in one paragraph."""
    return escape(
        texts.stats.format(
            days=days,
            asked=Count(figures.asked),
            answered=figures.answered,
            share=_share(figures),
            right=figures.right,
            wrong=figures.wrong,
            reported=Count(figures.reported),
            corrected=Count(figures.corrected),
            median=f"{1000 * figures.median:.0f}",
            slowest=f"{1000 * figures.slowest:.0f}",
        )
    )


def gaps_html(gaps: Sequence[Gap], titles: Mapping[str, str], days: int, texts: Texts) -> str:
    """What the reports did not answer, by event and slot, numbered, with how often it was asked.

    `titles` has those of the reports by their paths.
    """
    lines = [escape(texts.gaps.format(days=days))]
    numbered = enumerate(gaps, 1)
    for (event, slot), some in groupby(numbered, lambda pair: (pair[1].event, pair[1].slot)):
        group = list(some)
        name = titles.get(event, event) if event else texts.gaps_unnamed
        head = [bold(cut(name, 100)), *([escape(label_of(slot, texts))] if slot else [])]
        lines.append(f"{' · '.join(head)} ({sum(gap.count for _, gap in group)}×)")
        lines += [_gap_html(number, gap, texts) for number, gap in group]
    return "\n".join(lines)


def _gap_html(number: int, gap: Gap, texts: Texts) -> str:
    line = f"{number}. {label(gap.question, 150)} ({gap.count}×)"
    if not gap.reported:
        return line
    return f"{line} · {escape(texts.gap_reported.format(answer=cut(gap.answer or '–', 80)))}"


def table(lines: Iterable[Line]) -> bytes:
    """The lines as CSV in UTF-8; no cell begins like a formula, for spreadsheets run those."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for line in lines:
        asked = datetime.fromtimestamp(line.asked, UTC).isoformat(timespec="seconds")
        texts = (
            line.question, line.outcome, line.why, line.event, line.slot, line.answer, line.report,
        )  # fmt: skip
        figures = (line.confidence, line.right, line.wrong, line.reported)
        writer.writerow((asked, *map(_harmless, texts), *figures))
    return written.getvalue().encode("utf-8-sig")


def _harmless(text: str | None) -> str:
    text = text or ""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _share(figures: Figures) -> int:
    return 100 * figures.answered // max(1, figures.asked)


def _clock(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%H:%M:%S}"
