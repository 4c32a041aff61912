"""Messages to the bot: fixed phrases and courtesies, else questions, answered in their focus.

An edited question changes its answer.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardMarkup
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.model import Answer, Found, Quote, Turn
from bot.rendering.telegram import passage_html, source_html
from bot.rendering.telegram_html import cut, escape
from bot.rendering.telegram_messages import act_html, is_long, text_file, whole_report
from bot.store import QuestionOrigin, StoredAnswer
from bot.talk import Act, act_on, act_spoken, further, spoken
from bot.telegram_app.access import LimitVerdict, is_admin
from bot.telegram_app.addressing import Question
from bot.telegram_app.cards import card_of
from bot.telegram_app.keyboards import act_keyboard
from bot.telegram_app.monitoring import event
from bot.telegram_app.services import Request, Services

if TYPE_CHECKING:
    from bot.model import Report
    from bot.talk import Spoken

log = logging.getLogger(__name__)

LONG: Final = 1.0  # seconds after which a person is shown that the bot works
MOST_PAGES: Final = 9
COURTESIES: Final = frozenset({"thanks", "greeting", "noted", "leave"})
MOST_FURTHER: Final = 3  # passages in one message
ADMINS_OWN: Final = (
    "reload", "status", "stats", "gaps", "settings", "add", "remove", "export",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """What can be sent: what is kept of it, and its buttons once it has an id."""

    act: Act
    kept: StoredAnswer
    services: Services

    @property
    def sure(self) -> bool:
        """Whether it is given unasked: it is sure, of an event that is named or in focus."""
        answer, assistant = self.act.answer, self.services.assistant
        return answer is not None and act_on(answer, assistant, meant=False).kind == "answer"

    def buttons(self, request: Request, number: int | None) -> InlineKeyboardMarkup | None:
        """Return what is under it."""
        return act_keyboard(request, self.act, self.kept, number)


async def answer(request: Request, question: Question) -> None:
    """Do what the message wants; what nobody addressed to the bot is answered or met by silence."""
    said = spoken(question.text)
    if said is None:
        await answer_question(request, question)
    elif question.meant:
        await _obey(request, question, said)


async def _obey(request: Request, question: Question, said: Spoken) -> None:
    services = request.services
    if said in COURTESIES:  # answered once in a while
        if await services.limits.due(request.actor.key, said, request.asked):
            act = act_spoken(said, services.assistant, None)
            await request.reply(shown(request, act))
        return
    if not await allowed(request):
        return
    asked = asked_in(request, question)
    kept = await former(request, asked, refused=said in {"more", "sure"})
    act = act_spoken(said, services.assistant, await _report_of(request, kept) if kept else None)
    if act.kind == "help":
        await help_(request, "")
    elif act.kind == "whole":
        await send_whole(request, act.reports[0])
    else:
        html = await _about_former(request, act, kept) if kept else None
        html = html or shown(request, act)
        buttons = act_keyboard(request, act, kept, None) if kept else None
        await request.reply(html, buttons)


async def _report_of(request: Request, kept: StoredAnswer) -> str | None:
    """Return the path of the answer's report.

    Where nothing was answered, of the nearest passage.
    """
    if kept.report:
        return kept.report
    near = [await request.services.catalogue.passage(key) for key in kept.passages]
    return next((passage.report.path for passage in near if passage), None)


async def _about_former(request: Request, act: Act, kept: StoredAnswer) -> str | None:
    """Return what is said of the answer before; None where it is nothing of its own."""
    texts = request.texts
    if act.kind == "sure":
        asked = cut(kept.question, 300)
        if kept.why is not None:
            return escape(texts.sure_not.format(asked=asked))
        line = texts.sure.format(asked=asked, share=round(100 * kept.confidence))
        return f"{escape(line)}\n{source_html(act.reports[0], texts)}"
    if act.kind != "more":
        return None
    near = [await request.services.catalogue.passage(key) for key in kept.passages]
    found = [passage for passage in near if passage]
    shown = [passage_html(Quote(passage), texts) for passage in found[:MOST_FURTHER]]
    return "\n\n".join(shown) or escape(texts.no_more)


async def help_(request: Request, _: str) -> None:
    """Reply with how to ask; admins get their commands too."""
    texts, services = request.texts, request.services
    parts = [texts.help.format(username=services.me.username)]
    if is_admin(request.actor, request.place.chat_id, services.config.telegram):
        lines = [f"/{name}: {getattr(texts, f'command_{name}')}" for name in ADMINS_OWN]
        parts.append("\n".join(lines))
    await request.reply(escape("\n\n".join(parts)))


async def answer_question(request: Request, question: Question) -> None:
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


async def answer_edited(request: Request, question: Question, before: StoredAnswer) -> None:
    """Change the answer to an edited question, or give a new one where that was deleted."""
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


async def keep(request: Request, kept: StoredAnswer) -> int | None:
    """Return the answer's id; None while the store fails."""
    storage = request.services.storage
    return await storage.attempt(storage.store.answers.keep, kept)


async def sent(request: Request, number: int | None, reply_id: int) -> None:
    """Note which message gave the answer."""
    storage = request.services.storage
    if number is not None:
        await storage.attempt(storage.store.answers.replied, number, reply_id)


def note(request: Request, kept: StoredAnswer) -> None:
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
    """Return whether the person is within the limit.

    The first question over it gets a line that says so, if meant.
    """
    limits = request.services.limits
    verdict = await limits.judge(request.actor.key, request.asked, request.attempts)
    if verdict is LimitVerdict.NOTICE and meant:
        await request.reply(escape(request.texts.over_limit.format(limit=limits.per_minute)))
    return verdict is LimitVerdict.ANSWER


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
    kept = kept_act(act, kept_of(act.answer or found, question.text, asked, turn))
    html = shown(request, act)
    kept = replace(kept, html=html, seconds=time.perf_counter() - started)
    return Prepared(act, kept, request.services)


def asked_in(request: Request, question: Question) -> QuestionOrigin:
    """Return who asked it where and when."""
    return QuestionOrigin(
        chat_id=request.place.kept_as,
        topic=request.place.topic,
        user_id=request.actor.key or None,
        question_id=question.message.message_id,
        asked=request.asked,
    )


def shown(request: Request, act: Act) -> str:
    """Return the message that does this, as HTML."""
    services = request.services

    return act_html(
        act,
        request.texts,
        services.config.answer.contact,
        numbered=services.catalogue.number,
        card=lambda report: card_of(services, request.texts, report),
        username=services.me.username,
    )


async def former(
    request: Request, asked: QuestionOrigin, *, refused: bool = False
) -> StoredAnswer | None:
    """Return what a follow-up refers to: the answer replied to, else the person's last one here.

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


def turn_of(kept: StoredAnswer | None) -> Turn | None:
    """Return the former question and its answer, for the core."""
    return Turn(kept.question, kept.report, answer=kept.answer) if kept else None


def kept_act(act: Act, kept: StoredAnswer) -> StoredAnswer:
    """Return what is kept where something else than the answer is shown: a choice, a report."""
    if act.kind == "which":
        return replace(kept, why="which", answer=None, report=None)
    if len(act.reports) == 1:
        return replace(kept, report=act.reports[0].path)
    return kept


def kept_of(
    found: Answer, question: str, asked: QuestionOrigin, turn: Turn | None = None
) -> StoredAnswer:
    """Return what is kept of an answer; its passages are those that it does not show."""
    kept = StoredAnswer(
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


async def send_whole(request: Request, report: Report) -> int:
    """Send the report's text; the first message's id."""
    if is_long(report):
        caption = source_html(report, request.texts)
        content = text_file(report).encode("utf-8", "replace")
        to = request.message.message_id
        return await request.out.document(request.place, content, _file_name(report), caption, to)
    sent = [await request.reply(part) for part in whole_report(report, request.texts)]
    return sent[0]


def _file_name(report: Report) -> str:
    """Return a name for the text of a report, which any phone opens."""
    name = PurePosixPath(report.path).stem
    return "".join(c if c.isalnum() or c in " ._-" else "_" for c in name)[-80:] + ".txt"
