"""What is done about a message, as a Telegram message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.rendering.telegram import answer_html, source_html
from bot.rendering.telegram_html import cut, escape, file_name
from bot.rendering.telegram_lists import reports_html

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.model import Report
    from bot.rendering.telegram_texts import Texts
    from bot.talk import Act

MOST_LISTED: Final = 15


def act_html(
    act: Act,
    texts: Texts,
    contact: str | None = None,
    *,
    numbered: Callable[[str], int | None] = lambda _: None,
    card: Callable[[Report], str] = lambda _: "",
    username: str = "",
) -> str:
    """The message, without what only a file or the answer before could show.

    Args:
        act: what is done.
        texts: of the language.
        contact: the operator's line for what the reports don't say.
        numbered: the number of the report at a path.
        card: what a report says at a glance.
        username: the bot's.
    """
    match act.kind:
        case "count" | "list":
            html = _listed(act.reports, numbered, texts)
        case "card":
            html = card(act.reports[0])
        case "source" | "whole" | "sure" | "more":
            html = _place(act.reports[0], texts)
        case "line" | "leave" | "help" | "which":
            html = escape(_line(act, texts, username))
        case _:
            html = answer_html(act.answer, texts, contact) if act.answer else ""
    return html


def _line(act: Act, texts: Texts, username: str) -> str:
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
    """Where a report is from; without an address its file."""
    place = "" if report.url else f" · {file_name(report.path)}"
    return source_html(report, texts) + place
