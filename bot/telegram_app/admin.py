"""Commands for admins: reload, status, figures, gaps, export."""

from __future__ import annotations

import asyncio
import time
from typing import Final

from bot.errors import CorpusError, StoreError
from bot.model import Changes, Found, Turn
from bot.rendering.telegram_html import cut, escape
from bot.rendering.telegram_lists import reload_failed_html
from bot.telegram_app.browsing import reply_found
from bot.telegram_app.buttons import button, keyboard
from bot.telegram_app.figures import gaps_html, stats_html, status_html, table
from bot.telegram_app.picture import picture_of
from bot.telegram_app.services import Press, Request
from bot.telegram_app.understanding import brought_html

DAY: Final = 86_400
STATS_DAYS: Final = 30
MOST_GAPS: Final = 10
SLOW: Final = 2.0  # seconds after which a reload says that it runs


async def reload(request: Request, _: str) -> None:
    """Read the reports again; the old ones answer until the new ones are ready."""
    running = asyncio.create_task(request.services.reloader.reload())
    done, _pending = await asyncio.wait({running}, timeout=SLOW)
    if not done:
        await request.reply(escape(request.texts.reloading))
    await request.reply(await reloaded_html(request, running))


async def reloaded_html(request: Request, running: asyncio.Task[Changes]) -> str:
    """What came of the reload."""
    try:
        return brought_html(request.services.assistant, await running, request.texts)
    except CorpusError as error:
        had = len(request.services.assistant.snapshot.reports)
        return reload_failed_html(str(error), had, request.texts)


async def status(request: Request, _: str) -> None:
    """How the bot is doing, in the operator's terms."""
    storage = request.services.storage
    today = time.time() // DAY * DAY
    figures = await storage.attempt(storage.store.statistics.figures, today)
    counts = await storage.attempt(storage.store.inbox.counts) or {}
    waiting = max(0, await request.services.intake.waiting() - 1)  # this command waits too
    await request.reply(status_html(request.services, figures, waiting, counts.get("aside", 0)))


async def stats(request: Request, _: str) -> None:
    """Figures of the last days: the picture with the figures as its caption, or these alone."""
    storage, texts = request.services.storage, request.texts
    since = time.time() - STATS_DAYS * DAY
    try:
        figures = await storage.run(storage.store.statistics.figures, since)
    except StoreError as error:
        await request.reply(escape(texts.store_fails.format(reason=error)))
        return
    caption = stats_html(figures, STATS_DAYS, texts)
    picture = await asyncio.to_thread(picture_of, figures, texts)
    if picture is None:
        await request.reply(caption)
    else:
        to = request.message.message_id
        await request.out.photo(request.place, picture, caption, to)


async def gaps(request: Request, _: str) -> None:
    """What the reports did not answer, or people reported; each with a button to try it again."""
    storage, texts = request.services.storage, request.texts
    since = time.time() - STATS_DAYS * DAY
    found = await storage.attempt(storage.store.statistics.gaps, since, MOST_GAPS) or ()
    if not found:
        await request.reply(escape(texts.gaps_none.format(days=STATS_DAYS)))
        return
    rows = [
        (button(f"{n}. {texts.gap_now}", "g", gap.answer_id),) for n, gap in enumerate(found, 1)
    ]
    titles = {e.report.path: e.report.title for e in request.services.shelf.entries}
    await request.reply(gaps_html(found, titles, STATS_DAYS, texts), keyboard(*rows))


async def try_gap(press: Press) -> None:
    """Ask a question again that the reports did not answer."""
    request = press.request
    storage = request.services.storage
    number = press.numbers[0] if press.numbers else 0
    kept = await storage.attempt(storage.store.answers.get, number)
    if kept is None:
        await press.tell(request.texts.stale, alert=True)
        return
    turn = Turn(kept.before, kept.event) if kept.before else None
    found = await request.services.asker.ask(request.actor.key, kept.question, turn)
    if isinstance(found, Found):
        await press.tell()
        await reply_found(press, kept.question, found)
    else:
        texts = request.texts
        line = texts.took_long if found.why == "took_long" else texts.not_stated
        await press.tell(cut(line, 200), alert=True)


async def export(request: Request, _: str) -> None:
    """All questions and votes as a table."""
    storage, texts = request.services.storage, request.texts
    try:
        lines = await storage.run(lambda: tuple(storage.store.statistics.lines()))
    except StoreError as error:
        await request.reply(escape(texts.store_fails.format(reason=error)))
        return
    days = request.services.config.store.keep_days
    caption = escape(texts.export.format(days=days))
    to = request.message.message_id
    await request.out.document(request.place, table(lines), "questions.csv", caption, to)
