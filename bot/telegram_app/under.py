"""The buttons under what the bot says, of which two rows at most stand under an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.model import Found
from bot.telegram_app.about import following
from bot.telegram_app.buttons import (
    Button,
    another,
    answer_row,
    button,
    choice_rows,
    event_name,
    keyboard,
)
from bot.telegram_app.cards import under_card

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup

    from bot.model import Answer, Report
    from bot.rendering.telegram_texts import Texts
    from bot.store import Kept
    from bot.talk import Act
    from bot.telegram_app.services import Request, Services

MOST_NEXT: Final = 3  # questions that are offered under an answer
LIKELIEST: Final = 3  # events that are offered at first
PER_PAGE: Final = 6  # further ones
# Why there is no answer, where passages were found all the same; None where there is one.
SEARCHED: Final = (None, "not_stated", "closest", "unknown_event", "took_long")


def under(
    request: Request, act: Act, kept: Kept, number: int | None
) -> InlineKeyboardMarkup | None:
    """What stands under the message that does this."""
    services, texts = request.services, request.texts
    match act.kind:
        case "which" if number is not None:
            return which(services, texts, number, act.reports, 0)
        case "card":
            return under_card(request, act.reports[0])
        case "source" | "sure" | "whole":
            return keyboard((_whole(services, texts, act.reports[0].path),))
        case "answer" if number is not None and act.answer and kept.why in SEARCHED:
            return under_answer(services, texts, act.answer, kept, number)
        case _:
            return None


def under_answer(
    services: Services,
    texts: Texts,
    answer: Answer,
    kept: Kept,
    number: int,
    *,
    again: Button = None,
) -> InlineKeyboardMarkup | None:
    """Under an answer: what may be asked next, then passages, report and votes.

    `again` leads back to the choice of the event.
    """
    report = kept.report or (answer.passages[0].passage.report.path if answer.passages else None)
    at = services.shelf.number(report)
    found = isinstance(answer, Found)
    row = answer_row(number, at, len(kept.passages), texts, found=found)
    following = next_questions(services, texts, answer)[: MOST_NEXT - bool(again)]
    return keyboard((*following, again), row)


def next_questions(services: Services, texts: Texts, answer: Answer) -> list[Button]:
    """Questions to the same event that its sheet answers, and this answer doesn't."""
    report = answer.event
    if isinstance(answer, Found):
        report = None if answer.over is not None else answer.quotes[0].passage.report
    at = services.shelf.number(report.path) if report else None
    if report is None or at is None:
        return []
    parts = following(services.assistant, report, answer)[:MOST_NEXT]
    return [button(getattr(texts, f"ask_{p.name}"), "q", at, words=p.name) for p in parts]


def which(
    services: Services, texts: Texts, number: int, fitting: Sequence[Report], page: int
) -> InlineKeyboardMarkup | None:
    """A choice of events: at first the likeliest, then page by page the others, newest first.

    `number` is the answer's that waits for the choice; 0 where none does.
    """
    others = [e.report for e in services.shelf.matching("") if e.report not in fitting]
    offered = [*fitting, *others]
    first = LIKELIEST + (page - 1) * PER_PAGE if page else 0
    last = first + (PER_PAGE if page else LIKELIEST)
    shown = [
        (at, event_name(report))
        for report in offered[first:last]
        if (at := services.shelf.number(report.path))
    ]
    before = button("◀", "o", number, page - 1) if page else None
    after = button("▶", "o", number, page + 1) if page and last < len(offered) else None
    if not page and last < len(offered):
        after = another(number, 1, texts)
    together = button(texts.button_all, "w", number) if number and not page else None
    return keyboard(*choice_rows(number, shown), (before, after, together))


def _whole(services: Services, texts: Texts, path: str | None) -> Button:
    at = services.shelf.number(path)
    return button(texts.button_report, "r", at) if at else None
