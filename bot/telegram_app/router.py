"""From an update to the handler that it is for. What admins may do is run from here only."""

from __future__ import annotations

import logging
import time
import traceback
from pathlib import Path

from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.errors import SearchError, StoreUnreachableError
from bot.rendering.telegram_html import escape, label
from bot.rendering.telegram_texts import texts_for
from bot.store import StoredAnswer
from bot.telegram_app import correcting, questions
from bot.telegram_app.access import (
    GROUPS,
    Actor,
    LimitVerdict,
    Place,
    is_admin,
    may_ask,
    sender_of,
    user_of,
)
from bot.telegram_app.addressing import Call, Question, body, is_other_media, read
from bot.telegram_app.commands import BUTTONS, COMMANDS, publish_admins_menu
from bot.telegram_app.dispatcher import Work
from bot.telegram_app.foreign_chats import answer_guest, answer_inline, owner_of
from bot.telegram_app.keyboards import decode
from bot.telegram_app.outgoing import Outgoing
from bot.telegram_app.services import Press, Request, Services, answer_press

log = logging.getLogger(__name__)

GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


class Router:
    """Handles one update after another; safe to call concurrently."""

    def __init__(self, services: Services, bot: Bot) -> None:
        self._services = services
        self._bot = bot

    async def process(self, work: Work) -> None:
        """Answer the update; what the inbox has to know of is left in `work.errors`."""
        try:
            await self.handle(work)
        except Exception as error:  # noqa: BLE001  whatever it is, the next update is answered
            try:
                await self._broken(work, error)
            except (TelegramError, StoreUnreachableError) as second:
                work.errors.append(second)
            except Exception as second:  # noqa: BLE001  as above
                log.error("Saying that answering failed, failed: %r", second)

    async def handle(self, work: Work) -> None:
        """Answer the update as far as it is meant for the bot."""
        update = work.update
        if message := update.message or update.channel_post:
            await self._message(self._request(message, work))
        elif edited := update.edited_message or update.edited_channel_post:
            await self._edited(self._request(edited, work))
        elif business := update.business_message or update.edited_business_message:
            await self._business(business, work)
        elif update.guest_message:
            await self._guest(update.guest_message, work)
        elif query := update.inline_query:
            await answer_inline(self._services, self._bot, query, work.item)
        elif update.callback_query:
            await self._press(update.callback_query, work)
        elif update.my_chat_member:
            await self._member(update.my_chat_member)

    async def _broken(self, work: Work, error: Exception) -> None:
        """Leave to the inbox what may pass; of all else the person is told.

        Raises:
            StoreUnreachableError: nothing can be said now.
            TelegramError: the same.
        """
        if isinstance(error, (TelegramError, StoreUnreachableError)):
            work.errors.append(error)
        elif isinstance(error, SearchError):
            await self._search_failed(work, error)
        else:
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(where.filename).name}:{where.lineno}"
            reason = f"answering failed at {place}: {error!r}"
            self._services.health.failed(type(error).__name__, reason)
            log.error("Answering failed at %s: %r", place, error)
            await self.failed(work)

    async def _search_failed(self, work: Work, error: SearchError) -> None:
        try:
            if await self.waits(work):
                work.errors.append(error)
        except TelegramError as second:
            log.info("Nobody can be said that a question waits: %s", second)
            work.errors.append(error)

    async def failed(self, work: Work) -> None:
        """Tell the person that the answer failed."""
        update = work.update
        if message := update.message or update.channel_post:
            request = self._request(message, work)
            await request.reply(escape(request.texts.failed))
        elif query := update.callback_query:
            await query.answer(texts_for(query.from_user.language_code).failed)
        elif typed := update.inline_query:
            await self._bot.answer_inline_query(typed.id, [], cache_time=0)

    async def waits(self, work: Work) -> bool:
        """Return whether the update is kept while nothing can be searched; say so once."""
        update = work.update
        if query := update.callback_query:
            await query.answer(texts_for(query.from_user.language_code).waits, show_alert=True)
            return False
        if typed := update.inline_query:
            await self._bot.answer_inline_query(typed.id, [], cache_time=0)
            return False
        message = update.message or update.channel_post
        if message is None:
            return True
        wanted = read(message, self._services.me, self._services.chats.groups(message.chat.id))
        if wanted is None:
            return False  # what nobody asked the bot must not keep waiting what comes after
        meant = isinstance(wanted, Call) or wanted.meant
        if meant and await self._is_said(message):
            request = self._request(message, work)
            await request.out.beside(request.place, escape(request.texts.waits), message.message_id)
        return True

    async def _is_said(self, message: Message) -> bool:
        """Return whether to say now that questions of this chat wait."""
        return await self._services.limits.due(message.chat.id, "waits", time.time())

    async def _message(self, request: Request) -> None:
        message, chats = request.message, self._services.chats
        if moved := message.migrate_to_chat_id:
            await chats.migrate(message.chat.id, moved)
        if message.migrate_from_chat_id:
            await chats.migrate(message.migrate_from_chat_id, message.chat.id)
        if request.actor.robot or await correcting.taken(request):
            return
        wanted = read(message, self._services.me, chats.groups(message.chat.id))
        if wanted is None:
            await self._other(request)
        elif not may_ask(request.actor, message.chat.id, self._services.config.telegram):
            await self._stranger(request, wanted)
        elif isinstance(wanted, Call):
            await self._command(request, wanted)
        else:
            await questions.answer(request, wanted)

    async def _other(self, request: Request) -> None:
        """Answer a sticker, a voice, a picture in a private chat, once in a while."""
        if request.place.kind == "private" and is_other_media(request.message):
            await self._once(request, "text only", request.texts.text_only)

    async def _once(self, request: Request, what: str, line: str) -> None:
        if await self._services.limits.due(request.actor.key, what, request.asked):
            await request.reply(escape(line))

    async def _stranger(self, request: Request, wanted: Call | Question) -> None:
        """Somebody who is not on the list: a polite line, as often as they may ask."""
        if isinstance(wanted, Question) and not wanted.meant:
            return
        if isinstance(wanted, Call) and wanted.name not in COMMANDS:
            return
        verdict = await self._services.limits.judge(request.actor.key, request.asked)
        if verdict is LimitVerdict.ANSWER:
            contact = self._services.config.answer.contact or ""
            await request.reply(label(f"{request.texts.stranger} {contact}", 700))

    async def _edited(self, request: Request) -> None:
        message = request.message
        wanted = read(message, self._services.me, self._services.chats.groups(message.chat.id))
        if request.actor.robot or isinstance(wanted, Call) or await correcting.taken(request):
            return
        if not may_ask(request.actor, message.chat.id, self._services.config.telegram):
            return
        before = await self._answer_before(request)
        if before and (text := wanted.text if wanted else body(message)):
            meant = bool(wanted and wanted.meant)
            await questions.answer_edited(request, Question(text, message, meant), before)
        elif wanted and wanted.meant and wanted.message is message:
            await questions.answer(request, wanted)

    async def _business(self, message: Message, work: Work) -> None:
        """Answer a customer of a business account, without talking over its owner."""
        owner = await owner_of(self._bot, message.business_connection_id)
        request = self._request(message, work)
        text = body(message)
        telegram = self._services.config.telegram
        if owner is None or request.actor.user_id in (None, owner) or request.actor.robot:
            return
        if text and not text.startswith("/") and may_ask(request.actor, message.chat.id, telegram):
            question = Question(text, message, meant=False)
            if before := await self._answer_before(request):
                await questions.answer_edited(request, question, before)
            else:
                await questions.answer_question(request, question)

    async def _answer_before(self, request: Request) -> StoredAnswer | None:
        """Return what was answered to this message before it was edited."""
        storage = self._services.storage
        find = storage.store.answers.to_question
        return await storage.attempt(find, request.place.kept_as, request.message.message_id)

    async def _guest(self, message: Message, work: Work) -> None:
        request = self._request(message, work)
        telegram = self._services.config.telegram
        if may_ask(request.actor, message.chat.id, telegram) and not request.actor.robot:
            await answer_guest(request)

    async def _command(self, request: Request, call: Call) -> None:
        command = COMMANDS.get(call.name)
        if command is None:
            if request.place.kind == "private":
                await request.reply(escape(request.texts.unknown_command))
            return
        telegram = self._services.config.telegram
        if command.admin and not await self._is_admin(request, own=command.own):
            log.warning("/%s refused to %s", call.name, request.actor.key)
            await request.reply(escape(_refusal(request, call.name, own=command.own)))
            return
        if command.costs and not await questions.allowed(request):
            return
        await command.run(request, call.arguments)
        private = request.place.kind == "private"
        if private and call.name == "start" and request.actor.user_id in telegram.admins:
            await publish_admins_menu(self._bot, request.place.chat_id)

    async def _press(self, query: CallbackQuery, work: Work) -> None:
        decoded = decode(query.data) if isinstance(query.data, str) else None
        button = BUTTONS.get(decoded[0]) if decoded else None
        if not isinstance(query.message, Message) or button is None or decoded is None:
            await answer_press(query, texts_for(query.from_user.language_code).stale)
            return
        actor = user_of(query.from_user)
        request = self._request(query.message, work, actor)
        press = Press(request, query, decoded[1], decoded[2])
        telegram = self._services.config.telegram
        if not may_ask(actor, request.place.chat_id, telegram):
            await press.tell(request.texts.stranger, alert=True)
        elif button.admin and not await self._is_admin(request, own=button.own):
            log.warning("A button for admins refused to %s", actor.key)
            await press.tell(request.texts.admins_only_button, alert=True)
        elif not await self._within_limit(request):
            limit = self._services.limits.per_minute
            await press.tell(request.texts.over_limit.format(limit=limit))
        else:
            await button.run(press)

    async def _is_admin(self, request: Request, *, own: bool) -> bool:
        """Return whether the actor may do what admins may.

        With `own`, a group's admins may it there.
        """
        actor, place = request.actor, request.place
        if is_admin(actor, place.chat_id, self._services.config.telegram):
            return True
        return own and await self._services.group_admins.include(self._bot, actor, place)

    async def _within_limit(self, pressed: Request) -> bool:
        """Return whether a press is within the person's limit.

        The message's date is not the press's.
        """
        limits, person = self._services.limits, pressed.actor.key
        verdict = await limits.judge(person, pressed.received, pressed.attempts)
        return verdict is LimitVerdict.ANSWER

    async def _member(self, change: ChatMemberUpdated) -> None:
        if change.new_chat_member.status in GONE and change.chat.type != "private":
            await self._services.chats.forget(change.chat.id)

    def _request(self, message: Message, work: Work, actor: Actor | None = None) -> Request:
        # Replies in ordinary groups carry a thread id too, which no message may be sent to.
        topic = message.message_thread_id if message.is_topic_message else None
        actor = actor or sender_of(message)
        connection = message.business_connection_id
        storage = self._services.storage
        return Request(
            services=self._services,
            message=message,
            place=Place(message.chat.id, message.chat.type, topic, connection),
            actor=actor,
            texts=self._services.chats.texts(message.chat.id, actor),
            out=Outgoing(self._bot, storage, work.item.key, storage.guard(work.item.lane)),
            received=work.item.received,
            attempts=work.item.attempts,
        )


def _refusal(request: Request, command: str, *, own: bool) -> str:
    """Return who may run the command, where that is not everybody."""
    texts, kind = request.texts, request.place.kind
    if not own or kind == "private":
        return texts.admins_only.format(command=command)
    theirs = request.services.config.telegram.group_admins and kind in GROUPS
    return texts.settings_for_group if theirs else texts.settings_refused
