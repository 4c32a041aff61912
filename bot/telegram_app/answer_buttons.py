"""The buttons under an answer: further passages, other events, votes."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.model import Found, Quote, Silent, Turn
from bot.rendering import texts_asked
from bot.rendering.telegram import answer_html, headline, passage_html, source_html
from bot.rendering.telegram_html import bold, escape
from bot.store import StoredAnswer
from bot.talk import fitting
from bot.telegram_app.asking import OverdueError, ask_about
from bot.telegram_app.browsing import turn_events
from bot.telegram_app.keyboards import (
    MOST_NEXT,
    another,
    answer_keyboard,
    answer_row,
    events_keyboard,
    keyboard,
    leads_back,
    next_questions,
    page_row,
    report_row,
)
from bot.telegram_app.questions import kept_of
from bot.telegram_app.services import Press

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup

    from bot.model import Answer, Report


async def kept_answer(press: Press) -> StoredAnswer | None:
    """Return the answer that the button is under.

    None where the data is forged or the answer gone.
    """
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
    catalogue = press.request.services.catalogue
    key = kept.passages[page - 1] if page <= len(kept.passages) else None
    passage = await catalogue.passage(key) if key else None
    if passage is None:
        await press.tell(press.request.texts.vanished, alert=True)
        return
    texts, pages = texts_asked(kept.question, press.request.texts), len(kept.passages)
    head = bold(texts.page_of.format(page=page, count=pages))
    again = leads_back(press.request.message.reply_markup)
    buttons = keyboard(page_row(kept.id, page, pages, texts), (again,))
    await press.change(f"{head}\n{passage_html(Quote(passage), texts)}", buttons)
    await press.tell()


async def _back(press: Press, kept: StoredAnswer) -> None:
    request = press.request
    storage, texts = request.services.storage, request.texts
    found = kept.why is None
    votes = await storage.attempt(storage.store.answers.votes, kept.id) if found else None
    buttons = _keyboard(press, kept, votes or (0, 0))
    await press.change(kept.html or escape(texts.stale), buttons)
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
    if buttons := _keyboard(press, kept, votes):
        await request.out.edit_keyboard(request.place, request.message.message_id, buttons)


def _keyboard(
    press: Press, kept: StoredAnswer, votes: tuple[int, int]
) -> InlineKeyboardMarkup | None:
    """Return the buttons of a kept answer.

    One that is called wrong can be reported in the first row.
    """
    services, texts = press.request.services, texts_asked(kept.question, press.request.texts)
    report = services.assistant.report(kept.report)
    at, found = services.catalogue.number(kept.report), kept.why is None
    row = answer_row(kept.id, at, len(kept.passages), texts, found=found, votes=votes)
    again = leads_back(press.request.message.reply_markup)
    first = report_row(kept.id, votes, texts)
    first = first or next_questions(
        services, texts, Silent(kept.question, event=report, slot=kept.slot)
    )
    return keyboard((*first[: MOST_NEXT - bool(again)], again), row)


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
    """Answer the question for the event that was chosen, in the same message."""
    request = press.request
    services = request.services
    kept = await kept_answer(press)
    report = services.catalogue.get(press.numbers[1]) if kept and len(press.numbers) == 2 else None
    if kept is None or report is None:
        line = request.texts.stale if kept is None else request.texts.vanished
        await press.tell(line, alert=True)
        return
    if not _may_choose(press, kept):
        await press.tell(request.texts.for_asker, alert=True)
        return
    answer = await _answer_for(press, kept, report)
    html = answer_html(answer, request.texts, services.config.answer.contact)
    changed = replace(
        kept_of(answer, kept.question, kept.asked),
        html=html, seconds=kept.seconds, report=report.path, before=kept.before,
    )  # fmt: skip
    storage = services.storage
    await storage.attempt(storage.store.answers.change, kept.id, changed)
    texts = texts_asked(kept.question, request.texts)
    again = another(kept.id, 0, texts)
    buttons = answer_keyboard(services, texts, answer, changed, kept.id, again=again)
    await press.change(html, buttons)
    await press.tell()


async def _answer_for(press: Press, kept: StoredAnswer, report: Report) -> Answer:
    """Return what the chosen event's report answers, or that it doesn't say."""
    turn, asker = Turn(report.title, report.path), press.request.services.asker
    answer = await asker.ask(press.request.actor.key, kept.question, turn)
    if not isinstance(answer, Found):
        return replace(answer, event=report, followed=True, choices=())
    if answer.quotes[0].passage.report.path != report.path:
        return Silent(kept.question, event=report, followed=True, language=answer.language)
    return replace(answer, followed=False, choices=())


async def turn_choices(press: Press) -> None:
    """Other events to choose from; those that fit the question are on the first page."""
    request = press.request
    if press.numbers[:1] == (0,):
        await turn_events(press)
        return
    kept = await kept_answer(press)
    if kept is None or len(press.numbers) != 2:
        await press.tell(request.texts.stale, alert=True)
        return
    if not _may_choose(press, kept):
        await press.tell(request.texts.for_asker, alert=True)
        return
    reports, texts = await _fitting(press, kept), texts_asked(kept.question, request.texts)
    buttons = events_keyboard(request.services, texts, kept.id, reports, press.numbers[1])
    await press.change(escape(texts.which_event), buttons)
    await press.tell()


async def show_all(press: Press) -> None:
    """Reply with the short answer of each event that the question fits, newest first."""
    request = press.request
    services = request.services
    kept = await kept_answer(press)
    if kept is None:
        await press.tell(request.texts.stale, alert=True)
        return
    await press.tell()
    reports = await _fitting(press, kept)
    parts, texts = [], texts_asked(kept.question, request.texts)
    line = texts.vanished
    for report in sorted(reports, key=lambda report: report.date or "", reverse=True):
        try:
            found = await ask_about(
                services.asker, request.actor.key, report, kept.question, idle=True
            )
        except OverdueError:
            line = texts.took_long
        else:
            if found:
                parts.append(f"{headline(found)}\n{source_html(report, texts)}")
    await request.reply("\n\n".join(parts) or escape(line))


async def _fitting(press: Press, kept: StoredAnswer) -> tuple[Report, ...]:
    """Return the events that the question fits, the likeliest first.

    None where it fits one only.
    """
    turn = Turn(kept.before) if kept.before else None
    answer = await press.request.services.asker.ask(press.request.actor.key, kept.question, turn)
    return fitting(answer) if answer.choices else ()


def _may_choose(press: Press, kept: StoredAnswer) -> bool:
    """Return whether the question is this person's, as far as that is known."""
    asker = kept.asked.user_id
    private = press.request.place.kind == "private"
    return private or asker is None or asker < 0 or asker == press.request.actor.key
