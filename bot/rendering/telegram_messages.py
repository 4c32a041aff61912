"""Telegram messages beside answers: what talk gets, lists, reports, and what a reload brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.rendering import readable, source, texts_of
from bot.rendering.telegram import answer_html, date_text, source_html
from bot.rendering.telegram_html import (
    LIMIT,
    bold,
    cut,
    escape,
    file_name,
    label,
    size,
    split,
    units,
    with_file_names,
)
from bot.rendering.telegram_texts import Count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.model import Changes, Found, Problem, Report
    from bot.rendering.telegram_texts import Texts
    from bot.talk import Act

PER_PAGE: Final = 15
LONGEST_LINE: Final = 400  # UTF-16 units of a card's line
SHORTER_LINE: Final = 150  # the same where the card would be longer than a message
NOTHING: Final[Mapping[str, str]] = {}
LONGEST_PART: Final = 3800  # UTF-16 units of a report's text in one message
MOST_LISTED: Final = 15


def start_html(reports: Sequence[Report], texts: Texts) -> str:
    """Return what the bot is, and what it has read."""
    if not reports:
        return escape(texts.start_empty)
    dates = sorted(report.date for report in reports if report.date)
    span = "–"
    if dates:
        first, last = date_text(dates[0], texts), date_text(dates[-1], texts)
        span = first if first == last else texts.date_range.format(first=first, last=last)
    return escape(texts.start.format(count=Count(len(reports)), dates=span))


def pages_of(count: int) -> int:
    """Return how many pages the list has."""
    return max(1, -(-count // PER_PAGE))


def reports_html(
    entries: Sequence[tuple[int | None, Report]],
    page: int,
    words: str,
    texts: Texts,
    *,
    count: int | None = None,
) -> str:
    """Return a page of numbered titles with dates.

    `page` counts from 1, `count` is of all reports.
    """
    head = bold(texts.reports_title.format(count=Count(count or len(entries))))
    if words:
        head += f" · “{label(words, 60)}”"
    if (pages := pages_of(len(entries))) > 1:
        head += f" · {escape(texts.reports_page.format(page=page, pages=pages))}"
    shown = entries[(page - 1) * PER_PAGE : page * PER_PAGE]
    return "\n".join((head, *(_entry(number, report, texts) for number, report in shown)))


def _entry(number: int | None, report: Report, texts: Texts) -> str:
    date = f" · {label(date_text(report.date, texts))}" if report.date else ""
    return f"{f'{number}.' if number else '-'} {label(report.title, 150)}{date}"


def card_html(
    report: Report,
    parts: Sequence[tuple[str, Found]],
    texts: Texts,
    corrected: Mapping[str, str] = NOTHING,
) -> str:
    """Return a report at a glance: where it is from, and each part stated or corrected."""
    for limit in (LONGEST_LINE, SHORTER_LINE):
        said = {name: _short(found, limit) for name, found in parts} | {
            name: escape(texts.corrected.format(value=cut(" ".join(value.split()), limit)))
            for name, value in corrected.items()
        }
        lines = [f"<b>{source_html(report, texts)}</b>"]
        for name, value in said.items():
            title: str = getattr(texts, f"part_{name}")
            lines.append(f"{escape(title)}: {value}")
        if len(lines) == 1:
            lines.append(escape(cut(_beginning(report), 300)))
        html = "\n".join(lines)
        if size(html) <= LIMIT:
            break
    return html


def _beginning(report: Report) -> str:
    """Return the report's text, without the title as far as it begins with that."""
    text, title = " ".join(report.body.split()), " ".join(report.title.split())
    while title and text.lstrip("# ").startswith(title):
        text = text.lstrip("# ").removeprefix(title).lstrip()
    return text


def _short(found: Found, limit: int) -> str:
    words = "; ".join(found.items) if found.items else found.text
    return escape(cut(" ".join(words.split()), limit))


def whole_report(report: Report, texts: Texts) -> tuple[str, ...]:
    """Return the report's text in parts of a message each.

    The first begins with where it is from.
    """
    head = f"<b>{source_html(report, texts)}</b>"
    body = split(readable(report), LONGEST_PART - size(head))
    if not body:
        return (head,)
    return (f"{head}\n\n{escape(body[0])}", *map(escape, body[1:]))


def text_file(report: Report) -> str:
    """Return the report's text as a file of plain text: where it is from, and what it says."""
    return f"{' · '.join(source(report))}\n\n{readable(report).strip()}\n"


def is_long(report: Report) -> bool:
    """Return whether the report is better sent as a file."""
    return units(report.body) > 3 * LONGEST_PART


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read of a report: when and where its event was; None: that was not found.

    Of one that is not `read` yet, or not `english`, nothing is known.
    """

    report: Report
    when: str | None = None
    where: str | None = None
    read: bool = True
    english: bool = True


def understood_html(one: Understood, texts: Texts) -> str:
    """Return a report in a line: file, title, when and where, or what of that was not found."""
    if not one.read:
        parts = [texts.unread_report]
    elif not one.english:
        parts = [texts.foreign_report]
    else:
        parts = [one.when or texts.lacks_date, one.where or texts.lacks_place]
    said = " · ".join(label(part, 100) for part in parts)
    return f"{file_name(one.report.path)}: {label(one.report.title, 150)} · {said}"


def changes_html(
    changes: Changes, texts: Texts, understood: Sequence[Understood] = (), more: int = 0
) -> str:
    """Return what a reload brought, what was read of the first reports, and what can't be read.

    `more` counts the new and changed reports that are not among those first ones.
    """
    first = texts.reloaded.format(
        seconds=f"{changes.seconds:.1f}",
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
    )
    lines = [escape(f"{first}.")]
    if changes.problems:
        lines = [escape(f"{first}; {texts.unreadable.format(count=len(changes.problems))}")]
        lines += [problem_html(problem) for problem in changes.problems[:10]]
        lines += ["…"] if len(changes.problems) > 10 else []
    lines += [understood_html(one, texts) for one in understood]
    if understood and more:
        lines.append(escape(texts.more_reports.format(count=Count(more))))
    totals = texts.reload_totals.format(
        reports=Count(changes.reports), passages=Count(changes.passages)
    )
    return "\n".join((*lines, escape(totals)))


def problem_html(problem: Problem) -> str:
    """Return a file that could not be read, where in it, and why."""
    line = f", line {problem.line}" if problem.line else ""
    reason = with_file_names(label(problem.reason, 300))
    return f"{file_name(problem.path)}{line}: {reason}"


def reload_failed_html(reason: str, reports: int, texts: Texts) -> str:
    """Return that nothing was reloaded, and why."""
    line = texts.reload_failed.format(reports=Count(reports), reason=cut(reason, 2000))
    return with_file_names(escape(line))


def act_html(
    act: Act,
    texts: Texts,
    contact: str | None = None,
    *,
    numbered: Callable[[str], int | None] = lambda _: None,
    card: Callable[[Report], str] = lambda _: "",
    username: str = "",
) -> str:
    """Return the message, without what only a file or the answer before could show.

    Args:
        act: what is done.
        texts: of the language.
        contact: the operator's line for what the reports don't say.
        numbered: the number of the report at a path.
        card: what a report says at a glance.
        username: the bot's.
    """
    texts = texts_of(act.answer, texts) if act.answer else texts
    match act.kind:
        case "count" | "list":
            html = _listed(act.reports, numbered, texts)
        case "card":
            html = card(act.reports[0])
        case "source" | "whole" | "sure" | "more":
            html = _place(act.reports[0], texts)
        case "line" | "leave" | "help" | "which":
            html = escape(_talk_line(act, texts, username))
        case _:
            html = answer_html(act.answer, texts, contact) if act.answer else ""
    return html


def _talk_line(act: Act, texts: Texts, username: str) -> str:
    asked = act.answer.question if act.answer else ""
    lines = {
        "leave": texts.bye,
        "help": texts.help.format(username=username),
        "which": texts.which_event,
        "thanks": texts.thanks,
        "greeting": texts.greeting,
        "noted": texts.noted,
        "nothing_before": texts.nothing_before,
        "reports_none": texts.reports_none.format(words=cut(asked, 100)),
    }
    return lines[act.line or act.kind]


def _listed(reports: Sequence[Report], numbered: Callable[[str], int | None], texts: Texts) -> str:
    entries = [(numbered(report.path), report) for report in reports[:MOST_LISTED]]
    html = reports_html(entries, 1, "", texts, count=len(reports))
    return f"{html}\n…" if len(reports) > MOST_LISTED else html


def _place(report: Report, texts: Texts) -> str:
    """Return where a report is from; without an address its file."""
    place = "" if report.url else f" · {file_name(report.path)}"
    return source_html(report, texts) + place
