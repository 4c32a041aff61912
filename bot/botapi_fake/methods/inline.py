"""Answers to buttons and to inline queries."""

from __future__ import annotations

from typing import Any

from bot.botapi_fake.entities import Json
from bot.botapi_fake.keyboards import checked_markup, is_inline
from bot.botapi_fake.methods.request import Request
from bot.botapi_fake.refusals import bad_request
from bot.botapi_fake.texts import content_text

MAX_RESULTS = 50
ANSWERABLE_SECONDS = 15 * 60
_EXPIRED = "query is too old and response timeout expired or query ID is invalid"
_TITLED = ("article", "document", "location", "venue", "video")


def answer_callback_query(request: Request) -> bool:
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


def answer_inline_query(request: Request) -> bool:
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


def _check_age(request: Request, asked_at: float) -> None:
    if request.world.clock() - asked_at > ANSWERABLE_SECONDS:
        raise bad_request(_EXPIRED)


def checked_result(result: Any) -> Json:  # noqa: ANN401 - from outside
    """An inline result, with its message's text and entities added under `sent`."""
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
