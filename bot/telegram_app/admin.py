"""Commands for admins: reload, status, figures, gaps, export."""

from __future__ import annotations

import asyncio
import csv
import io
import logging
import time
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from itertools import groupby
from typing import TYPE_CHECKING, Final

from bot import __version__
from bot.errors import StoreError
from bot.model import Found, Turn
from bot.rendering import counted
from bot.rendering.telegram_html import bold, cut, escape, label, with_file_names
from bot.rendering.telegram_messages import problem_html
from bot.rendering.telegram_texts import DEFAULT, LANGUAGES, Count
from bot.telegram_app.asking import apart
from bot.telegram_app.browsing import reply_found
from bot.telegram_app.cards import label_of
from bot.telegram_app.keyboards import button, keyboard
from bot.telegram_app.reloading import reloaded_html
from bot.telegram_app.services import Press, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.rendering.telegram_texts import Texts
    from bot.store import ExportLine, Gap, UsageFigures
    from bot.telegram_app.services import Services

log = logging.getLogger(__name__)

DAY: Final = 86_400  # seconds
STATS_DAYS: Final = 30
MOST_GAPS: Final = 10
PICTURE_LIMIT: Final = 10.0  # seconds; the first one loads a library
SLOW: Final = 2.0  # seconds after which a reload says that it runs
COLUMNS: Final = (
    "asked", "question", "outcome", "why", "event", "slot", "answer", "report", "confidence",
    "right", "wrong", "reported",
)  # fmt: skip
PICTURE_DAYS: Final = 30
MONDAY: Final = 4  # the remainder of a Monday's number, counted from 1 January 1970


async def reload(request: Request, _: str) -> None:
    """Read the reports again; the old ones answer until the new ones are ready."""
    running = asyncio.create_task(request.services.reloader.reload())
    done, _pending = await asyncio.wait({running}, timeout=SLOW)
    if not done:
        await request.reply(escape(request.texts.reloading))
    await request.reply(await reloaded_html(request, running))


async def status(request: Request, _: str) -> None:
    """Reply with how the bot is doing, in the operator's terms."""
    storage = request.services.storage
    today = time.time() // DAY * DAY
    figures = await storage.attempt(storage.store.statistics.figures, today)
    counts = await storage.attempt(storage.store.inbox.counts) or {}
    waiting = max(0, await request.services.intake.waiting() - 1)  # this command waits too
    await request.reply(status_html(request.services, figures, waiting, counts.get("aside", 0)))


def status_html(services: Services, today: UsageFigures | None, waiting: int, aside: int) -> str:
    """Return how the bot is doing, in the operator's terms.

    `today` is None while the store fails.
    """
    snapshot, health = services.assistant.snapshot, services.health
    uptime = timedelta(seconds=int(time.time() - health.started))
    about = [
        f"rapporteur {__version__}, up {uptime}",
        f"{counted(len(snapshot.reports), 'report')}, "
        f"{counted(len(snapshot.passages), 'passage')}, indexed "
        f"{snapshot.built:%Y-%m-%d %H:%M} UTC in {snapshot.seconds:.1f} s, "
        f"{counted(services.reloader.runs, 'reload')}",
    ]
    unread = [f"unreadable: {problem_html(problem)}" for problem in snapshot.problems[:5]]
    state = [
        f"queue {waiting}, set aside {aside}, 429 answers {services.flood.waited}, "
        f"repeated calls {services.flood.retried}",
        *(f"trouble: {trouble}" for trouble in health.troubles()),
        *(f"{_clock(at)} {line}" for at, line in reversed(health.errors)),
    ]
    if today:
        state.insert(0, f"{counted(today.asked, 'question')} today, {_share(today)}% answered")
    return "\n".join((*map(_line, about), *unread, *map(_line, state)))


def _line(text: str) -> str:
    return with_file_names(label(text, 300))


def _clock(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%H:%M:%S}"


async def stats(request: Request, _: str) -> None:
    """Reply with the figures of the last days, under a picture of them where there is one."""
    storage, texts = request.services.storage, request.texts
    since = time.time() - STATS_DAYS * DAY
    try:
        figures = await storage.run(storage.store.statistics.figures, since)
    except StoreError as error:
        await request.reply(escape(texts.store_fails.format(reason=error)))
        return
    caption = stats_html(figures, STATS_DAYS, texts)
    picture = await in_time(lambda: picture_of(figures, texts), PICTURE_LIMIT)
    if picture is None:
        await request.reply(caption)
    else:
        to = request.message.message_id
        await request.out.photo(request.place, picture, caption, to)


async def in_time(draw: Callable[[], bytes | None], seconds: float) -> bytes | None:
    """Return the picture; None where it takes longer, for the figures matter more.

    Its thread is of its own: one that never ended would be missed among those for short work.
    """
    drawing = apart(draw)
    done, _ = await asyncio.wait({drawing}, timeout=seconds)
    if not done:
        log.warning("The picture of the figures takes longer than %g s", seconds)
        return None
    return drawing.result()


def stats_html(figures: UsageFigures, days: int, texts: Texts) -> str:
    """Return the figures in one paragraph."""
    return escape(
        texts.stats.format(
            days=days,
            asked=Count(figures.asked),
            answered=figures.answered,
            share=_share(figures),
            right=figures.right,
            wrong=figures.wrong,
            reported=Count(figures.reported),
            corrected=Count(figures.corrected),
            median=f"{1000 * figures.median:.0f}",
            slowest=f"{1000 * figures.slowest:.0f}",
        )
    )


def _share(figures: UsageFigures) -> int:
    return round(100 * figures.answered / max(1, figures.asked))


def picture_of(figures: UsageFigures, texts: Texts) -> bytes | None:
    """Return a PNG of the questions a day; None without matplotlib or without questions."""
    if not figures.days or find_spec("matplotlib") is None:
        return None
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib.figure import Figure  # noqa: PLC0415  heavy, and optional
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    if any("\u0e00" <= character <= "\u0e7f" for character in texts.stats_answered):
        texts = LANGUAGES[DEFAULT]  # the library's font has no Thai
    days = [day.start // DAY for day in figures.days]
    answered = [day.answered for day in figures.days]
    silent = [day.asked - day.answered for day in figures.days]
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.add_subplot()
    axes.bar(days, answered, label=texts.stats_answered, color="#2a78d6")
    axes.bar(days, silent, bottom=answered, label=texts.stats_silent, color="#c9d3df")
    axes.set_xlim(days[-1] - PICTURE_DAYS, days[-1] + 1)
    mondays = [day for day in range(days[-1] - PICTURE_DAYS + 1, days[-1] + 1) if day % 7 == MONDAY]
    axes.set_xticks(mondays, [_date(day) for day in mondays])
    axes.set_ylabel(texts.stats_axis)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=120)
    return written.getvalue()


def _date(day: int) -> str:
    return f"{datetime.fromtimestamp(day * DAY, UTC):%Y-%m-%d}"


async def gaps(request: Request, _: str) -> None:
    """Reply with what was not answered, or was reported; each with a button to try it again."""
    storage, texts = request.services.storage, request.texts
    since = time.time() - STATS_DAYS * DAY
    found = await storage.attempt(storage.store.statistics.gaps, since, MOST_GAPS) or ()
    if not found:
        await request.reply(escape(texts.gaps_none.format(days=STATS_DAYS)))
        return
    rows = [
        (button(f"{n}. {texts.gap_now}", "g", gap.answer_id),) for n, gap in enumerate(found, 1)
    ]
    catalogue = request.services.catalogue
    events = {gap.event for gap in found if gap.event}
    titles = {path: title for path in events if (title := catalogue.title(path))}
    await request.reply(gaps_html(found, titles, STATS_DAYS, texts), keyboard(*rows))


def gaps_html(gaps: Sequence[Gap], titles: Mapping[str, str], days: int, texts: Texts) -> str:
    """Return what the reports did not answer, by event and slot, and how often it was asked.

    `titles` has those of the reports by their paths.
    """
    lines = [escape(texts.gaps.format(days=days))]
    numbered = enumerate(gaps, 1)
    for (event, slot), some in groupby(numbered, lambda pair: (pair[1].event, pair[1].slot)):
        group = list(some)
        name = titles.get(event, event) if event else texts.gaps_unnamed
        head = [bold(cut(name, 100)), *([escape(label_of(slot, texts))] if slot else [])]
        lines.append(f"{' · '.join(head)} ({sum(gap.count for _, gap in group)}×)")
        lines += [_gap_html(number, gap, texts) for number, gap in group]
    return "\n".join(lines)


def _gap_html(number: int, gap: Gap, texts: Texts) -> str:
    line = f"{number}. {label(gap.question, 150)} ({gap.count}×)"
    if not gap.reported:
        return line
    return f"{line} · {escape(texts.gap_reported.format(answer=cut(gap.answer or '–', 80)))}"


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
    """Reply with all questions and votes as a table."""
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


def table(lines: Iterable[ExportLine]) -> bytes:
    """Return the lines as CSV in UTF-8.

    No cell begins like a formula, for spreadsheets run those.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for line in lines:
        asked = datetime.fromtimestamp(line.asked, UTC).isoformat(timespec="seconds")
        texts = (
            line.question, line.outcome, line.why, line.event, line.slot, line.answer, line.report,
        )  # fmt: skip
        figures = (line.confidence, line.right, line.wrong, line.reported)
        writer.writerow((asked, *map(_harmless, texts), *figures))
    return written.getvalue().encode("utf-8-sig")


def _harmless(text: str | None) -> str:
    text = text or ""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
