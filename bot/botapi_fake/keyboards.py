"""Keyboards, checked as Telegram checks them."""

from __future__ import annotations

import re
from typing import Any

from bot.botapi_fake.entities import Json
from bot.botapi_fake.refusals import bad_request

MAX_BUTTONS = 100
_URL = re.compile(r"(?:https?|tg|ton)://\S+|[^\s:/]+\.[^\s:]{2,}\S*", re.IGNORECASE)
_OTHER_ACTIONS = (
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "login_url",
    "web_app",
    "callback_game",
    "pay",
)


def checked_markup(markup: Json | None) -> Json | None:
    """The markup, its inline buttons in the Bot API's form.

    Raises:
        ApiError: Telegram's refusal.
    """
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        _rows(markup["keyboard"])
        return markup
    if "remove_keyboard" in markup or "force_reply" in markup:
        return markup
    raise bad_request("object expected as reply markup")


def is_inline(markup: Json | None) -> bool:
    """Whether the markup is shown at the message."""
    return markup is not None and "inline_keyboard" in markup


def _inline(keyboard: Any) -> Json | None:  # noqa: ANN401 - from outside
    rows = [[_button(button) for button in row] for row in _rows(keyboard)]
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _rows(keyboard: Any) -> list[list[Any]]:  # noqa: ANN401 - from outside
    if not isinstance(keyboard, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    for row in keyboard:
        if not isinstance(row, list):
            raise bad_request("inline keyboard button row must be an Array")
    return keyboard


def _button(button: Any) -> Json:  # noqa: ANN401 - from outside
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if "url" in button:
        if not _URL.fullmatch(str(button["url"]).strip()):
            raise bad_request("BUTTON_URL_INVALID")
        return button
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode("utf-8", "replace")) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
        return button
    if not any(action in button for action in _OTHER_ACTIONS):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    return button
