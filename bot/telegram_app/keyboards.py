"""Keyboards: which buttons a message has, and what these send when pressed. No state in memory."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.model import Found
from bot.rendering import texts_of
from bot.rendering.telegram_html import cut
from bot.telegram_app.access import is_admin
from bot.telegram_app.cards import (
    LONGEST_NAME,
    card,
    corrected_of,
    following,
    says,
    short_name,
)

if TYPE_CHECKING:
    from bot.model import Answer, Report
    from bot.rendering.telegram_texts import Texts
    from bot.store import StoredAnswer
    from bot.talk import Act
    from bot.telegram_app.services import Request, Services

MOST_BYTES: Final = 64  # of callback data; the library doesn't check it
DATA: Final = re.compile(r"([a-z]+)((?::\d{1,15}){0,3})(?:=(.{1,60}))?", re.DOTALL)
Row = list[InlineKeyboardButton]
Button = InlineKeyboardButton | None
MOST_NEXT: Final = 3  # questions that are offered under an answer
LIKELIEST: Final = 3  # events that are offered at first
PER_PAGE: Final = 6  # further ones
# Why there is no answer, where passages were found all the same; None where there is one.
SEARCHED: Final = (None, "not_stated", "closest", "unknown_event", "took_long")
IN_A_ROW: Final = 3  # buttons


def encode(name: str, *numbers: int, words: str = "") -> str | None:
    """Return callback data; None where it would be too long."""
    data = ":".join((name, *map(str, numbers))) + (f"={words}" if words else "")
    return data if len(data.encode("utf-8", "replace")) <= MOST_BYTES else None


def decode(data: str) -> tuple[str, tuple[int, ...], str] | None:
    """Return name, numbers and words of callback data; None for what no button of ours sends."""
    found = DATA.fullmatch(data)
    if not found:
        return None
    numbers = tuple(int(number) for number in found.group(2).split(":")[1:])
    return found.group(1), numbers, found.group(3) or ""


def button(label: str, name: str, *numbers: int, words: str = "") -> InlineKeyboardButton | None:
    """Return a button; None where its data would be too long."""
    data = encode(name, *numbers, words=words)
    return InlineKeyboardButton(cut(label, 60), callback_data=data) if data else None


def keyboard(*rows: Sequence[InlineKeyboardButton | None]) -> InlineKeyboardMarkup | None:
    """Return the rows that have buttons; None where none has."""
    shown = [[b for b in row if b] for row in rows]
    shown = [row for row in shown if row]
    return InlineKeyboardMarkup(shown) if shown else None


def act_keyboard(
    request: Request, act: Act, kept: StoredAnswer, number: int | None
) -> InlineKeyboardMarkup | None:
    """Return the buttons under the message that does this."""
    services = request.services
    texts = texts_of(act.answer, request.texts) if act.answer else request.texts
    match act.kind:
        case "which" if number is not None:
            return events_keyboard(services, texts, number, act.reports, 0)
        case "card":
            return card_keyboard(request, act.reports[0])
        case "source" | "sure" | "whole":
            return keyboard((_whole(services, texts, act.reports[0].path),))
        case "answer" if number is not None and act.answer and kept.why in SEARCHED:
            return answer_keyboard(services, texts, act.answer, kept, number)
        case _:
            return None


def answer_keyboard(
    services: Services,
    texts: Texts,
    answer: Answer,
    kept: StoredAnswer,
    number: int,
    *,
    again: Button = None,
) -> InlineKeyboardMarkup | None:
    """Return what is under an answer: what may be asked next, then passages, report and votes.

    `again` leads back to the choice of the event.
    """
    report = kept.report or (answer.passages[0].passage.report.path if answer.passages else None)
    at = services.catalogue.number(report)
    found = isinstance(answer, Found)
    row = answer_row(number, at, len(kept.passages), texts, found=found)
    following = next_questions(services, texts, answer)[: MOST_NEXT - bool(again)]
    return keyboard((*following, again), row)


def next_questions(services: Services, texts: Texts, answer: Answer) -> list[Button]:
    """Return questions to the same event that its sheet answers, and this answer doesn't."""
    report = answer.event
    if isinstance(answer, Found):
        report = None if answer.over is not None else answer.quotes[0].passage.report
    at = services.catalogue.number(report.path) if report else None
    if report is None or at is None:
        return []
    parts = following(services.assistant, report, answer)[:MOST_NEXT]
    return [button(getattr(texts, f"ask_{p.name}"), "q", at, words=p.name) for p in parts]


def card_keyboard(request: Request, report: Report) -> InlineKeyboardMarkup | None:
    """Return a button for each part that the report says, and for its text.

    Admins may correct more.
    """
    services, texts = request.services, request.texts
    number = services.catalogue.number(report.path)
    if number is None:
        return None
    corrected = corrected_of(services, report)
    row = [
        button(getattr(texts, f"part_{p.name}"), "q", number, words=p.name)
        for p in card(services.assistant, report)
        if p.name not in corrected or says(services, report, p.name, corrected[p.name])
    ]
    rows = [row[at : at + IN_A_ROW] for at in range(0, len(row), IN_A_ROW)]
    last = [button(texts.button_report, "r", number)]
    if is_admin(request.actor, request.place.chat_id, services.config.telegram):
        last.append(button(texts.button_correct, "k", number))
    return keyboard(*rows, last)


def events_keyboard(
    services: Services, texts: Texts, number: int, fitting: Sequence[Report], page: int
) -> InlineKeyboardMarkup | None:
    """Return a choice of events: first the likeliest, then page by page the others, newest first.

    `number` is the answer's that waits for the choice; 0 where none does.
    """
    first = LIKELIEST + (page - 1) * PER_PAGE if page else 0
    last = first + (PER_PAGE if page else LIKELIEST)
    others = (e.report for e in services.catalogue.newest() if e.report not in fitting)
    offered = [*fitting, *islice(others, max(0, last + 1 - len(fitting)))]
    shown = named_events(services, offered[first:last])
    before = button("◀", "o", number, page - 1) if page else None
    after = button("▶", "o", number, page + 1) if page and last < len(offered) else None
    if not page and last < len(offered):
        after = another(number, 1, texts)
    together = button(texts.button_all, "w", number) if number and not page else None
    return keyboard(*choice_rows(number, shown), (before, after, together))


def _whole(services: Services, texts: Texts, path: str | None) -> Button:
    at = services.catalogue.number(path)
    return button(texts.button_report, "r", at) if at else None


def answer_row(
    answer_id: int,
    report: int | None,
    pages: int,
    texts: Texts,
    *,
    found: bool,
    votes: tuple[int, int] = (0, 0),
) -> Sequence[Button]:
    """Return the row under an answer: further passages, the report, and votes."""
    more = button(texts.button_more, "p", answer_id, 1) if pages else None
    whole = button(texts.button_report, "r", report) if report else None
    return (more, whole, *(vote_row(answer_id, votes, texts) if found else ()))


def vote_row(answer_id: int, votes: tuple[int, int], texts: Texts) -> Row:
    """Return right and wrong, with how many said so."""
    right, wrong = (f" {count}" if count else "" for count in votes)
    return [
        InlineKeyboardButton(texts.button_right + right, callback_data=f"v:{answer_id}:1"),
        InlineKeyboardButton(texts.button_wrong + wrong, callback_data=f"v:{answer_id}:0"),
    ]


def choice_rows(answer_id: int, choices: Sequence[tuple[int, str]]) -> list[Sequence[Button]]:
    """Return a row an event: its report's number, and its name.

    Without an answer they show the event.
    """
    if not answer_id:
        return [(button(name, "e", number),) for number, name in choices]
    return [(button(name, "c", answer_id, number),) for number, name in choices]


def another(answer_id: int, page: int, texts: Texts) -> Button:
    """Return what leads to other events."""
    return button(texts.button_another, "o", answer_id, page)


def leads_back(markup: InlineKeyboardMarkup | None) -> Button:
    """Return the button of the keyboard that leads to other events."""
    rows = markup.inline_keyboard if markup else ()
    return next((b for row in rows for b in row if str(b.callback_data).startswith("o:")), None)


def named_events(services: Services, offered: Sequence[Report]) -> list[tuple[int, str]]:
    """Return the number and name of each: what is short, unless that names two of them."""
    known = [(at, r) for r in offered if (at := services.catalogue.number(r.path))]
    names = [_dated(short_name(services.assistant, report), report) for _, report in known]
    return [
        (at, name if names.count(name) == 1 else _dated(cut(report.title, LONGEST_NAME), report))
        for (at, report), name in zip(known, names, strict=True)
    ]


def _dated(name: str, report: Report) -> str:
    return f"{name} · {report.date[:4]}" if report.date else name


def page_row(
    answer_id: int, page: int, pages: int, texts: Texts
) -> list[InlineKeyboardButton | None]:
    """Return what is under a further passage: to the one before, the answer, the next."""
    before = button("◀", "p", answer_id, page - 1) if page > 1 else None
    after = button("▶", "p", answer_id, page + 1) if page < pages else None
    return [before, button(texts.button_answer, "p", answer_id, 0), after]


def report_row(answer_id: int, votes: tuple[int, int], texts: Texts) -> list[Button]:
    """Return what is offered to who says that an answer is wrong: to report it."""
    return [button(texts.button_tell, "f", answer_id)] if votes[1] else []
