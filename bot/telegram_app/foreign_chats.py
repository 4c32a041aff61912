"""Chats that the bot is no member of: inline mode, guest messages, business accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent
from telegram.error import BadRequest

from bot.model import Found, Passage, Quote, Silent
from bot.rendering.telegram import answer_html, date_text, found_html, headline, passage_html
from bot.rendering.telegram_html import cut, escape, plain
from bot.rendering.telegram_messages import start_html
from bot.rendering.telegram_texts import texts_for
from bot.store import QuestionOrigin
from bot.talk import Act, act_on, act_spoken, further, spoken
from bot.telegram_app import questions
from bot.telegram_app.access import LimitVerdict, may_ask, user_of
from bot.telegram_app.addressing import Question, body, read
from bot.telegram_app.cards import card_of
from bot.telegram_app.outgoing import NO_PREVIEW

if TYPE_CHECKING:
    from telegram import Bot, InlineQuery

    from bot.model import Answer
    from bot.rendering.telegram_texts import Texts
    from bot.store import InboxItem
    from bot.telegram_app.access import Actor
    from bot.telegram_app.services import Request, Services

PER_PAGE: Final = 5
MOST_REPORTS: Final = 15
CACHE_SECONDS: Final = 60  # an answer is at most that much older than the last reload


async def answer_inline(services: Services, bot: Bot, query: InlineQuery, item: InboxItem) -> None:
    """Answer what somebody types after the bot's name; nothing where they are over the limit."""
    asked, texts = query.query.strip(), texts_for(query.from_user.language_code)
    person = user_of(query.from_user)
    found: list[InlineQueryResultArticle] = []
    button, seconds = None, CACHE_SECONDS
    if not may_ask(person, None, services.config.telegram):
        button = InlineQueryResultsButton(cut(texts.stranger, 64), start_parameter="inline")
    elif not asked or spoken(asked):
        found = [usage(services, texts)]
    elif await _within_limit(services, person, item):
        answer = await services.asker.ask(person.key, asked)
        found = _talk(services, answer, texts) or results(answer, texts)
        seconds = 0 if isinstance(answer, Silent) and answer.why == "took_long" else seconds
    else:
        seconds = 0  # the next attempt may be within it
    offset = int(query.offset) if query.offset.isascii() and query.offset.isdigit() else 0
    more = str(offset + PER_PAGE) if offset + PER_PAGE < len(found) else ""
    try:
        await bot.answer_inline_query(
            query.id,
            found[offset : offset + PER_PAGE],
            cache_time=seconds,
            is_personal=True,  # the language is the person's, and the access may be
            next_offset=more,
            button=button,
        )
    except BadRequest as error:
        if "too old" not in str(error):
            raise


async def _within_limit(services: Services, person: Actor, item: InboxItem) -> bool:
    verdict = await services.limits.judge(person.key, item.received, item.attempts)
    return verdict is LimitVerdict.ANSWER


def _talk(services: Services, answer: Answer, texts: Texts) -> list[InlineQueryResultArticle]:
    """Return what is no answer: the reports that are meant, each event that the question fits.

    Nothing where it is an answer or a refusal.
    """
    act = act_on(answer, services.assistant)
    if act.kind == "help":
        return [usage(services, texts)]
    if act.kind == "which":
        return _of_each(services, act, answer, texts)
    found = []
    for report in act.reports[:MOST_REPORTS]:
        about = date_text(report.date, texts) if report.date else ""
        html = card_of(services, texts, report)
        found.append(_article(f"r{report.digest[:12]}", report.title, about, html))
    return found


def _of_each(
    services: Services, act: Act, answer: Answer, texts: Texts
) -> list[InlineQueryResultArticle]:
    """Return the answer of each event that the question fits, as far as its sheet has one.

    A sheet doesn't say yes or no.
    """
    found = []
    verdict = isinstance(answer, Found) and answer.verdict
    for report in act.reports[:MOST_REPORTS] if not verdict else ():
        said = services.assistant.stated(report.path, answer.slot or "", answer.question)
        if said:
            about = _about(said.quotes[0].passage, texts)
            html = found_html(said, texts)
            found.append(_article(f"e{report.digest[:12]}", plain(headline(said)), about, html))
    return found


def results(answer: Answer, texts: Texts) -> list[InlineQueryResultArticle]:
    """Return the answer first, or that the reports don't say, then other passages."""
    found: list[InlineQueryResultArticle] = []
    if isinstance(answer, Found):
        first = answer.quotes[0].passage
        title = plain(headline(answer))
        found.append(
            _article(f"a{first.key}", title, _about(first, texts), found_html(answer, texts))
        )
    elif answer.passages:  # its text shows the first, so that nobody posts that for an answer
        first = answer.passages[0].passage
        html = answer_html(answer, texts)
        found.append(_article(f"n{first.key}", _refusal(answer, texts), _about(first, texts), html))
    for passage in further(answer)[0 if isinstance(answer, Found) else 1 :]:
        title = " ".join(passage.text.split())
        html = passage_html(Quote(passage), texts)
        found.append(_article(f"p{passage.key}", cut(title, 100), _about(passage, texts), html))
    return found or [_nothing(answer, texts)]


def _nothing(answer: Answer, texts: Texts) -> InlineQueryResultArticle:
    html = answer_html(answer, texts)
    if isinstance(answer, Found) or answer.why in {"not_stated", "closest", "unknown_event"}:
        return _article("none", texts.inline_none, "", html)
    return _article("none", plain(html), "", html)


def _refusal(answer: Silent, texts: Texts) -> str:
    """Return how a result is called that gives no answer, but the nearest passage."""
    if answer.why == "took_long":
        return texts.took_long
    return texts.closest.rstrip(" :") if answer.why == "closest" else texts.inline_none


def usage(services: Services, texts: Texts) -> InlineQueryResultArticle:
    """Return what to type, for somebody who has typed nothing yet."""
    html = start_html(services.assistant.snapshot.reports, texts)
    about = texts.help.partition("\n")[0].partition(". ")[0]
    hint = escape(f"@{services.me.username} …")
    return _article("usage", texts.inline_empty, about, f"{html}\n{hint}")


def _about(passage: Passage, texts: Texts) -> str:
    report = passage.report
    date = f" · {date_text(report.date, texts)}" if report.date else ""
    return cut(report.title, 120) + date


def _article(name: str, title: str, about: str, html: str) -> InlineQueryResultArticle:
    content = InputTextMessageContent(html, parse_mode="HTML", link_preview_options=NO_PREVIEW)
    return InlineQueryResultArticle(name, cut(title, 200), content, description=cut(about, 200))


async def owner_of(bot: Bot, connection_id: str | None) -> int | None:
    """Return whose business account the connection leads to; None where it is closed."""
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
    verdict = await services.limits.judge(request.actor.key, request.asked, request.attempts)
    if verdict is LimitVerdict.ANSWER:
        if said := spoken(text):
            line = questions.shown(request, act_spoken(said, services.assistant, None))
            await _send(request, line, line)
            return
        answer = await services.asker.ask(request.actor.key, text)
        asked = QuestionOrigin(None, None, request.actor.key or None, None, request.asked)
        questions.note(request, questions.kept_of(answer, text, asked))
        act = act_on(answer, services.assistant)
        # One message is all there is: nothing can be asked back in it.
        html = questions.shown(request, Act("answer", answer) if act.kind == "which" else act)
        title = headline(answer) if isinstance(answer, Found) else request.texts.inline_none
        await _send(request, title, html)
    elif verdict is LimitVerdict.NOTICE:
        line = escape(request.texts.over_limit.format(limit=services.limits.per_minute))
        await _send(request, line, line)


async def _send(request: Request, title: str, html: str) -> None:
    content = InputTextMessageContent(html, parse_mode="HTML", link_preview_options=NO_PREVIEW)
    result = InlineQueryResultArticle("answer", cut(plain(title), 200), content)

    async def send() -> int:
        await request.out.bot.answer_guest_query(request.message.guest_query_id or "", result)
        return 0

    await request.out.once(send)
