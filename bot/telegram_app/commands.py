"""Commands: one table says who may run which, and where a menu shows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.errors import CorpusError
from bot.rendering.telegram_html import escape
from bot.rendering.telegram_lists import (
    changes_html,
    reload_failed_html,
    report_html,
    reports_html,
    start_html,
)
from bot.telegram_app.services import Request

Run = Callable[[Request, str], Awaitable[None]]
Menu = Literal["private", "groups", "admins"]


@dataclass(frozen=True, slots=True)
class Command:
    """A command; one for admins is refused to everybody else before it runs."""

    run: Run
    admin: bool = False
    menus: tuple[Menu, ...] = ()


async def start(request: Request, _: str) -> None:
    """What the bot is."""
    reports = request.services.assistant.snapshot.reports
    await request.reply(start_html(reports, request.texts))


async def help_(request: Request, _: str) -> None:
    """How to ask."""
    await request.reply(escape(request.texts.help.format(username=request.services.me.username)))


async def ask(request: Request, _: str) -> None:
    """`/ask` without a question."""
    await request.reply(escape(request.texts.ask_usage))


async def reports(request: Request, words: str) -> None:
    """The reports whose title, date or path holds all of these words."""
    wanted = words.lower().split()
    found = [
        (entry.number, entry.report)
        for entry in request.services.shelf.entries
        if all(
            word in f"{entry.report.title} {entry.report.date} {entry.report.path}".lower()
            for word in wanted
        )
    ]
    if found:
        await request.reply(reports_html(found, request.texts))
    elif wanted:
        await request.reply(escape(request.texts.reports_none.format(words=words[:100])))
    else:
        await request.reply(escape(request.texts.no_reports))


async def report(request: Request, argument: str) -> None:
    """The report of this number."""
    if not (argument.isascii() and argument.isdigit()):
        await request.reply(escape(request.texts.report_usage))
    elif found := request.services.shelf.get(int(argument[:9])):
        await request.reply(report_html(found, request.texts))
    else:
        await request.reply(escape(request.texts.report_unknown.format(number=argument[:9])))


async def reload(request: Request, _: str) -> None:
    """Read the reports again; the old ones answer until the new ones are ready."""
    services = request.services
    try:
        changes = await services.reloader.reload()
    except CorpusError as error:
        had = len(services.assistant.snapshot.reports)
        await request.reply(reload_failed_html(str(error), had, request.texts))
        return
    await request.reply(changes_html(changes, request.texts))


COMMANDS: Final[Mapping[str, Command]] = {
    "start": Command(start),
    "help": Command(help_, menus=("private", "groups")),
    "ask": Command(ask, menus=("private", "groups")),
    "reports": Command(reports, menus=("private", "groups")),
    "report": Command(report, menus=("private",)),
    "reload": Command(reload, admin=True, menus=("admins",)),
}
