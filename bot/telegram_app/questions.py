"""Questions: limit, focus, answer, record, reply."""

from __future__ import annotations

import asyncio
import logging
import time

from bot.model import Answer, Found, Turn
from bot.rendering.telegram import answer_html
from bot.rendering.telegram_html import escape
from bot.store import Asked, Kept
from bot.telegram_app.addressing import Question
from bot.telegram_app.limits import Verdict
from bot.telegram_app.logs import event
from bot.telegram_app.services import Request

log = logging.getLogger(__name__)


async def answer(request: Request, question: Question) -> None:
    """Answer the question in reply to its message, and keep both."""
    if not await allowed(request):
        return
    kept, answered = await look_up(request, question)
    note(request, kept)
    if not question.meant and not isinstance(answered, Found):
        return
    storage = request.services.storage
    number = await storage.attempt(storage.store.answers.keep, kept)
    html = answer_html(answered, request.texts, request.services.config.answer.contact)
    reply_id = await request.reply(html, to=question.message.message_id)
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


async def allowed(request: Request) -> bool:
    """Whether the person is within the limit; the first question over it is told so."""
    limiter = request.services.limiter
    verdict = limiter.judge(request.actor.key, request.asked)
    if verdict is Verdict.NOTICE:
        await request.reply(escape(request.texts.over_limit.format(limit=limiter.per_minute)))
    return verdict is Verdict.ANSWER


async def look_up(request: Request, question: Question) -> tuple[Kept, Answer]:
    """The answer, and what is kept of it."""
    place = request.place
    asked = Asked(
        chat_id=place.chat_id,
        topic=place.topic,
        user_id=request.actor.key or None,
        question_id=question.message.message_id,
        asked=request.asked,
    )
    turn = await focus(request, asked)
    started = time.perf_counter()
    answered = await asyncio.to_thread(request.services.assistant.ask, question.text, turn)
    return kept_of(answered, question.text, asked, time.perf_counter() - started), answered


async def focus(request: Request, asked: Asked) -> Turn | None:
    """What a follow-up refers to: the answer replied to, else the person's last one here."""
    storage = request.services.storage
    answers = storage.store.answers
    kept = None
    if replied := request.message.reply_to_message:
        kept = await storage.attempt(answers.by_reply, request.place.chat_id, replied.message_id)
    if kept is None:
        since = asked.asked - 60 * request.services.config.chat.focus_minutes
        kept = await storage.attempt(answers.latest, asked, since)
    return Turn(kept.question, kept.report) if kept else None


def kept_of(answered: Answer, question: str, asked: Asked, seconds: float) -> Kept:
    """What is kept of an answer."""
    keys = tuple(scored.passage.key for scored in answered.passages)
    if isinstance(answered, Found):
        report = answered.quotes[0].passage.report.path
        return Kept(
            asked, question, None, answered.answer, report, keys, answered.confidence, seconds
        )
    return Kept(
        asked,
        question,
        answered.why,
        passages=keys,
        confidence=answered.confidence,
        seconds=seconds,
    )
