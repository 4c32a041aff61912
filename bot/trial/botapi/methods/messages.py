"""Methods that send and edit messages with their keyboards, and keep the files sent with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.trial.botapi.entities import Json
from bot.trial.botapi.objects import Chat, Message
from bot.trial.botapi.requests import ApiError, MethodRequest, bad_request
from bot.trial.botapi.texts import caption, message_text
from bot.trial.botapi.updates import announce, shown
from bot.trial.botapi.world import DOWNLOAD_LIMIT, PHOTO_LIMIT, UPLOAD_LIMIT, Upload

MAX_BUTTONS = 100
_URL = re.compile(
    r"(?:(?:https?|tg|ton)://)?[^\s:/]+(?:\.[^\s:/]+|:\d+)\S*|tg://\S+", re.IGNORECASE
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_SCHEMES = ("http", "https", "tg", "ton", "tonsite")
_OTHER_ACTIONS = (
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "login_url",
    "web_app",
)
_FLAGS = (
    "force_reply",
    "remove_keyboard",
    "selective",
    "one_time_keyboard",
    "resize_keyboard",
    "is_persistent",
)
_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def checked_markup(markup: Any) -> Json | None:  # noqa: ANN401 - from outside
    """Return the markup; None where it has nothing.

    Raises:
        ApiError: Telegram's refusal.
    """
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    for name in _FLAGS:
        if not isinstance(markup.get(name, False), bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        _rows(markup["keyboard"], "keyboard")
        return markup
    return markup if "remove_keyboard" in markup or "force_reply" in markup else None


def is_inline(markup: Json | None) -> bool:
    """Return whether the markup is shown at the message."""
    return markup is not None and "inline_keyboard" in markup


def _inline(keyboard: Any) -> Json | None:  # noqa: ANN401 - from outside
    rows = [[_button(button) for button in row] for row in _rows(keyboard, "inline_keyboard")]
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _rows(keyboard: Any, field: str) -> list[list[Any]]:  # noqa: ANN401 - from outside
    if not isinstance(keyboard, list):
        raise bad_request(f'field "{field}" must be of type Array')
    for row in keyboard:
        if not isinstance(row, list):
            raise bad_request(f'field "{field}" must be an Array of Arrays')
    return keyboard


def _button(button: Any) -> Json:  # noqa: ANN401 - from outside
    if not isinstance(button, dict):
        raise _unparsable("expected an Object")
    if "text" not in button:
        raise _unparsable('Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _unparsable('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("url"):
        _check_url(str(button["url"]).strip())
    elif button.get("callback_data"):
        _check_data(button["callback_data"])
    elif button.get("pay") or "callback_game" in button:
        raise bad_request("BUTTON_TYPE_INVALID")
    elif not any(action in button for action in _OTHER_ACTIONS):
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    return button


def _check_data(data: Any) -> None:  # noqa: ANN401 - from outside
    if not isinstance(data, str):
        raise _unparsable('Field "callback_data" must be of type String')
    if len(data.encode("utf-8", "surrogatepass")) > 64:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: str) -> None:
    scheme = _SCHEME.match(url)
    if scheme and scheme[1].lower() not in _SCHEMES:
        reason = "Unsupported URL protocol"
    elif not _URL.fullmatch(url):
        reason = "Wrong HTTP URL"
    else:
        return
    raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}")


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


@dataclass(frozen=True, slots=True)
class MessageContent:
    """What a message says."""

    text: str = ""
    entities: list[Json] = field(default_factory=list)
    media: Json = field(default_factory=dict)
    extra: Json = field(default_factory=dict)


def send_message(request: MethodRequest) -> Json:
    """`sendMessage`."""
    text, entities = message_text(request.params)
    return send(request, MessageContent(text, entities, extra=preview_options(request)))


def send_chat_action(request: MethodRequest) -> bool:
    """`sendChatAction`."""
    action = request.params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = request.writable()
    _thread(request, chat, None)
    request.world.emit("action", {"chat_id": chat.id, "action": action})
    return True


def send(request: MethodRequest, content: MessageContent) -> Json:
    """Send what a bot says to the chat that its call names; all checks come before."""
    chat = request.writable()
    markup = checked_markup(request.params.object("reply_markup", "reply markup"))
    if chat.kind == "channel" and markup and not is_inline(markup):
        raise bad_request("inline keyboard expected")
    original = _replied_to(request, chat)
    thread = _thread(request, chat, original)
    owner = request.world.connections[chat.connection].owner if chat.connection else None
    message = Message(
        chat=chat,
        id=chat.next_id(),
        date=request.world.now(),
        sender=owner or request.bot.account,
        business_bot=request.bot.account if owner else None,
        sender_chat=chat if chat.kind == "channel" else None,
        text=content.text,
        entities=content.entities,
        media=content.media,
        extra=content.extra,
        reply_to=original.id if original else None,
        quote=_quote(request, original),
        thread=thread,
        in_topic=chat.forum and thread is not None,
        keyboard=markup if is_inline(markup) else None,
        reply_markup=None if is_inline(markup) else markup,
    )
    chat.messages[message.id] = message
    announce(request.world, message)
    return message.json()


def preview_options(request: MethodRequest) -> Json:
    """Return the link preview's settings as the message shows them."""
    options = request.params.object("link_preview_options", "link preview options")
    for name, value in (options or {}).items():
        if name != "url" and not isinstance(value, bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if not options and request.params.flag("disable_web_page_preview"):
        options = {"is_disabled": True}
    return {"link_preview_options": options} if options else {}


def _replied_to(request: MethodRequest, chat: Chat) -> Message | None:
    parameters = _reply_parameters(request)
    if not parameters:
        return None
    if "message_id" not in parameters:
        raise bad_request('can\'t find field "message_id"')
    wanted = str(parameters["message_id"])
    original = chat.messages.get(int(wanted)) if wanted.isdecimal() else None
    if original and not original.deleted:
        return original
    if parameters.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _reply_parameters(request: MethodRequest) -> Json | None:
    given = request.params.object("reply_parameters", "reply parameters")
    if given:
        return given
    legacy = request.params.integer("reply_to_message_id")
    lenient = request.params.flag("allow_sending_without_reply")
    return {"message_id": legacy, "allow_sending_without_reply": lenient} if legacy else None


def _quote(request: MethodRequest, original: Message | None) -> Json | None:
    quote = str((_reply_parameters(request) or {}).get("quote") or "")
    if not original or not quote:
        return None
    position = original.text.find(quote)
    if position < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"text": quote, "position": position, "is_manual": True}


def _thread(request: MethodRequest, chat: Chat, original: Message | None) -> int | None:
    wanted = request.params.integer("message_thread_id")
    if not wanted:
        return chat.thread_of_reply(original) if original else None
    if chat.kind != "private" and not chat.forum:
        return chat.thread_of_reply(original) if original else None  # dropped, since Bot API 10.0
    topic = chat.topics.get(wanted)
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    if topic.closed and not chat.administered_by(request.bot.account.id):
        raise bad_request("TOPIC_CLOSED")
    return wanted


def edit_message_text(request: MethodRequest) -> Json | bool:
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


def edit_message_caption(request: MethodRequest) -> Json | bool:
    """`editMessageCaption`."""
    text, entities = caption(request.params)
    message = _editable(request)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    before = message.content()
    keyboard = _new_keyboard(request)
    message.text, message.entities, message.keyboard = text, entities, keyboard
    return _edited(request, message, before)


def edit_message_reply_markup(request: MethodRequest) -> Json | bool:
    """`editMessageReplyMarkup`."""
    message = _editable(request)
    before = message.content()
    message.keyboard = _new_keyboard(request)
    return _edited(request, message, before)


def _new_keyboard(request: MethodRequest) -> Json | None:
    markup = checked_markup(request.params.object("reply_markup", "reply markup"))
    if markup and not is_inline(markup):
        raise bad_request("inline keyboard expected")
    return markup


def _editable(request: MethodRequest) -> Message:
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


def _edited(request: MethodRequest, message: Message, before: tuple[object, ...]) -> Json | bool:
    if message.content() == before:
        raise bad_request(_UNCHANGED)
    message.edit_date = request.world.now()
    message.revision += 1
    request.world.emit("edited", shown(message))
    return True if message.inline_message_id else message.json()


def send_document(request: MethodRequest) -> Json:
    """`sendDocument`: a part of the form, or the id of a file that Telegram has."""
    text, entities = caption(request.params)
    upload = _upload(request, "document")
    return send(request, MessageContent(text, entities, {"document": upload.document()}))


def send_photo(request: MethodRequest) -> Json:
    """`sendPhoto`."""
    text, entities = caption(request.params)
    upload = _upload(request, "photo")
    if len(upload.data) > PHOTO_LIMIT:
        raise bad_request(
            f"file of size {len(upload.data)} bytes is too big for a photo; "
            f"the maximum size is {PHOTO_LIMIT} bytes"
        )
    if not upload.is_picture:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return send(request, MessageContent(text, entities, {"photo": upload.photo()}))


def get_file(request: MethodRequest) -> Json:
    """`getFile`."""
    file_id = request.params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    upload = request.world.uploads.get(file_id)
    if upload is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if upload.claimed_size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return upload.json() | {"file_path": upload.path}


def _upload(request: MethodRequest, name: str) -> Upload:
    part = request.params.files.get(name)
    given = request.params.text(name)
    if part is None and given.startswith("attach://"):
        part = request.params.files.get(given.removeprefix("attach://"))
    if part is not None:
        if len(part.data) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        if not part.data:
            raise bad_request("file must be non-empty")
        return keep(request, lambda i: Upload(i, part.data, part.name or name, part.mime_type))
    if not given:
        raise bad_request(f"there is no {name} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    upload = request.world.uploads.get(given)
    if upload is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return upload


def keep(request: MethodRequest, make: Callable[[str], Upload]) -> Upload:
    """Keep a new file under an id of Telegram's look."""
    upload = make(f"BQACAgIAAxk{request.world.new_id():08d}")
    request.world.uploads[upload.id] = upload
    return upload
