"""Methods that ask about chats, leave them, delete messages and react."""

from __future__ import annotations

from typing import Any

from bot.trial.botapi.entities import Json
from bot.trial.botapi.objects import Chat, Member, Message
from bot.trial.botapi.posting import change_member
from bot.trial.botapi.requests import MethodRequest, bad_request

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
