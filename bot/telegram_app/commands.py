"""Commands: one table says who may run which, and where a menu shows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.telegram_app import admin, basics, browsing, filing, setting
from bot.telegram_app.services import Request

Run = Callable[[Request, str], Awaitable[None]]
Menu = Literal["private", "groups", "admins", "own"]


@dataclass(frozen=True, slots=True)
class Command:
    """A command; one for admins is refused to everybody else before it runs.

    One that costs as much as a question counts as one. What is a group's `own` its administrators
    may run there, where `telegram.group_admins` says so.
    """

    run: Run
    admin: bool = False
    own: bool = False
    costs: bool = False
    menus: tuple[Menu, ...] = ()


COMMANDS: Final[Mapping[str, Command]] = {
    "start": Command(basics.start, costs=True),
    "ask": Command(basics.ask, menus=("private", "groups")),
    "reports": Command(browsing.reports, costs=True, menus=("private", "groups")),
    "report": Command(browsing.report, costs=True, menus=("private", "groups")),
    "help": Command(basics.help_, menus=("private", "groups")),
    "privacy": Command(basics.privacy, menus=("private",)),
    "forget": Command(basics.forget, menus=("private",)),
    "reload": Command(admin.reload, admin=True, menus=("admins",)),
    "status": Command(admin.status, admin=True, menus=("admins",)),
    "stats": Command(admin.stats, admin=True, menus=("admins",)),
    "gaps": Command(admin.gaps, admin=True, menus=("admins",)),
    "settings": Command(setting.settings, admin=True, own=True, menus=("admins", "own")),
    "add": Command(filing.add, admin=True, menus=("admins",)),
    "remove": Command(filing.remove, admin=True, menus=("admins",)),
    "export": Command(admin.export, admin=True, menus=("admins",)),
}
