"""The card of a report: what it says at a glance, with buttons for the passages that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.rendering.telegram_lists import card_html
from bot.telegram_app.about import PARTS, card
from bot.telegram_app.access import is_admin
from bot.telegram_app.buttons import button, keyboard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram import InlineKeyboardMarkup

    from bot.model import Report
    from bot.rendering.telegram_texts import Texts
    from bot.telegram_app.services import Request, Services

IN_A_ROW: Final = 3  # buttons


def card_of(services: Services, texts: Texts, report: Report) -> str:
    """What a report says; what an admin corrected is shown in place of what was read."""
    parts = [(part.name, part.found) for part in card(services.assistant, report)]
    return card_html(report, parts, texts, _corrected(services, report))


def under_card(request: Request, report: Report) -> InlineKeyboardMarkup | None:
    """A button for each part that the report says, and for its text; admins may correct more."""
    services, texts = request.services, request.texts
    number = services.shelf.number(report.path)
    if number is None:
        return None
    corrected = _corrected(services, report)
    row = [
        button(getattr(texts, f"part_{p.name}"), "q", number, words=p.name)
        for p in card(services.assistant, report)
        if p.name not in corrected or _says(services, report, p.name, corrected[p.name])
    ]
    rows = [row[at : at + IN_A_ROW] for at in range(0, len(row), IN_A_ROW)]
    last = [button(texts.button_report, "r", number)]
    if is_admin(request.actor, request.place.chat_id, services.config.telegram):
        last.append(button(texts.button_correct, "k", number))
    return keyboard(*rows, last)


def _corrected(services: Services, report: Report) -> Mapping[str, str]:
    """Part of the card → the value that an admin gave for it."""
    corrected = services.corrections.of(report.path)
    return {name: corrected[slot] for name, (slot, _) in PARTS.items() if slot in corrected}


def _says(services: Services, report: Report, part: str, value: str) -> bool:
    """Whether the report itself says what an admin corrected."""
    return services.assistant.says(report.path, PARTS[part][0], value)
