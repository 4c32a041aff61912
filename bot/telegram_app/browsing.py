"""Reports to look through: the list, the card of one, the whole text."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from bot.model import Found
from bot.rendering.telegram import answer_html, source_html
from bot.rendering.telegram_html import escape
from bot.rendering.telegram_lists import (
    card_html,
    is_long,
    pages_of,
    reports_html,
    whole_report,
)
from bot.store import Asked
from bot.telegram_app.about import PARTS, card, part_of
from bot.telegram_app.access import is_admin
from bot.telegram_app.buttons import button, keyboard
from bot.telegram_app.questions import Prepared, keep, kept_of, sent
from bot.telegram_app.services import Press, Request

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup

    from bot.model import Report

IN_A_ROW: Final = 3  # buttons


async def reports(request: Request, words: str) -> None:
    """The reports that hold all of these words, a page at a time."""
    html, buttons = _listed(request, words, 1)
    await request.reply(html, buttons)


async def turn_list(press: Press) -> None:
    """Another page of the list."""
    html, buttons = _listed(press.request, press.words, (*press.numbers, 1)[0])
    await press.change(html, buttons)
    await press.tell()


async def report(request: Request, argument: str) -> None:
    """The card of the report with this number."""
    if argument.isascii() and argument.isdigit():
        await show_card(request, int(argument[:9]))
    else:
        await request.reply(escape(request.texts.report_usage))


async def show_card(request: Request, number: int) -> None:
    """What a report says at a glance, with a button for the passage that says each part.

    What an admin corrected is shown in place of what was read, and admins may correct more.
    """
    services, texts = request.services, request.texts
    found = services.shelf.get(number)
    if found is None:
        await request.reply(escape(texts.report_unknown.format(number=number)))
        return
    parts = card(services.asker.assistant, found)
    corrected = services.corrections.of(found.path)
    by_part = {name: corrected[slot] for name, (slot, _) in PARTS.items() if slot in corrected}
    html = card_html(found, [(part.name, part.found) for part in parts], texts, by_part)
    row = [
        button(getattr(texts, f"part_{p.name}"), "q", number, words=p.name)
        for p in parts
        if p.name not in by_part or _says(request, found, p.name, by_part[p.name])
    ]
    rows = [row[at : at + IN_A_ROW] for at in range(0, len(row), IN_A_ROW)]
    last = [button(texts.button_report, "r", number)]
    if is_admin(request.actor, request.place.chat_id, services.config.telegram):
        last.append(button(texts.button_correct, "k", number))
    await request.reply(html, keyboard(*rows, last))


def _says(request: Request, report: Report, part: str, value: str) -> bool:
    """Whether the report itself says what an admin corrected."""
    return request.services.assistant.says(report.path, PARTS[part][0], value)


async def show_part(press: Press) -> None:
    """One part of a report, with the passage that says so."""
    request = press.request
    services = request.services
    found = services.shelf.get(press.numbers[0]) if press.numbers else None
    if found is None or press.words not in PARTS:
        await press.tell(request.texts.vanished, alert=True)
        return
    await press.tell()
    part = part_of(services.asker.assistant, found, press.words)
    if part is None:
        await request.reply(escape(request.texts.vanished))
        return
    await reply_found(press, part.question, part.found)


async def reply_found(press: Press, question: str, found: Found) -> None:
    """Send an answer that a button asked for; a follow-up to it is about its event."""
    request = press.request
    topic = request.place.topic
    asked = Asked(request.place.kept_as, topic, request.actor.key, None, request.received)
    prepared = Prepared(found, kept_of(found, question, asked), request.services)
    number = await keep(request, prepared.kept)
    html = answer_html(found, request.texts)
    await sent(request, number, await request.reply(html, prepared.buttons(request, number)))


async def show_whole(press: Press) -> None:
    """The report's text in parts, or as a file where it is long."""
    request = press.request
    found = request.services.shelf.get(press.numbers[0]) if press.numbers else None
    if found is None:
        await press.tell(request.texts.vanished, alert=True)
        return
    await press.tell()
    if is_long(found):
        caption = source_html(found, request.texts)
        content = found.body.encode("utf-8", "replace")
        to = request.message.message_id
        await request.out.document(request.place, content, _file_name(found), caption, to)
        return
    for part in whole_report(found, request.texts):
        await request.reply(part)


def _listed(request: Request, words: str, page: int) -> tuple[str, InlineKeyboardMarkup | None]:
    texts = request.texts
    found = [(e.number, e.report) for e in request.services.shelf.matching(words)]
    if not found:
        line = texts.reports_none.format(words=words[:100]) if words else texts.no_reports
        return escape(line), None
    pages = pages_of(len(found))
    page = min(max(page, 1), pages)
    before = button("◀", "l", page - 1, words=words) if page > 1 else None
    after = button("▶", "l", page + 1, words=words) if page < pages else None
    return reports_html(found, page, words, texts), keyboard([before, after])


def _file_name(report: Report) -> str:
    name = PurePosixPath(report.path).name
    return "".join(c if c.isalnum() or c in " ._-" else "_" for c in name)[-80:]
