"""Buttons: what they send when pressed, and which stand under a message. No state in memory."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.rendering.telegram_html import cut

if TYPE_CHECKING:
    from bot.model import Report
    from bot.rendering.telegram_texts import Texts

MOST_BYTES: Final = 64  # of callback data; the library doesn't check it
DATA: Final = re.compile(r"([a-z]+)((?::\d{1,15}){0,3})(?:=(.{1,60}))?", re.DOTALL)

Row = list[InlineKeyboardButton]
Button = InlineKeyboardButton | None


def encode(name: str, *numbers: int, words: str = "") -> str | None:
    """Callback data; None where it would be too long."""
    data = ":".join((name, *map(str, numbers))) + (f"={words}" if words else "")
    return data if len(data.encode("utf-8", "replace")) <= MOST_BYTES else None


def decode(data: str) -> tuple[str, tuple[int, ...], str] | None:
    """Name, numbers and words of callback data; None for what no button of ours sends."""
    found = DATA.fullmatch(data)
    if not found:
        return None
    numbers = tuple(int(number) for number in found.group(2).split(":")[1:])
    return found.group(1), numbers, found.group(3) or ""


def button(label: str, name: str, *numbers: int, words: str = "") -> InlineKeyboardButton | None:
    """A button; None where its data would be too long."""
    data = encode(name, *numbers, words=words)
    return InlineKeyboardButton(cut(label, 60), callback_data=data) if data else None


def keyboard(*rows: Sequence[InlineKeyboardButton | None]) -> InlineKeyboardMarkup | None:
    """The rows that have buttons; None where none has."""
    shown = [[b for b in row if b] for row in rows]
    shown = [row for row in shown if row]
    return InlineKeyboardMarkup(shown) if shown else None


def answer_row(
    answer_id: int,
    report: int | None,
    pages: int,
    texts: Texts,
    *,
    found: bool,
    votes: tuple[int, int] = (0, 0),
) -> Sequence[Button]:
    """Under an answer: further passages, the report, and what people think of it."""
    more = button(texts.button_more, "p", answer_id, 1) if pages else None
    whole = button(texts.button_report, "r", report) if report else None
    return (more, whole, *(vote_row(answer_id, votes, texts) if found else ()))


def vote_row(answer_id: int, votes: tuple[int, int], texts: Texts) -> Row:
    """Right and wrong, with how many said so."""
    right, wrong = (f" {count}" if count else "" for count in votes)
    return [
        InlineKeyboardButton(texts.button_right + right, callback_data=f"v:{answer_id}:1"),
        InlineKeyboardButton(texts.button_wrong + wrong, callback_data=f"v:{answer_id}:0"),
    ]


def choice_rows(answer_id: int, choices: Sequence[tuple[int, str]]) -> list[Sequence[Button]]:
    """A row an event: its report's number, and its name. Without an answer they show the event."""
    if not answer_id:
        return [(button(name, "e", number),) for number, name in choices]
    return [(button(name, "c", answer_id, number),) for number, name in choices]


def another(answer_id: int, page: int, texts: Texts) -> Button:
    """What leads to other events."""
    return button(texts.button_another, "o", answer_id, page)


def leads_back(markup: InlineKeyboardMarkup | None) -> Button:
    """The button of the keyboard that leads to other events."""
    rows = markup.inline_keyboard if markup else ()
    return next((b for row in rows for b in row if str(b.callback_data).startswith("o:")), None)


def event_name(report: Report) -> str:
    """An event on a button: its title and year."""
    year = f" · {report.date[:4]}" if report.date else ""
    return cut(report.title, 50) + year


def page_row(
    answer_id: int, page: int, pages: int, texts: Texts
) -> list[InlineKeyboardButton | None]:
    """Under a further passage: to the one before, to the answer, to the next."""
    before = button("◀", "p", answer_id, page - 1) if page > 1 else None
    after = button("▶", "p", answer_id, page + 1) if page < pages else None
    return [before, button(texts.button_answer, "p", answer_id, 0), after]


def report_row(answer_id: int, votes: tuple[int, int], texts: Texts) -> list[Button]:
    """Where people say that an answer is wrong: report it."""
    return [button(texts.button_tell, "f", answer_id)] if votes[1] else []
