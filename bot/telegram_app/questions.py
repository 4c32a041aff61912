"""Questions: limit, focus, answer, record, reply. An edited question changes its answer."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.model import Answer, Found, Passage, Turn
from bot.rendering.telegram import answer_html
from bot.rendering.telegram_html import escape
from bot.store import Asked, Kept
from bot.telegram_app.addressing import Question
from bot.telegram_app.buttons import answer_rows, choice_rows, event_name, keyboard
from bot.telegram_app.limits import Verdict
from bot.telegram_app.logs import event
from bot.telegram_app.services import Request, Services

log = logging.getLogger(__name__)

LONG = 1.0  # seconds after which a person is shown that the bot works
MOST_PAGES = 9
# Why there is no answer, where passages were found all the same; None where there is one.
SEARCHED = (None, "not_stated", "closest", "unknown_event", "took_long")


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer that can be sent: what is kept of it, and its buttons once it has an id."""

    answer: Answer
    kept: Kept
    services: Services

    @property
    def sure(self) -> bool:
        """Whether it is given unasked: it is sure, of an event that is named or in focus."""
        return isinstance(self.answer, Found) and self.answer.event is not None

    def buttons(self, request: Request, number: int | None) -> InlineKeyboardMarkup | None:
        """What stands under the answer."""
        if number is None or self.kept.why not in SEARCHED:
            return None
        shelf = self.services.shelf
        found = isinstance(self.answer, Found)
        report = self.kept.report or _nearest(self.answer)
        pages = len(self.kept.passages)
        rows = answer_rows(number, shelf.number(report), pages, request.texts, found=found)
        choices = [
            (at, event_name(choice.report))
            for choice in (self.answer.choices if isinstance(self.answer, Found) else ())
            if (at := shelf.number(choice.report.path))
        ]
        return keyboard(*choice_rows(number, choices[:5], request.texts), *rows)


async def answer(request: Request, question: Question) -> None:
    """Answer the question in reply to its message, and keep both."""
    if not await allowed(request, meant=question.meant):
        return
    prepared = await prepare(request, question)
    if not question.meant and not prepared.sure:
        return
    note(request, prepared.kept)
    number = await keep(request, prepared.kept)
    reply_id = await request.reply(
        prepared.kept.html or "", prepared.buttons(request, number), question.message.message_id
    )
    await sent(request, number, reply_id)


async def answer_edited(request: Request, question: Question, before: Kept) -> None:
    """The question was edited: change its answer, or give a new one where that was deleted."""
    if before.question == question.text or not await allowed(request, meant=question.meant):
        return
    prepared = await prepare(request, question)
    note(request, prepared.kept)
    number = await keep(request, prepared.kept)
    buttons = prepared.buttons(request, number)
    html = prepared.kept.html or ""
    if before.reply_id and await request.out.edit(request.place, before.reply_id, html, buttons):
        return
    if not question.meant and not prepared.sure:
        return
    reply_id = await request.reply(html, buttons, question.message.message_id)
    await sent(request, number, reply_id)


async def keep(request: Request, kept: Kept) -> int | None:
    """The answer's id; None while the store fails."""
    storage = request.services.storage
    return await storage.attempt(storage.store.answers.keep, kept)


async def sent(request: Request, number: int | None, reply_id: int) -> None:
    """Note which message gave the answer."""
    storage = request.services.storage
    if number is not None:
        await storage.attempt(storage.store.answers.replied, number, reply_id)


def note(request: Request, kept: Kept) -> None:
    """Count the question and log it, without its text."""
    outcome = kept.why or "answered"
    metrics = request.services.health.metrics
    metrics.questions.labels(outcome).inc()
    metrics.seconds.labels("answer").observe(kept.seconds)
    event(
        log,
        "question",
        outcome=outcome,
        chat=request.place.kind,
        confidence=round(kept.confidence, 3),
        ms=round(1000 * kept.seconds, 1),
        report=kept.report,
    )


async def allowed(request: Request, *, meant: bool = True) -> bool:
    """Whether the person is within the limit; the first question over it is told so, if meant."""
    limiter = request.services.limiter
    verdict = limiter.judge(request.actor.key, request.asked, request.attempts)
    if verdict is Verdict.NOTICE and meant:
        await request.reply(escape(request.texts.over_limit.format(limit=limiter.per_minute)))
    return verdict is Verdict.ANSWER


async def prepare(request: Request, question: Question) -> Prepared:
    """Find the answer, in the focus that the person has here."""
    place = request.place
    asked = Asked(
        chat_id=place.kept_as,
        topic=place.topic,
        user_id=request.actor.key or None,
        question_id=question.message.message_id,
        asked=request.asked,
    )
    turn = await focus(request, asked)
    started = time.perf_counter()
    working = asyncio.create_task(_show_work(request))
    try:
        found = await request.services.asker.ask(request.actor.key, question.text, turn)
    finally:
        working.cancel()
    kept = kept_of(found, question.text, asked, turn)
    html = answer_html(found, request.texts, request.services.config.answer.contact)
    kept = replace(kept, html=html, seconds=time.perf_counter() - started)
    return Prepared(found, kept, request.services)


async def focus(request: Request, asked: Asked) -> Turn | None:
    """What a follow-up refers to: the answer replied to, else the person's last one here."""
    storage = request.services.storage
    answers = storage.store.answers
    kept = None
    if replied := request.message.reply_to_message:
        kept = await storage.attempt(answers.by_reply, request.place.kept_as, replied.message_id)
    if kept is None:
        since = asked.asked - 60 * request.services.config.chat.focus_minutes
        kept = await storage.attempt(answers.latest, asked, since)
    return Turn(kept.question, kept.report, answer=kept.answer) if kept else None


def kept_of(found: Answer, question: str, asked: Asked, turn: Turn | None = None) -> Kept:
    """What is kept of an answer; its passages are those that it does not show."""
    kept = Kept(
        asked,
        question,
        passages=_references(found),
        confidence=found.confidence,
        before=turn.question if turn else None,
        event=found.event.path if found.event else None,
        slot=found.slot,
    )
    if isinstance(found, Found):
        report = found.quotes[0].passage.report.path
        return replace(kept, answer=found.answer, report=report)
    return replace(kept, why=found.why)


def further(found: Answer) -> tuple[Passage, ...]:
    """The passages nearest to the question of which the answer quotes nothing."""
    quoted = [quote.passage for quote in found.quotes] if isinstance(found, Found) else []
    near = (scored.passage for scored in found.passages)
    return tuple(p for p in near if not any(_overlap(p, shown) for shown in quoted))


def _references(found: Answer) -> tuple[str, ...]:
    unseen = further(found) if isinstance(found, Found) else further(found)[1:]
    return tuple(passage.key for passage in unseen)[:MOST_PAGES]


def _overlap(one: Passage, other: Passage) -> bool:
    return one.report == other.report and one.start < other.end and other.start < one.end


def _nearest(found: Answer) -> str | None:
    return found.passages[0].passage.report.path if found.passages else None


async def _show_work(request: Request) -> None:
    await asyncio.sleep(LONG)
    place = request.place
    try:
        await request.out.bot.send_chat_action(
            place.chat_id,
            ChatAction.TYPING,
            message_thread_id=place.topic,
            business_connection_id=place.business,
        )
    except TelegramError as error:
        log.debug("No typing indicator: %s", error)
