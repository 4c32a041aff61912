"""Pressed buttons: one table says who may press which."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.telegram_app import admin, answer_buttons, browsing, correcting, filing, setting
from bot.telegram_app.services import Press


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button does; one for admins is refused to everybody else before it does.

    What is a group's `own` its administrators may press, where `telegram.group_admins` says so.
    """

    run: Callable[[Press], Awaitable[None]]
    admin: bool = False
    own: bool = False


BUTTONS: Final[Mapping[str, Pressed]] = {
    "p": Pressed(answer_buttons.turn_page),
    "v": Pressed(answer_buttons.vote),
    "f": Pressed(answer_buttons.report_wrong),
    "c": Pressed(answer_buttons.choose),
    "o": Pressed(answer_buttons.turn_choices),
    "w": Pressed(answer_buttons.show_all),
    "e": Pressed(browsing.show_event),
    "r": Pressed(browsing.show_whole),
    "q": Pressed(browsing.show_part),
    "l": Pressed(browsing.turn_list),
    "k": Pressed(correcting.press, admin=True),
    "g": Pressed(admin.try_gap, admin=True),
    "s": Pressed(setting.press_setting, admin=True, own=True),
    "u": Pressed(filing.undo, admin=True),
}
