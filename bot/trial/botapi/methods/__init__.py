"""The Bot API's methods, by lower-case name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.trial.botapi.methods import bots, chats, messages, queries
from bot.trial.botapi.requests import MethodRequest

Method = Callable[[MethodRequest], Any]

_METHODS: tuple[Method, ...] = (
    bots.get_me,
    messages.send_message,
    messages.send_chat_action,
    messages.edit_message_text,
    messages.edit_message_reply_markup,
    queries.answer_callback_query,
    queries.answer_inline_query,
    messages.edit_message_caption,
    chats.delete_message,
    messages.send_document,
    messages.send_photo,
    messages.get_file,
    queries.answer_guest_query,
    chats.get_chat,
    chats.get_chat_member,
    chats.get_chat_administrators,
    chats.get_chat_member_count,
    chats.leave_chat,
    chats.set_message_reaction,
    bots.get_business_connection,
    bots.set_my_name,
    bots.get_my_name,
    bots.set_my_description,
    bots.get_my_description,
    bots.set_my_short_description,
    bots.get_my_short_description,
    bots.set_chat_menu_button,
    bots.get_chat_menu_button,
    bots.close,
    bots.log_out,
    bots.set_my_commands,
    bots.get_my_commands,
    bots.delete_my_commands,
    bots.delete_webhook,
    bots.set_webhook,
    bots.get_webhook_info,
)


def methods() -> Mapping[str, Method]:
    """Return every method but `getUpdates`, which waits: `send_message` is `sendmessage`."""
    return {method.__name__.replace("_", ""): method for method in _METHODS}
