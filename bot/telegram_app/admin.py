"""Commands for admins: reload, status, figures, gaps, export."""

from __future__ import annotations

import asyncio
import csv
import io
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot import __version__
from bot.errors import CorpusError, StoreError
from bot.model import Changes, Found
from bot.rendering.telegram_html import cut, escape, label
from bot.rendering.telegram_lists import changes_html, reload_failed_html
from bot.telegram_app.browsing import reply_found
from bot.telegram_app.buttons import button, keyboard
from bot.telegram_app.picture import picture_of
from bot.telegram_app.services import Press, Request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.store import Line

DAY: Final = 86_400
STATS_DAYS: Final = 30
MOST_GAPS: Final = 10
SLOW: Final = 2.0  # seconds after which a reload says that it runs
COLUMNS: Final = (
    "asked", "question", "outcome", "answer", "report", "confidence", "right", "wrong",
)  # fmt: skip


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
        return changes_html(await running, request.texts)
    except CorpusError as error:
        had = len(request.services.assistant.snapshot.reports)
        return reload_failed_html(str(error), had, request.texts)


async def status(request: Request, _: str) -> None:
    """How the bot is doing, in the operator's terms."""
    services = request.services
    snapshot, health = services.assistant.snapshot, services.health
    storage = services.storage
    today = time.time() // DAY * DAY
    figures = await storage.attempt(storage.store.statistics.figures, today)
    counts = await storage.attempt(storage.store.inbox.counts) or {}
    uptime = timedelta(seconds=int(time.time() - health.started))
    lines = [
        f"rapporteur {__version__}, up {uptime}",
        f"{len(snapshot.reports)} reports, {len(snapshot.passages)} passages, indexed "
        f"{snapshot.built:%Y-%m-%d %H:%M} UTC in {snapshot.seconds:.1f} s, "
        f"{services.reloader.runs} reloads",
        *(f"unreadable: {problem}" for problem in snapshot.problems[:5]),
        f"queue {await services.intake.waiting()}, set aside {counts.get('aside', 0)}, "
        f"429 answers {services.flood.waited}, repeated calls {services.flood.retried}",
        *(f"trouble: {trouble}" for trouble in health.troubles()),
    ]
    if figures:
        share = 100 * figures.answered // max(1, figures.asked)
        lines.insert(2, f"{figures.asked} questions today, {share}% answered")
    lines += [
        f"{datetime.fromtimestamp(at, UTC):%H:%M:%S} {line}" for at, line in reversed(health.errors)
    ]
    await request.reply("\n".join(label(line, 300) for line in lines))


async def stats(request: Request, _: str) -> None:
    """Figures of the last days: the picture with the figures as its caption, or these alone."""
    storage, texts = request.services.storage, request.texts
    since = time.time() - STATS_DAYS * DAY
    try:
        figures = await storage.run(storage.store.statistics.figures, since)
    except StoreError as error:
        await request.reply(escape(texts.store_fails.format(reason=error)))
        return
    caption = texts.stats.format(
        days=STATS_DAYS,
        asked=figures.asked,
        answered=figures.answered,
        share=100 * figures.answered // max(1, figures.asked),
        right=figures.right,
        wrong=figures.wrong,
        median=f"{1000 * figures.median:.0f}",
        slowest=f"{1000 * figures.slowest:.0f}",
    )
    picture = await asyncio.to_thread(picture_of, figures, texts)
    if picture is None:
        await request.reply(escape(caption))
        return
    to = request.message.message_id
    await request.out.photo(request.place, picture, escape(caption), to)


async def gaps(request: Request, _: str) -> None:
    """What the reports did not answer, each with a button that tries it again."""
    storage, texts = request.services.storage, request.texts
    since = time.time() - STATS_DAYS * DAY
    found = await storage.attempt(storage.store.statistics.gaps, since, MOST_GAPS) or ()
    if not found:
        await request.reply(escape(texts.gaps_none.format(days=STATS_DAYS)))
        return
    lines = [escape(texts.gaps.format(days=STATS_DAYS))]
    lines += [f"{n}. {label(gap.question, 200)} ({gap.count}×)" for n, gap in enumerate(found, 1)]
    rows = [
        (button(f"{n}. {texts.gap_now}", "g", gap.answer_id),) for n, gap in enumerate(found, 1)
    ]
    await request.reply("\n".join(lines), keyboard(*rows))


async def try_gap(press: Press) -> None:
    """Ask a question again that the reports did not answer."""
    request = press.request
    storage = request.services.storage
    number = press.numbers[0] if press.numbers else 0
    kept = await storage.attempt(storage.store.answers.get, number)
    if kept is None:
        await press.tell(request.texts.stale, alert=True)
        return
    found = await asyncio.to_thread(request.services.assistant.ask, kept.question)
    if isinstance(found, Found):
        await press.tell()
        await reply_found(press, kept.question, found)
    else:
        await press.tell(cut(request.texts.not_stated, 200), alert=True)


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


def table(lines: Iterable[Line]) -> bytes:
    """The lines as CSV in UTF-8; no cell begins like a formula, for spreadsheets run those."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for line in lines:
        asked = datetime.fromtimestamp(line.asked, UTC).isoformat(timespec="seconds")
        texts = [
            _harmless(text) for text in (line.question, line.outcome, line.answer, line.report)
        ]
        writer.writerow((asked, *texts, line.confidence, line.right, line.wrong))
    return written.getvalue().encode("utf-8-sig")


def _harmless(text: str | None) -> str:
    text = text or ""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
