"""What handlers work with, and what they know of the message that they answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram.error import BadRequest

from bot.telegram_app.access import Actor, Place
from bot.telegram_app.outgoing import Outgoing

if TYPE_CHECKING:
    from telegram import CallbackQuery, ForceReply, InlineKeyboardMarkup, Message

    from bot.assistant import Assistant
    from bot.config import Config
    from bot.rendering.telegram_texts import Texts
    from bot.telegram_app.access import GroupAdmins, PersonalLimits
    from bot.telegram_app.addressing import Me
    from bot.telegram_app.asking import Asker
    from bot.telegram_app.chat_settings import ChatSettings
    from bot.telegram_app.correcting import KnownCorrections
    from bot.telegram_app.filing import Files
    from bot.telegram_app.intake import Intake
    from bot.telegram_app.monitoring import Health
    from bot.telegram_app.outgoing import FloodControl
    from bot.telegram_app.reloading import Reloader
    from bot.telegram_app.replicas import Follower, Leadership
    from bot.telegram_app.storage import Catalogue, Storage


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of the running bot."""

    config: Config
    assistant: Assistant
    asker: Asker
    storage: Storage
    health: Health
    intake: Intake
    flood: FloodControl
    me: Me
    limits: PersonalLimits
    chats: ChatSettings
    catalogue: Catalogue
    reloader: Reloader
    files: Files
    group_admins: GroupAdmins
    corrections: KnownCorrections
    leadership: Leadership
    shared_settings: Follower


@dataclass(frozen=True, slots=True)
class Request:
    """A message that wants something of the bot."""

    services: Services
    message: Message
    place: Place
    actor: Actor
    texts: Texts
    out: Outgoing
    received: float
    attempts: int = 0  # before this one, which failed

    async def reply(
        self,
        html: str,
        keyboard: InlineKeyboardMarkup | ForceReply | None = None,
        to: int | None = None,
    ) -> int:
        """Reply to the message, or to message `to`; return the reply's id."""
        return await self.out.message(
            self.place, html, to=to or self.message.message_id, keyboard=keyboard
        )

    @property
    def asked(self) -> float:
        """When the message was written, as far as that can be right; seconds since the epoch."""
        written = (self.message.edit_date or self.message.date).timestamp()
        return written if 0 <= self.received - written < 86_400 else self.received


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button. `request.message` is the bot's own, which has the button."""

    request: Request
    query: CallbackQuery
    numbers: tuple[int, ...]
    words: str

    async def tell(self, text: str = "", *, alert: bool = False) -> None:
        """End the press, with a line that only this person sees, where it is not over yet."""
        await answer_press(self.query, text, alert=alert)

    async def change(self, html: str, keyboard: InlineKeyboardMarkup | None = None) -> bool:
        """Change the message that has the button."""
        request = self.request
        return await request.out.edit(request.place, request.message.message_id, html, keyboard)


async def answer_press(query: CallbackQuery, text: str, *, alert: bool = False) -> None:
    """Answer a press, unless Telegram waits for that no more, as after the bot was down."""
    try:
        await query.answer(text[:200] or None, show_alert=alert)
    except BadRequest as error:
        if "too old" not in str(error):
            raise
