"""Methods that send messages."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.botapi_fake.chats import Chat
from bot.botapi_fake.delivery import announce
from bot.botapi_fake.entities import Json
from bot.botapi_fake.keyboards import checked_markup, is_inline
from bot.botapi_fake.messages import Message
from bot.botapi_fake.methods.request import Request
from bot.botapi_fake.refusals import bad_request
from bot.botapi_fake.texts import message_text

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


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says."""

    text: str = ""
    entities: list[Json] = field(default_factory=list)
    media: Json = field(default_factory=dict)
    extra: Json = field(default_factory=dict)


def send_message(request: Request) -> Json:
    """`sendMessage`."""
    text, entities = message_text(request.params)
    return send(request, Content(text, entities, extra=preview_options(request)))


def send_chat_action(request: Request) -> bool:
    """`sendChatAction`."""
    action = request.params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = request.writable()
    _thread(request, chat, None)
    request.world.emit("action", {"chat_id": chat.id, "action": action})
    return True


def send(request: Request, content: Content) -> Json:
    """Sends what a bot says to the chat that its call names; all checks come before."""
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


def preview_options(request: Request) -> Json:
    """The link preview's settings as the message shows them."""
    options = request.params.object("link_preview_options", "link preview options")
    for name, value in (options or {}).items():
        if name != "url" and not isinstance(value, bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if not options and request.params.flag("disable_web_page_preview"):
        options = {"is_disabled": True}
    return {"link_preview_options": options} if options else {}


def _replied_to(request: Request, chat: Chat) -> Message | None:
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


def _reply_parameters(request: Request) -> Json | None:
    given = request.params.object("reply_parameters", "reply parameters")
    if given:
        return given
    legacy = request.params.integer("reply_to_message_id")
    lenient = request.params.flag("allow_sending_without_reply")
    return {"message_id": legacy, "allow_sending_without_reply": lenient} if legacy else None


def _quote(request: Request, original: Message | None) -> Json | None:
    quote = str((_reply_parameters(request) or {}).get("quote") or "")
    if not original or not quote:
        return None
    position = original.text.find(quote)
    if position < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"text": quote, "position": position, "is_manual": True}


def _thread(request: Request, chat: Chat, original: Message | None) -> int | None:
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
