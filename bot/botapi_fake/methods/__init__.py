"""The Bot API's methods, by lower-case name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.botapi_fake.methods import (
    chats,
    commands,
    editing,
    guests,
    inline,
    media,
    profile,
    sending,
    updates,
)
from bot.botapi_fake.methods.request import Request

Method = Callable[[Request], Any]

_METHODS: tuple[Method, ...] = (
    updates.get_me,
    sending.send_message,
    sending.send_chat_action,
    editing.edit_message_text,
    editing.edit_message_reply_markup,
    inline.answer_callback_query,
    inline.answer_inline_query,
    editing.edit_message_caption,
    chats.delete_message,
    media.send_document,
    media.send_photo,
    media.get_file,
    guests.answer_guest_query,
    chats.get_chat,
    chats.get_chat_member,
    chats.get_chat_administrators,
    chats.get_chat_member_count,
    chats.leave_chat,
    chats.set_message_reaction,
    updates.get_business_connection,
    profile.set_my_name,
    profile.get_my_name,
    profile.set_my_description,
    profile.get_my_description,
    profile.set_my_short_description,
    profile.get_my_short_description,
    profile.set_chat_menu_button,
    profile.get_chat_menu_button,
    profile.close,
    profile.log_out,
    commands.set_my_commands,
    commands.get_my_commands,
    commands.delete_my_commands,
    updates.delete_webhook,
    updates.set_webhook,
    updates.get_webhook_info,
)


def methods() -> Mapping[str, Method]:
    """Every method but `getUpdates`, which waits: `send_message` is `sendmessage`."""
    return {method.__name__.replace("_", ""): method for method in _METHODS}
