"""From an update to the handler that it is for. Admin commands run from here only."""

from __future__ import annotations

import logging

from telegram import Bot, Message

from bot.rendering.telegram_html import escape
from bot.rendering.telegram_texts import texts_for
from bot.telegram_app import questions
from bot.telegram_app.access import is_admin, may_ask, sender_of
from bot.telegram_app.addressing import Call, Question, read
from bot.telegram_app.commands import COMMANDS
from bot.telegram_app.dispatcher import Work
from bot.telegram_app.inline import answer_inline
from bot.telegram_app.outgoing import Outgoing, Place
from bot.telegram_app.services import Request, Services

log = logging.getLogger(__name__)


class Router:
    """Handles one update after another; safe to call concurrently."""

    def __init__(self, services: Services, bot: Bot) -> None:
        self._services = services
        self._bot = bot

    async def handle(self, work: Work) -> None:
        """Answer the update as far as it is meant for the bot."""
        update = work.update
        if message := update.message or update.channel_post:
            await self._message(message, work)
        elif query := update.inline_query:
            texts = texts_for(query.from_user.language_code)
            await answer_inline(self._services, self._bot, query, texts)

    async def failed(self, work: Work) -> None:
        """Tell the person that the answer failed."""
        if message := work.update.message or work.update.channel_post:
            request = self._request(message, work)
            await request.reply(escape(request.texts.failed))

    async def _message(self, message: Message, work: Work) -> None:
        request = self._request(message, work)
        if request.actor.robot:
            return
        settings = self._services.config.telegram
        wanted = read(message, self._services.me, settings.groups)
        if wanted is None or not may_ask(request.actor, message.chat.id, settings):
            return
        match wanted:
            case Question():
                await questions.answer(request, wanted)
            case Call():
                await self._command(request, wanted)

    async def _command(self, request: Request, call: Call) -> None:
        command = COMMANDS.get(call.name)
        if command is None:
            if request.place.kind == "private":
                await request.reply(escape(request.texts.unknown_command))
            return
        telegram = self._services.config.telegram
        if command.admin and not is_admin(request.actor, request.place.chat_id, telegram):
            log.warning("/%s refused to %s", call.name, request.actor.key)
            await request.reply(escape(request.texts.admins_only.format(command=call.name)))
            return
        await command.run(request, call.arguments)

    def _request(self, message: Message, work: Work) -> Request:
        # Replies in ordinary groups carry a thread id too, which no message may be sent to.
        topic = message.message_thread_id if message.is_topic_message else None
        actor = sender_of(message)
        return Request(
            services=self._services,
            message=message,
            place=Place(message.chat.id, message.chat.type, topic),
            actor=actor,
            texts=texts_for(actor.language),
            out=Outgoing(self._bot, self._services.storage, work.item.key),
            received=work.item.received,
        )
