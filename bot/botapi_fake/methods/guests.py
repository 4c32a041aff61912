"""Guest mode: a bot answers in a chat that it isn't in."""

from __future__ import annotations

from bot.botapi_fake.delivery import announce
from bot.botapi_fake.entities import Json
from bot.botapi_fake.messages import Message
from bot.botapi_fake.methods.inline import checked_result
from bot.botapi_fake.methods.request import Request
from bot.botapi_fake.refusals import bad_request

_EXPIRED = "query is too old and response timeout expired or query ID is invalid"


def answer_guest_query(request: Request) -> Json:
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


def _message(request: Request, question: Message, sent: Json) -> Message:
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
