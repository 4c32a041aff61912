"""The Bot API's methods, by lower-case name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.botapi_fake.methods import commands, editing, inline, sending, updates
from bot.botapi_fake.methods.request import Request

Method = Callable[[Request], Any]


def methods() -> Mapping[str, Method]:
    """Every method but `getUpdates`, which waits."""
    return {
        "getme": updates.get_me,
        "sendmessage": sending.send_message,
        "sendchataction": sending.send_chat_action,
        "editmessagetext": editing.edit_message_text,
        "editmessagereplymarkup": editing.edit_message_reply_markup,
        "answercallbackquery": inline.answer_callback_query,
        "answerinlinequery": inline.answer_inline_query,
        "setmycommands": commands.set_my_commands,
        "getmycommands": commands.get_my_commands,
        "deletemycommands": commands.delete_my_commands,
        "deletewebhook": updates.delete_webhook,
        "setwebhook": updates.set_webhook,
        "getwebhookinfo": updates.get_webhook_info,
    }
