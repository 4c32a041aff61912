"""Inline mode: the answer, and the passages nearest to the question, to post anywhere."""

from __future__ import annotations

from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from bot.model import Answer, Found, Quote, Scored
from bot.rendering.telegram import date_text, found_html, headline, passage_html
from bot.rendering.telegram_html import cut, plain
from bot.rendering.telegram_texts import Texts
from bot.telegram_app.access import may_ask, user_of
from bot.telegram_app.outgoing import NO_PREVIEW
from bot.telegram_app.services import Services

MOST = 5
CACHE_SECONDS = 60


def results(answer: Answer, texts: Texts) -> list[InlineQueryResultArticle]:
    """The answer first, then other passages, five in all at most."""
    found: list[InlineQueryResultArticle] = []
    quoted = set()
    if isinstance(answer, Found):
        quoted = {quote.passage.key for quote in answer.quotes}
        first = answer.quotes[0].passage
        about = _about(Scored(first, 0.0), texts)
        found.append(
            _article(f"a{first.key}", plain(headline(answer)), about, found_html(answer, texts))
        )
    for scored in answer.passages:
        if scored.passage.key not in quoted:
            title = cut(" ".join(scored.passage.text.split()), 100)
            html = passage_html(Quote(scored.passage), texts)
            found.append(_article(f"p{scored.passage.key}", title, _about(scored, texts), html))
    return found[:MOST]


async def answer_inline(services: Services, bot: Bot, query: InlineQuery, texts: Texts) -> None:
    """Answer what somebody types after the bot's name."""
    found: list[InlineQueryResultArticle] = []
    line = texts.inline_empty
    if may_ask(user_of(query.from_user), None, services.config.telegram) and query.query.strip():
        found = results(services.assistant.ask(query.query), texts)
        line = texts.inline_none
    button = None if found else InlineQueryResultsButton(cut(line, 64), start_parameter="inline")
    personal = services.config.telegram.access == "listed"
    try:
        await bot.answer_inline_query(
            query.id, found, cache_time=CACHE_SECONDS, is_personal=personal, button=button
        )
    except BadRequest as error:
        if "too old" not in str(error):
            raise


def _about(scored: Scored, texts: Texts) -> str:
    report = scored.passage.report
    date = f" · {date_text(report.date, texts)}" if report.date else ""
    return cut(report.title, 120) + date


def _article(name: str, title: str, about: str, html: str) -> InlineQueryResultArticle:
    content = InputTextMessageContent(html, parse_mode="HTML", link_preview_options=NO_PREVIEW)
    return InlineQueryResultArticle(name, cut(title, 200), content, description=cut(about, 200))
