"""Values of a report's sheet that admins correct: by a button, then by a reply with the right one.

A correction that the report says is answered by; one that it doesn't say is shown on its card only,
for an answer is words of a report.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from telegram import ForceReply

from bot.errors import StoreError
from bot.rendering.telegram_html import cut, escape
from bot.slots import SLOTS
from bot.store import CorrectedSlot
from bot.telegram_app.access import is_admin
from bot.telegram_app.addressing import body
from bot.telegram_app.cards import label_of
from bot.telegram_app.keyboards import button, keyboard
from bot.telegram_app.services import Press, Request

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.model import Report
    from bot.telegram_app.storage import Storage

LONGEST: Final = 500  # characters of a value
BACK: Final = ("-", "–", "—")  # each takes a correction back
IN_A_ROW: Final = 3  # buttons


class KnownCorrections:
    """What admins corrected, at hand without asking the store; the assistant follows it."""

    def __init__(self, storage: Storage, assistant: Assistant) -> None:
        self._storage = storage
        self._assistant = assistant
        self._all: Mapping[str, Mapping[str, str]] = {}

    async def load(self) -> None:
        """Take over what the store has."""
        found = await self._storage.attempt(self._storage.store.corrections.all)
        if found is not None and found != self._all:
            self._all = found
            await asyncio.to_thread(self._assistant.correct, found)

    def of(self, path: str) -> Mapping[str, str]:
        """Return slot → value, of the report at this path."""
        return self._all.get(path, {})

    async def put(self, what: CorrectedSlot, value: str | None) -> None:
        """Keep the value; None takes a former one back.

        Raises:
            StoreError: the store fails.
        """
        await self._storage.run(self._storage.store.corrections.put, what, value, time.time())
        await self.load()


async def press(press: Press) -> None:
    """Ask which slot is wrong, or once that is chosen, for its right value."""
    request = press.request
    report = request.services.catalogue.get(press.numbers[0]) if press.numbers else None
    if report is None or (press.words and press.words not in SLOTS):
        await press.tell(request.texts.vanished, alert=True)
        return
    await press.tell()
    if press.words:
        await _ask(request, report, press.words)
        return
    names = [
        button(label_of(slot, request.texts), "k", press.numbers[0], words=slot) for slot in SLOTS
    ]
    rows = [names[at : at + IN_A_ROW] for at in range(0, len(names), IN_A_ROW)]
    line = request.texts.correct_which.format(title=cut(report.title, 200))
    await request.reply(escape(line), keyboard(*rows))


async def _ask(request: Request, report: Report, slot: str) -> None:
    texts, storage = request.texts, request.services.storage
    line = texts.correct_ask.format(slot=label_of(slot, texts), title=cut(report.title, 200))
    # In a group a forced reply would open the keyboard of everybody.
    forced = ForceReply() if request.place.kind == "private" else None
    asked = await request.reply(escape(line), forced)
    what = CorrectedSlot(report.path, slot)
    ask = storage.store.corrections.ask
    await storage.attempt(ask, request.place.kept_as, asked, what, time.time())


async def taken(request: Request) -> bool:
    """Return whether the message is an admin's reply with a right value; then it is kept."""
    services, replied = request.services, request.message.reply_to_message
    if not replied or not replied.from_user or replied.from_user.id != services.me.id:
        return False
    if not is_admin(request.actor, request.place.chat_id, services.config.telegram):
        return False
    said = body(request.message)
    if not said or said.startswith("/"):
        return False
    asked = services.storage.store.corrections.asked
    what = await services.storage.attempt(asked, request.place.kept_as, replied.message_id)
    if what is None:
        return False
    await request.reply(escape(await _kept(request, what, said)))
    return True


async def _kept(request: Request, what: CorrectedSlot, said: str) -> str:
    """Keep the value; what is said to that."""
    services, texts = request.services, request.texts
    number = services.catalogue.number(what.path)
    if number is None or services.catalogue.get(number) is None:
        return texts.vanished
    if len(said) > LONGEST:
        return texts.correct_long.format(limit=LONGEST)
    value = None if said in BACK else said
    try:
        await services.corrections.put(what, value)
    except StoreError as error:
        return texts.store_fails.format(reason=error)
    if value is None:
        return texts.correct_undone
    if services.assistant.says(what.path, what.slot, value):
        return texts.correct_quoted
    return texts.correct_shown.format(number=number)
