"""Methods about chats and messages in them, and about the bot: webhook, commands, profile."""

from __future__ import annotations

import re
from typing import Any

from bot.trial.botapi.entities import Json
from bot.trial.botapi.objects import Chat, Member, Message
from bot.trial.botapi.posting import change_member
from bot.trial.botapi.requests import MethodRequest, bad_request
from bot.trial.botapi.world import WebhookTarget

_DAYS_TO_DELETE = 2
_REACTIONS = (
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐"
    "🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
)


def get_chat(request: MethodRequest) -> Json:
    """`getChat`."""
    chat = request.chat()
    full: Json = {"accent_color_id": 0, "max_reaction_count": 11}
    full["accepted_gift_types"] = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        False,
    )
    if chat.linked:
        full["linked_chat_id"] = chat.linked.id
    return chat.json() | full


def get_chat_member(request: MethodRequest) -> Json:
    """`getChatMember`."""
    chat = request.chat()
    user_id = request.params.integer("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    if chat.user:
        return Member(chat.user if user_id == chat.id else request.bot.account).json()
    member = chat.member(user_id)
    account = request.world.accounts.get(user_id)
    if member is None and account is None:
        raise bad_request("user not found")
    if member is None and account is not None:
        member = Member(account, "left")
    return member.json() if member else {}


def get_chat_administrators(request: MethodRequest) -> list[Json]:
    """`getChatAdministrators`: without other bots."""
    chat = request.chat()
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    me = request.bot.account.id
    admins = (m for m in chat.members.values() if m.admin)
    return [m.json() for m in admins if not m.account.is_bot or m.account.id == me]


def get_chat_member_count(request: MethodRequest) -> int:
    """`getChatMemberCount`."""
    chat = request.chat()
    return 2 if chat.kind == "private" else sum(m.present for m in chat.members.values())


def leave_chat(request: MethodRequest) -> bool:
    """`leaveChat`."""
    chat = request.chat()
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    change_member(request.world, chat, Member(request.bot.account, "left"), request.bot.account)
    return True


def delete_message(request: MethodRequest) -> bool:
    """`deleteMessage`."""
    chat = request.chat()
    message = chat.messages.get(request.params.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if not _deletable(request, chat, message):
        raise bad_request("message can't be deleted")
    message.deleted = True
    request.world.emit("deleted", {"chat_id": chat.id, "message_id": message.id})
    return True


def set_message_reaction(request: MethodRequest) -> bool:
    """`setMessageReaction`: one emoji of Telegram's list, or none."""
    chat = request.chat()
    message = chat.messages.get(request.params.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to react not found")
    reactions = request.params.array("reaction", "ReactionType") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        check_reaction(reaction)
    message.reactions[request.bot.account.id] = [r["emoji"] for r in reactions]
    request.world.emit("reaction", {"chat_id": chat.id, "message_id": message.id})
    return True


def check_reaction(reaction: Any) -> None:  # noqa: ANN401 - from outside
    """Refuse what isn't one of Telegram's reactions."""
    if not isinstance(reaction, dict):
        raise bad_request("expected an Object as ReactionType")
    emoji = str(reaction.get("emoji", ""))
    if not emoji or emoji[0] not in _REACTIONS:
        raise bad_request("REACTION_INVALID")


def _deletable(request: MethodRequest, chat: Chat, message: Message) -> bool:
    """Return whether the bot may delete it.

    That is its own for two days, in private chats the user's too, and all where it is an admin.
    """
    if chat.administered_by(request.bot.account.id):
        return True
    if request.world.clock() - message.date > _DAYS_TO_DELETE * 86_400:
        return False
    own = message.writer is not None and message.writer.id == request.bot.account.id
    return own or chat.kind == "private"


_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
MAX_COMMANDS = 100
_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(request: MethodRequest) -> Json:
    """`getMe`."""
    return request.bot.json()


def set_webhook(request: MethodRequest) -> bool:
    """`setWebhook`; plain HTTP is allowed, as with a local Bot API server."""
    url = request.params.text("url").strip()
    if not url:
        return delete_webhook(request)
    if not re.match(r"https?://[^/\s]+", url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = request.params.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(request)
    if request.params.flag("drop_pending_updates"):
        request.bot.queue.clear()
    request.bot.poller = None
    request.bot.webhook = WebhookTarget(url, secret or None)
    return True


def delete_webhook(request: MethodRequest) -> bool:
    """`deleteWebhook`."""
    if request.params.flag("drop_pending_updates"):
        request.bot.queue.clear()
    request.bot.webhook = None
    return True


def get_webhook_info(request: MethodRequest) -> Json:
    """`getWebhookInfo`."""
    webhook, queue = request.bot.webhook, request.bot.queue
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue.waiting),
    }
    if webhook:
        info |= {"max_connections": 40, "ip_address": "127.0.0.1"}
        if webhook.last_error:
            info["last_error_date"] = webhook.last_error_date
            info["last_error_message"] = webhook.last_error
    if queue.allowed:
        info["allowed_updates"] = list(queue.allowed)
    return info


def get_business_connection(request: MethodRequest) -> Json:
    """`getBusinessConnection`."""
    connection = request.world.connections.get(request.params.text("business_connection_id"))
    if connection is None or connection.bot_id != request.bot.account.id:
        raise bad_request("business connection not found")
    return connection.json()


def _remember_allowed(request: MethodRequest) -> None:
    kinds = request.params.array("allowed_updates", "allowed updates")
    if kinds is not None:
        request.bot.queue.allow(map(str, kinds))


def set_my_commands(request: MethodRequest) -> bool:
    """`setMyCommands`."""
    key = _key(request)
    given = request.params.array("commands", "BotCommand")
    if given is None:
        raise bad_request("can't parse commands JSON object")
    if len(given) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    request.bot.commands[key] = [_command(command) for command in given]
    return True


def get_my_commands(request: MethodRequest) -> list[Json]:
    """`getMyCommands`."""
    return request.bot.commands.get(_key(request), [])


def delete_my_commands(request: MethodRequest) -> bool:
    """`deleteMyCommands`."""
    request.bot.commands.pop(_key(request), None)
    return True


def scope_key(kind: str, chat_id: int | None = None, user_id: int | None = None) -> str:
    """Return the name under which a scope's commands are kept."""
    return ":".join(str(part) for part in (kind, chat_id, user_id) if part is not None)


def _command(command: Any) -> Json:  # noqa: ANN401 - from outside
    if not isinstance(command, dict):
        raise bad_request("expected an Object as BotCommand")
    name = str(command.get("command", "")).strip().removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _key(request: MethodRequest) -> tuple[str, str]:
    language = request.params.text("language_code").lower()
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    scope = request.params.object("scope", "BotCommandScope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    needed = _SCOPES[kind]
    if any(not scope.get(name) for name in needed):
        raise bad_request("can't parse BotCommandScope: chat_id is empty")
    return scope_key(
        kind,
        scope.get("chat_id") if needed else None,
        scope.get("user_id") if "user_id" in needed else None,
    ), language


def set_my_name(request: MethodRequest) -> bool:
    """`setMyName`."""
    return _set(request, "name")


def set_my_description(request: MethodRequest) -> bool:
    """`setMyDescription`."""
    return _set(request, "description")


def set_my_short_description(request: MethodRequest) -> bool:
    """`setMyShortDescription`."""
    return _set(request, "short_description")


def get_my_name(request: MethodRequest) -> Json:
    """`getMyName`."""
    return {"name": _get(request, "name") or request.bot.account.first_name}


def get_my_description(request: MethodRequest) -> Json:
    """`getMyDescription`."""
    return {"description": _get(request, "description")}


def get_my_short_description(request: MethodRequest) -> Json:
    """`getMyShortDescription`."""
    return {"short_description": _get(request, "short_description")}


def set_chat_menu_button(request: MethodRequest) -> bool:
    """`setChatMenuButton`."""
    request.params.object("menu_button", "MenuButton")
    return True


def get_chat_menu_button(_: MethodRequest) -> Json:
    """`getChatMenuButton`."""
    return {"type": "commands"}


def close(_: MethodRequest) -> bool:
    """`close`."""
    return True


def log_out(request: MethodRequest) -> bool:
    """`logOut`: every later call is refused."""
    request.bot.logged_out = True
    return True


def _set(request: MethodRequest, what: str) -> bool:
    text = request.params.text(what).strip()
    if len(text) > _LIMITS[what]:
        raise bad_request(f"bot {what.replace('_', ' ')} is too long")
    request.bot.texts[(what, request.params.text("language_code"))] = text
    return True


def _get(request: MethodRequest, what: str) -> str:
    texts = request.bot.texts
    return texts.get((what, request.params.text("language_code")), texts.get((what, ""), ""))
