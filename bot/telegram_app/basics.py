"""Commands for everybody: what the bot is, how to ask, what it keeps."""

from __future__ import annotations

from typing import Final

from bot.errors import StoreError
from bot.rendering.telegram_html import escape
from bot.rendering.telegram_lists import start_html
from bot.rendering.telegram_texts import Count
from bot.telegram_app.about import examples
from bot.telegram_app.access import is_admin
from bot.telegram_app.browsing import show_card
from bot.telegram_app.buttons import button, keyboard
from bot.telegram_app.services import Request
from bot.telegram_app.under import which

ADMINS_OWN: Final = (
    "reload", "status", "stats", "gaps", "settings", "add", "remove", "export",
)  # fmt: skip


async def start(request: Request, payload: str) -> None:
    """What the bot is, with questions to try; or the report that a deep link names."""
    services = request.services
    name, _, number = payload.partition("_")
    if name == "r" and number.isascii() and number.isdigit():
        await show_card(request, int(number[:9]))
        return
    rows = [
        (button(part.question, "q", at, words=part.name),)
        for part in examples(services.assistant)
        if (at := services.shelf.number(part.found.quotes[0].passage.report.path))
    ]
    html = start_html(services.assistant.snapshot.reports, request.texts)
    await request.reply(html, keyboard(*rows))


async def help_(request: Request, _: str) -> None:
    """How to ask; admins are told their commands too."""
    texts, services = request.texts, request.services
    parts = [texts.help.format(username=services.me.username)]
    if is_admin(request.actor, request.place.chat_id, services.config.telegram):
        lines = [f"/{name}: {getattr(texts, f'command_{name}')}" for name in ADMINS_OWN]
        parts.append("\n".join(lines))
    await request.reply(escape("\n\n".join(parts)))


async def ask(request: Request, _: str) -> None:
    """`/ask` without a question: how to ask, and events to ask about."""
    texts = request.texts
    buttons = which(request.services, texts, 0, (), 0)
    lines = (texts.ask_usage, texts.which_example) if buttons else (texts.ask_usage,)
    await request.reply(escape("\n".join(lines)), buttons)


async def privacy(request: Request, _: str) -> None:
    """What is stored, and for how long."""
    days = request.services.config.store.keep_days
    await request.reply(escape(request.texts.privacy.format(days=days)))


async def forget(request: Request, _: str) -> None:
    """Delete what is stored of the person."""
    storage = request.services.storage
    person = request.actor.key
    try:
        count = await storage.run(storage.store.answers.forget_user, person)
        await storage.run(storage.store.inbox.forget_user, person)
    except StoreError as error:
        await request.reply(escape(request.texts.store_fails.format(reason=error)))
        return
    await request.reply(escape(request.texts.forgotten.format(count=Count(count))))
