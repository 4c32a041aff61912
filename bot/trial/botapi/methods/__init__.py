"""The Bot API's methods, by lower-case name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.trial.botapi.methods import chats, messages, queries
from bot.trial.botapi.requests import MethodRequest

Method = Callable[[MethodRequest], Any]

_METHODS: tuple[Method, ...] = (
    chats.get_me,
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
    chats.get_business_connection,
    chats.set_my_name,
    chats.get_my_name,
    chats.set_my_description,
    chats.get_my_description,
    chats.set_my_short_description,
    chats.get_my_short_description,
    chats.set_chat_menu_button,
    chats.get_chat_menu_button,
    chats.close,
    chats.log_out,
    chats.set_my_commands,
    chats.get_my_commands,
    chats.delete_my_commands,
    chats.delete_webhook,
    chats.set_webhook,
    chats.get_webhook_info,
)


def methods() -> Mapping[str, Method]:
    """Return every method but `getUpdates`, which waits: `send_message` is `sendmessage`."""
    return {method.__name__.replace("_", ""): method for method in _METHODS}
