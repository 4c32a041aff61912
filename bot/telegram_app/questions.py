"""Questions: limit, focus, answer, record, reply. An edited question changes its answer."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, replace
from functools import partial

from telegram import InlineKeyboardMarkup
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.model import Answer, Found, Turn
from bot.rendering.telegram_html import escape
from bot.rendering.telegram_talk import act_html
from bot.store import Asked, Kept
from bot.talk import Act, act_on, further
from bot.telegram_app.addressing import Question
from bot.telegram_app.cards import card_of
from bot.telegram_app.limits import Verdict
from bot.telegram_app.logs import event
from bot.telegram_app.services import Request, Services
from bot.telegram_app.under import under
from bot.telegram_app.whole import send_whole

log = logging.getLogger(__name__)

LONG = 1.0  # seconds after which a person is shown that the bot works
MOST_PAGES = 9


@dataclass(frozen=True, slots=True)
class Prepared:
    """What can be sent: what is kept of it, and its buttons once it has an id."""

    act: Act
    kept: Kept
    services: Services

    @property
    def sure(self) -> bool:
        """Whether it is given unasked: it is sure, of an event that is named or in focus."""
        answer, assistant = self.act.answer, self.services.assistant
        return answer is not None and act_on(answer, assistant, meant=False).kind == "answer"

    def buttons(self, request: Request, number: int | None) -> InlineKeyboardMarkup | None:
        """What stands under it."""
        return under(request, self.act, self.kept, number)


async def answer(request: Request, question: Question) -> None:
    """Answer the question in reply to its message, and keep both."""
    if not await allowed(request, meant=question.meant):
        return
    prepared = await prepare(request, question)
    act = prepared.act
    if act.kind == "silence":
        return
    note(request, prepared.kept)
    number = await keep(request, prepared.kept)
    if act.kind == "whole":
        await sent(request, number, await send_whole(request, act.reports[0]))
        return
    reply_id = await request.reply(
        prepared.kept.html or "", prepared.buttons(request, number), question.message.message_id
    )
    await sent(request, number, reply_id)


async def answer_edited(request: Request, question: Question, before: Kept) -> None:
    """The question was edited: change its answer, or give a new one where that was deleted."""
    if before.question == question.text or not await allowed(request, meant=question.meant):
        return
    prepared = await prepare(request, replace(question, meant=True))
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
    asked = asked_in(request, question)
    turn = turn_of(await former(request, asked))
    started = time.perf_counter()
    working = asyncio.create_task(_show_work(request))
    try:
        found = await request.services.asker.ask(request.actor.key, question.text, turn)
    finally:
        working.cancel()
    act = act_on(found, request.services.assistant, turn, meant=question.meant)
    kept = kept_act(act, kept_of(found, question.text, asked, turn))
    html = shown(request, act)
    kept = replace(kept, html=html, seconds=time.perf_counter() - started)
    return Prepared(act, kept, request.services)


def asked_in(request: Request, question: Question) -> Asked:
    """Who asked it where and when."""
    return Asked(
        chat_id=request.place.kept_as,
        topic=request.place.topic,
        user_id=request.actor.key or None,
        question_id=question.message.message_id,
        asked=request.asked,
    )


def shown(request: Request, act: Act) -> str:
    """The message that does this, as HTML."""
    services = request.services

    return act_html(
        act,
        request.texts,
        services.config.answer.contact,
        numbered=services.shelf.number,
        card=lambda report: card_of(services, request.texts, report),
        username=services.me.username,
    )


async def former(request: Request, asked: Asked, *, refused: bool = False) -> Kept | None:
    """What a follow-up refers to: the answer replied to, else the person's last one here.

    With `refused`, also one that was not given.
    """
    storage = request.services.storage
    answers = storage.store.answers
    kept = None
    if replied := request.message.reply_to_message:
        kept = await storage.attempt(answers.by_reply, request.place.kept_as, replied.message_id)
    if kept is None:
        since = asked.asked - 60 * request.services.config.chat.focus_minutes
        kept = await storage.attempt(partial(answers.latest, refused=refused), asked, since)
    return kept


def turn_of(kept: Kept | None) -> Turn | None:
    """The former question and its answer, for the core."""
    return Turn(kept.question, kept.report, answer=kept.answer) if kept else None


def kept_act(act: Act, kept: Kept) -> Kept:
    """What is kept where something else than the answer is shown: a choice, a report."""
    if act.kind == "which":
        return replace(kept, why="which", answer=None, report=None)
    if len(act.reports) == 1:
        return replace(kept, report=act.reports[0].path)
    return kept


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
    # A refusal is no new subject, but before any other the event that it names is one.
    first = found.event.path if found.event and not (turn and turn.report) else None
    return replace(kept, why=found.why, report=first)


def _references(found: Answer) -> tuple[str, ...]:
    unseen = further(found) if isinstance(found, Found) else further(found)[1:]
    return tuple(passage.key for passage in unseen)[:MOST_PAGES]


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
