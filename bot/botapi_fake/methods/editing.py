"""Methods that change messages."""

from __future__ import annotations

from bot.botapi_fake.delivery import shown
from bot.botapi_fake.entities import Json
from bot.botapi_fake.keyboards import checked_markup, is_inline
from bot.botapi_fake.messages import Message
from bot.botapi_fake.methods.request import Request
from bot.botapi_fake.methods.sending import preview_options
from bot.botapi_fake.refusals import bad_request
from bot.botapi_fake.texts import caption, message_text

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(request: Request) -> Json | bool:
    """`editMessageText`."""
    text, entities = message_text(request.params)
    message = _editable(request)
    if message.media or message.service:
        raise bad_request("there is no text in the message to edit")
    before = message.content()
    keyboard, previews = _new_keyboard(request), preview_options(request)
    message.text, message.entities, message.keyboard = text, entities, keyboard
    message.extra = {k: v for k, v in message.extra.items() if k != "link_preview_options"}
    message.extra |= previews
    return _edited(request, message, before)


def edit_message_caption(request: Request) -> Json | bool:
    """`editMessageCaption`."""
    text, entities = caption(request.params)
    message = _editable(request)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    before = message.content()
    keyboard = _new_keyboard(request)
    message.text, message.entities, message.keyboard = text, entities, keyboard
    return _edited(request, message, before)


def edit_message_reply_markup(request: Request) -> Json | bool:
    """`editMessageReplyMarkup`."""
    message = _editable(request)
    before = message.content()
    message.keyboard = _new_keyboard(request)
    return _edited(request, message, before)


def _new_keyboard(request: Request) -> Json | None:
    markup = checked_markup(request.params.object("reply_markup", "reply markup"))
    if markup and not is_inline(markup):
        raise bad_request("inline keyboard expected")
    return markup


def _editable(request: Request) -> Message:
    inline_id = request.params.text("inline_message_id")
    if inline_id:
        message = request.world.inline_messages.get(inline_id)
        if message is None or message.deleted:
            raise bad_request("MESSAGE_ID_INVALID")
    else:
        chat = request.chat()
        number = request.params.integer("message_id")
        if not number:
            raise bad_request("message identifier is not specified")
        message = chat.messages.get(number)
        if message is None or message.deleted:
            raise bad_request("message to edit not found")
    if message.writer is None or message.writer.id != request.bot.account.id:
        raise bad_request("message can't be edited")
    return message


def _edited(request: Request, message: Message, before: tuple[object, ...]) -> Json | bool:
    if message.content() == before:
        raise bad_request(_UNCHANGED)
    message.edit_date = request.world.now()
    message.revision += 1
    request.world.emit("edited", shown(message))
    return True if message.inline_message_id else message.json()
