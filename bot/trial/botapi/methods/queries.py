"""Methods that answer queries: of buttons, of inline mode, and of guest mode."""

from __future__ import annotations

from typing import Any

from bot.trial.botapi.entities import Json
from bot.trial.botapi.methods.messages import checked_markup, is_inline
from bot.trial.botapi.objects import Message
from bot.trial.botapi.requests import MethodRequest, bad_request
from bot.trial.botapi.texts import content_text
from bot.trial.botapi.updates import announce

MAX_RESULTS = 50
ANSWERABLE_SECONDS = 15 * 60
_EXPIRED = "query is too old and response timeout expired or query ID is invalid"
_TITLED = ("article", "document", "location", "venue", "video")


def answer_callback_query(request: MethodRequest) -> bool:
    """`answerCallbackQuery`; one answer for each press."""
    query = request.world.callbacks.get(request.params.text("callback_query_id"))
    if query is None or query.bot_id != request.bot.account.id or query.answer is not None:
        raise bad_request(_EXPIRED)
    _check_age(request, query.at)
    text = request.params.text("text")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = {
        "text": text,
        "show_alert": request.params.flag("show_alert"),
        "url": request.params.text("url"),
        "cache_time": request.params.integer("cache_time"),
    }
    request.world.emit("callback_answer", {"callback_query_id": query.id, **query.answer})
    return True


def answer_inline_query(request: MethodRequest) -> bool:
    """`answerInlineQuery`."""
    query = request.world.inline_queries.get(request.params.text("inline_query_id"))
    if query is None or query.bot_id != request.bot.account.id or query.answer is not None:
        raise bad_request(_EXPIRED)
    _check_age(request, query.at)
    results = request.params.array("results", "inline query results")
    if results is None:
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(request.params.text("next_offset").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    checked = [checked_result(result) for result in results]
    if len({result["id"] for result in checked}) < len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    query.results = checked
    query.answer = {
        "results": checked,
        "cache_time": request.params.integer("cache_time", 300),
        "is_personal": request.params.flag("is_personal"),
        "next_offset": request.params.text("next_offset"),
        "button": request.params.object("button", "inline query results button"),
    }
    request.world.emit("inline_answer", {"inline_query_id": query.id, **query.answer})
    return True


def _check_age(request: MethodRequest, asked_at: float) -> None:
    if request.world.clock() - asked_at > ANSWERABLE_SECONDS:
        raise bad_request(_EXPIRED)


def checked_result(result: Any) -> Json:  # noqa: ANN401 - from outside
    """Return an inline result, with its message's text and entities added under `sent`."""
    if not isinstance(result, dict):
        raise bad_request("can't parse inline query result: object expected")
    result_id, kind = result.get("id"), result.get("type")
    if not isinstance(result_id, str) or not 1 <= len(result_id.encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if not isinstance(kind, str) or not kind:
        raise bad_request("can't parse inline query result: type must not be empty")
    if kind in _TITLED and not str(result.get("title") or "").strip():
        raise bad_request("can't parse inline query result: title must be non-empty")
    return {**result, "sent": _sent(result)}


def _sent(result: Json) -> Json:
    markup = checked_markup(result.get("reply_markup"))
    if markup and not is_inline(markup):
        raise bad_request("inline keyboard expected")
    content = result.get("input_message_content")
    if content and not isinstance(content, dict):
        raise bad_request("can't parse inline query result: object expected as message content")
    if not content:
        if result["type"] == "article":
            raise bad_request("message text is empty")
        return {"text": "", "entities": [], "keyboard": markup}
    text, entities = content_text(content)
    options = content.get("link_preview_options")
    extra = {"link_preview_options": options} if options else {}
    return {"text": text, "entities": entities, "keyboard": markup, "extra": extra}


def answer_guest_query(request: MethodRequest) -> Json:
    """`answerGuestQuery`: one message into the chat where the bot was called."""
    query = request.world.guest_queries.get(request.params.text("guest_query_id"))
    if query is None or query.bot_id != request.bot.account.id or query.answer is not None:
        raise bad_request(_EXPIRED)
    result = request.params.object("result", "InlineQueryResult")
    if result is None:
        raise bad_request("can't parse inline query result JSON object")
    message = query.answer = _message(request, query.message, checked_result(result)["sent"])
    message.chat.messages[message.id] = message
    request.world.inline_messages[str(message.inline_message_id)] = message
    announce(request.world, message)
    return {"inline_message_id": message.inline_message_id}


def _message(request: MethodRequest, question: Message, sent: Json) -> Message:
    chat = question.chat
    caller: Json = {}
    if question.sender_chat:
        caller["guest_bot_caller_chat"] = question.sender_chat.json()
    elif question.sender:
        caller["guest_bot_caller_user"] = question.sender.json()
    return Message(
        chat=chat,
        id=chat.next_id(),
        date=request.world.now(),
        sender=request.bot.account,
        text=sent["text"],
        entities=sent["entities"],
        keyboard=sent["keyboard"],
        extra={**sent.get("extra", {}), **caller},
        thread=question.thread,
        in_topic=question.in_topic,
        inline_message_id=f"guest-{request.world.new_id()}",
    )
