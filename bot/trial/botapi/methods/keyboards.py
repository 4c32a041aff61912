"""Keyboards, checked as Telegram checks them."""

from __future__ import annotations

import re
from typing import Any

from bot.trial.botapi.entities import Json
from bot.trial.botapi.requests import ApiError, bad_request

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
