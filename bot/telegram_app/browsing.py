"""Commands for everybody: what the bot is, reports to look through, what it keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.model import Found
from bot.rendering.telegram import answer_html
from bot.rendering.telegram_html import escape, label
from bot.rendering.telegram_messages import pages_of, reports_html, start_html
from bot.rendering.telegram_texts import Count
from bot.retrieval.table import Lazy
from bot.store import QuestionOrigin, StoredAnswer
from bot.talk import Act
from bot.telegram_app.cards import PARTS, card_of, examples, part_of
from bot.telegram_app.keyboards import button, card_keyboard, events_keyboard, keyboard
from bot.telegram_app.questions import Prepared, keep, kept_of, send_whole, sent
from bot.telegram_app.services import Press, Request

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup


async def start(request: Request, payload: str) -> None:
    """Reply with what the bot is, with questions to try; or the report that a deep link names."""
    services = request.services
    name, _, number = payload.partition("_")
    if name == "r" and number.isascii() and number.isdigit():
        await show_card(request, int(number[:9]))
        return
    rows = [
        (button(part.question, "q", at, words=part.name),)
        for part in examples(services.assistant)
        if (at := services.catalogue.number(part.found.quotes[0].passage.report.path))
    ]
    html = start_html(services.assistant.snapshot.reports, request.texts)
    await request.reply(html, keyboard(*rows))


async def ask(request: Request, _: str) -> None:
    """`/ask` without a question: how to ask, and events to ask about."""
    texts = request.texts
    buttons = events_keyboard(request.services, texts, 0, (), 0)
    lines = (texts.ask_usage, texts.which_example) if buttons else (texts.ask_usage,)
    await request.reply(escape("\n".join(lines)), buttons)


async def privacy(request: Request, _: str) -> None:
    """Reply with what is stored, and for how long."""
    days = request.services.config.store.keep_days
    await request.reply(escape(request.texts.privacy.format(days=days)))


async def forget(request: Request, _: str) -> None:
    """Delete what is stored of the person."""
    storage = request.services.storage
    person = request.actor.key
    try:
        count = await storage.run(storage.store.answers.forget_user, person)
        await storage.run(storage.store.inbox.forget_user, person)
    except StoreError as error:
        await request.reply(escape(request.texts.store_fails.format(reason=error)))
        return
    await request.reply(escape(request.texts.forgotten.format(count=Count(count))))


async def reports(request: Request, words: str) -> None:
    """Reply with the reports with all of these words, a page at a time."""
    html, buttons = await _listed(request, words, 1)
    await request.reply(html, buttons)


async def turn_list(press: Press) -> None:
    """Show another page of the list."""
    html, buttons = await _listed(press.request, press.words, (*press.numbers, 1)[0])
    await press.change(html, buttons)
    await press.tell()


async def report(request: Request, argument: str) -> None:
    """Reply with the card of the report with this number, or of the one with these words."""
    found = await request.services.catalogue.matching(argument) if argument else ()
    if argument.isascii() and argument.isdigit() and len(argument) < 10:
        await show_card(request, int(argument))
    elif len(found) == 1:
        await show_card(request, found[0].number)
    elif found:
        await reports(request, argument)
    else:
        await request.reply(escape(request.texts.report_usage))


async def show_card(request: Request, number: int) -> None:
    """Reply with what a report says at a glance, with a button for the passage that says each part.

    What an admin corrected is shown in place of what was read, and admins may correct more.
    """
    services, texts = request.services, request.texts
    found = services.catalogue.get(number)
    if found is None:
        await request.reply(escape(texts.report_unknown.format(number=number)))
        return
    await request.reply(card_of(services, texts, found), card_keyboard(request, found))


async def show_event(press: Press) -> None:
    """Reply with the card of an event that was chosen, which follow-ups are about."""
    request = press.request
    number = press.numbers[0] if press.numbers else 0
    report = request.services.catalogue.get(number)
    if report is None:
        await press.tell(request.texts.vanished, alert=True)
        return
    await press.tell()
    place = request.place
    asked = QuestionOrigin(place.kept_as, place.topic, request.actor.key, None, request.received)
    html = card_of(request.services, request.texts, report)
    kept = StoredAnswer(asked, report.title, why="reports", report=report.path, html=html)
    number_kept = await keep(request, kept)
    reply_id = await request.reply(html, card_keyboard(request, report))
    await sent(request, number_kept, reply_id)


async def show_part(press: Press) -> None:
    """Reply with one part of a report, with the passage that says so."""
    request = press.request
    services = request.services
    found = services.catalogue.get(press.numbers[0]) if press.numbers else None
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
    """Send an answer that a button asked for, under its question, which is nowhere else.

    A follow-up to it is about its event.
    """
    request = press.request
    topic = request.place.topic
    asked = QuestionOrigin(request.place.kept_as, topic, request.actor.key, None, request.received)
    html = f"<i>{label(question, 300)}</i>\n{answer_html(found, request.texts)}"
    kept = replace(kept_of(found, question, asked), html=html)
    prepared = Prepared(Act("answer", found), kept, request.services)
    number = await keep(request, prepared.kept)
    await sent(request, number, await request.reply(html, prepared.buttons(request, number)))


async def show_whole(press: Press) -> None:
    """Reply with the report's text in parts, or as a file where it is long."""
    request = press.request
    found = request.services.catalogue.get(press.numbers[0]) if press.numbers else None
    if found is None:
        await press.tell(request.texts.vanished, alert=True)
        return
    await press.tell()
    await send_whole(request, found)


async def turn_events(press: Press) -> None:
    """Show another page of the events to choose from, where no question waits for the choice."""
    request = press.request
    page = press.numbers[1] if len(press.numbers) == 2 else 0
    buttons = events_keyboard(request.services, request.texts, 0, (), page)
    if buttons:
        await request.out.edit_keyboard(request.place, request.message.message_id, buttons)
    await press.tell()


async def _listed(
    request: Request, words: str, page: int
) -> tuple[str, InlineKeyboardMarkup | None]:
    texts = request.texts
    entries = await request.services.catalogue.matching(words)
    found = Lazy(len(entries), lambda at: (entries[at].number, entries[at].report), 0)
    if not found:
        line = texts.reports_none.format(words=words[:100]) if words else texts.no_reports
        return escape(line), None
    pages = pages_of(len(found))
    page = min(max(page, 1), pages)
    before = button("◀", "l", page - 1, words=words) if page > 1 else None
    after = button("▶", "l", page + 1, words=words) if page < pages else None
    return reports_html(found, page, words, texts), keyboard([before, after])
