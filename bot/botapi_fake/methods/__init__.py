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
        "editmessagecaption": editing.edit_message_caption,
        "deletemessage": chats.delete_message,
        "senddocument": media.send_document,
        "sendphoto": media.send_photo,
        "getfile": media.get_file,
        "answerguestquery": guests.answer_guest_query,
        "getchat": chats.get_chat,
        "getchatmember": chats.get_chat_member,
        "getchatadministrators": chats.get_chat_administrators,
        "getchatmembercount": chats.get_chat_member_count,
        "leavechat": chats.leave_chat,
        "setmessagereaction": chats.set_message_reaction,
        "getbusinessconnection": updates.get_business_connection,
        "setmyname": profile.set_my_name,
        "getmyname": profile.get_my_name,
        "setmydescription": profile.set_my_description,
        "getmydescription": profile.get_my_description,
        "setmyshortdescription": profile.set_my_short_description,
        "getmyshortdescription": profile.get_my_short_description,
        "setchatmenubutton": profile.set_chat_menu_button,
        "getchatmenubutton": profile.get_chat_menu_button,
        "close": profile.close,
        "logout": profile.log_out,
        "setmycommands": commands.set_my_commands,
        "getmycommands": commands.get_my_commands,
        "deletemycommands": commands.delete_my_commands,
        "deletewebhook": updates.delete_webhook,
        "setwebhook": updates.set_webhook,
        "getwebhookinfo": updates.get_webhook_info,
    }
