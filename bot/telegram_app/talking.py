"""Messages to the bot: fixed commands and courtesies, else questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.model import Quote
from bot.rendering.telegram import passage_html, source_html
from bot.rendering.telegram_html import cut, escape
from bot.talk import act_spoken, spoken
from bot.telegram_app import basics, questions
from bot.telegram_app.under import under
from bot.telegram_app.whole import send_whole

if TYPE_CHECKING:
    from bot.store import Kept
    from bot.talk import Act, Spoken
    from bot.telegram_app.addressing import Question
    from bot.telegram_app.services import Request

COURTESIES: Final = frozenset({"thanks", "greeting", "noted", "leave"})
MOST_FURTHER: Final = 3  # passages in one message


async def answer(request: Request, question: Question) -> None:
    """Do what the message wants; what nobody addressed to the bot is answered or met by silence."""
    said = spoken(question.text)
    if said is None:
        await questions.answer(request, question)
    elif question.meant:
        await _obey(request, question, said)


async def _obey(request: Request, question: Question, said: Spoken) -> None:
    services = request.services
    if said in COURTESIES:  # told once in a while
        if services.notices.due(request.actor.key, said, request.asked):
            act = act_spoken(said, services.assistant, None)
            await request.reply(questions.shown(request, act))
        return
    if not await questions.allowed(request):
        return
    asked = questions.asked_in(request, question)
    kept = await questions.former(request, asked, refused=said in {"more", "sure"})
    act = act_spoken(said, services.assistant, _report_of(request, kept) if kept else None)
    if act.kind == "help":
        await basics.help_(request, "")
    elif act.kind == "whole":
        await send_whole(request, act.reports[0])
    else:
        html = _about_former(request, act, kept) if kept else None
        html = html or questions.shown(request, act)
        buttons = under(request, act, kept, None) if kept else None
        await request.reply(html, buttons)


def _report_of(request: Request, kept: Kept) -> str | None:
    """The path of the answer's report; where nothing was answered, of the nearest passage."""
    near = (request.services.shelf.passage(key) for key in kept.passages)
    return kept.report or next((passage.report.path for passage in near if passage), None)


def _about_former(request: Request, act: Act, kept: Kept) -> str | None:
    """What is said of the answer before; None where it is nothing of its own."""
    texts = request.texts
    if act.kind == "sure":
        asked = cut(kept.question, 300)
        if kept.why is not None:
            return escape(texts.sure_not.format(asked=asked))
        line = texts.sure.format(asked=asked, share=round(100 * kept.confidence))
        return f"{escape(line)}\n{source_html(act.reports[0], texts)}"
    if act.kind != "more":
        return None
    found = [p for key in kept.passages if (p := request.services.shelf.passage(key))]
    shown = [passage_html(Quote(passage), texts) for passage in found[:MOST_FURTHER]]
    return "\n\n".join(shown) or escape(texts.no_more)
