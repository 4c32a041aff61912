"""Lists of reports, single reports, and what a reload brought, as Telegram messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rendering.telegram import date_text, source_html
from bot.rendering.telegram_html import LIMIT, bold, cut, escape, fitting, label, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Changes, Report
    from bot.rendering.telegram_texts import Texts


def start_html(reports: Sequence[Report], texts: Texts) -> str:
    """What the bot is, and what it has read."""
    if not reports:
        return escape(texts.start_empty)
    dates = sorted(report.date for report in reports if report.date)
    span = "–"
    if dates:
        span = texts.date_range.format(
            first=date_text(dates[0], texts), last=date_text(dates[-1], texts)
        )
    return escape(texts.start.format(count=len(reports), dates=span))


def reports_html(entries: Sequence[tuple[int, Report]], texts: Texts) -> str:
    """Numbered titles with dates, as many as fit."""
    lines = [bold(texts.reports_title.format(count=len(entries)))]
    for number, report in entries:
        date = f" · {label(date_text(report.date, texts))}" if report.date else ""
        line = f"{number}. {label(report.title, 150)}{date}"
        if size("\n".join((*lines, line))) > LIMIT - 10:
            lines.append("…")
            break
        lines.append(line)
    return "\n".join(lines)


def report_html(report: Report, texts: Texts) -> str:
    """A report: its source line and its text, as far as one message holds it."""
    head = f"<b>{source_html(report, texts)}</b>"
    body = report.body.strip()
    end = fitting(body, LIMIT - size(head) - 100)
    rest = "" if end == len(body) else f"\n{escape(texts.report_more)}"
    return f"{head}\n<blockquote expandable>{escape(body[:end])}</blockquote>{rest}"


def changes_html(changes: Changes, texts: Texts) -> str:
    """What a reload brought, and every file that could not be read."""
    first = texts.reloaded.format(
        seconds=f"{changes.seconds:.1f}",
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
    )
    lines = [escape(first)]
    if changes.problems:
        lines = [escape(f"{first}; {texts.unreadable.format(count=len(changes.problems))}")]
        lines += [label(str(problem), 300) for problem in changes.problems[:10]]
        lines += ["…"] if len(changes.problems) > 10 else []
    totals = texts.reload_totals.format(reports=changes.reports, passages=changes.passages)
    return "\n".join((*lines, escape(totals)))


def reload_failed_html(reason: str, reports: int, texts: Texts) -> str:
    """That nothing was reloaded, and why."""
    return escape(texts.reload_failed.format(reports=reports, reason=cut(reason, 2000)))
