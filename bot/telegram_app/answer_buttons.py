"""The buttons under an answer: further passages, other events, votes."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.model import Quote
from bot.rendering.telegram import answer_html, headline, passage_html, source_html
from bot.rendering.telegram_html import bold, escape
from bot.store import Kept
from bot.telegram_app.about import ask_about
from bot.telegram_app.asking import OverdueError
from bot.telegram_app.buttons import (
    answer_rows,
    button,
    chosen_numbers,
    event_name,
    kept_choices,
    keyboard,
    page_row,
    report_row,
    vote_row,
    voted,
)
from bot.telegram_app.questions import kept_of
from bot.telegram_app.services import Press

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup


async def kept_answer(press: Press) -> Kept | None:
    """The answer that the button is under; None where the data is forged or the answer gone."""
    request = press.request
    storage = request.services.storage
    if not press.numbers:
        return None
    kept = await storage.attempt(storage.store.answers.get, press.numbers[0])
    if kept is None or kept.reply_id != request.message.message_id:
        return None
    return kept if kept.asked.chat_id == request.place.kept_as else None


async def turn_page(press: Press) -> None:
    """Show a further passage instead of the answer, or the answer again."""
    kept = await kept_answer(press)
    if kept is None or len(press.numbers) != 2:
        await press.tell(press.request.texts.stale, alert=True)
        return
    page = press.numbers[1]
    if page == 0:
        await _back(press, kept)
        return
    shelf = press.request.services.shelf
    passage = shelf.passage(kept.passages[page - 1]) if page <= len(kept.passages) else None
    if passage is None:
        await press.tell(press.request.texts.vanished, alert=True)
        return
    texts, pages = press.request.texts, len(kept.passages)
    head = bold(texts.page_of.format(page=page, count=pages))
    choices = kept_choices(press.request.message.reply_markup)
    buttons = keyboard(*choices, page_row(kept.id, page, pages, texts))
    await press.change(f"{head}\n{passage_html(Quote(passage), texts)}", buttons)
    await press.tell()


async def _back(press: Press, kept: Kept) -> None:
    request = press.request
    storage, texts = request.services.storage, request.texts
    report = request.services.shelf.number(kept.report)
    found = kept.why is None
    rows = answer_rows(kept.id, report, len(kept.passages), texts, found=found)
    if found:
        votes = await storage.attempt(storage.store.answers.votes, kept.id) or (0, 0)
        rows[-1:] = [report_row(kept.id, votes, texts), vote_row(kept.id, votes, texts)]
    choices = kept_choices(request.message.reply_markup)
    await press.change(kept.html or escape(texts.stale), keyboard(*choices, *rows))
    await press.tell()


async def vote(press: Press) -> None:
    """Count what the person thinks of the answer, instead of what they thought before."""
    request = press.request
    kept = await kept_answer(press)
    if kept is None or len(press.numbers) != 2 or press.numbers[1] not in (0, 1):
        await press.tell(request.texts.stale, alert=True)
        return
    storage = request.services.storage
    good = press.numbers[1] == 1
    votes = await storage.attempt(
        storage.store.answers.vote, kept.id, request.actor.key, good=good, at=time.time()
    )
    if votes is None:
        await press.tell(request.texts.store_fails.format(reason=""), alert=True)
        return
    await press.tell(request.texts.voted if good else request.texts.voted_wrong)
    shown = voted(request.message.reply_markup, kept.id, votes, request.texts)
    await request.out.edit_keyboard(request.place, request.message.message_id, shown)


async def report_wrong(press: Press) -> None:
    """Report the answer to the operators, who find it among the gaps."""
    request = press.request
    kept = await kept_answer(press)
    if kept is None:
        await press.tell(request.texts.stale, alert=True)
        return
    storage = request.services.storage
    try:
        await storage.run(storage.store.answers.report, kept.id, request.actor.key, time.time())
    except StoreError as error:
        await press.tell(request.texts.store_fails.format(reason=error), alert=True)
        return
    await press.tell(request.texts.reported, alert=True)


async def choose(press: Press) -> None:
    """Answer for another event that the question fits as well, in the same message."""
    request = press.request
    services = request.services
    kept = await kept_answer(press)
    report = services.shelf.get(press.numbers[1]) if kept and len(press.numbers) == 2 else None
    if kept is None or report is None:
        line = request.texts.stale if kept is None else request.texts.vanished
        await press.tell(line, alert=True)
        return
    try:
        found = await ask_about(services.asker, request.actor.key, report, kept.question)
    except OverdueError:
        await press.tell(request.texts.took_long, alert=True)
        return
    if found is None:
        await press.tell(request.texts.not_stated, alert=True)
        return
    html = answer_html(found, request.texts)
    changed = replace(kept_of(found, kept.question, kept.asked), html=html, seconds=kept.seconds)
    storage = services.storage
    await storage.attempt(storage.store.answers.change, kept.id, changed)
    await press.change(html, _other_choices(press, kept, changed))
    await press.tell()


async def show_all(press: Press) -> None:
    """The short answer of each event that the question fits, newest first."""
    request = press.request
    services = request.services
    kept = await kept_answer(press)
    if kept is None:
        await press.tell(request.texts.stale, alert=True)
        return
    await press.tell()
    numbers = [services.shelf.number(kept.report), *chosen_numbers(request.message.reply_markup)]
    reports = [report for number in numbers if number and (report := services.shelf.get(number))]
    parts, line = [], request.texts.vanished
    for report in sorted(reports, key=lambda report: report.date or "", reverse=True):
        try:
            found = await ask_about(
                services.asker, request.actor.key, report, kept.question, idle=True
            )
        except OverdueError:
            line = request.texts.took_long
        else:
            if found:
                parts.append(f"{headline(found)}\n{source_html(report, request.texts)}")
    await request.reply("\n\n".join(parts) or escape(line))


def _other_choices(press: Press, before: Kept, now: Kept) -> InlineKeyboardMarkup | None:
    """The buttons of the chosen event's answer; the event shown before is offered in its place."""
    request = press.request
    shelf, texts = request.services.shelf, request.texts
    number = shelf.number(before.report)
    former = shelf.get(number) if number else None
    back = button(event_name(former), "c", before.id, number) if former and number else None
    choices = kept_choices(request.message.reply_markup, str(press.query.data), back)
    report = shelf.number(now.report)
    rows = answer_rows(before.id, report, len(now.passages), texts, found=True)
    return keyboard(*choices, *rows)
