"""Chats that the bot is no member of: guest messages, and those of business accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest

from bot.model import Found
from bot.rendering.telegram import headline
from bot.rendering.telegram_html import cut, escape, plain
from bot.store import Asked
from bot.talk import Act, act_on, act_spoken, spoken
from bot.telegram_app import questions
from bot.telegram_app.addressing import Question, body, read
from bot.telegram_app.limits import Verdict
from bot.telegram_app.outgoing import NO_PREVIEW

if TYPE_CHECKING:
    from telegram import Bot

    from bot.telegram_app.services import Request


async def owner_of(bot: Bot, connection_id: str | None) -> int | None:
    """Whose business account the connection leads to; None where it is closed."""
    if connection_id is None:
        return None
    try:
        connection = await bot.get_business_connection(connection_id)
    except BadRequest:
        return None
    return connection.user.id if connection.is_enabled else None


async def answer_guest(request: Request) -> None:
    """Answer a message that called the bot into a foreign chat, with the one message allowed."""
    message, services = request.message, request.services
    wanted = read(message, services.me, "mention")
    text = wanted.text if isinstance(wanted, Question) else body(message)
    if message.guest_query_id is None or not text:
        return
    verdict = services.limiter.judge(request.actor.key, request.asked, request.attempts)
    if verdict is Verdict.ANSWER:
        if said := spoken(text):
            line = questions.shown(request, act_spoken(said, services.assistant, None))
            await _send(request, line, line)
            return
        answer = await services.asker.ask(request.actor.key, text)
        asked = Asked(None, None, request.actor.key or None, None, request.asked)
        questions.note(request, questions.kept_of(answer, text, asked))
        act = act_on(answer, services.assistant)
        # One message is all there is: nothing can be asked back in it.
        html = questions.shown(request, Act("answer", answer) if act.kind == "which" else act)
        title = headline(answer) if isinstance(answer, Found) else request.texts.inline_none
        await _send(request, title, html)
    elif verdict is Verdict.NOTICE:
        line = escape(request.texts.over_limit.format(limit=services.limiter.per_minute))
        await _send(request, line, line)


async def _send(request: Request, title: str, html: str) -> None:
    content = InputTextMessageContent(html, parse_mode="HTML", link_preview_options=NO_PREVIEW)
    result = InlineQueryResultArticle("answer", cut(plain(title), 200), content)

    async def send() -> int:
        await request.out.bot.answer_guest_query(request.message.guest_query_id or "", result)
        return 0

    await request.out.once(send)
